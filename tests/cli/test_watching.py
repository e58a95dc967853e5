import asyncio
import socket
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner
from websockets.exceptions import InvalidStatus

from reunion.cli import reunion
from reunion.cli.watching import Pipe, Terminal, address_of, block, come_back_in, follow, line, span
from reunion.domain.commands import Start, Take
from reunion.domain.instants import SECOND
from reunion.web.keys import HUB, NOW, STAGES

from ..actions import gala

EIGHT = 1_801_828_800_000
PICTURE = {
    "type": "picture",
    "show": "gala",
    "title": "除夕云团聚",
    "run": "r1",
    "revision": 2,
    "server_time": EIGHT + 65 * SECOND,
    "state": "live",
    "on_air": {"item": "it-1", "title": "张* ↔ 李*", "since": EIGHT, "until": EIGHT + 90 * SECOND},
    "next": [{"item": "it-2", "title": "王* ↔ 王*", "expected": EIGHT + 105 * SECOND}],
    "drift": [[2, 35]],
    "over_under": 35,
    "planned_end": EIGHT + 420 * SECOND,
    "projected_end": EIGHT + 455 * SECOND,
}


@pytest.fixture(autouse=True)
def in_shanghai(monkeypatch):
    import time

    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_page_of_a_show_and_its_socket_lead_to_the_same_place():
    addresses = [
        "http://127.0.0.1:8080/shows/gala",
        "http://127.0.0.1:8080/shows/gala/screen",
        "127.0.0.1:8080/shows/gala",
        "ws://127.0.0.1:8080/shows/gala/screen/socket",
    ]

    assert {address_of(url) for url in addresses} == {"ws://127.0.0.1:8080/shows/gala/screen/socket"}
    assert (
        address_of("https://reunion.example.cn/shows/gala")
        == "wss://reunion.example.cn/shows/gala/screen/socket"
    )


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/", "ftp://host/shows/gala", "http:///shows/gala", "x"]
)
def test_what_is_no_show_is_wrong_usage(url):
    done = CliRunner().invoke(reunion, ["watch", url])

    assert (done.exit_code, "it looks like http://host:8080/shows/NAME" in done.output) == (2, True)


def test_spans_are_read_at_a_glance():
    assert [span(seconds) for seconds in (0, 65, 3600, 7265, -5)] == [
        "0:00",
        "1:05",
        "1:00:00",
        "2:01:05",
        "-0:05",
    ]


def test_a_terminal_shows_state_on_air_next_and_the_end():
    assert block(PICTURE, EIGHT + 70 * SECOND) == [
        "除夕云团聚  [live]  20:01:10  revision 2",
        "on air 张* ↔ 李* for 1:10, 0:20 left",
        "next:",
        "  20:01:45  王* ↔ 王*",
        "0:35 over, projected end 20:07:35",
    ]


def test_an_item_that_runs_over_says_so():
    assert block(PICTURE, EIGHT + 100 * SECOND)[1] == "on air 张* ↔ 李* for 1:40, 0:10 over its length"


def test_a_show_with_nothing_on_air_and_nothing_next():
    quiet = PICTURE | {"state": "ended", "on_air": None, "next": [], "over_under": 0}

    assert line(quiet) == "20:01:05 ended: nothing on air; as planned, projected end 20:07:35"


def test_a_pipe_gets_one_plain_line_for_every_change():
    written = []
    page = Pipe(written.append)

    page.hear(PICTURE)
    page.hear(PICTURE | {"server_time": EIGHT + 80 * SECOND})
    page.hear(PICTURE | {"revision": 3, "over_under": -5})

    said = "20:01:05 live: on air 张* ↔ 李* for 1:05, 0:25 left; next 20:01:45 王* ↔ 王*; "
    ends = ["0:35 over, projected end 20:07:35\n", "0:05 under, projected end 20:07:35\n"]
    assert written == [said + end for end in ends]


def test_a_terminal_counts_on_by_itself_and_draws_over_what_it_drew():
    written, now = [], [100.0]
    page = Terminal(written.append, lambda: now[0])

    page.hear(PICTURE)
    now[0] += 5
    page.draw()
    page.remark("connecting again …")

    assert written[0].startswith("除夕云团聚")
    assert written[1].startswith("\x1b[5A\x1b[J除夕云团聚  [live]  20:01:10")
    assert written[2].endswith("connecting again …\n")


def test_coming_back_is_spread():
    assert len({round(come_back_in(), 3) for _ in range(20)}) > 10


async def test_a_running_show_is_followed_and_found_again_after_a_break(site):
    await gala.stored(site.store)
    written, remarks = [], []
    page = Pipe(written.append)
    page.remark = remarks.append
    following = asyncio.ensure_future(follow(address_of(f"{site.origin}/shows/gala"), page, pause=lambda: 0))
    hub = site.app[HUB]

    async def until(true):
        async with asyncio.timeout(10):
            while not true():  # noqa: ASYNC110 - what is waited for comes over the network
                await asyncio.sleep(0)

    await until(lambda: len(written) == 1)
    stage = await site.app[STAGES].get("gala")
    await stage.perform(Start(), "c-1", "ann")
    await until(lambda: len(written) == 2)
    for one in list(hub._sockets):
        one.cut()
    await until(lambda: len(remarks) == 1 and len(hub) == 1)
    await stage.perform(Take(None), "c-2", "ann")
    await until(lambda: len(written) == 3)
    following.cancel()

    states = [text.split(" ", 1)[1].split(";")[0] for text in written]
    assert states == [
        "ready: nothing on air",
        "live: nothing on air",
        "live: on air 开场 for 0:00, 1:00 left",
    ]
    assert remarks == ["the connection closed (cut), connecting again …", "connected again"]


async def test_times_are_those_of_the_gathering_wherever_the_terminal_is(site, monkeypatch):
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    await gala.stored(site.store)
    page = Pipe(lambda text: heard.set_result(text) if not heard.done() else None)
    heard = asyncio.get_running_loop().create_future()
    following = asyncio.ensure_future(follow(address_of(f"{site.origin}/shows/gala"), page, pause=lambda: 0))
    async with asyncio.timeout(10):
        text = await heard
    following.cancel()

    assert page.zone == ZoneInfo("Asia/Shanghai")
    shown = datetime.fromtimestamp(site.app[NOW]() / 1000, ZoneInfo("Asia/Shanghai"))
    assert text.startswith(f"{shown:%H:%M}")


def test_another_zone_shows_other_hours():
    assert line(PICTURE, ZoneInfo("Europe/London")).startswith("12:01:05 live")
    assert block(PICTURE, EIGHT, ZoneInfo("Europe/London"))[0].split("  ")[2] == "12:00:00"


async def test_a_server_that_is_away_is_said_at_once_and_once_and_when_it_is_back(site):
    await gala.stored(site.store)
    port = urlsplit(site.origin).port
    away = socket.socket()
    away.bind(("127.0.0.1", 0))  # nobody listens here
    gone = f"127.0.0.1:{away.getsockname()[1]}"
    remarks, tried = [], []
    page = Pipe(lambda _: None)
    page.remark = remarks.append

    def pause() -> float:
        tried.append(list(remarks))
        return 0.0

    following = asyncio.ensure_future(follow(f"ws://{gone}/shows/gala/screen/socket", page, pause=pause))
    async with asyncio.timeout(10):
        while len(tried) < 3:  # noqa: ASYNC110 - what is waited for comes over the network
            await asyncio.sleep(0)
        away.listen()
        server = await asyncio.start_server(partial(_through, port), sock=away)
        while len(remarks) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
    following.cancel()
    server.close()

    said = f"{gone} cannot be reached (Connection refused), trying again …"
    assert (tried[0], tried[2]) == ([said], [said])
    assert remarks == [said, "connected again"]


async def _through(port, reader, writer):
    """Pass bytes on to the server that was away so far."""
    onward, back = await asyncio.open_connection("127.0.0.1", port)

    async def pass_on(source, sink):
        while data := await source.read(65_536):
            sink.write(data)
        sink.close()

    await asyncio.gather(pass_on(reader, back), pass_on(onward, writer), return_exceptions=True)


def test_a_chinese_shell_follows_in_chinese(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with click.Context(reunion):
        said = line(PICTURE)
    assert said == (
        "20:01:05 直播中: 播出中 张* ↔ 李*，已播 1:05，还剩 0:25；"
        "接下来 20:01:45 王* ↔ 王*; 超时 0:35，预计 20:07:35 结束"
    )


async def test_a_show_that_is_not_there_ends_the_watch(site):
    with pytest.raises(InvalidStatus):
        await follow(address_of(f"{site.origin}/shows/nothing"), Pipe(print))
