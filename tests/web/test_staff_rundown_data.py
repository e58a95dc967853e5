from reunion.actions.moving import hold, move
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.people import Side
from reunion.domain.plans import Held
from reunion.web.staff_rundown_data import ASKED_MOST
from tests.actions.scenes import GATHERING, clock

from .offices import AT, fill, post, post_json, text_of
from .test_staff_rundown import API, ONE, TWO, planned, producer, rows  # noqa: F401


async def test_every_place_says_its_time_or_why_not(site, producer):  # noqa: F811
    await planned(producer)
    found = await (await producer.get(f"{API}/plan/places?pair={ONE}")).json()
    assert found["pair"] == ONE
    assert set(found["shows"]) == {"s-1", "s-2"}
    assert all(place["fits"] and not place["says"] for row in found["shows"].values() for place in row)
    await move(site.store, GATHERING.id, ONE, "s-1", None, by="a", clock=clock)
    await hold(site.store, GATHERING.id, ONE, Held.SHOW, show="s-1", by="a", clock=clock)
    found = await (await producer.get(f"{API}/plan/places?pair={ONE}")).json()
    assert [place["says"] for place in found["shows"]["s-2"]] == [["已锁定在“第一晚”。"]] * len(
        found["shows"]["s-2"]
    )
    assert (await producer.get(f"{API}/plan/places?pair=p-nobody")).status == 404


async def test_decisions_are_made_and_taken_away(producer):  # noqa: F811
    await planned(producer)

    async def decide(does, **more):
        answer = await post_json(producer, f"{API}/plan/decide", {"pair": ONE, "does": does, **more})
        return answer.status, await answer.json()

    _, board = await decide("never")
    assert [(row["pair"], row["out"], row["why"]) for row in board["unplaced"]] == [
        (ONE, True, ["工作人员已定为不排入节目单。"])
    ]
    _, board = await decide("must")
    assert board["alarms"] == ["张伟 ↔ 李芳"]
    await decide("free")
    _, board = await decide("at", show="s-2", time="19:45:30")
    row = next(row for row in board["shows"][1]["rows"] if row["pair"] == ONE)
    assert (row["time"], row["locked"], row["must"], board["alarms"]) == ("19:45", True, True, [])
    status, refused = await decide("at", show="s-2", time="23:00")
    assert (status, refused["error"]["code"]) == (409, "impossible")
    status, refused = await decide("at", show="s-2", time="soon")
    assert "不是时间" in refused["error"]["message"]
    assert (await decide("explode"))[0] == 422


async def test_a_change_is_taken_back(producer):  # noqa: F811
    before = await planned(producer)
    await post_json(producer, f"{API}/plan/take-out", {"pair": TWO})
    back = await (await post_json(producer, f"{API}/plan/take-back", {"version": 1})).json()
    assert (back["version"], back["unplaced"]) == (3, [])
    assert [rows(back, n) for n in (0, 1)] == [rows(before, n) for n in (0, 1)]


async def test_reasons_are_asked_anew_for_the_plan_as_it_stands(producer):  # noqa: F811
    await planned(producer)
    await post_json(producer, f"{API}/plan/decide", {"pair": ONE, "does": "never"})
    found = await (await producer.get(f"{API}/plan/why?pair={ONE}&pair={TWO}")).json()
    assert list(found) == [ONE]
    for many in (0, ASKED_MOST + 1):
        refused = await producer.get(f"{API}/plan/why?{'&'.join(f'pair=p-{n}' for n in range(many))}")
        error = (await refused.json())["error"]
        assert (refused.status, error["code"], error["message"]) == (422, "invalid", "请写明 1 到 51 对。")
    full = "&".join([f"pair={ONE}", *(f"pair=p-{n}" for n in range(ASKED_MOST - 1))])
    assert list(await (await producer.get(f"{API}/plan/why?{full}")).json()) == [ONE]


async def test_the_pairs_without_a_slot_are_searched_by_words_that_stand_in_no_address(producer):  # noqa: F811
    board = await planned(producer)
    assert (board["missing"], board["page"], board["pages"]) == (0, 1, 1)
    for pair in (ONE, TWO):
        await post_json(producer, f"{API}/plan/take-out", {"pair": pair})
    found = await (await post_json(producer, f"{API}/plan/missing", {"words": "李芳"})).json()
    assert ([row["pair"] for row in found["unplaced"]], found["found"], found["words"]) == ([ONE], 1, "李芳")
    assert found["seated"] == []
    chosen = await (await post_json(producer, f"{API}/plan/missing", {"words": "李芳", "chosen": TWO})).json()
    assert ([row["pair"] for row in chosen["unplaced"]], chosen["found"]) == ([TWO, ONE], 1)
    beyond = await (await post_json(producer, f"{API}/plan/missing", {"page": 2})).json()
    assert (len(beyond["unplaced"]), beyond["page"], beyond["pages"]) == (2, 1, 1)
    assert (await post_json(producer, f"{API}/plan/missing", {"pages": 2})).status == 422


async def test_a_search_finds_who_has_a_slot_too_and_says_when(producer):  # noqa: F811
    board = await planned(producer)
    found = await (await post_json(producer, f"{API}/plan/missing", {"words": "李芳 张伟"})).json()
    (row,) = [
        row | {"show": show["title"]}
        for show in board["shows"]
        for row in show["rows"]
        if row.get("pair") == ONE
    ]
    seated = {"pair": ONE, "name": "张伟 ↔ 李芳", "when": f"{row['show']} {row['time']}"}
    assert (found["unplaced"], found["seated"]) == ([], [seated])
    page = await (await post(producer, f"{AT}/rundown/find", {"words": "李芳"})).text()
    assert f'href="{AT}/rundown?pair={ONE}&amp;sought=' in page
    assert (await (await post_json(producer, f"{API}/plan/missing", {})).json())["seated"] == []


async def test_who_changed_their_time_after_planning_is_marked_with_the_rule_in_words(site, producer):  # noqa: F811
    from dataclasses import replace

    from tests.actions.scenes import between

    board = await planned(producer)
    person = await site.store.registrations.get("f1")
    await site.store.registrations.put(
        replace(person, windows=(between(58, 59),), revision=person.revision + 1),
        by="a",
        at=clock(),
        action="correct",
    )
    board = await (await producer.get(f"{API}/plan")).json()
    (marked,) = [row for show in board["shows"] for row in show["rows"] if row.get("marks")]
    assert (marked["pair"], board["broken"]) == (ONE, 1)
    assert marked["marks"] == ["家属方只有 2月7日星期日 20:31–20:32 在。"]


async def test_a_pair_with_somebody_who_may_be_on_air_twice_says_so(site, producer):  # noqa: F811
    await planned(producer)
    for pair in (ONE, TWO):
        await move(site.store, GATHERING.id, pair, "s-1", None, by="a", clock=clock)
    board = await (await producer.get(f"{API}/plan")).json()
    assert [row["perhaps"] for show in board["shows"] for row in show["rows"] if "pair" in row] == [[], []]
    double = Double("w1", "w2", Side.WORKER, DoubleStanding.REVIEW)
    await site.store.doubles.notice("dongxing", ["w1", "w2"], [double])
    board = await (await producer.get(f"{API}/plan")).json()
    perhaps = {
        row["pair"]: row["perhaps"] for show in board["shows"] for row in show["rows"] if "pair" in row
    }
    says = "可能和 {} 里的是同一个人：请看“配对”里的“重复登记”。"
    assert perhaps == {ONE: [says.format("刘强 ↔ 王芳")], TWO: [says.format("张伟 ↔ 李芳")]}
    assert board["broken"] == 0
    page = await text_of(producer, f"{AT}/rundown")
    assert says.format("刘强 ↔ 王芳") in page


async def test_a_site_without_a_plan_has_places_too(site):
    from reunion.domain.access import Role

    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    found = await (await client.get(f"{API}/plan/places?pair={ONE}")).json()
    assert [len(row) for row in found["shows"].values()] == [1, 1]
