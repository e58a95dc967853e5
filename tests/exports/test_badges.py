import io
import zipfile
from dataclasses import replace

import docx
import openpyxl

from reunion.exports.badges import badges
from reunion.exports.codes import qr_code
from reunion.exports.pages import Form

from .given import COVER, GUESTS, HOSTILE, say


def cards(*guests) -> docx.document.Document:
    return docx.Document(io.BytesIO(badges(guests, COVER, Form.DOCX, say).data))


def book(*guests) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(badges(guests, COVER, Form.XLSX, say).data))


def test_badges_and_the_sheet_at_the_door_have_names_of_their_own():
    assert badges(GUESTS, COVER, Form.DOCX, say).filename == "东兴区_2027云团聚_胸牌_20270205.docx"
    assert badges(GUESTS, COVER, Form.XLSX, say).filename == "东兴区_2027云团聚_签到表_20270205.xlsx"


def test_a_card_says_who_from_where_and_when_to_be_there():
    (table,) = cards(*GUESTS).tables
    text = table.cell(0, 0).text
    for words in ("陈伟", "务工人员　温岭 大溪鞋厂", "第一场", "19:10 前到场"):
        assert words in text
    assert table.cell(0, 1).text.strip() == "7 号"
    assert table.cell(0, 3).text.strip() == "8 号"


def test_a_title_is_as_small_as_it_takes_to_stand_in_one_line():
    def letters(title: str) -> float:
        made = docx.Document(io.BytesIO(badges(GUESTS, replace(COVER, title=title), Form.DOCX, say).data))
        home, shown = made.tables[0].cell(0, 0).paragraphs[0].runs
        assert (home.text, shown.text) == ("东兴区\n", title)
        return shown.font.size.pt

    assert letters("2027云团聚") == letters("为爱止步，四海为家 · 云团聚") == 10
    assert letters("为爱止步，四海为家，情暖他乡云团聚") == 8
    assert letters("云" * 60) == 7


def test_every_card_has_its_own_code_and_eight_fit_a_page():
    guests = [replace(GUESTS[0], number=at, address=f"http://reunion.example/{at}") for at in range(9)]
    made = cards(*guests)
    assert [len(table.rows) for table in made.tables] == [4, 1]
    assert len({part.blob for part in made.part.package.image_parts}) == 9
    assert len(cards().tables) == 0


def test_the_door_has_a_sheet_for_workers_and_one_a_village():
    made = book(*GUESTS)
    assert made.sheetnames == ["务工人员 第一场", "田家镇 双坝"]
    sheet = made["田家镇 双坝"]
    assert [cell.value for cell in sheet[3]][:8] == [
        *("序号", "报名号", "姓名", "场次", "到场时间", "大约连线", "人数", "连线对象")
    ]
    assert [cell.value for cell in sheet[4]][:8] == [1, 8, "江秀英", "第一场", "19:10", "19:30", 3, "陈伟"]
    with zipfile.ZipFile(io.BytesIO(badges(GUESTS, COVER, Form.XLSX, say).data)) as packed:
        codes = [name for name in packed.namelist() if name.startswith("xl/media/")]
        assert {packed.read(name) for name in codes} == {qr_code(guest.address, 2) for guest in GUESTS}


def test_hostile_names_stay_texts():
    for text in HOSTILE:
        guest = replace(GUESTS[1], name=text, where=text, show=text, other=text)
        sheet = book(guest).worksheets[0]
        assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert cards(guest).tables
