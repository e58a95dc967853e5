import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from reunion.exports.pages import Form
from reunion.exports.programmes import programme, public

from .given import COVER, HOSTILE, OPENING, SHOW, SLOT, say

NAMED = replace(
    SLOT,
    worker=replace(SLOT.worker, name="陈大明", phone="13800138000", place="温岭大溪镇某路1号"),
    family=replace(SLOT.family, name="欧阳菊、江小妹", phone="13900139000", place="田家镇某组2号"),
    note="身体不好",
)


def test_viewers_read_masked_names_and_nothing_that_is_private():
    exported = programme([replace(SHOW, rows=(OPENING, NAMED))], COVER, Form.XLSX, say)
    book = openpyxl.load_workbook(io.BytesIO(exported.data))
    text = " ".join(str(cell.value) for row in book.active for cell in row if cell.value is not None)
    assert exported.filename == "东兴区_2027云团聚_节目单_20270205.xlsx"
    assert all(word in text for word in ("陈*", "欧阳*", "19:33", "开场", "田家镇"))
    for private in ("大明", "菊", "小妹", "13800138000", "某路", "某组", "身体", "过年好"):
        assert private not in text


def test_who_was_taken_out_is_not_in_the_programme():
    shown = public(replace(SHOW, rows=(OPENING, replace(NAMED, cancelled=True)), gone=(NAMED,)))
    assert ([row.id for row in shown.rows], shown.gone) == (["it-1"], ())


def test_who_has_not_agreed_to_be_on_air_is_not_in_the_programme():
    shown = public(replace(SHOW, rows=(OPENING, replace(NAMED, barred=True))))
    assert [row.id for row in shown.rows] == ["it-1"]


def test_the_programme_keeps_to_the_plan_when_rows_were_moved_in_the_show():
    shown = public(replace(SHOW, rows=(NAMED, OPENING)))
    assert [(row.id, row.start) for row in shown.rows] == [("it-1", OPENING.start), ("it-2", NAMED.start)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_title_becomes_a_formula(text: str):
    show = replace(SHOW, title=text, rows=(replace(OPENING, title=text), NAMED))
    table = programme([show], COVER, Form.CSV, say).data
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert not any(
        cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )
    book = openpyxl.load_workbook(io.BytesIO(programme([show], COVER, Form.XLSX, say).data))
    assert all(cell.data_type != "f" for row in book.active for cell in row)
