import csv
import io

from reunion.cli.linked import link_list, review_list, unlinked_list
from reunion.domain.linking import Decision, FamilyRow, Link, Unlinked, Why, WorkerRow
from reunion.domain.plans import Clue
from reunion.domain.sides import Side

WORKER = WorkerRow("W1", "王强", ("13800130001",), township="田家镇", contacts=("王嫂",), relation="妻子")
FAMILY = FamilyRow("F1", "王嫂", ("13900130001",), "丈夫", ("小强",), township="田家镇")
LINK = Link("W1", "F1", 0.5, Decision.REVIEW, (Clue("name", "nickname", 3.5),), "nickname-alone")


def rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_a_review_keeps_name_and_relation_apart_and_says_why_in_words():
    (row,) = rows(review_list([LINK], [WORKER], [FAMILY]))
    assert (row["contact"], row["family"]) == ("王嫂（妻子）", "王嫂（丈夫）")
    assert row["why"] == "Only a nickname, without anything strong beside it. (a fitting nickname)"


def test_the_list_for_programs_holds_codes():
    (row,) = rows(link_list([LINK]))
    assert row["decision"] == "review"
    assert row["evidence"] == "name nickname +3.5; rule nickname-alone"


def test_every_reason_on_either_side_is_a_sentence():
    left = [
        Unlinked(side, row, why, 7)
        for side, row in ((Side.WORKER, WORKER), (Side.FAMILY, FAMILY))
        for why in Why
        if (side, why) != (Side.FAMILY, Why.OTHERS)
    ]
    found = rows(unlinked_list(left))
    assert [row["names"] for row in found] == ["王嫂"] * len(Why) + ["小强"] * (len(Why) - 1)
    assert all(row["why"].endswith(".") and "%" not in row["why"] for row in found)


def test_no_name_in_the_list_becomes_a_formula():
    (row,) = rows(unlinked_list([Unlinked(Side.FAMILY, FamilyRow("F1", "=1+1"), Why.NO_NAME, 0)]))
    assert row["name"] == "'=1+1"
