"""S1: whatever a socket is sent, nothing breaks, and a healthy desk is answered meanwhile."""

import asyncio
import json
import os
import random

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from reunion.domain.access import Role
from reunion.domain.refusal import CODES
from reunion.live.wire import DOES
from tests.abuse.world import World

FRAMES = int(os.environ.get("REUNION_FRAMES", "5000"))
WORDS = [
    "take",
    "it-1",
    "it-999",
    "",
    "null",
    None,
    0,
    -1,
    1e308,
    True,
    [],
    {},
    "\u0000",
    "𠮷" * 300,
    "\ud800",
    2**63,
]
KEYS = [
    "do",
    "id",
    "type",
    "leaving",
    "to",
    "item",
    "seconds",
    "before",
    "segment",
    "text",
    "revision",
    "side",
    "x" * 500,
]


def hostile(chance: random.Random) -> str | bytes:
    """One frame: noise, broken JSON, deep JSON, or a command with something wrong in it."""
    match chance.randrange(8):
        case 0:
            return "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(chance.randrange(200)))
        case 1:
            return "[" * chance.randrange(1, 3000)
        case 2:
            return json.dumps(chance.choice(WORDS), ensure_ascii=True)
        case 3:
            return '{"type":"do","id":"a","do":"take","leaving":null' + chance.choice(
                ["", ",", "}}", ":1e999}", ',"id":"b"}']
            )
        case 4:
            return json.dumps({chance.choice(KEYS): chance.choice(WORDS) for _ in range(6)})
        case _:
            command = {"type": "do", "id": f"f-{chance.randrange(10**9)}", "do": chance.choice(DOES)}
            command |= {chance.choice(KEYS[3:]): chance.choice(WORDS) for _ in range(chance.randrange(4))}
            return json.dumps(command)


async def pestered(socket: ClientConnection, chance: random.Random, frames: int) -> tuple[int, list[int]]:
    """Send frames and read the answers; gives what was sent before the server hung up, and its closing code."""
    sent = 0
    try:
        for _ in range(frames):
            await socket.send(hostile(chance))
            sent += 1
            if sent % 20 == 0:
                await asyncio.sleep(0)
            for _ in range(4):
                try:
                    answer = json.loads(await asyncio.wait_for(socket.recv(), 0.001))
                except TimeoutError:
                    break
                assert answer["type"] in {
                    "hello",
                    "picture",
                    "tick",
                    "you",
                    "done",
                    "refused",
                    "change",
                    "suggestions",
                    "editing",
                    "auto",
                    "vetoed",
                }
                assert answer.get("code", "malformed") in CODES
    except ConnectionClosed as closed:
        return sent, [closed.rcvd.code if closed.rcvd else 1006]
    return sent, []


@pytest.mark.abuse
async def test_no_frame_breaks_the_server_and_a_healthy_desk_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    address = world.site.origin.replace("http", "ws")
    headers = await world.site.bearer(Role.HOST)
    chance = random.Random(20270205)
    done = False
    slowest = 0.0

    async def healthy() -> int:
        nonlocal slowest
        number, loop = 0, asyncio.get_running_loop()
        async with connect(f"{address}/shows/gala/desk/socket", additional_headers=headers) as socket:
            await socket.recv()
            while not done:
                number += 1
                began = loop.time()
                await socket.send(
                    json.dumps(
                        {"type": "do", "id": f"ok-{number}", "do": "note", "item": "it-1", "text": "好"}
                    )
                )
                while json.loads(await socket.recv()).get("id") != f"ok-{number}":
                    pass
                slowest = max(slowest, loop.time() - began)
                await asyncio.sleep(0.05)
        return number

    asking = asyncio.create_task(healthy())
    sent, codes = 0, list[int]()
    rooms = ["/shows/gala/desk/socket", "/shows/gala/screen/socket"]
    while sent < FRAMES:
        room = chance.choice(rooms)
        with_headers = headers if "desk" in room else {}
        async with connect(f"{address}{room}", additional_headers=with_headers, close_timeout=1) as socket:
            more, code = await pestered(socket, chance, 400)
        sent += more
        codes += code
    done = True
    answered = await asking

    assert answered > 5
    assert slowest < 30, "a healthy desk waited"
    assert set(codes) <= {1003, 1008, 1009}
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def heard_out(socket: ClientConnection) -> None:
    """Read until the server closes."""
    while True:
        await asyncio.wait_for(socket.recv(), 20)


@pytest.mark.abuse
async def test_binary_and_oversized_frames_are_refused_by_the_book(world: World) -> None:
    address = world.site.origin.replace("http", "ws")
    headers = await world.site.bearer(Role.HOST)
    cases = [
        ("desk", b"\x00", 1003),
        ("desk", "x" * 17_000, 1009),
        ("screen", b"\x00", 1003),
        ("screen", "x" * 300, 1009),
    ]
    for room, frame, code in cases:
        with_headers = headers if room == "desk" else {}
        async with connect(f"{address}/shows/gala/{room}/socket", additional_headers=with_headers) as socket:
            await socket.send(frame)
            with pytest.raises(ConnectionClosed) as closed:
                await heard_out(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code, room


@pytest.mark.abuse
async def test_who_may_not_command_is_not_even_connected(world: World) -> None:
    address = world.site.origin.replace("http", "ws")
    for role in (Role.MEDIA, Role.VOLUNTEER):
        with pytest.raises(InvalidStatus) as refused:
            await connect(
                f"{address}/shows/gala/desk/socket", additional_headers=await world.site.bearer(role)
            )
        assert refused.value.response.status_code == 403
    foreign = await world.site.bearer(Role.HOST, "elsewhere")
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{address}/shows/gala/desk/socket", additional_headers=foreign)
    assert refused.value.response.status_code == 404
