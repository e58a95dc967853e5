import asyncio
import io

import pytest
from aiohttp import FormData

from reunion.actions.ports import NotSaved
from reunion.domain.access import Role
from reunion.domain.people import Side
from reunion.web import staff_importing
from reunion.web.keys import LINKING
from reunion.web.staff_importing import IMPORTS, KEPT, NOT_SAVED, Import

from .offices import AT, bare, fill, post

API = "/api/v1/gatherings/dongxing/imports"


def roster(rows):
    header = "姓名,电话,家庭住址,联系人,关系\n"
    return header + "".join(
        f"王小{'一二三四五六七八九十'[at % 10]},137{at:08d},田家镇双桥村3组,王大娘,母亲\n"
        for at in range(rows)
    )


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


@pytest.fixture
def at_leisure(monkeypatch):
    """The page answers before anything is done."""
    monkeypatch.setattr(staff_importing, "AT_ONCE_S", 0.0)


async def bring(client, text):
    form = FormData()
    form.add_field("side", "worker")
    form.add_field("file", io.BytesIO(text.encode()), filename="名单.csv")
    answer = await client.post(f"{AT}/import", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    return answer.url.path


async def finished(site):
    await asyncio.gather(*(job.task for job in site.app[IMPORTS].values()))


async def test_a_long_import_says_how_far_it_is_also_without_javascript(site, producer, at_leisure):
    address = await bring(producer, roster(50))
    page = await (await post(producer, address)).text()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert '<progress max="100"' in page
    upload = address.rpartition("/")[2]
    told = await (await producer.get(f"{API}/{upload}")).json()
    assert (told["running"], told["rows"]) == (True, 50)
    await finished(site)
    told = await (await producer.get(f"{API}/{upload}")).json()
    assert (told["running"], told["stored"]) == (False, 50)
    assert "50 新增报名" in bare(await (await producer.get(f"{address}/taken")).text())


async def test_who_is_on_the_roster_is_linked_when_it_is_done(site, producer):
    before = await site.app[LINKING].anew("dongxing")
    text = "姓名,电话,家庭住址,联系人,关系\n甘小宝,13700137000,田家镇双坳村,甘大娘,母亲\n"
    await post(producer, await bring(producer, text))
    families = "姓名,电话,家庭住址,务工人员姓名,关系\n甘大娘,13700137009,田家镇双坳村,甘小宝,儿子\n"
    form = FormData()
    form.add_field("side", "family")
    form.add_field("file", io.BytesIO(families.encode()), filename="家属.csv")
    address = (
        await producer.post(f"{AT}/import", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    ).url.path
    page = bare(await (await post(producer, address)).text())
    assert f"{before.linked + 1} " in page
    assert (await site.store.gatherings.counts("dongxing"))["pairs"] == before.pairs + 1


async def test_an_import_that_was_cut_is_finished_by_the_same_file(site, producer, monkeypatch):
    text = roster(50)
    registrations = site.store.registrations
    adds = []

    async def add(new):
        adds.append(len(new))
        if len(adds) == 2:
            raise NotSaved("the disk is full")
        return await type(registrations).add(registrations, new)

    class Full:
        def __getattr__(self, name):
            return add if name == "add" else getattr(registrations, name)

    from dataclasses import replace

    whole = site.store
    address = await bring(producer, text)
    monkeypatch.setitem(site.app._state, staff_importing.STORE, replace(whole, registrations=Full()))
    page = bare(await (await post(producer, address)).text())
    monkeypatch.setitem(site.app._state, staff_importing.STORE, whole)
    assert "没有全部入库" in page
    page = bare(await (await post(producer, address)).text())
    assert "30 新增报名" in page
    assert "20 早已登记" in page
    workers = await whole.registrations.every("dongxing", Side.WORKER)
    assert sum(one.name.startswith("王小") for one in workers) == 50


@pytest.mark.parametrize("broken", [TimeoutError(), OSError("the disk is gone")])
async def test_an_import_that_fails_says_so_at_every_reload(site, producer, monkeypatch, broken):
    """A time-out while storing was once shown as an import of nothing that went well."""
    address = await bring(producer, roster(5))

    async def bring_in(*_, **__):
        raise broken

    monkeypatch.setattr(staff_importing, "bring_in", bring_in)
    await post(producer, address)
    await finished(site)
    for _ in range(2):
        answer = await producer.get(f"{address}/taken")
        assert answer.status == 200
        assert "没有全部入库" in bare(await answer.text())


def test_imports_that_are_over_are_forgotten_the_oldest_first():
    imports = {str(at): Import("dongxing", "名单.csv", 1) for at in range(KEPT + 2)}
    staff_importing._forget_the_oldest(imports)
    assert list(imports) == [str(at) for at in range(2, KEPT + 2)]


async def test_pressing_twice_is_one_import(site, producer, at_leisure):
    address = await bring(producer, roster(50))
    await asyncio.gather(post(producer, address), post(producer, address))
    await finished(site)
    workers = await site.store.registrations.every("dongxing", Side.WORKER)
    assert sum(one.name.startswith("王小") for one in workers) == 50


async def test_the_imports_of_others_are_not_found(site, producer):
    address = await bring(producer, roster(1))
    await post(producer, address)
    upload = address.rpartition("/")[2]
    stranger = await site.signed_in(Role.PRODUCER, "elsewhere")
    assert (await stranger.get(f"{API.replace('dongxing', 'elsewhere')}/{upload}")).status == 404
    assert (await producer.get(f"{API}/{'0' * 32}")).status == 404


def test_storing_and_linking_are_half_of_it_each():
    job = Import("dongxing", "名单.csv", 100)
    assert job.percent == 0
    job.stored = 50
    assert job.percent == 25
    job.stored, job.most, job.left = 100, 200, 50
    assert job.percent == 87
    job.left = 0
    assert job.percent == 99
    assert NOT_SAVED
