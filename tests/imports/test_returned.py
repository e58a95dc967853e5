import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reunion.domain.faults import Unfit
from reunion.domain.lists import Contact, ContactList
from reunion.domain.returning import HEADINGS
from reunion.domain.stamps import FIELDS, read_stamp, stamp
from reunion.exports.lists import contacts, rundown
from reunion.exports.pages import Form, showable
from reunion.imports.returned import read_returned
from reunion.imports.workbooks import read_workbook
from reunion.web.locale import LANGUAGES, translations
from reunion.web.staff_returned import headings
from tests.exports.given import COVER, HOSTILE, OPENING, SHOW, SLOT, say

# what a registration can hold: no control characters, no halves of characters (limits of the forms and rosters)
SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029\x85")
TEXT = st.text(SIGNS | st.sampled_from("=+-@' \"，,;\ufeff\u202e𠮷龘ا"), max_size=24)
PHONES = st.lists(st.sampled_from(["13800138000", "139****9000", "0832-2260000", "+886 2 1234"]), max_size=3)


def listed(*people: dict[str, str]) -> ContactList:
    rows = []
    for number, cells in enumerate(people, 1):
        full = {"name": "", "phone": "", "township": "", "village": "", "place": "", "persons": "1"} | cells
        rows.append(
            Contact(
                number, "family", full["name"], full["phone"], full["township"], full["village"], full["place"],
                persons=int(full["persons"]), stamp=stamp(f"r-{number}", full),
            )
        )  # fmt: skip
    return ContactList(tuple(rows))


def back(data: bytes, name: str):
    return read_returned(data, name, headings())


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(
        st.fixed_dictionaries(
            {"name": TEXT, "phone": PHONES.map("、".join), "township": TEXT, "village": TEXT, "place": TEXT}
        ),
        min_size=1,
        max_size=3,
    )
)
@example(people=[{"name": text[:200]} for text in HOSTILE if showable(text) == text and text.strip()])
@example(
    people=[{"name": "_x0041_"}, {"name": "'=1"}, {"name": "\ufeff姓名"}, {"name": "1e5", "place": "0012"}]
)
def test_a_list_that_nobody_changed_comes_back_as_it_went_out(form: Form, people: list[dict[str, str]]):
    rows = back(contacts(listed(*people), COVER, form, say).data, f"x.{form}")
    assert [row.stamp.registration for row in rows] == [f"r-{at + 1}" for at in range(len(people))]
    changed = [
        (row.cells[field], field)
        for row in rows
        for field in FIELDS
        if not row.stamp.holds(field, row.cells[field])
    ]
    assert changed == []


def test_sorted_deleted_and_recoloured_rows_and_columns_are_read_all_the_same():
    book = openpyxl.load_workbook(
        io.BytesIO(
            contacts(listed({"name": "甲"}, {"name": "乙"}, {"name": "丙"}), COVER, Form.XLSX, say).data
        )
    )
    sheet = book.active
    assert sheet is not None
    sheet.delete_rows(5)
    sheet.insert_cols(1)
    sheet["D4"] = "还是备注"
    sheet.cell(4, 5).value = "甲改"
    saved = io.BytesIO()
    book.save(saved)
    rows = back(saved.getvalue(), "x.xlsx")
    assert [(row.stamp.registration, row.cells["name"], row.line) for row in rows] == [
        ("r-1", "甲改", 4),
        ("r-3", "丙", 5),
    ]


def test_a_row_that_somebody_added_is_read_as_one_without_a_mark():
    lines = contacts(listed({"name": "甲"}), COVER, Form.CSV, say).data.decode("utf-8-sig").split("\r\n")
    headers = lines[0].split(",")
    added = ["" for _ in headers]
    added[headers.index("姓名")], added[headers.index("电话")] = "新人", "13800138000"
    text = "\r\n".join([*lines[:2], ",".join(added), ""])
    listed_row, new = back(text.encode("utf-8-sig"), "x.csv")
    assert listed_row.stamp is not None
    assert (new.line, new.stamp, new.cells["name"]) == (3, None, "新人")


def test_a_row_below_the_line_to_sign_on_is_read_whatever_of_it_is_filled():
    book = openpyxl.load_workbook(io.BytesIO(contacts(listed({"name": "甲"}), COVER, Form.XLSX, say).data))
    sheet = book.active
    assert sheet is not None
    headers = [
        cell.value for cell in next(row for row in sheet.rows if "姓名" in [cell.value for cell in row])
    ]
    end = sheet.max_row
    assert str(sheet.cell(end, 1).value).startswith("制表人")
    for line, written in enumerate(
        ({"姓名": "新人"}, {"电话": "13800138000"}, {"序号": "丁", "报名号": "双桥"}), 1
    ):
        for heading, text in written.items():
            sheet.cell(end + line, headers.index(heading) + 1, text)
    changed = io.BytesIO()
    book.save(changed)
    rows = back(changed.getvalue(), "x.xlsx")
    assert [(row.line, row.cells["name"]) for row in rows if row.stamp is None] == [
        (end + 1, "新人"),
        (end + 2, "13800138000"),
        (end + 3, "丁 双桥"),
    ]


def test_a_list_in_another_language_is_read_too():
    data = contacts(listed({"name": "Li"}), COVER, Form.CSV, lambda msgid: msgid).data
    assert [row.cells["name"] for row in back(data, "x.csv")] == ["Li"]


@pytest.mark.parametrize("text", ["姓名,电话\n甲,13800138000\n", "x\n"])
def test_a_file_without_marks_is_refused(text: str):
    with pytest.raises(Unfit, match="returned-no-stamps"):
        back(text.encode(), "x.csv")


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
def test_a_row_whose_mark_was_changed_is_told_from_one_that_was_added(form: Form):
    made = contacts(listed({"name": "甲"}, {"name": "乙"}, {"name": "丙"}), COVER, form, say).data
    sheet = read_workbook(made, f"x.{form}")[0]
    rows = [list(cells) for cells in sheet.rows]
    second = next(cells for cells in rows if "乙" in cells)
    second[next(at for at, cell in enumerate(second) if read_stamp(cell))] += "x"
    added = ["丁" if cell == "乙" else "" for cell in second]
    added[second.index("乙") + 1] = "13800138000"
    text = io.StringIO()
    csv.writer(text).writerows([*rows, added])
    found = back(text.getvalue().encode("utf-8-sig"), "x.csv")
    assert [(row.cells["name"], row.stamp is not None, row.damaged) for row in found] == [
        ("甲", True, False),
        ("乙", False, True),
        ("丙", True, False),
        ("丁", False, False),
    ]


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
def test_a_rundown_in_chinese_comes_back_with_a_row_for_each_side(form: Form):
    show = replace(SHOW, rows=(OPENING, replace(SLOT, owners=("w-1", "f-1"))))
    rows = back(rundown([show], COVER, form, say).data, f"x.{form}")
    assert [(row.stamp.registration, row.cells) for row in rows] == [
        (
            "w-1",
            {
                "name": SLOT.worker.name,
                "phone": SLOT.worker.phone.replace("、", "\n"),
                "place": SLOT.worker.place,
                "message": SLOT.message,
                "start": "19:33:00",
            },
        ),
        ("f-1", {"name": SLOT.family.name, "phone": SLOT.family.phone.replace("、", "\n")}),
    ]
    assert all(row.stamp.holds(field, cell) for row in rows for field, cell in row.cells.items())


def test_no_two_columns_of_a_list_are_called_alike_in_any_language():
    for language in LANGUAGES:
        said = [translations(language).gettext(msgid) for msgid in HEADINGS.values()]
        assert len(set(said)) == len(said), language
