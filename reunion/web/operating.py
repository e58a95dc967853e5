"""For whoever operates the server: is it up, is it ready, how is it doing; and the descriptions of the API."""

import ipaddress

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from reunion.domain.access import EVERYONE
from reunion.web.keys import HUB, OPENAPI, READY
from reunion.web.pages import answer
from reunion.web.requests import not_found
from reunion.web.routing import Kind, Route

ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /l/\nDisallow: /me\nDisallow: /staff\n"


async def healthz(_request: web.Request) -> web.Response:
    """The process answers."""
    return answer({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """The database answers and its schema is the newest."""
    ready = await request.app[READY]()
    return answer({"status": "ok" if ready else "not-ready"}, status=200 if ready else 503)


async def metrics(request: web.Request) -> web.Response:
    """Prometheus metrics, for this machine only."""
    if not _local(request):
        raise not_found()
    registry = CollectorRegistry()
    Gauge("reunion_sockets", "Open live sockets", registry=registry).set(len(request.app[HUB]))
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def openapi(request: web.Request) -> web.Response:
    """The description of the HTTP API, made from the route table."""
    return answer(request.app[OPENAPI])


async def robots(_request: web.Request) -> web.Response:
    """Search machines may find the pages for everybody, and neither personal links nor the staff's pages."""
    return web.Response(text=ROBOTS)


def _local(request: web.Request) -> bool:
    try:
        address = ipaddress.ip_address(request.remote or "")
    except ValueError:
        return False
    # A proxy on this machine passes strangers on: they are told apart by its header.
    return address.is_loopback and "X-Forwarded-For" not in request.headers


ROUTES = (
    Route("GET", "/healthz", healthz, EVERYONE, Kind.API, "Whether the process answers"),
    Route("GET", "/readyz", readyz, EVERYONE, Kind.API, "Whether the database is ready"),
    Route("GET", "/metrics", metrics, EVERYONE, Kind.FILE),
    Route("GET", "/robots.txt", robots, EVERYONE, Kind.FILE),
    Route("GET", "/openapi.json", openapi, EVERYONE, Kind.API, "This description"),
)
