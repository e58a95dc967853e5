"""What handlers find in the application and the request, typed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web
from limits.aio.strategies import MovingWindowRateLimiter

from reunion.actions.attending import Attending
from reunion.actions.calling import Calling
from reunion.actions.casting import Casting
from reunion.actions.following import Following
from reunion.actions.joining import Joining
from reunion.actions.linking import Linking
from reunion.actions.ports import Clock, Store
from reunion.actions.registering import Chance
from reunion.actions.rehearsing import Rehearsals
from reunion.actions.running import Stages
from reunion.config import Settings
from reunion.domain.access import Identity
from reunion.live.hub import Hub
from reunion.web.kept import Kept

SETTINGS = web.AppKey("SETTINGS", Settings)
STORE = web.AppKey("STORE", Store)
STAGES = web.AppKey("STAGES", Stages)
REHEARSALS = web.AppKey("REHEARSALS", Rehearsals)
LINKING = web.AppKey("LINKING", Linking)
JOINING = web.AppKey("JOINING", Joining)
FOLLOWING = web.AppKey("FOLLOWING", Following)
ATTENDING = web.AppKey("ATTENDING", Attending)
HUB = web.AppKey("HUB", Hub)
NOW: web.AppKey[Clock] = web.AppKey("NOW", Callable)  # type: ignore[arg-type]
PAGES: web.AppKey[Mapping[str, jinja2.Environment]] = web.AppKey("PAGES", Mapping)
READY: web.AppKey[Callable[[], Awaitable[bool]]] = web.AppKey("READY", Callable)  # type: ignore[arg-type]
OPENAPI: web.AppKey[Mapping[str, Any]] = web.AppKey("OPENAPI", Mapping)
CALLING = web.AppKey("CALLING", Calling)
CASTING = web.AppKey("CASTING", Casting)
CHANCE = web.AppKey("CHANCE", Chance)
KEPT = web.AppKey("KEPT", Kept)
WINDOWS = web.AppKey("WINDOWS", MovingWindowRateLimiter)
STATIC_ROOT = web.AppKey("STATIC_ROOT", str)
STATIC_FILES: web.AppKey[Mapping[str, Path]] = web.AppKey("STATIC_FILES", Mapping)
"""By what stands behind STATIC_ROOT in an address."""

IDENTITY = web.RequestKey("IDENTITY", Identity)
LANGUAGE = web.RequestKey("LANGUAGE", str)


@dataclass(frozen=True, slots=True)
class Names:
    """Display names of staff by id, as far as this node has seen them sign in."""

    known: dict[str, str]

    def of(self, account: str) -> str:
        """The name, or the empty text."""
        return self.known.get(account, "")


NAMES = web.AppKey("NAMES", Names)
