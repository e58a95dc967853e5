import io
import re

import openpyxl
import pytest
from aiohttp import FormData

from reunion.actions.erasing import erase
from reunion.domain.access import Role
from reunion.domain.people import Side
from reunion.web.keys import NOW, STAGES
from reunion.web.staff_import import download

from .offices import AT, bare, fill, post

CSV = (
    "姓名,电话,家庭住址,联系人,关系\n"
    "王小明,13700137000,田家镇双桥村3组,王大娘,母亲\n"
    "赵小红,1370013700,田家镇,赵大爷,父亲\n"
)


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def bring(client, data, name="名单.csv", side="worker", **more):
    form = FormData()
    form.add_field("side", side)
    form.add_field("file", io.BytesIO(data), filename=name)
    return await client.post(f"{AT}/import", data=form, headers={"Sec-Fetch-Site": "same-origin"}, **more)


async def test_a_roster_is_looked_at_before_anything_is_stored(site, producer):
    before = await site.store.registrations.every("dongxing")
    answer = await bring(producer, CSV.encode("utf-8-sig"))
    page = bare(await answer.text())
    assert "尚未入库" in page
    assert "导入这 1 行" in page
    assert "手机号 1370013700 只有 10 位" in page
    assert await site.store.registrations.every("dongxing") == before


async def test_confirming_takes_the_good_rows_and_links_everybody(site, producer):
    address = (await bring(producer, CSV.encode("gb18030"))).url.path
    page = bare(await (await post(producer, address)).text())
    assert "1 新增报名" in page
    assert "1 退回" in page
    stored = await site.store.registrations.every("dongxing", Side.WORKER)
    assert stored[-1].name == "王小明"
    again = bare(await (await post(producer, address)).text())
    assert "0 新增报名" in again
    assert "1 早已登记" in again
    assert "1 早已登记" in bare(await (await producer.get(address)).text()), "Back shows what came of it"


async def test_the_refused_rows_come_back_as_a_workbook_to_mend(producer):
    address = (await bring(producer, CSV.encode())).url.path
    answer = await producer.get(f"{address}/refused.xlsx")
    assert "%E9%80%80%E5%9B%9E.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:2] == ("赵小红", "1370013700")
    assert "只有 10 位" in rows[1][5]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.csv"),
        (b"\x00\x01\x02", "noise.xlsx"),
        ("甲,乙\n1,2\n".encode(), "no-header.csv"),
        (b"PK\x03\x04", "broken.xlsx"),
    ],
)
async def test_a_file_that_is_no_roster_is_refused_with_a_sentence(producer, data, name):
    answer = await bring(producer, data, name)
    assert answer.status == 422
    assert re.search(
        "[\u4e00-\u9fff]{4}", re.search(r"notice-bad.*?</div>", await answer.text(), re.DOTALL)[0]
    )


async def test_an_empty_file_is_called_empty(producer):
    answer = await bring(producer, b"")
    assert answer.status == 422
    page = bare(await answer.text())
    assert "文件是空的" in page
    assert "请先选择" not in page


async def test_a_form_without_a_file_asks_for_one(producer):
    assert "请先选择" in bare(await (await bring(producer, b"", name="")).text())


async def test_a_file_without_its_side_or_too_large_is_refused(producer):
    assert (await bring(producer, CSV.encode(), side="both")).status == 422
    assert (await bring(producer, b"x" * (5 * 1024 * 1024 + 1))).status == 413


async def test_a_kept_file_is_found_only_in_its_gathering(site, producer):
    address = (await bring(producer, CSV.encode())).url.path
    assert (await producer.get(address)).status == 200
    assert (await producer.get(f"{AT}/import/{'0' * 32}")).status == 404
    stranger = await site.signed_in(Role.PRODUCER, "elsewhere")
    assert (await stranger.get(address)).status == 404


async def test_a_file_that_went_with_a_withdrawal_is_explained_with_a_place_to_bring_it_again(site, producer):
    address = (await bring(producer, CSV.encode())).url.path
    await erase(site.store, site.app[STAGES], site.app[NOW], "f1", by="f1")
    for answer in (
        await producer.get(address),
        await post(producer, address),
        await producer.get(f"{address}/refused.xlsx"),
    ):
        page = await answer.text()
        assert answer.status == 404
        assert "有人退出" in bare(page)
        assert "请重新上传" in bare(page)
        assert f'action="{AT}/import" enctype' in page


@pytest.mark.parametrize("side", ["worker", "family"])
async def test_the_template_can_be_brought_back_as_it_is_filled_in(producer, side):
    answer = await producer.get(f"{AT}/import/template-{side}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    headers = [cell.value for cell in book.worksheets[0][1]]
    name = next(at for at, header in enumerate(headers, 1) if "姓名" in header)
    book.worksheets[0].cell(2, name, "王小明")
    out = io.BytesIO()
    book.save(out)
    page = bare(await (await bring(producer, out.getvalue(), "模板.xlsx", side)).text())
    assert "导入这 1 行" in page


def test_a_chinese_file_name_has_a_plain_one_beside_it():
    headers = download(b"", "东兴区 名册.xlsx", "text/plain").headers
    assert headers["Content-Disposition"].startswith('attachment; filename="______.xlsx"; filename*=UTF-8')


async def test_a_file_name_in_another_encoding_is_taken(producer):
    name = "名单".encode("gb18030")
    body = (
        b'--X\r\nContent-Disposition: form-data; name="side"\r\n\r\nworker\r\n'
        b'--X\r\nContent-Disposition: form-data; name="file"; filename="'
        + name
        + b'.csv"\r\n\r\n'
        + CSV.encode()
        + b"\r\n--X--\r\n"
    )
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=X"}
    answer = await producer.post(f"{AT}/import", data=body, headers=headers)
    assert answer.status == 200
    assert (await producer.get(f"{answer.url.path}/refused.xlsx")).status == 200


async def test_a_file_in_the_wrong_box_is_named_and_one_press_looks_at_it_in_the_right_one(site, producer):
    families = "家属姓名,电话,乡镇,务工人员姓名,与务工人员关系\n王大娘,13700137001,田家镇,王小明,母亲\n"

    answer = await bring(producer, families.encode("utf-8-sig"), "families.csv", side="worker")

    text = await answer.text()
    assert answer.status == 422
    assert "“families.csv”是家属名册，您放进了“务工人员名册”。" in bare(text)
    (address,) = re.findall(rf'href="({AT}/import/[0-9a-f]{{32}})"', text)
    page = bare(await (await producer.get(address)).text())
    assert "导入这 1 行" in page
