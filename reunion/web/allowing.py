"""How many sign-ups one address may send; off unless the operator sets a number."""

from aiohttp import web
from limits import RateLimitItemPerMinute

from reunion.web.keys import SETTINGS, WINDOWS
from reunion.web.requests import Refusal


async def allow_sign_up(request: web.Request) -> None:
    """Count one sign-up of this address; refuses with 429 what is over the operator's number."""
    most = request.app[SETTINGS].signups_per_minute
    if most and not await request.app[WINDOWS].hit(
        RateLimitItemPerMinute(most), "sign-up", request.remote or ""
    ):
        raise Refusal(429, "too-many", "too many sign-ups from this address: wait a minute")
