"""How many sign-ups one address may send; off unless the operator sets a number."""

from typing import Final

from aiohttp import web
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from reunion.web.keys import SETTINGS
from reunion.web.requests import Refusal

_WINDOWS: Final = MovingWindowRateLimiter(MemoryStorage())


async def allow_sign_up(request: web.Request) -> None:
    """Count one sign-up of this address; refuses with 429 what is over the operator's number."""
    most = request.app[SETTINGS].signups_per_minute
    if most and not await _WINDOWS.hit(RateLimitItemPerMinute(most), "sign-up", request.remote or ""):
        raise Refusal(429, "too-many", "too many sign-ups from this address: wait a minute")
