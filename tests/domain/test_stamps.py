import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.people import Registration, Side
from reunion.domain.stamps import (
    FIELDS,
    SLOT,
    cells_of,
    plain_cell,
    read_marks,
    read_stamp,
    slot_mark,
    stamp,
)

CELLS = {"name": "李秀英", "phone": "13900139000、13800138000", "township": "田家镇", "village": "双坳村3组"}
CELLS |= {"place": "家里", "persons": "3"}


def test_a_stamp_says_whose_row_it_is_and_what_every_cell_was():
    read = read_stamp(f" {stamp('r-0123456789abcdef', CELLS)} ")
    assert read is not None
    assert read.registration == "r-0123456789abcdef"
    assert [field for field in FIELDS if not read.holds(field, CELLS[field])] == []
    assert not read.holds("name", "李秀兰")


def test_what_a_spreadsheet_does_to_blanks_and_numbers_below_one_another_is_no_change():
    read = read_stamp(stamp("r-1", CELLS))
    assert read is not None
    assert read.holds("phone", "13900139000\n13800138000")
    assert read.holds("phone", "13900139000\r\n13800138000 ")
    assert not read.holds("phone", "13900139000")
    assert plain_cell(" 温岭 \r\n 大溪 ") == "温岭 大溪"


@pytest.mark.parametrize("text", ["", "李秀英", "r-1", "r-1.short", "r 1." + "a" * 30, "r-1." + "A" * 30])
def test_anything_else_is_no_stamp(text: str):
    assert read_stamp(text) is None


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30)))
def test_every_text_can_be_stamped(texts: dict[str, str]):
    cells = CELLS | texts
    read = read_stamp(stamp("r-1", cells))
    assert read is not None
    assert all(read.holds(field, cells[field]) for field in FIELDS)


def test_cells_are_what_the_list_shows():
    person = Registration(
        "r-1", "g", Side.FAMILY, 7, "李秀英", ("+8613900139000", "+8613800138000"),
        township="511011101", village="双坳", group="3", place="家里", persons=2,
    )  # fmt: skip
    towns = {"511011101": "田家镇"}
    assert cells_of(person, towns, phones=True) == {
        "name": "李秀英",
        "phone": "13900139000、13800138000",
        "township": "田家镇",
        "village": "双坳村3组",
        "place": "家里",
        "message": "",
        "persons": "2",
    }
    assert cells_of(person, towns, phones=False)["phone"] == "139****9000、138****8000"


def test_the_mark_of_a_slot_says_what_stood_there_of_both_sides():
    cells = {column: column for column in SLOT} | {"start": "08:05:00"}
    worker, family = read_marks(slot_mark(("w-1", "f-1+"), cells))
    assert (worker.stamp.registration, family.stamp.registration) == ("w-1", "f-1")
    assert worker.columns == {
        "name": "worker-name",
        "phone": "worker-phone",
        "place": "worker-place",
        "message": "worker-message",
        "start": "start",
    }
    assert family.columns == {"names": "family-name", "phones": "family-phone"}, "several people in a cell"
    assert worker.stamp.holds("message", "worker-message")
    assert not worker.stamp.holds("message", "family-name")
    assert all(worker.stamp.holds("start", shown) for shown in ("8:05", "08:05:00", "08：05"))
    assert not worker.stamp.holds("start", "08:06")
    (contact,) = read_marks(stamp("r-1", CELLS))
    assert set(contact.columns) == set(FIELDS)
    assert read_marks("r-1~f-1.abc") == ()


def test_a_slot_that_one_side_left_has_a_mark_all_the_same_and_its_time_with_who_is_left():
    worker, family = read_marks(slot_mark(("", "f-1"), dict.fromkeys(SLOT, "")))
    assert (worker.stamp.registration, family.stamp.registration) == ("", "f-1")
    assert ("start" in worker.columns, "start" in family.columns) == (False, True)
