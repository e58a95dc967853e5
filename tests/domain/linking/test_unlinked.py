import pytest

from reunion.domain.linking import FamilyRow, Why, WorkerRow, link, unlinked
from reunion.domain.sides import Side

WORKERS = (
    WorkerRow("W1", "陈大明", ("13800130001",), township="田家镇", village="长岩村"),
    *(WorkerRow(f"W2-{at}", "王强") for at in range(60)),
    WorkerRow("W3"),
    WorkerRow("W4", "", ("13800130004",)),
)
FAMILIES = (
    FamilyRow("F1", "李秀英", workers=("陈大明",), worker_phones=("13800130001",), township="田家镇"),
    FamilyRow("F2", "刘芳", workers=("赵子龙",), township="田家镇"),
    FamilyRow("F3", "王嫂", workers=("王强",)),
    FamilyRow("F4"),
    FamilyRow("F5", "何英", ("13900130005",), workers=("儿子",), township="田家镇"),
    FamilyRow("F6", "何英", workers=("老周",), township="田家镇"),
)


def left(workers: tuple[WorkerRow, ...], families: tuple[FamilyRow, ...]) -> dict[str, Why]:
    return {one.row.id: one.why for one in unlinked(workers, families, link(workers, families))}


def test_every_row_without_a_link_has_its_reason():
    assert left(WORKERS, FAMILIES) == {
        **{f"W2-{at}": Why.MANY for at in range(60)},
        "W3": Why.NOTHING,
        "W4": Why.NO_NAME,
        "F2": Why.NOBODY,
        "F3": Why.MANY,
        "F4": Why.NOTHING,
        "F5": Why.NO_NAME,
        "F6": Why.NOBODY,
    }


@pytest.mark.parametrize(("name", "asked"), [("王强", "强娃"), ("周海", "老周"), ("陈大明", "陈大明")])
def test_a_nickname_counts_those_who_may_be_called_so(name: str, asked: str):
    *_, family = unlinked((WorkerRow("W1", name),), (FamilyRow("F1", workers=(asked,)),), ())
    assert (family.side, family.why, family.namesakes) == (Side.FAMILY, Why.OTHERWISE, 1)


def test_a_worker_hears_whether_whoever_asks_for_the_name_waits_still():
    workers = (WORKERS[0], WorkerRow("W5", "陈大明", ("13800130005",), township="永福乡", village="沙子村"))
    assert left(workers, FAMILIES[:1]) == {"W5": Why.OTHERS}
    waiting = (FAMILIES[0], FamilyRow("F9", workers=("陈大明",)))
    links = link(workers, FAMILIES[:1])
    assert [one.why for one in unlinked(workers, waiting, links)] == [Why.OTHERWISE, Why.OTHERWISE]
    assert left(workers[1:], FAMILIES[1:2]) == {"W5": Why.NOBODY, "F2": Why.NOBODY}


def test_the_rows_that_are_in_a_link_are_left_out():
    assert unlinked(WORKERS[:1], FAMILIES[:1], link(WORKERS[:1], FAMILIES[:1])) == []
