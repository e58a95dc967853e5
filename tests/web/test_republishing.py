"""Publishing again, as two families see it: one whose time changed and one whose time did not."""

import re

import pytest

from reunion.actions.publishing import publish
from reunion.actions.scheduling import make_plan
from reunion.domain.people import Pair, Party, Side
from reunion.web.keys import LINKING, STAGES
from tests.actions.scenes import put_pairs

from ..actions.scenes import EVE_ONE
from ..actions.test_scheduling import OPEN, placing
from ..conftest import GATHERING
from .walking import FAMILY, WORKER, signed_up

OTHERS = {**FAMILY, "name": "王大娘", "phones": "13900139002"}
FIRST = {"p-1": ("s-1", OPEN), "p-2": ("s-1", OPEN + 300)}


async def published(site, places):
    site.clock.move(seconds=60)
    await make_plan(site.store, GATHERING.id, solve=placing(places), by="amei", clock=site.clock)
    return await publish(site.store, site.app[STAGES], GATHERING, by="amei", clock=site.clock)


@pytest.fixture
async def families(site):
    """The browsers of the families of two pairs that have been told a first time."""
    pages = [await signed_up(site, "family", FAMILY), await signed_up(site, "family", OTHERS)]
    await signed_up(site, "worker", WORKER)
    assert await site.app[LINKING].caught_up("dongxing")
    people = await site.store.registrations.every("dongxing")
    workers = [one.id for one in people if one.side is Side.WORKER]
    ids = [one.id for one in people if one.side is Side.FAMILY]
    pairs = [
        Pair(f"p-{n}", "dongxing", Party(Side.WORKER, tuple(workers)), Party(Side.FAMILY, (family,)))
        for n, family in enumerate(ids, start=1)
    ]
    await put_pairs(site.store, pairs)
    await site.store.shows.put(EVE_ONE)
    await published(site, FIRST)
    return pages


async def said(page):
    return re.findall(r'class="told">(.*?)</div>', await (await page.get("/me")).text(), re.DOTALL)


async def test_only_the_family_whose_time_changed_hears_of_it(site, families):
    before = [(await (await page.get("/api/v1/me/slot")).json())["you"]["promise"] for page in families]
    await published(site, FIRST | {"p-2": ("s-1", OPEN + 900)})
    after = [(await (await page.get("/api/v1/me/slot")).json())["you"]["promise"] for page in families]
    assert [new - old for old, new in zip(before, after, strict=True)] == [0, 600_000]
    unchanged, changed = [await said(page) for page in families]
    assert "我们重新排了当晚的顺序" in changed[0]
    assert "原来" not in "".join(unchanged)
    sent = [row for row in await site.store.outbox.newest("s-1", limit=99) if row.at == site.clock()]
    assert {(row.item, row.what) for row in sent} == {("it-3", "planned")}


async def test_a_family_that_lost_its_time_reads_so_until_it_has_one_again(site, families):
    await published(site, {"p-1": FIRST["p-1"]})
    pages = [await (await page.get("/me")).text() for page in families]
    assert ["的时间取消了" in text for text in pages] == [False, True]
    await published(site, FIRST)
    assert "的时间取消了" not in await (await families[1].get("/me")).text()
