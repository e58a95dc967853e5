from urllib.robotparser import RobotFileParser

from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from websockets.asyncio.client import connect

from reunion.web.keys import READY
from reunion.web.operating import healthz, readyz
from tests.actions.gala import stored
from tests.conftest import Site


async def test_a_living_server_says_so(site: Site):
    answer = await site.client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_a_server_with_its_database_is_ready(site: Site):
    answer = await site.client.get("/readyz")
    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def test_without_its_database_it_lives_and_is_not_ready():
    async def never() -> bool:
        return False

    app = web.Application()
    app[READY] = never
    request = make_mocked_request("GET", "/readyz", app=app)
    living, ready = await healthz(request), await readyz(request)
    assert (living.status, ready.status, ready.body) == (200, 503, b'{"status":"not-ready"}')


async def test_the_open_sockets_are_counted(site: Site):
    await stored(site.store)

    async def counted() -> str:
        text = await (await site.client.get("/metrics")).text()
        return text.splitlines()[-1]

    assert await counted() == "reunion_sockets 0.0"
    async with connect(f"{site.origin.replace('http', 'ws')}/shows/gala/screen/socket") as socket:
        await socket.recv()
        assert await counted() == "reunion_sockets 1.0"


async def test_a_visitor_through_a_proxy_gets_no_metrics(site: Site):
    answer = await site.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status == 404


async def test_search_machines_are_kept_from_personal_links_and_the_staffs_pages(site: Site):
    answer = await site.client.get("/robots.txt")
    assert answer.content_type == "text/plain"
    machine = RobotFileParser()
    machine.parse((await answer.text()).splitlines())
    paths = (
        "/g/dongxing",
        "/shows/gala",
        "/l/abc",
        "/me",
        "/me/invite",
        "/staff/dongxing",
        "/api/v1/me/slot",
    )
    assert [machine.can_fetch("*", path) for path in paths] == [True, True, *[False] * 5]
