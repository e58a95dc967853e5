"""The three sockets of the whole server, spoken to by `websockets`, which shares no code with aiohttp."""

import asyncio
import contextlib
import json
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from reunion.actions.admitting import Admitting
from reunion.actions.ports import NewRegistration
from reunion.actions.suggesting import Suggesting
from reunion.domain import commands
from reunion.domain.access import CONTROLS, HOSTS, Identity, Role
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.live.seats import Seat
from reunion.web.keys import FOLLOWING, HUB, NAMES, STAGES
from reunion.web.sockets import Allowance, _Desk
from reunion.web.tokens import digest
from tests.actions.scenes import agreed, put_pairs

from ..actions import gala
from ..live.staging import Line
from .offices import post

LINK = "a-link-of-128-bits"


@pytest.fixture
async def live(site):
    """A server with one show of four slots, and the first family's link."""
    mother = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英", consent=agreed())
    son = Registration("rg-2", "dongxing", Side.WORKER, 2, "张晓明", consent=agreed())
    await site.store.registrations.add([NewRegistration(mother, digest(LINK)), NewRegistration(son)])
    pair = Pair("p-1", "dongxing", Party(Side.WORKER, ("rg-2",)), Party(Side.FAMILY, ("rg-1",)))
    await put_pairs(site.store, [pair])
    await gala.stored(site.store)
    return site


def dial(site, path, *, headers=None, origin=None, cookie=None):
    sent = dict(headers or {})
    if cookie:
        sent["Cookie"] = cookie
    return connect(site.origin.replace("http", "ws") + path, additional_headers=sent, origin=origin)


async def desk_of(site, role=Role.HOST, path="/shows/gala/desk/socket"):
    return dial(site, path, headers=await site.bearer(role))


async def read(peer, count=1):
    return [json.loads(await asyncio.wait_for(peer.recv(), 5)) for _ in range(count)]


async def answer(peer, **message):
    """Ask, and read on to the answer."""
    await peer.send(json.dumps({"type": "do", **message}))
    async with asyncio.timeout(5):
        while True:
            said = json.loads(await peer.recv())
            if said["type"] in {"done", "refused", "suggestions", "editing", "auto", "vetoed"}:
                return said


async def last_words(peer):
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(peer.recv(), 5)
    return peer.close_code


async def refused(dialling):
    with pytest.raises(InvalidStatus) as status:
        async with dialling:
            pass
    return status.value.response.status_code


async def test_a_take_at_a_desk_is_answered_after_it_is_stored_and_changes_every_page(live):
    async with (
        await desk_of(live) as desk,
        dial(live, "/shows/gala/screen/socket") as screen,
        dial(live, "/me/socket", cookie=f"reunion-family={LINK}", origin=live.origin) as family,
    ):
        greetings = [(await read(peer))[0]["type"] for peer in (desk, screen)]
        you, picture = await read(family, 2)
        done = [
            await answer(desk, id="c-1", do="start"),
            await answer(desk, id="c-2", do="take", leaving=None),
        ]
        pictures = [(await read(peer, 2))[-1] for peer in (screen, family)]

    assert [*greetings, picture["type"]] == ["hello", "picture", "picture"]
    assert (you["type"], you["item"], you["position"]) == ("you", "it-1", 1)
    assert done == [
        {"type": "done", "id": "c-1", "revision": 1},
        {"type": "done", "id": "c-2", "revision": 2},
    ]
    assert [picture["on_air"]["title"] for picture in pictures] == ["开场", "开场"]
    journal = await live.store.journal.load("gala")
    assert [(recorded.revision, recorded.command) for recorded in journal.entries] == [(1, "c-1"), (2, "c-2")]


async def test_the_change_comes_before_its_done_and_only_the_sender_is_answered(live):
    async with await desk_of(live) as ann, await desk_of(live) as bo:
        await read(ann, 2), await read(bo, 2)
        await ann.send('{"type":"do","id":"c-1","do":"start"}')
        mine = [m["type"] for m in await read(ann, 3) if m["type"] != "tick"]
        await bo.send('{"type":"do","id":"c-2","do":"hold"}')
        theirs = []
        while theirs[-1:] != ["done"]:
            theirs += [m["type"] for m in await read(bo) if m["type"] != "tick"]

    assert mine[:2] == ["change", "done"]
    assert theirs == ["change", "change", "done"]


async def test_the_same_id_gets_the_same_answer_and_the_loser_of_a_race_sees_who_was_first(live):
    async with await desk_of(live) as ann, await desk_of(live) as bo:
        await answer(ann, id="c-1", do="start")
        answers = [
            await answer(ann, id="c-2", do="take", leaving=None),
            await answer(ann, id="c-2", do="take", leaving=None),
            await answer(bo, id="c-3", do="take", leaving=None),
        ]

    assert answers[0] == answers[1] == {"type": "done", "id": "c-2", "revision": 2}
    assert (answers[2]["type"], answers[2]["code"], answers[2]["revision"]) == ("refused", "already-taken", 2)
    assert answers[2]["by"].startswith("program ")


async def test_a_refused_id_gets_the_very_same_answer_later_and_over_another_socket(live):
    async with await desk_of(live) as ann, await desk_of(live) as bo:
        await answer(ann, id="c-1", do="start")
        first = await answer(ann, id="c-2", do="take", leaving="it-3")
        await answer(ann, id="c-3", do="take", leaving=None)
        again = await answer(bo, id="c-2", do="take", leaving="it-3")

    assert again == first
    assert (first["code"], first["revision"]) == ("already-taken", 1)


async def test_a_desk_that_comes_back_resumes_where_it_was(live):
    async with await desk_of(live) as desk:
        for number, name in enumerate(("start", "hold", "resume")):
            await answer(desk, id=f"c-{number}", do=name)

    async with await desk_of(live, path="/shows/gala/desk/socket?run=r1&since=1") as desk:
        told = await read(desk, 3)
    async with await desk_of(live, path="/shows/gala/desk/socket?run=r1&since=x") as desk:
        anew = await read(desk)

    assert [(m["type"], m["revision"]) for m in told] == [("change", 2), ("change", 3), ("tick", 3)]
    assert anew[0]["type"] == "hello"


async def test_who_only_listens_hears_a_desk_sits_at_none_and_may_ask_for_nothing(live):
    async with (
        await desk_of(live) as desk,
        await desk_of(live, path="/shows/gala/desk/socket?listen=1") as prompter,
    ):
        greeting = [message["type"] for message in await read(prompter, 2)]
        asked = [
            await answer(prompter, id="p-1", do="start"),
            await answer(prompter, id="p-2", do="suggest"),
        ]
        await answer(desk, id="c-1", do="start")
        heard = {}
        while heard.get("type") != "change":
            (heard,) = await read(prompter)
            present = heard.get("desks")
        while heard["type"] != "tick":
            (heard,) = await read(prompter)
            present = heard.get("desks", present)

    assert greeting == ["hello", "tick"]
    assert [said["code"] for said in asked] == ["not-allowed", "not-allowed"]
    assert len(present) == 1


async def tick_with(peer, wanted):
    """Read on to a tick of which this is true."""
    while True:
        (said,) = await read(peer)
        if said["type"] == "tick" and wanted(said):
            return said


async def test_who_writes_on_a_card_is_shown_to_the_other_desk_and_keeps_nobody_from_anything(live):
    async with await desk_of(live) as ann:
        async with await desk_of(live) as bo:
            first = await answer(bo, id="b-1", do="edit", item="it-2")
            told = await tick_with(ann, lambda tick: tick["editing"])
            done = [
                await answer(ann, id="c-1", do="start"),
                await answer(ann, id="c-2", do="take", leaving=None, to="it-2"),
                await answer(ann, id="c-3", do="note", item="it-2", text="慢一点"),
            ]
            second = await answer(ann, id="c-4", do="edit", item="it-2")
            unknown = await answer(ann, id="c-5", do="edit", item="it-99")
            await answer(ann, id="c-6", do="edit", item=None)
        gone = await tick_with(ann, lambda tick: not tick["editing"])

    assert first == {"type": "editing", "id": "b-1", "item": "it-2"}
    assert [edit["item"] for edit in told["editing"]] == ["it-2"]
    assert [said["type"] for said in done] == ["done"] * 3
    assert (second["item"], second["by"]) == ("it-2", told["editing"][0]["by"])
    assert unknown["code"] == "unknown-item"
    assert gone["editing"] == []


async def test_what_is_not_a_command_is_refused_by_field_and_the_desk_stays_open(live):
    async with await desk_of(live) as desk:
        refusals = [
            await answer(desk, id="c-1", do="take"),
            await answer(desk, id="c-2", do="dance"),
            await answer(desk, id="c-3", do="start", now=1),
        ]
        done = await answer(desk, id="c-4", do="start")

    assert [(m["id"], m["code"], m["field"]) for m in refusals] == [
        ("c-1", "malformed", "leaving"),
        ("c-2", "malformed", "do"),
        ("c-3", "malformed", "now"),
    ]
    assert done["type"] == "done"


async def test_suggestions_are_answered_and_store_nothing(live):
    async with await desk_of(live) as desk:
        said = await answer(desk, id="c-1", do="suggest")

    assert said == {"type": "suggestions", "id": "c-1", "of": 0, "moves": []}


async def test_a_suggestion_is_taken_by_sending_its_commands(live):
    live.clock.instant = gala.START
    async with await desk_of(live) as desk:
        await answer(desk, id="c-1", do="start")
        await answer(desk, id="c-2", do="take", leaving=None)
        for number, item in enumerate(("it-2", "it-3")):
            for side in ("worker", "family"):
                await answer(desk, id=f"r-{number}-{side}", do="ready", item=item, side=side, state="ready")
        live.clock.move(seconds=59)
        asking = await answer(desk, id="c-3", do="suggest")
        (move,) = asking["moves"]
        answers = [await answer(desk, id=f"t-{n}", **sent) for n, sent in enumerate(move["commands"])]
        settled = await answer(desk, id="c-4", do="suggest")

    assert (move["why"], move["item"], move["there"]) == ("idle", "it-2", True)
    assert asking["of"] == 6
    assert [said["type"] for said in answers] == ["done"] * len(move["commands"])
    assert (settled["of"], settled["moves"]) == (6 + len(answers), [])


async def test_nothing_personal_is_on_a_screens_socket(live):
    async with dial(live, "/shows/gala/screen/socket") as screen:
        text = await screen.recv()

    assert "张1娃" not in text
    assert '"worker":{"name":"张*","place":"温岭"}' in text


@pytest.mark.parametrize("audience", ["screen", "desk"])
async def test_binary_is_closed_with_1003_and_too_much_with_1009(live, audience):
    path, most = f"/shows/gala/{audience}/socket", {"screen": 256, "desk": 16 * 1024}[audience]
    headers = await live.bearer(Role.HOST)

    async with dial(live, path, headers=headers) as peer:
        await peer.send(b"{}")
        binary = await last_words(peer)
    async with dial(live, path, headers=headers) as peer:
        await peer.send("x" * (most + 1))
        too_big = await last_words(peer)

    assert (binary, too_big) == (1003, 1009)


async def test_half_a_character_is_closed_with_1007(live):
    async with dial(live, "/shows/gala/screen/socket") as screen:
        await screen.send(b"\xff", text=True)

        assert await last_words(screen) == 1007


async def test_a_screen_that_talks_is_heard_five_times_and_then_closed(live):
    async with dial(live, "/shows/gala/screen/socket") as screen:
        for _ in range(5):
            await screen.send("hello")
        await (await screen.ping())
        still_open = screen.close_code
        await screen.send("hello")

        assert (still_open, await last_words(screen)) == (None, 1008)


async def test_a_desk_that_floods_is_told_too_many_and_then_closed(live):
    async with await desk_of(live) as desk:
        codes = []

        async def flood():
            with contextlib.suppress(ConnectionClosed):
                for number in range(2000):
                    await desk.send(f'{{"type":"do","id":"c-{number}","do":"suggest"}}')

        flooding = asyncio.ensure_future(flood())
        with contextlib.suppress(ConnectionClosed):
            while True:
                said = json.loads(await asyncio.wait_for(desk.recv(), 5))
                codes.append(said.get("code", said["type"]))
        await flooding

    assert desk.close_code == 1008
    assert codes.count("suggestions") >= 100
    assert codes.count("too-many") >= 50


def test_an_allowance_is_a_burst_and_then_a_rate():
    allowance = Allowance(10.0, 3.0, 0.0)

    at_once = [allowance.spend(0.0) for _ in range(5)]
    later = [allowance.spend(0.1), allowance.spend(0.11), allowance.spend(9.0)]

    assert (at_once, later) == ([True, True, True, False, False], [True, False, True])


@pytest.mark.parametrize(
    ("path", "role", "origin", "status"),
    [
        ("/shows/gala/desk/socket", None, "own", 401),
        ("/shows/gala/desk/socket", Role.VOLUNTEER, "own", 403),
        ("/shows/gala/desk/socket", Role.MEDIA, "own", 403),
        ("/shows/gala/desk/socket", Role.HOST, "https://evil.example", 403),
        ("/shows/gala/desk/socket", Role.HOST, None, 403),
        ("/shows/gala/screen/socket", None, "https://evil.example", 403),
        ("/shows/other/screen/socket", None, "own", 404),
        ("/me/socket", None, "own", 401),
    ],
)
async def test_who_may_not_come_is_refused_before_the_upgrade(live, path, role, origin, status):
    cookie = None
    if role is not None:
        browser = await live.signed_in(role)
        jar = browser.session.cookie_jar.filter_cookies(browser.make_url("/"))
        cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in jar.values())

    assert (
        await refused(dial(live, path, cookie=cookie, origin=live.origin if origin == "own" else origin))
        == status
    )


def cookie_of(browser):
    jar = browser.session.cookie_jar.filter_cookies(browser.make_url("/"))
    return "; ".join(f"{morsel.key}={morsel.value}" for morsel in jar.values())


async def test_signing_out_ends_the_desks_of_that_session_and_no_other(live):
    browser = await live.signed_in(Role.HOST)
    cookie = cookie_of(browser)
    token = digest(cookie.partition("=")[2])
    account = await live.store.accounts.by_token(token, "session", now=live.clock())
    other = f"reunion-staff={await Admitting(live.store, live.clock).sign_in(account, 1)}"
    path = "/shows/gala/desk/socket"
    async with (
        dial(live, path, cookie=cookie, origin=live.origin) as desk,
        dial(live, path, cookie=other, origin=live.origin) as second,
    ):
        await post(browser, "/staff/sign-out", {})

        assert await last_words(desk) == 4001
        assert (await answer(second, id="c-1", do="start"))["type"] == "done"


async def test_a_new_password_ends_every_desk_of_the_account(live):
    browser = await live.signed_in(Role.HOST)
    async with dial(live, "/shows/gala/desk/socket", cookie=cookie_of(browser), origin=live.origin) as desk:
        password = "三个词连起来最好记，真的"
        await post(browser, "/staff/password", {"password": password, "again": password})

        assert await last_words(desk) == 4001


async def test_a_wiped_sample_ends_the_pages_of_its_families(live):
    gathering = await live.store.gatherings.get("dongxing")
    await live.store.gatherings.put(replace(gathering, sample=True))
    browser = await live.signed_in(Role.ADMINISTRATOR)
    async with (
        dial(live, "/me/socket", cookie=f"reunion-family={LINK}", origin=live.origin) as family,
        dial(live, "/shows/gala/desk/socket", cookie=cookie_of(browser), origin=live.origin) as desk,
    ):
        await post(browser, "/staff/dongxing/wipe", {"typed": gathering.title})

        assert await last_words(family) == 4001
        assert (await answer(desk, id="c-1", do="start"))["type"] == "done"


async def test_a_deleted_sample_ends_the_desks_and_screens_of_its_shows(live):
    gathering = replace(await live.store.gatherings.get("dongxing"), sample=True)
    await live.store.gatherings.put(gathering)
    browser = await live.signed_in(Role.ADMINISTRATOR)
    async with (
        dial(live, "/shows/gala/screen/socket") as screen,
        dial(live, "/shows/gala/desk/socket", cookie=cookie_of(browser), origin=live.origin) as desk,
    ):
        await post(browser, "/staff/dongxing/wipe", {"typed": gathering.title})
        await post(browser, "/staff/dongxing/delete", {"typed": gathering.title})

        assert (await last_words(screen), await last_words(desk)) == (4001, 4001)
    assert await refused(dial(live, "/shows/gala/screen/socket")) == 404
    assert live.app[HUB].room("gala") is None


async def test_a_host_comes_with_a_cookie_from_our_own_page(live):
    cookie = cookie_of(await live.signed_in(Role.HOST))

    async with dial(live, "/shows/gala/desk/socket", cookie=cookie, origin=live.origin) as desk:
        assert (await read(desk))[0]["type"] == "hello"


async def test_a_host_of_another_gathering_finds_no_such_show(live):
    headers = await live.bearer(Role.HOST, "elsewhere")

    assert await refused(dial(live, "/shows/gala/desk/socket", headers=headers)) == 404


async def test_a_family_without_a_slot_finds_nothing(live):
    await live.store.registrations.add(
        [NewRegistration(Registration("rg-3", "dongxing", Side.FAMILY, 3, "王家"), digest("another"))]
    )

    assert await refused(dial(live, "/me/socket", cookie="reunion-family=another", origin=live.origin)) == 404


async def test_a_full_house_says_so_before_the_upgrade(live):
    async with dial(live, "/shows/gala/screen/socket") as screen:
        await read(screen)
        live.app[HUB].closing = True
        status = await refused(dial(live, "/shows/gala/screen/socket"))

    assert status == 503


async def test_two_hosts_pressing_take_at_once_take_once(live):
    async with await desk_of(live) as ann, await desk_of(live) as bo:
        await answer(ann, id="c-0", do="start")
        leaving = None
        for round_ in range(4):
            answers = await asyncio.gather(
                answer(ann, id=f"ann-{round_}", do="take", leaving=leaving),
                answer(bo, id=f"bo-{round_}", do="take", leaving=leaving),
            )
            assert sorted(said.get("code", "done") for said in answers) == ["already-taken", "done"]
            leaving = f"it-{round_}"

    journal = await live.store.journal.load("gala")
    assert [recorded.entry.kind for recorded in journal.entries] == ["started", *["taken"] * 4]


async def test_a_host_who_is_shut_out_loses_the_desk_at_once(live):
    administrator = await live.signed_in(Role.ADMINISTRATOR)
    async with await desk_of(live) as desk:
        await read(desk)
        host = next(one for one in await live.store.accounts.every() if one.role is Role.HOST)
        async with administrator.post(
            f"/staff/dongxing/people/{host.id}/disable", headers={"Sec-Fetch-Site": "same-origin"}
        ) as shut:
            assert shut.status == 200
        assert await last_words(desk) == 4001


async def test_a_browser_without_an_origin_is_not_taken_for_a_program(live):
    cookie = f"reunion-family={LINK}"
    assert await refused(dial(live, "/shows/gala/screen/socket", cookie=cookie)) == 403
    async with dial(live, "/shows/gala/screen/socket") as program:
        assert (await read(program))[0]["type"] == "picture"


async def seated(site, role):
    """The desk of somebody who got past the door."""
    stage = await site.app[STAGES].get("gala")
    suggesting = Suggesting(site.store, site.clock)
    seat = Seat(Line(), who="林导")
    return _Desk(site.app[HUB].room("gala"), stage, Identity(role, "st-9"), seat, site.app[NAMES], suggesting)


@pytest.mark.parametrize(
    "does", [commands.Start(), commands.Take(None, "it-1"), wire.Suggest(), wire.Edit("it-1")], ids=repr
)
@pytest.mark.parametrize("role", sorted(set(Role) - CONTROLS))
async def test_each_message_of_a_desk_is_for_hosts_whoever_holds_the_socket(live, role, does):
    desk = await seated(live, role)
    with pytest.raises(Refused, match="not-allowed"):
        desk._admit(wire.Asked("m-1", "it", does), calm=True)
    answered = await desk._answer('{"type": "do", "id": "m-2", "do": "start"}', calm=True)
    assert b"not-allowed" in answered
    assert (await live.app[STAGES].get("gala")).show.revision == 0


@pytest.mark.parametrize("role", sorted(HOSTS))
async def test_each_message_of_a_desk_of_a_host_is_let_through(live, role):
    (await seated(live, role))._admit(wire.Asked("m-1", "suggest", wire.Suggest()), calm=True)


async def test_a_suggestion_that_takes_itself_is_counted_at_every_desk_and_stopped_by_any_of_them(live):
    async def counting(peer):
        """Read on to the tick that says what is about to happen, or that nothing is."""
        async with asyncio.timeout(5):
            while True:
                said = json.loads(await peer.recv())
                if said["type"] == "tick" and "auto" in said:
                    return said["auto"]

    async with await desk_of(live, Role.PRODUCER) as producer, await desk_of(live) as host:
        refused = await answer(host, id="a-1", do="auto", seconds=10)
        switched = await answer(producer, id="a-2", do="auto", seconds=10)
        on = [await counting(peer) for peer in (producer, host)]
        await answer(host, id="a-3", do="start")
        await answer(host, id="a-4", do="take", leaving=None)
        for number in (2, 3, 4):
            for side in ("worker", "family"):
                mark = {"do": "ready", "item": f"it-{number}", "side": side, "state": "ready"}
                await answer(host, id=f"m-{number}-{side}", **mark)
        live.clock.move(seconds=50)
        await live.app[FOLLOWING].look()
        due = [await counting(peer) for peer in (producer, host)]
        vetoed = await answer(host, id="a-5", do="veto")
        after = [await counting(peer) for peer in (producer, host)]
        off = await answer(host, id="a-6", do="auto", seconds=None)

    assert (refused["code"], switched) == ("not-allowed", {"type": "auto", "id": "a-2", "after": 10})
    assert [set(one) for one in on] == [{"after", "by"}] * 2
    assert [one["due"] for one in due] == [live.clock() + 10_000] * 2
    assert due[0]["way"]["commands"][0]["order"][0] == "it-2"
    assert (vetoed, off["after"]) == ({"type": "vetoed", "id": "a-5"}, None)
    assert ["way" in one for one in after] == [False, False]


async def test_a_desk_whose_line_was_silent_watches_again_with_whatever_it_says(live):
    async with await desk_of(live) as desk:
        await answer(desk, id="s-1", do="suggest")
        desks = live.app[HUB].room("gala").desks
        desks._seats = dict.fromkeys(desks._seats, float("-inf"))
        silent = desks.watched()
        await answer(desk, id="s-2", do="suggest")
        assert (silent, desks.watched()) == (False, True)
