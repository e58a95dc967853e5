import re

from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice, NewRegistration
from reunion.actions.publishing import publish
from reunion.domain.access import Role
from reunion.domain.plans import MatchStanding
from reunion.web.keys import LINKING, STAGES
from tests.actions.scenes import GATHERING, clock, family, worker

from .offices import AT, fill, text_of
from .test_staff_rundown import API, planned


async def test_the_overview_counts_and_says_what_to_do_next(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.PRODUCER), AT)
    assert "3 务工人员" in page
    assert "有 1 条配对存疑。 去核对" in page
    assert "有 1 人未同意上镜" in page
    assert "到第一场直播，一步一步来" in page
    assert "第一晚" in page


async def test_only_the_slots_of_a_rundown_are_said_to_be_barred(site):
    await fill(site)
    producer = await site.signed_in(Role.PRODUCER)
    assert "有 1 人未同意上镜。" in await text_of(producer, AT)
    await planned(producer)
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    assert "有 1 人未同意上镜；串联单里有 1 个时段因此不能播出。" in await text_of(producer, AT)


async def test_the_overview_and_the_board_say_one_number_of_pairs_without_a_slot(site):
    await fill(site)
    producer = await site.signed_in(Role.PRODUCER)

    async def said():
        (number,) = re.findall(r"(\d+) 未排上", await text_of(producer, AT))
        return int(number), (await (await producer.get(f"{API}/plan")).json())["missing"]

    before = await said()
    await planned(producer)
    after = await said()
    # A link that is confirmed once the plan stands makes a pair that the plan knows nothing of.
    await decide(site.store, GATHERING.id, [Choice("w3", "f3", MatchStanding.CONFIRMED)], by="a", clock=clock)
    await make_pairs(site.store, GATHERING.id)
    since = await said()
    assert (before, after, since) == ((2, 2), (0, 0), (1, 1))
    assert "有 1 对没有排上。" in await text_of(producer, AT)


async def test_a_host_sees_the_shows_without_the_numbers(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.HOST), AT)
    assert "第一晚" in page
    assert "接下来要做的" not in page


async def test_a_planner_finds_the_settings_and_the_notice_from_here(site):
    producer = await (await (await site.signed_in(Role.PRODUCER)).get(AT)).text()
    host = await (await (await site.signed_in(Role.HOST)).get(AT)).text()
    for path in ("settings", "notice"):
        assert f'href="{AT}/{path}"' in producer
        assert f'href="{AT}/{path}"' not in host


async def test_who_registers_counts_at_once_without_anybody_pressing_anything(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    await site.app[LINKING].anew("dongxing")
    before = await (await client.get("/api/v1/gatherings/dongxing/counts")).json()
    new = [worker("w9", "欧阳菲菲", "欧阳大娘", "母亲"), family("f9", "欧阳大娘", "欧阳菲菲", "女儿")]
    for one in await site.store.registrations.add([NewRegistration(person) for person in new]):
        site.app[LINKING].note(one.registration)
    assert await site.app[LINKING].caught_up("dongxing")
    after = await (await client.get("/api/v1/gatherings/dongxing/counts")).json()
    assert {name: after[name] - before[name] for name in ("workers", "families", "pairs")} == {
        "workers": 1,
        "families": 1,
        "pairs": 1,
    }
    assert "重新配对" not in await text_of(client, AT)


async def test_a_volunteer_is_shown_what_to_do(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.VOLUNTEER, township="511011101", village="双桥"), AT)
    assert "一户接一户" in page


async def test_a_volunteer_is_offered_the_page_of_a_show_and_no_screen_of_the_studio(site):
    await fill(site)
    await planned(await site.signed_in(Role.PRODUCER))
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    show = (await site.store.shows.every("dongxing"))[0].id
    volunteer = await site.signed_in(Role.VOLUNTEER, township="511011101", village="双桥")
    page = await (await volunteer.get(AT)).text()
    ways = ("", "/hall", "/overlay")
    assert [f'href="/shows/{show}{way}"' in page for way in ways] == [True, False, False]


async def test_the_numbers_are_json_too(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    counts = await (await client.get("/api/v1/gatherings/dongxing/counts")).json()
    assert (counts["workers"], counts["families"], counts["review"], counts["pairs"]) == (3, 3, 1, 2)
