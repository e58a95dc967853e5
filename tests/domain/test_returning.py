from dataclasses import replace

import pytest

from reunion.domain.people import Registration, Side
from reunion.domain.places import Home, Township
from reunion.domain.returning import Becomes, Row, edits_of
from reunion.domain.stamps import SLOT, cells_of, read_marks, read_stamp, slot_mark, stamp

HOME = Home("511011", "东兴区", (), (Township("511011101", "田家镇"), Township("511011102", "白合镇")))
TOWNS = {town.code: town.name for town in HOME.townships}
PERSON = Registration(
    "r-1", "g", Side.FAMILY, 7, "李秀英", ("+8613900139000",),
    township="511011101", village="双坳", group="3", place="家里", persons=2,
)  # fmt: skip


EVERYBODY = {"r-1": PERSON}


def row(person: Registration = PERSON, *, masked: bool = False, **changed: str) -> Row:
    """The row of a list that was made of this person, with some cells changed afterwards."""
    cells = cells_of(person, TOWNS, phones=not masked)
    stamped = read_stamp(stamp(person.id, cells))
    assert stamped is not None
    return Row(5, stamped, cells | changed)


def told(*rows: Row, now: Registration | None = PERSON):
    people = {now.id: now} if now else {}
    return [(edit.cell, edit.old, edit.new, edit.becomes) for edit in edits_of(rows, people, people, HOME)]


def test_a_row_that_was_not_changed_says_nothing_whatever_was_changed_here():
    assert told(row()) == []
    assert told(row(), now=replace(PERSON, name="李秀兰", persons=9)) == []
    assert told(row(), now=None) == []


def test_a_changed_cell_is_taken_with_what_it_means():
    (edit,) = edits_of([row(village="长岩村八社")], EVERYBODY, EVERYBODY, HOME)
    assert (edit.line, edit.number, edit.person, edit.old, edit.becomes) == (
        *(5, 7, "李秀英"),
        *("双坳村3组", Becomes.TAKEN),
    )
    assert edit.values == {"village": "长岩", "group": "8"}
    meant = {"phone": ("138 0013 8000\n13900139000", {"phones": ("+8613800138000", "+8613900139000")}),
             "township": ("白合镇", {"township": "511011102"}), "persons": ("12", {"persons": 12}),
             "place": (" 村委会 二楼 ", {"place": "村委会 二楼"}), "name": ("李秀兰", {"name": "李秀兰"})}  # fmt: skip
    for cell, (new, values) in meant.items():
        (edit,) = edits_of([row(**{cell: new})], EVERYBODY, EVERYBODY, HOME)
        assert (edit.becomes, edit.values) == (Becomes.TAKEN, values)


def test_what_somebody_else_changed_meanwhile_is_a_clash_unless_both_say_the_same():
    now = replace(PERSON, place="村委会")
    assert told(row(place="学校"), now=now) == [("place", "村委会", "学校", Becomes.CLASH)]
    assert told(row(place="村委会"), now=now) == []
    assert told(row(name="李秀兰"), now=now) == [("name", "李秀英", "李秀兰", Becomes.TAKEN)]


def test_a_masked_number_is_no_change_and_a_full_one_in_its_place_is():
    assert told(row(masked=True)) == []
    assert told(row(masked=True, phone="13800138000")) == [
        ("phone", "139****9000", "13800138000", Becomes.TAKEN)
    ]


@pytest.mark.parametrize(
    ("cell", "new", "code"),
    [
        ("name", "", "name-missing"),
        ("phone", "1380013800", "phone-short"),
        ("phone", "13800138000、13800138001、13800138002、13800138003", "phone-several"),
        ("township", "田家", "returned-township"),
        ("place", "长" * 61, "too-long"),
        ("place", "a\u202eb", "unprintable"),
        ("village", "长" * 41, "too-long"),
        ("persons", "0", "number-out-of-range"),
        ("persons", "两三个", "number-out-of-range"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(cell: str, new: str, code: str):
    (edit,) = edits_of([row(**{cell: new})], EVERYBODY, EVERYBODY, HOME)
    assert (edit.becomes, edit.wrong and edit.wrong.code, edit.values) == (Becomes.REFUSED, code, {})


def test_a_number_in_any_writing_is_one_and_what_stands_there_is_no_change():
    assert told(row(persons="９")) == [("persons", "2", "９", Becomes.TAKEN)]
    assert told(row(persons="三个人")) == [("persons", "2", "三个人", Becomes.TAKEN)]
    assert told(row(persons="两位")) == []
    assert told(row(persons="２", phone="１３９００１３９０００")) == []
    now = replace(PERSON, phones=("+8613800138000",))
    assert told(row(phone="１３８００１３８０００"), now=now) == []


def test_an_emptied_cell_is_a_change_and_a_damaged_mark_is_named():
    assert told(row(phone="", place="")) == [
        ("phone", "139****9000", "", Becomes.TAKEN),
        ("place", "家里", "", Becomes.TAKEN),
    ]
    (edit,) = edits_of([Row(9, None, {"name": "李秀英"}, damaged=True)], EVERYBODY, EVERYBODY, HOME)
    assert (edit.line, edit.new, edit.wrong and edit.wrong.code) == (9, "李秀英", "returned-damaged")


def test_a_row_of_nobody_or_a_copied_row_is_refused_as_a_whole():
    (gone,) = edits_of([row(name="李秀兰")], {}, {}, HOME)
    assert (gone.cell, gone.wrong and gone.wrong.code) == ("", "returned-gone")
    first, second = edits_of([row(name="李秀兰"), row(name="李秀梅")], EVERYBODY, EVERYBODY, HOME)
    assert (first.becomes, second.wrong and second.wrong.code) == (Becomes.TAKEN, "returned-twice")


def slot_row(line: int, start: str, **changed: str) -> Row:
    """The family's side of a slot, with some cells changed afterwards."""
    cells = dict.fromkeys(SLOT, "") | {"start": start, "family-name": "李秀英", "family-phone": "13900139000"}
    worker, side = read_marks(slot_mark(("w-1", "r-1"), cells | {"worker-name": start}))
    assert worker.stamp.registration == "w-1"
    return Row(line, side.stamp, {field: cells[column] for field, column in side.columns.items()} | changed)


def test_who_stands_in_two_slots_is_corrected_on_either_row_or_alike_on_both():
    first, second = slot_row(5, "19:30"), slot_row(6, "20:30", phone="13900139001")
    for rows in ((first, second), (second, first), (replace(first, cells=second.cells), second)):
        assert told(*rows) == [("phone", "139****9000", "13900139001", Becomes.TAKEN)]


def test_who_is_corrected_on_two_rows_to_two_things_has_only_that_cell_refused():
    rows = slot_row(5, "19:30", phone="13900139001"), slot_row(6, "20:30", phone="13900139002", name="李秀兰")
    edits = edits_of(rows, EVERYBODY, EVERYBODY, HOME)
    assert [(edit.cell, edit.becomes, edit.wrong and edit.wrong.code) for edit in edits] == [
        ("phone", Becomes.TAKEN, None),
        ("name", Becomes.TAKEN, None),
        ("phone", Becomes.REFUSED, "returned-twice"),
    ]


def test_a_row_of_a_rundown_that_was_copied_for_somebody_else_renames_nobody():
    copied = replace(slot_row(5, "19:30", name="王五"), line=9)
    edits = edits_of([slot_row(5, "19:30"), copied], EVERYBODY, EVERYBODY, HOME)
    assert [(edit.line, edit.wrong and edit.wrong.code) for edit in edits] == [(9, "returned-twice")]


def test_a_column_that_was_deleted_changes_nothing():
    kept = row(name="李秀兰")
    without = replace(kept, cells={cell: text for cell, text in kept.cells.items() if cell != "phone"})
    assert [cell for cell, *_ in told(without)] == ["name"]


def test_whoever_registered_twice_may_stand_on_a_list_as_either():
    twice = replace(PERSON, phones=("+8613900139000", "+8613800138000"), dialect="sichuan")
    alone = replace(PERSON, phones=("+8613900139000",))
    for listed in (twice, alone):
        (edit,) = edits_of([row(listed, phone="13900139009")], {"r-1": alone}, {"r-1": twice}, HOME)
        assert (edit.cell, edit.becomes) == ("phone", Becomes.TAKEN)
    second = replace(PERSON, id="r-2", name="李秀英英")
    (edit,) = edits_of([row(second, name="李秀兰")], {"r-1": alone, "r-2": second}, {"r-1": twice}, HOME)
    assert (edit.registration, edit.becomes) == ("r-2", Becomes.TAKEN)


def test_a_row_that_somebody_added_is_refused_with_where_new_people_come_from():
    (edit,) = edits_of([Row(9, None, {"name": "新人", "phone": "13800138000"})], {}, {}, HOME)
    assert (edit.line, edit.new, edit.becomes, edit.wrong and edit.wrong.code) == (
        *(9, "新人"),
        *(Becomes.REFUSED, "returned-new"),
    )
