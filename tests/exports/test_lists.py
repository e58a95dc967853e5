import csv
import io
from dataclasses import replace

import pytest

from reunion.domain.faults import Unfit
from reunion.exports.lists import asrun, callsheets, contacts, rundown
from reunion.exports.pages import Exported, Form

from .given import CALLS, CHEN, CONTACTS, COVER, JIANG, RAN, SHOW, SLOT, say


def made(form: Form) -> dict[str, Exported]:
    return {
        "rundown": rundown([SHOW], COVER, form, say),
        "callsheets": callsheets([CALLS], COVER, form, say),
        "contacts": contacts(CONTACTS, COVER, form, say),
        "asrun": asrun([RAN], COVER, form, say),
    }


def rows(exported: Exported) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.data.decode("utf-8-sig"), newline="")))


def test_every_list_has_its_name_and_its_type():
    assert [each.filename for each in made(Form.XLSX).values()] == [
        "东兴区_2027云团聚_串联单_20270205.xlsx",
        "东兴区_2027云团聚_村级通知单_20270205.xlsx",
        "东兴区_2027云团聚_通讯录_20270205.xlsx",
        "东兴区_2027云团聚_播出记录_20270205.xlsx",
    ]
    starts = {Form.XLSX: b"PK", Form.CSV: b"\xef\xbb\xbf", Form.JSON: b"{"}
    for form, start in starts.items():
        assert all(each.data.startswith(start) for each in made(form).values())
    assert made(Form.JSON)["asrun"].media_type == "application/json"


def test_only_the_rundown_is_a_calendar():
    assert rundown([SHOW], COVER, Form.ICS, say).data.startswith(b"BEGIN:VCALENDAR")
    for refuse in (
        lambda: callsheets([CALLS], COVER, Form.ICS, say),
        lambda: contacts(CONTACTS, COVER, Form.ICS, say),
        lambda: asrun([RAN], COVER, Form.ICS, say),
    ):
        with pytest.raises(Unfit, match="no-calendar"):
            refuse()


def test_a_text_table_names_the_show_and_the_item_of_each_row():
    opening, slot = rows(rundown([SHOW], COVER, Form.CSV, say))
    assert (opening["场次"], opening["item"], opening["seconds"], opening["内容"]) == (
        "第一场",
        "it-1",
        "180",
        "开场",
    )
    assert (slot["item"], slot["务工人员电话"], slot["开始"]) == ("it-2", "138****8000", "19:33:00")


def test_shows_with_and_without_telephones_share_one_text_table():
    quiet = replace(SLOT, worker=replace(CHEN, phone=""), family=replace(JIANG, phone=""))
    shows = [replace(SHOW, title="甲", rows=(quiet,)), replace(SHOW, title="乙", rows=(SLOT,))]
    first, second = rows(rundown(shows, COVER, Form.CSV, say))
    assert (first["场次"], first["务工人员电话"], first["家属"]) == ("甲", "", "江*")
    assert (second["场次"], second["务工人员电话"], second["家属"]) == ("乙", "138****8000", "江*")


def test_the_first_column_of_what_ran_is_the_show():
    table = rows(asrun([RAN, replace(RAN, title="第二场")], COVER, Form.CSV, say))
    assert {row["场次"] for row in table} == {RAN.title, "第二场"}
    assert all("工作表" not in row for row in table)


def test_villages_stand_below_one_another_in_a_text_table():
    table = rows(callsheets([CALLS, replace(CALLS, village="长桥")], COVER, Form.CSV, say))
    assert [(row["工作表"], row["家属"]) for row in table] == [("双坝", "江*"), ("长桥", "江*")]


def test_lists_without_rows_are_still_files():
    for form in (Form.XLSX, Form.CSV, Form.JSON):
        assert rundown([], COVER, form, say).data
        assert callsheets([], COVER, form, say).data
        assert contacts(replace(CONTACTS, rows=()), COVER, form, say).data
        assert asrun([], COVER, form, say).data
