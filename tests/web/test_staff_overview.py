from reunion.domain.access import Role
from tests.actions.scenes import begin, worker

from .offices import AT, fill, post, text_of


async def test_the_overview_counts_and_says_what_to_do_next(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.PRODUCER), AT)
    assert "3 务工人员" in page
    assert "有 1 条配对存疑。 去核对" in page
    assert "有 1 人未同意上镜" in page
    assert "配对还没有排时间。 自动编排" in page
    assert "第一晚" in page


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


async def test_the_record_says_who_did_what_to_whom(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    await post(client, f"{AT}/registrations/w1/reveal")
    page = await text_of(client, f"{AT}/audit")
    assert "producer-dongxing-0 查看了完整电话 1 号" in page
    assert "13800138000" not in page


async def test_who_registers_after_the_links_were_looked_for_is_announced(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    await post(client, f"{AT}/links/again")
    assert "又有新报名" not in await text_of(client, AT)
    site.clock.move(seconds=60)
    await begin(site.store, worker("w9", "赵六", created=site.clock()), shows=())
    assert "上次配对之后又有新报名。 重新配对" in await text_of(client, AT)


async def test_a_volunteer_is_shown_what_to_do(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.VOLUNTEER, township="511011101", village="双桥"), AT)
    assert "一户接一户" in page


async def test_the_numbers_are_json_too(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    counts = await (await client.get("/api/v1/gatherings/dongxing/counts")).json()
    assert (counts["workers"], counts["families"], counts["review"], counts["pairs"]) == (3, 3, 1, 2)
