"""S2: whatever a client sends to whichever route, the answer is the client's to mend, never a 5xx."""

import os
import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from openapi_spec_validator import validate

from reunion.web.guard import guard
from reunion.web.openapi import describe
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind
from tests.abuse.world import World

REQUESTS = int(os.environ.get("REUNION_REQUESTS", "5000"))
SAME = {"Sec-Fetch-Site": "same-origin"}
BODIES: list[tuple[str, bytes]] = [
    ("", b""),
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"\xff\xfe"),
    ("application/json", b"[" * 20_000),
    ("application/json", b'{"a":1e999,"b":NaN}'),
    ("application/json", b'{"name":"\\ud800","side":"worker"}'),
    ("application/json; charset=utf-7", b"{}"),
    ("application/json; charset=no-such", b"{}"),
    ("application/json", b'"' + b"x" * 70_000 + b'"'),
    ("application/x-www-form-urlencoded", b"\xff=\xfe"),
    ("application/x-www-form-urlencoded", b"%FF=%FE&%00=%00"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(2000))),
    ("application/x-www-form-urlencoded", b"step=99&to=next&name=%F0%A0%AE%B7&phone=%EF%BC%91"),
    ("application/x-www-form-urlencoded", b"step=-1&step=two&persons=1e9"),
    ("application/x-www-form-urlencoded", b"x" * 70_000),
    ("application/x-www-form-urlencoded; charset=\xe9".encode("latin-1").decode("latin-1"), b"a=b"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\x03\x04\r\n--x--\r\n',
    ),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="file"\r\n\r\n!!!\r\n--x--',
    ),
    ("text/plain", b"hello"),
    ("x" * 300, b"{}"),
]


def strange_texts(chance: random.Random) -> str:
    return chance.choice(
        ["unknown", "..", "%00", "gala", "dongxing", "'", "𠮷", "a" * 300, "-1", "[", "%ff", "\u202e", "it-1"]
    )


def requests(world: World, seed: int) -> Iterator[tuple[str, str, dict[str, str], bytes, str]]:
    chance = random.Random(seed)
    names = list(world.clients)
    while True:
        route = chance.choice(ROUTES)
        if route.kind is Kind.SOCKET:
            continue
        path = world.path(route)
        if chance.random() < 0.4:
            saved = dict(world.ids)
            world.ids[chance.choice(list(saved))] = quote(strange_texts(chance), safe="%")
            path = world.path(route)
            world.ids = saved
        if chance.random() < 0.5:
            keys = [
                "lang",
                "page",
                "words",
                "side",
                "next",
                "g",
                "run",
                "since",
                "show",
                "format",
                "township",
            ]
            path += f"?{chance.choice(keys)}={quote(strange_texts(chance), safe='%')}"
        kind, body = chance.choice(BODIES)
        headers = SAME | ({"Content-Type": kind} if kind else {})
        if chance.random() < 0.2:
            headers |= {
                chance.choice(
                    ["Accept-Language", "If-None-Match", "Authorization", "Cookie", "Range", "Expect"]
                ): chance.choice(["", "x", "Bearer", "zh;q=x", "a=b; c", "bytes=9-1", "é"])
            }
        headers.pop("Expect", None)
        yield route.method, path, headers, b"" if route.method == "GET" else body, chance.choice(names)


@pytest.mark.abuse
async def test_no_request_is_answered_with_a_5xx(world: World) -> None:
    seed = 20270205
    wrong: list[str] = []
    asked = requests(world, seed)
    for _ in range(REQUESTS):
        method, path, headers, body, name = next(asked)
        client = world.clients[name]
        try:
            async with client.request(
                method, path, headers=headers, data=body or None, allow_redirects=False
            ) as response:
                if response.status >= 500 and "readyz" not in path:
                    wrong.append(f"{response.status} {method} {path} as {name} {headers} {body[:80]!r}")
        except UnicodeEncodeError:
            continue

    assert wrong == [], f"seed {seed}"


@pytest.mark.abuse
async def test_a_handler_that_breaks_would_be_seen(world: World) -> None:
    """The control: a handler that trips answers 500 with a reference and no traceback."""

    async def trips(_request: web.Request) -> web.Response:
        raise ZeroDivisionError("张伟 13800138000")

    request = make_mocked_request("GET", "/healthz", app=world.site.app)
    response = await guard(request, trips)

    assert isinstance(response, web.Response)
    assert response.status == 500
    assert "ZeroDivisionError" not in str(response.text)
    assert "13800138000" not in str(response.text)


def test_the_description_is_valid_and_names_every_api_route() -> None:
    described = describe(ROUTES)
    validate(described)
    api = {(route.method.lower(), route.path) for route in ROUTES if route.kind is Kind.API}
    assert {(method, path) for path, methods in described["paths"].items() for method in methods} == api
