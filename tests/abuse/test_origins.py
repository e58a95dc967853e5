"""S6 and S7: other sites' pages open no socket and change nothing."""

import sqlite3
from contextlib import closing

import pytest

from reunion.web.guard import SAFE_METHODS
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind
from tests.abuse.test_roles import UPGRADE
from tests.abuse.world import World

SOCKETS = [route for route in ROUTES if route.kind is Kind.SOCKET]
UNSAFE = [route for route in ROUTES if route.method not in SAFE_METHODS]
STRANGE = [
    "https://evil.example",
    "http://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost",
    "null",
    "",
    "file://",
    "http://127.0.0.1.evil.example",
    "http://evil.example:80",
    "chrome-extension://abcdef",
    "HTTP://EVIL.EXAMPLE",
]


def contents(world: World) -> list[str]:
    with closing(sqlite3.connect(world.site.app_data / "reunion.sqlite3")) as raw:
        return [line for line in raw.iterdump() if line.startswith("INSERT")]


@pytest.mark.parametrize("origin", STRANGE)
async def test_a_strange_origin_opens_no_socket(world: World, origin: str) -> None:
    for route in SOCKETS:
        for name, client in world.clients.items():
            headers = UPGRADE | {"Origin": origin}
            async with client.get(world.path(route), headers=headers) as response:
                assert response.status == 403, (route.path, name, origin)


async def test_our_own_origin_opens_the_socket(world: World) -> None:
    """The control: the very same request from our own page is upgraded."""
    for origin, status in ((world.site.origin, 101), ("https://evil.example", 403)):
        headers = UPGRADE | {"Origin": origin}
        async with world.clients["host"].get("/shows/gala/desk/socket", headers=headers) as response:
            assert response.status == status


async def test_a_cookie_without_an_origin_opens_no_socket(world: World) -> None:
    for name in ("family", "host", "producer"):
        async with world.clients[name].get("/shows/gala/desk/socket", headers=UPGRADE) as response:
            assert response.status == 403
    async with world.clients["public"].get("/shows/gala/screen/socket", headers=UPGRADE) as response:
        assert response.status == 101


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_another_site_changes_nothing(world: World, headers: dict[str, str]) -> None:
    before = contents(world)
    for route in UNSAFE:
        for name, client in world.clients.items():
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            async with client.request(
                route.method,
                world.path(route),
                headers=headers | form,
                data=b"size=large&name=x",
                allow_redirects=False,
            ) as response:
                assert response.status == 403, (route.path, name)

    assert contents(world) == before


async def test_a_cookie_without_any_sign_of_our_page_changes_nothing(world: World) -> None:
    for route in UNSAFE:
        async with world.clients["producer"].request(
            route.method, world.path(route), allow_redirects=False
        ) as response:
            assert response.status == 403, route.path


async def test_getting_a_page_changes_nothing(world: World) -> None:
    before = contents(world)
    for route in ROUTES:
        if route.method == "GET" and route.kind is not Kind.SOCKET:
            for client in world.clients.values():
                async with client.get(world.path(route), allow_redirects=False) as response:
                    await response.read()

    # Only the record of who looked at whom grows.
    after = [
        line
        for line in contents(world)
        if not line.startswith(('INSERT INTO "audit"', 'INSERT INTO "sqlite_'))
    ]
    assert [line for line in after if line not in before] == []


async def test_our_own_page_may_change_things(world: World) -> None:
    """The control: the same form from our own page gets past the guard."""
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    async with world.clients["public"].post(
        "/letters", data=b"size=large", headers=headers, allow_redirects=False
    ) as answer:
        assert answer.status == 303
