import io
import json
from dataclasses import replace
from urllib.parse import quote

import aiohttp
import pytest

from reunion.actions.erasing import erase
from reunion.domain.access import Role
from reunion.web.keys import NOW, STAGES

from .offices import AT, bare, fill, post


@pytest.fixture
async def client(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def listed(client) -> str:
    answer = await post(client, f"{AT}/exports", {"list": "contacts", "form": "csv"})
    return (await answer.read()).decode("utf-8-sig")


async def bring(client, text: str, path: str = f"{AT}/returned"):
    form = aiohttp.FormData()
    form.add_field(
        "file", io.BytesIO(text.encode("utf-8-sig")), filename="通讯录.csv", content_type="text/csv"
    )
    return await client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})


async def name_of(site, key: str) -> str:
    return (await site.store.registrations.get(key)).name


async def test_a_changed_list_is_looked_at_taken_and_undone(site, client):
    preview = await bring(client, (await listed(client)).replace(",李芳,", ",李方,"))
    assert preview.status == 200
    page = bare(await preview.text())
    for words in ("尚未入库", "1 改过的单元格", "0 别人也改过", "姓名 李芳 李方"):
        assert words in page
    assert await name_of(site, "f1") == "李芳"
    taken = await post(client, str(preview.url.path), {"clashes": ""})
    text = await taken.text()
    assert (taken.status, await name_of(site, "f1")) == (200, "李方")
    undo = text.split('action="')[-1].split('"')[0]
    assert undo.endswith("/undo")
    back = await post(client, undo)
    assert (back.status, await name_of(site, "f1")) == (200, "李芳")
    assert "已撤销" in bare(await back.text())


async def test_what_came_of_a_list_has_an_address_and_its_undo_stands_on_the_page_of_lists_that_come_back(
    site, client
):
    path = str((await bring(client, (await listed(client)).replace(",李芳,", ",李方,"))).url.path)
    assert "尚未入库" in await (await client.get(f"{path}/taken")).text()
    assert (await client.get(f"{AT}/returned/unknown/taken")).status == 404
    for _ in range(2):
        answer = await post(client, path, {"clashes": ""}, follow=False)
        assert (answer.status, answer.headers["Location"]) == (303, f"{path}/taken")
    assert (await client.get(path)).url.path == f"{path}/taken"
    page = await (await client.get(f"{path}/taken")).text()
    assert "1 格已改 1 人" in bare(page)
    choose = await (await client.get(f"{AT}/returned")).text()
    for text in (f'href="{path}/taken">{quote("通讯录.csv")}</a>', "producer-dongxing"):
        assert text in choose
    assert (await post(client, f"{path}/undo")).status == 200
    assert await name_of(site, "f1") == "李芳"
    for again in (f"{path}/taken", f"{AT}/returned"):
        assert f'action="{path}/undo"' not in await (await client.get(again)).text()
    assert (await post(client, f"{path}/undo")).url.path == f"{path}/taken"


async def test_a_cell_that_cannot_be_taken_has_its_reason_beside_it(site, client):
    preview = await bring(client, (await listed(client)).replace("13900139000", "1390013900"))
    page = bare(await preview.text())
    assert "1 不能收" in page
    assert "只有 10 位" in page
    assert "没有可收的改动" in page


async def test_the_stored_number_is_masked_and_a_row_that_was_added_is_named(site, client):
    text = (await listed(client)).replace("13900139000", "13900139001")
    heads = text.splitlines()[0].split(",")
    added = {"姓名": "新来的", "电话": "13700137000"}
    text = text.rstrip("\r\n") + "\r\n" + ",".join(added.get(head, "") for head in heads) + "\r\n"
    page = bare(await (await bring(client, text)).text())
    assert "电话 139****9000 13900139001" in page
    assert "13900139000" not in page
    assert "新来的 这一行没有标记：新增人员请用名册导入。" in page


async def test_a_file_whose_taking_was_cut_off_offers_its_undo(site, client):
    preview = await bring(client, (await listed(client)).replace(",李芳,", ",李方,"))
    path = str(preview.url.path)
    kept = await site.store.uploads.get(path.rpartition("/")[2])
    pairs = json.dumps({"f1": {"name": ["李芳", "李方"]}}).encode()
    await site.store.uploads.put(replace(kept, id=f"{kept.id}-undo", data=pairs))
    page = await (await client.get(path)).text()
    assert "收到一半时中断了" in page
    assert "尚未入库" not in page
    assert f'action="{path}/undo"' in page
    assert (await post(client, f"{path}/undo", {"x": "1"})).status == 200


async def test_a_file_that_is_no_such_list_is_refused_with_a_sentence(site, client):
    for text in ("姓名,电话\n张伟,13800138000\n", ""):
        answer = await bring(client, text)
        assert answer.status == 422
        assert 'class="wrong-lines"' in await answer.text()


async def test_only_planners_bring_lists_back(site, client):
    text = await listed(client)
    for role in (Role.MEDIA, Role.HOST, Role.VOLUNTEER):
        assert (await bring(await site.signed_in(role), text)).status == 403


async def test_a_file_of_another_gathering_or_a_roster_is_not_there(site, client):
    for path in ("returned/0123", "returned/0123/undo"):
        assert (await post(client, f"{AT}/{path}", {"x": "1"})).status == 404
    assert (await client.get(f"{AT}/returned/0123")).status == 404


async def test_a_list_that_went_with_a_withdrawal_is_explained_with_a_place_to_bring_it_again(site, client):
    path = str((await bring(client, (await listed(client)).replace(",李芳,", ",李方,"))).url.path)
    await erase(site.store, site.app[STAGES], site.app[NOW], "f2", by="f2")
    for answer in (await client.get(path), await post(client, path, {"clashes": ""})):
        page = await answer.text()
        assert answer.status == 404
        assert "有人退出" in bare(page)
        assert "请重新上传" in bare(page)
        assert f'action="{AT}/returned" enctype' in page
    assert await name_of(site, "f1") == "李芳"
