"""Buttons over HTTP, in races with each other and with a desk."""

import asyncio
import json

import pytest

from reunion.actions.admitting import Admitting
from reunion.domain.access import Role
from reunion.domain.commands import Start, Take
from reunion.domain.refusal import Refused
from reunion.web import control
from reunion.web.keys import STAGES
from tests.actions import gala
from tests.conftest import Site

AT = "/api/v1/shows/gala"


@pytest.fixture
async def live(site: Site) -> Site:
    await gala.stored(site.store)
    return site


async def key_of(site: Site, show: str = "gala") -> dict[str, str]:
    """The header of a control of that show."""
    head = await site.store.shows.get(show)
    assert head is not None
    return {"Authorization": f"Bearer {await Admitting(site.store, site.clock).control(head, 1)}"}


async def press(site: Site, key: dict[str, str], **message: object) -> tuple[int, dict]:
    async with site.client.post(f"{AT}/do", json=message, headers=key) as response:
        return response.status, await response.json()


async def aired(site: Site) -> list[str]:
    """What was taken, in order."""
    journal = await site.store.journal.load("gala")
    assert journal is not None
    return [one.entry.item for one in journal.entries if one.entry.kind == "taken"]


async def test_a_button_is_answered_as_a_desk_is_once_its_command_is_stored(live: Site):
    key = await key_of(live)
    started = await press(live, key, id="b-1", do="start")
    taken = await press(live, key, id="b-2", do="take", leaving=None)
    again = await press(live, key, id="b-2", do="take", leaving=None)
    late = await press(live, key, id="b-3", do="take", leaving=None)

    assert started == (200, {"type": "done", "id": "b-1", "revision": 1})
    assert taken == again == (200, {"type": "done", "id": "b-2", "revision": 2})
    status, said = late
    assert (status, said["type"], said["code"], said["revision"]) == (409, "refused", "already-taken", 2)
    assert said["by"].startswith("control ")
    assert said["error"] == {"code": "already-taken", "message": "already-taken", "fields": {}}
    assert await aired(live) == ["it-0"]


async def test_a_dumb_button_takes_whatever_is_on_air_off_but_a_double_press_advances_once(live: Site):
    key = await key_of(live)
    await press(live, key, do="start")
    first = await press(live, key, do="take")
    live.clock.move(milliseconds=2_999)
    double = await press(live, key, do="take")
    live.clock.move(milliseconds=1)
    second = await press(live, key, do="take")

    assert [first[0], double[0], second[0]] == [200, 409, 200]
    assert double[1]["code"] == "already-taken"
    assert first[1]["id"].startswith("press-")
    assert await aired(live) == ["it-0", "it-1"]


async def test_a_button_that_names_its_id_as_null_has_left_it_out(live: Site):
    status, said = await press(live, await key_of(live), do="start", id=None)
    assert (status, said["type"], said["id"][:6]) == (200, "done", "press-")


async def test_without_the_span_a_double_press_would_advance_twice(
    live: Site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("reunion.domain.show.APART_MS", 0)
    key = await key_of(live)
    await press(live, key, do="start")
    assert [(await press(live, key, do="take"))[0] for _ in range(2)] == [200, 200]
    assert await aired(live) == ["it-0", "it-1"]


@pytest.mark.parametrize("blind", [True, False])
async def test_a_desk_and_four_buttons_at_the_same_instant_advance_once(live: Site, blind: bool):
    keys = [await key_of(live) for _ in range(4)]
    await press(live, keys[0], do="start")
    stage = await live.app[STAGES].get("gala")
    assert stage is not None

    async def desk() -> int:
        try:
            await stage.perform(Take(None), "c-1", "st-1")
        except Refused:
            return 409
        return 200

    message = {"do": "take"} if blind else {"do": "take", "leaving": None}
    statuses = await asyncio.gather(desk(), *(press(live, key, **message) for key in keys))
    results = [statuses[0], *(status for status, _ in statuses[1:])]
    assert sorted(results) == [200, 409, 409, 409, 409]
    assert await aired(live) == ["it-0"]


async def test_a_button_pressed_blindly_just_after_a_desk_meant_the_same_change(live: Site):
    key = await key_of(live)
    stage = await live.app[STAGES].get("gala")
    assert stage is not None
    await stage.perform(Start(), "c-1", "st-1")
    await stage.perform(Take(None), "c-2", "st-1")
    live.clock.move(seconds=1)
    status, said = await press(live, key, do="take", id="b-1")
    live.clock.move(seconds=60)
    later_on = await press(live, key, do="take", id="b-1")

    assert (status, said["code"], said["by"]) == (409, "already-taken", "st-1")
    assert later_on == (status, said), "the same id gets the same answer, however late"
    assert await aired(live) == ["it-0"]


async def test_a_clock_set_back_does_not_lock_the_button(live: Site):
    key = await key_of(live)
    await press(live, key, do="start")
    await press(live, key, do="take")
    live.clock.move(seconds=-60)
    assert (await press(live, key, do="take"))[0] == 200


async def test_more_time_is_for_what_is_on_air_unless_an_item_is_named(live: Site):
    key = await key_of(live)
    await press(live, key, do="start")
    nothing = await press(live, key, do="extend", seconds=30)
    await press(live, key, do="take")
    longer = await press(live, key, do="extend", seconds=30)
    other = await press(live, key, do="extend", seconds=-30, item="it-2")

    stage = await live.app[STAGES].get("gala")
    assert stage is not None
    assert (nothing[0], nothing[1]["code"], nothing[1]["field"]) == (422, "malformed", "item")
    assert [longer[0], other[0]] == [200, 200]
    assert (stage.show.items["it-0"].seconds, stage.show.items["it-2"].seconds) == (90, 60)


async def test_how_the_show_stands_is_said_without_whole_names(live: Site):
    key = await key_of(live)
    await press(live, key, do="start")
    await press(live, key, do="take")
    live.clock.move(seconds=10)
    async with live.client.get(f"{AT}/control", headers=key) as response:
        said = await response.json()

    control.Standing.model_validate(said)
    assert (said["state"], said["on_air"]["item"], said["on_air"]["title"]) == ("live", "it-0", "开场")
    assert (said["remaining"], said["over_under"], said["undoable"]) == (50, 0, 2)
    assert (said["next"]["item"], said["next"]["title"]) == ("it-1", "张* ↔ 李*")
    assert (said["next"]["starts_in"], said["next"]["readiness"]) == (50, "invited")
    assert len(json.dumps(said)) < 1024


async def test_a_control_commands_its_own_show_and_reaches_nothing_else(live: Site):
    await gala.stored(live.store, "other")
    key = await key_of(live)
    addresses = {
        "/api/v1/shows/other/control": 404,
        "/shows/other/desk": 404,
        "/shows/gala/desk": 403,
        "/shows/gala/controls": 403,
        "/staff": 403,
        "/api/v1/gatherings/dongxing/links": 404,
        f"{AT}/control": 200,
    }
    found = {path: (await live.client.get(path, headers=key)).status for path in addresses}
    refused = [
        (await press(live, key, do="note", item="it-1", text="x"))[0],
        (await press(live, key, do="ready", item="it-1", side="family", state="ready"))[0],
        (await press(live, key, do="insert", segment={"title": "x", "seconds": 60}, before=None))[0],
    ]
    other = await live.client.post("/api/v1/shows/other/do", json={"do": "start"}, headers=key)

    assert found == addresses
    assert refused == [403, 403, 403]
    assert other.status == 404


async def test_a_host_may_press_too_and_a_stranger_may_not(live: Site):
    host = await live.bearer(Role.HOST)
    assert (await press(live, host, do="start"))[0] == 200
    assert (await press(live, await live.bearer(Role.MEDIA), do="hold"))[0] == 403
    assert (await press(live, {}, do="hold"))[0] == 401


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not json", 422, "malformed"),
        (b"[]", 422, "malformed"),
        (b"\xff", 400, "broken-json"),
        (b'{"do":"take","now":true}', 422, "malformed"),
        (b'{"do":"edit","item":"it-1"}', 422, "malformed"),
        (b'{"do":"take","id":""}', 422, "malformed"),
        (b'{"do":"take","type":"do"}', 422, "malformed"),
        (b'{"do":"hold"}', 409, "not-live"),
        (b" " * 20_000, 413, "too-large"),
    ],
)
async def test_what_cannot_be_done_is_refused_by_name(live: Site, body: bytes, status: int, code: str):
    key = await key_of(live)
    async with live.client.post(f"{AT}/do", data=body, headers=key) as response:
        said = await response.json()
    assert (response.status, said["error"]["code"]) == (status, code)


async def test_more_than_twenty_presses_a_second_wait(live: Site):
    key, other = await key_of(live), await key_of(live)
    statuses = [(await live.client.get(f"{AT}/control", headers=key)).status for _ in range(25)]
    assert statuses[:20] == [200] * 20
    assert statuses[-1] == 429
    assert (await live.client.get(f"{AT}/control", headers=other)).status == 200


async def test_a_button_may_ask_for_a_way_on(live: Site):
    assert await press(live, await key_of(live), id="b-1", do="suggest") == (
        200,
        {"type": "suggestions", "id": "b-1", "of": 0, "moves": []},
    )
