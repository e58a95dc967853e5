"""One row of the route table; routes.py holds the rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web
from pydantic import BaseModel

from reunion.domain.access import Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Kind(StrEnum):
    """What a route answers with; it decides how a refusal looks and which guards stand before it."""

    PAGE = "page"
    API = "api"
    FEED = "feed"
    SOCKET = "socket"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Route:
    """Method, path, handler, and who may come; a role that is not named is refused."""

    method: str
    path: str
    handler: Handler
    roles: frozenset[Role]
    kind: Kind = Kind.PAGE
    summary: str = ""
    """One line for /openapi.json; API routes need it."""
    body: type[BaseModel] | None = None
    """What a JSON body must be."""
    answer: type[BaseModel] | None = None
    """What a JSON answer is."""
    open_origin: bool = False
    """A socket that also takes clients without an Origin (programs, not browsers)."""
