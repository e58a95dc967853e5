"""How often somebody may ask: sign-ups from one address, presses of one control."""

from typing import Final

from aiohttp import web
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond

from reunion.web.keys import IDENTITY, SETTINGS, WINDOWS
from reunion.web.requests import Refusal

_PRESSES: Final = RateLimitItemPerSecond(20)
"""Of one account over HTTP: a box of buttons that also asks how things stand, four times over."""


async def allow_sign_up(request: web.Request) -> None:
    """Count one sign-up of this address; refuses with 429 what is over the operator's number."""
    most = request.app[SETTINGS].signups_per_minute
    if most and not await request.app[WINDOWS].hit(
        RateLimitItemPerMinute(most), "sign-up", request.remote or ""
    ):
        raise Refusal(429, "too-many", "too many sign-ups from this address: wait a minute")


async def allow_press(request: web.Request) -> None:
    """Count one request of this account to the control of a show; refuses with 429 more than 20 a second."""
    if not await request.app[WINDOWS].hit(_PRESSES, "press", request[IDENTITY].id):
        raise Refusal(429, "too-many", "more than 20 requests a second: wait a moment")
