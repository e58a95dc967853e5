import io

import openpyxl

from reunion.domain.lists import Contact, ContactList
from reunion.exports.messages import messages
from tests.exports.given import COVER, HOSTILE, say

PEOPLE = ContactList(
    tuple(
        Contact(number, "family", f"李{number}", "13800138000、13900139000", "田家镇", "", "", "", "J6RZAP")
        for number in range(1, len(HOSTILE) + 1)
    )
)


def test_each_person_has_a_row_with_the_number_and_the_message_as_it_is():
    made = messages(PEOPLE, tuple(f"您好\n{text}" for text in HOSTILE), COVER, say)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(made.data))
    rows = [
        tuple(cell.value for cell in row)
        for row in sheet
        if row[1].value and str(row[1].value).startswith("李")
    ]
    assert [row[:2] for row in rows] == [(number, f"李{number}") for number in range(1, len(HOSTILE) + 1)]
    assert {row[2] for row in rows} == {"13800138000\n13900139000"}
    assert all(str(row[3]).startswith("您好\n") for row in rows)
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    assert made.filename.endswith("待发消息_20270205.xlsx")
