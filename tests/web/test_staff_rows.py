from dataclasses import replace

from reunion.actions.missing import ALARMS, missing, sorted_out
from reunion.actions.surveying import plans_alone, situation
from reunion.domain.access import Role
from reunion.domain.instants import SECOND, Instant
from reunion.domain.plans import Held, Hold, PlanVersion, Slot, Unplaced
from reunion.domain.priorities import Priorities
from tests.actions.scenes import EVENING
from tests.actions.test_missing import more, pair_id

from .offices import called_here, fill, post_json

API = "/api/v1/gatherings/dongxing/plan"
ONE, TWO = "p-dongxing-1", "p-dongxing-2"


async def board(site, *unplaced, slots=()):
    await fill(site)
    await site.store.plans.put("dongxing", PlanVersion(1, EVENING, "a", slots, unplaced))
    client = await site.signed_in(Role.PRODUCER)
    return await (await client.get(API)).json()


async def test_slots_and_segments_stand_in_time_order_with_the_gatherings_clock(site):
    at = Instant(EVENING + 400 * SECOND)
    found = await board(site, slots=(Slot(ONE, "s-1", at, 60, at, locked=True),))
    first = found["shows"][0]
    assert [(row["time"], row.get("title") or row["worker"]) for row in first["rows"]] == [
        ("19:33", "开场"),
        ("19:40", "张伟"),
    ]
    assert (first["rows"][1]["locked"], first["rows"][1]["place"]) == (True, "田家镇 双桥")


async def test_a_pair_that_the_plan_does_not_know_stands_among_the_unplaced(site):
    found = await board(site)
    assert [(row["pair"], row["why"]) for row in found["unplaced"]] == [
        (ONE, ["还没有编排。"]),
        (TWO, ["还没有编排。"]),
    ]


async def test_reasons_name_pairs_and_shows_and_say_long_times_in_minutes(site):
    text = "Somebody in it is also in %(pair)s; the two must be %(gap)d s apart."
    apart = "The two sides have no time in common; the nearest windows are %(apart)d s apart."
    found = await board(
        site,
        Unplaced(ONE, "PERSON_ELSEWHERE", {"says": text, "says.pair": TWO, "says.gap": 600}),
        Unplaced(TWO, "NO_COMMON_TIME", {"says": apart, "says.apart": 73850}),
    )
    one, two = (" ".join(row["why"]) for row in found["unplaced"])
    assert "刘强 ↔ 王芳" in one
    assert "10 分钟" in one
    assert "20 小时 30 分" in two


async def test_whom_a_plan_leaves_out_is_sorted_out_beside_the_loop_that_a_take_waits_for(site):
    with called_here() as here:
        await board(site, Unplaced(ONE, "CAPACITY"))
    assert (missing.__code__ in here, sorted_out.__code__ in here) == (True, False)


async def test_a_page_of_those_without_a_slot_is_turned_without_reading_who_has_one(site):
    await board(site)
    client = await site.signed_in(Role.PRODUCER)
    with called_here() as here:
        found = await (await post_json(client, f"{API}/missing", {})).json()
    assert len(found["unplaced"]) == 2
    assert (plans_alone.__code__ in here, situation.__code__ in here) == (True, False)


async def test_of_those_that_must_be_on_air_more_than_are_named_are_counted_in_the_readers_language(site):
    await more(site.store, 0, ALARMS + 2)
    client = await site.signed_in(Role.PRODUCER)
    for version, (must, english, chinese) in enumerate(
        ((ALARMS + 1, "and 1 more pair", "以及另外 1 对"), (ALARMS + 2, "and 2 more pairs", "以及另外 2 对")),
        1,
    ):
        holds = tuple(Hold(pair_id(n), Held.MUST) for n in range(must))
        await site.store.plans.put("dongxing", PlanVersion(version, EVENING, "a", (), (), holds=holds))
        for language, says in (("en", english), ("zh-CN", chinese)):
            found = await (await client.get(API, headers={"Accept-Language": language})).json()
            assert found["alarms"][ALARMS:] == [says]


async def test_no_telephone_is_on_the_board(site):
    assert "13800138000" not in str(await board(site))


async def test_greetings_planned_before_the_wished_length_grew_are_not_marked(site):
    await fill(site)
    first, second = Instant(EVENING + 400 * SECOND), Instant(EVENING + 480 * SECOND)
    slots = (Slot(ONE, "s-1", first, 60, first), Slot(TWO, "s-1", second, 60, second))
    await site.store.plans.put("dongxing", PlanVersion(1, EVENING, "a", slots, ()))
    gathering = await site.store.gatherings.get("dongxing")
    await site.store.gatherings.put(replace(gathering, priorities=Priorities(shortest_s=90)))
    client = await site.signed_in(Role.PRODUCER)
    assert (await (await client.get(API)).json())["broken"] == 0
