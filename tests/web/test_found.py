import re

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice
from reunion.domain.plans import MatchStanding
from reunion.web.keys import LINKING

from .walking import FAMILY, WORKER, opened, pressed, signed_up, walked


async def caught_up(site):
    assert await site.app[LINKING].caught_up("dongxing")


async def me(client):
    return await (await client.get("/me")).text()


async def code_of(client):
    page = await (await client.get("/me/invite")).text()
    return re.search(r'class="code">.*?</span>(\w{6})<', page)[1]


async def test_who_is_alone_is_told_what_to_do(site):
    client = await signed_up(site, "family", FAMILY)
    await caught_up(site)
    text = await me(client)
    assert "还没有找到张晓明" in text
    assert 'button-main button-full" href="/me/invite"' in text
    assert "static/js/found.js" in re.sub(r"/static/\w+/", "static/", text)


async def test_both_sides_read_that_they_are_paired_as_soon_as_the_second_has_signed_up(site):
    family = await signed_up(site, "family", FAMILY)
    worker = await signed_up(site, "worker", WORKER)
    await caught_up(site)
    assert "您和在温岭的张晓明已经配对。" in await me(family)
    assert "您和在东兴区的李秀英已经配对。" in await me(worker)
    news = await (await family.get("/api/v1/me/found")).json()
    assert (news["step"], news["title"]) == ("paired", "已配对")


async def test_who_then_wants_to_see_somebody_else_reads_that_the_pair_is_under_another_name(site):
    worker = await signed_up(site, "worker", WORKER)
    await signed_up(site, "family", FAMILY | {"1-other_phone": WORKER["phone"]})
    await caught_up(site)
    page = await pressed(worker, await opened(worker, "/me/correct"), "edit-2")
    page = await pressed(worker, page, "review", **{"1-other_name": "诸葛青青"})
    await pressed(worker, page, "submit")
    await caught_up(site)
    text = await me(worker)
    assert "您和在东兴区的一位家人已经配对，那边登记的名字和您写的诸葛青青不一样。" in text
    assert "李秀英" not in text


async def test_what_is_uncertain_waits_for_staff(site):
    family = await signed_up(site, "family", FAMILY)
    await signed_up(site, "worker", WORKER)
    await caught_up(site)
    (row,) = await site.store.matches.every("dongxing")
    taken_back = [Choice(row.worker, row.family, MatchStanding.REVIEW)]
    await decide(site.store, "dongxing", taken_back, by="amei", clock=site.clock)
    assert "已找到在温岭的张晓明，等工作人员确认。" in await me(family)


async def test_the_invite_code_brings_together_whichever_side_signs_up_first(site):
    for first, second, own, other in (
        ("worker", "family", WORKER, FAMILY),
        ("family", "worker", FAMILY, WORKER),
    ):
        one = await signed_up(site, first, own)
        code = await code_of(one)
        # Nothing but the code and the name agrees.
        strange = {"village": "长岩", "township": "511011101", "phone": "13612345678"}
        client = await site.fresh()
        page = await opened(client, f"/g/dongxing/join/{code}?side={second}")
        assert page.fields["code"] == code if "code" in page.fields else code in page.text
        for _ in range(4):
            page = await pressed(client, page, **(other | strange))
        answer = await pressed(client, page, "submit")
        assert answer.headers["Location"] == "/me?new=1"
        await caught_up(site)
        assert "已配对" in await me(one), first
        assert "已配对" in await me(client), second
        for browser in (one, client):
            await browser.post("/me/withdraw", headers={"Origin": site.origin})


async def test_who_withdraws_is_missed_at_once(site):
    family = await signed_up(site, "family", FAMILY)
    worker = await signed_up(site, "worker", WORKER)
    await caught_up(site)
    await worker.post("/me/withdraw", headers={"Origin": site.origin})
    assert "还没有找到张晓明" in await me(family)
    await caught_up(site)
    assert await site.store.matches.every("dongxing") == ()


async def test_a_correction_finds_whom_a_wrong_name_hid(site):
    family = await signed_up(site, "family", FAMILY | {"1-other_name": "诸葛青青"})
    await signed_up(site, "worker", WORKER | {"1-other_name": "欧阳菲菲"})
    await caught_up(site)
    assert "还没有找到诸葛青青" in await me(family)
    page = await pressed(family, await opened(family, "/me/correct"), "edit-2")
    page = await pressed(family, page, "review", **{"1-other_name": "张晓明"})
    await pressed(family, page, "submit")
    await caught_up(site)
    assert "张晓明" in (await (await family.get("/api/v1/me/found")).text())
    assert await walked(await site.fresh(), "/g/dongxing/signup/worker", WORKER)
