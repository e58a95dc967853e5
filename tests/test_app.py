import asyncio
import gc
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from aiohttp.test_utils import TestClient, TestServer
from websockets.asyncio.client import connect

from reunion.actions.admitting import Admitting
from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Remade
from reunion.actions.publishing import publish
from reunion.app import COLLECT_AFTER, build, opened, system_clock
from reunion.beside.linker import Here
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.commands import HandOver, Insert, Start, Take
from reunion.domain.instants import DAY, Instant
from reunion.domain.plans import MatchStanding
from reunion.storage.database import Database
from reunion.storage.store import open_store
from reunion.web.keys import CASTING, HUB, NAMES, READY, STAGES, STORE
from tests.actions.gala import head, rundown, stored
from tests.actions.scenes import clock
from tests.actions.test_publishing import ONE, planned
from tests.conftest import GATHERING, SECRET, HandClock, Site


async def room(site: Site, kind: str):
    """A program in a room of the show."""
    headers = await site.bearer(Role.HOST) if kind == "desk" else {}
    address = site.origin.replace("http", "ws")
    return connect(f"{address}/shows/gala/{kind}/socket", additional_headers=headers)


class Changed:
    """Hears when a show becomes another."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def follow(self, _: object) -> None:
        self.event.set()

    def begin(self, *_: object) -> None:
        """Words are not waited for."""


async def test_a_server_on_an_empty_folder_makes_its_database_and_key(tmp_path: Path):
    data = tmp_path / "new" / "data"
    async with TestClient(TestServer(build(Settings(data=data)))) as client:
        assert (await client.get("/readyz")).status == 200
    assert {path.name for path in data.iterdir()} >= {"reunion.sqlite3", "secret.key"}
    assert (data / "secret.key").stat().st_mode & 0o077 == 0


async def test_storage_alone_is_opened_migrated_and_closed(tmp_path: Path):
    settings = Settings(data=tmp_path, secret=SECRET)
    async with opened(settings) as store:
        await store.gatherings.put(GATHERING)
    async with opened(settings) as store:
        assert await store.gatherings.every() == (GATHERING,)
    with closing(sqlite3.connect(settings.database)) as raw:
        assert raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_the_clock_counts_milliseconds_of_this_century():
    first, second = system_clock(), system_clock()
    assert first <= second
    assert Instant(1_700_000_000_000) < first < Instant(1_700_000_000_000 + 100 * 365 * DAY)


async def test_what_a_host_does_reaches_the_desk_and_the_screens_with_its_words(site: Site):
    await stored(site.store)
    async with await room(site, "screen") as screen, await room(site, "desk") as desk:
        before = json.loads(await screen.recv())
        assert json.loads(await desk.recv())["type"] == "hello"
        stage = await site.app[STAGES].get("gala")
        assert stage is not None
        account = await Admitting(site.store, site.clock).create("林导", Role.HOST, GATHERING.id)
        site.app[NAMES].known[account.id] = account.name

        await stage.perform(Start(), "c-1", account.id)
        await stage.perform(Insert("加演一首歌", 60, "it-0"), "c-2", account.id)
        changes = [json.loads(await desk.recv()) for _ in range(3)]
        changes = [one for one in changes if one["type"] == "change"]
        newest = before
        while newest["revision"] < 2:
            newest = json.loads(await screen.recv())

    assert [(one["revision"], one["by"]) for one in changes][:2] == [(1, "林导"), (2, "林导")]
    assert "加演一首歌" in [row["title"] for row in changes[1]["items"]]
    assert (before["state"], newest["state"]) == ("ready", "live")
    assert newest["next"][0]["title"] == "加演一首歌"


async def test_a_new_run_of_a_show_is_shown_to_who_is_there(site: Site):
    await stored(site.store)
    stage = await site.app[STAGES].get("gala")
    assert stage is not None
    async with await room(site, "screen") as screen:
        first = json.loads(await screen.recv())
        await stage.begin_run(lambda: site.store.shows.begin_run(head(run="r2"), rundown(run="r2", slots=2)))
        second = json.loads(await screen.recv())

    assert (first["run"], second["run"]) == ("r1", "r2")


async def test_a_restarted_server_stands_where_the_journal_ends(settings: Settings, clock: HandClock):
    for revision in (1, 2):
        app = build(settings, now=clock)
        async with TestClient(TestServer(app)):
            if revision == 1:
                await app[STORE].gatherings.put(GATHERING)
                await stored(app[STORE])
            stage = await app[STAGES].get("gala")
            assert stage is not None
            command = Start() if revision == 1 else Take(leaving=None)
            assert await stage.perform(command, f"c-{revision}", "somebody") == revision
            on_air = stage.show.on_air
    assert on_air == "it-0"


async def test_after_a_restart_a_hand_over_note_still_says_whose_it_is(settings: Settings, clock: HandClock):
    app = build(settings, now=clock)
    async with TestClient(TestServer(app)):
        await app[STORE].gatherings.put(GATHERING)
        await stored(app[STORE])
        host = await Admitting(app[STORE], clock).create("林导", Role.HOST, GATHERING.id)
        stage = await app[STAGES].get("gala")
        assert stage is not None
        await stage.perform(HandOver("换二号机"), "c-1", host.id)
    again = build(settings, now=clock)
    async with TestClient(TestServer(again)):
        await again[STAGES].get("gala")
        room = again[HUB].room("gala")
        assert room is not None
        hello = json.loads(room.scene.hello().text)

    assert hello["handover"] == {"text": "换二号机", "by": "林导", "at": clock.instant}


async def test_a_server_that_starts_takes_over_what_became_of_pairs_while_none_ran(
    settings: Settings, database: Database
):
    store = open_store(database, SECRET.encode())
    await publish(store, await planned(store), GATHERING, by="amei", clock=clock)
    choice = Choice("w1", "f1", MatchStanding.REFUSED)
    await decide(store, GATHERING.id, [choice], by="amei", clock=clock)
    app = build(settings, now=clock, circles=Here)
    async with TestClient(TestServer(app)):
        stage = await app[STAGES].get("s-1")
        assert stage is not None
        assert stage.show.barred == {"it-2"}


async def test_what_a_rundown_still_owes_its_pairs_is_taken_over_by_itself(
    settings: Settings, database: Database
):
    app = build(settings, now=clock, rounds=True, circles=Here)
    async with TestClient(TestServer(app)):
        await planned(app[STORE])
        await publish(app[STORE], app[STAGES], GATHERING, by="amei", clock=clock)
        stage = await app[STAGES].get("s-1")
        assert stage is not None
        stage.add(changed := Changed())
        # Beside the server: nothing but its rounds knows that the card is owed.
        beside = open_store(database, SECRET.encode())
        await decide(
            beside, GATHERING.id, [Choice("w1", "f1", MatchStanding.REFUSED)], by="amei", clock=clock
        )
        assert stage.show.barred == frozenset()
        app[CASTING].owe(Remade(GATHERING.id, frozenset([ONE]), frozenset()))
        async with asyncio.timeout(10):
            await changed.event.wait()
    assert stage.show.barred == {"it-2"}


async def test_a_stopping_server_tells_every_socket_to_come_back(settings: Settings, clock: HandClock):
    app = build(settings, now=clock)
    client = TestClient(TestServer(app))
    await client.start_server()
    await app[STORE].gatherings.put(GATHERING)
    await stored(app[STORE])
    address = str(client.make_url("/shows/gala/screen/socket")).replace("http", "ws")
    async with connect(address) as first, connect(address) as second:
        await asyncio.gather(first.recv(), second.recv())
        assert len(app[HUB]) == 2
        await client.close()
        await asyncio.gather(first.wait_closed(), second.wait_closed())
        assert (first.close_code, second.close_code) == (1012, 1012)


async def test_the_collector_is_set_for_many_sockets_and_freed_again(settings: Settings):
    usual = gc.get_threshold()
    app = build(settings)
    async with TestClient(TestServer(app)):
        assert gc.get_threshold() == COLLECT_AFTER
        assert gc.get_freeze_count() > 0
        assert await app[READY]()
    assert gc.get_freeze_count() == 0
    gc.set_threshold(*usual)


async def test_two_servers_of_one_process_do_not_share_anything(tmp_path: Path):
    one, other = (build(Settings(data=tmp_path / name, secret=SECRET)) for name in ("one", "other"))
    async with TestClient(TestServer(one)), TestClient(TestServer(other)):
        await one[STORE].gatherings.put(GATHERING)
        assert await other[STORE].gatherings.every() == ()


def test_a_server_opens_its_port_without_the_writers_of_files():
    late = (
        "icalendar",
        "xlsxwriter",
        "docx",
        "python_calamine",
        "pypinyin",
        "phonenumbers",
        "tyme4py",
        "alembic",
    )
    asked = "import json, sys, reunion.cli.serving, reunion.app; print(json.dumps(list(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert set(late) & set(json.loads(ran.stdout)) == set()
