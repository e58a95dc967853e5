from dataclasses import replace

import pytest

from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.latecomers import WAITS, Late, by_code, latecomers, vouched, waiting
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from tests.actions.scenes import family, worker

NAME = Clue("name", "equal", 16.0)
NUMBER = Clue("worker-phone", "same", 15.0)


def pair(workers, families, id_="p-1"):
    return Pair(
        id_,
        "dongxing",
        Party(Side.WORKER, tuple(workers.split())),
        Party(Side.FAMILY, tuple(families.split())),
    )


def link(worker, family, *clues, **more):
    return MatchRow(worker, family, 9900, MatchStanding.LINKED, clues or (NAME,), "sure", **more)


def found(rows, before, wanted, *, told=("p-1", "p-2"), doubles=(), shared=(), numbered="w1 w2"):
    groups = [frozenset(group.split()) for group in shared]
    return latecomers(rows, before, wanted, told, doubles, groups, numbered.split())


def late(*people, **more):
    return [(row.worker, row.family) for row in found(*people, **more).rows]


def double(first, second, standing, side=Side.FAMILY):
    return Double(first, second, side, standing)


STOOD = [pair("w1", "f1")]
JOINED = [pair("w1", "f1 f2")]
ROWS = (link("w1", "f1"), link("w1", "f2"))


def test_a_name_alone_brings_nobody_into_a_pair_that_is_published():
    assert late(ROWS, STOOD, JOINED) == [("w1", "f2")]


@pytest.mark.parametrize(
    "clue",
    [
        NUMBER,
        Clue("contact-phone", "same", 15.0),
        Clue("phone", "crossed", 12.0),
    ],
)
def test_who_has_a_number_joins_at_once(clue):
    assert late((ROWS[0], link("w1", "f2", NAME, clue)), STOOD, JOINED) == []


@pytest.mark.parametrize(
    "clue",
    [
        Clue("contact-phone", "same", 0.3),
        Clue("worker-phone", "one-slip", 9.0),
        Clue("code", "of-somebody-else", -6.0),
        Clue("contact", "equal/same", 12.0),
    ],
)
def test_a_number_of_thirty_people_or_a_relative_is_not_enough(clue):
    assert late((ROWS[0], link("w1", "f2", NAME, clue)), STOOD, JOINED) == [("w1", "f2")]


def test_whom_a_person_looked_at_joins_at_once():
    confirmed = replace(ROWS[1], standing=MatchStanding.CONFIRMED, decided_by="amei")
    assert late((ROWS[0], confirmed), STOOD, JOINED) == []


def test_a_verdict_that_was_taken_back_brings_nobody():
    back = replace(ROWS[1], decided_by="amei")
    assert vouched(replace(back, standing=MatchStanding.CONFIRMED))
    assert not vouched(back)
    assert late((ROWS[0], back), STOOD, JOINED) == [("w1", "f2")]


@pytest.mark.parametrize(("worker", "family"), [("w1", "f2"), ("w2", "f1")])
def test_a_code_speaks_for_who_typed_it_and_not_for_the_owners_double(worker, family):
    rows = (ROWS[0], link(worker, family, NAME, Clue("code", "same", 18.0)))
    told = [pair("w1 w2" if worker == "w2" else "w1", "f1 f2" if family == "f2" else "f1")]
    assert late(rows, STOOD, told) == [(worker, family)]
    assert late(rows, STOOD, told, shared=[f"{worker} {family}"]) == []


def test_a_code_is_tied_to_whom_it_was_given():
    people = [worker("w1", "a", invite_code="A1"), family("f1", "b", code_given="A1"), family("f2", "c")]
    assert list(by_code(people)) == [frozenset({"w1", "f1"})]


@pytest.mark.parametrize(
    ("gave", "waits"), [("w1 w1b", []), ("w1 w1b w9", [("w1b", "f1")]), ("w1 w9", [("w1b", "f1")])]
)
def test_a_number_that_one_person_gave_makes_one_of_two_rows(gave, waits):
    rows = (link("w1", "f1"), link("w1b", "f1"))
    assert late(rows, STOOD, [pair("w1 w1b", "f1")], shared=[gave]) == waits


def test_who_is_like_somebody_of_the_pair_by_name_alone_is_another_until_a_person_looked():
    rows = (link("w1", "f1"), link("w2", "f1"))
    sure = double("w1", "w2", DoubleStanding.SURE, Side.WORKER)
    seen = found(rows, STOOD, [pair("w1 w2", "f1")], doubles=[sure])
    assert seen == Late((waiting(rows[1]),), (replace(sure, standing=DoubleStanding.APART),))


def test_a_double_that_no_link_brings_is_looked_at_under_a_link_without_clues():
    for wanted, side, waits in (
        (pair("w1 w2", "f1"), Side.WORKER, ("w2", "f1")),
        (pair("w1", "f1 f2"), Side.FAMILY, ("w1", "f2")),
    ):
        two = ("w1", "w2") if side is Side.WORKER else ("f1", "f2")
        doubles = [double(*two, DoubleStanding.SURE, side)]
        seen = found(ROWS[:1], STOOD, [wanted], doubles=doubles)
        assert seen.rows == (MatchRow(*waits, 0, MatchStanding.REVIEW, (), WAITS),)
        assert seen.apart == (double(*two, DoubleStanding.APART, side),)
        refused = MatchRow(*waits, 9000, MatchStanding.REFUSED)
        again = found((*ROWS[:1], refused), STOOD, [wanted], doubles=doubles)
        assert again == replace(seen, rows=())


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (link("w2", "f1"), True),
        (replace(link("w2", "f1"), standing=MatchStanding.REFUSED, decided_by="amei"), False),
        (waiting(link("w2", "f1")), False),
        (replace(link("w2", "f1"), standing=MatchStanding.REVIEW), True),
        (replace(link("w2", "f1"), standing=MatchStanding.REVIEW, decided_by="amei"), False),
    ],
)
def test_who_is_in_a_pair_by_a_double_alone_leaves_it_when_a_person_says_no(row, stays):
    whole = [pair("w1 w2", "f1")]
    doubles = [double("w1", "w2", DoubleStanding.SURE, Side.WORKER)]
    seen = found((ROWS[0], row), whole, whole, doubles=doubles)
    assert [(two.first, two.second) for two in seen.apart] == ([] if stays else [("w1", "w2")])
    assert found((ROWS[0], row), whole, whole, doubles=doubles, shared=["w1 w2"]) == Late()


BOTH = (link("w1", "f1"), link("w2", "f1"))


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ({}, [("w2", "f1")]),
        ({"numbered": "w1"}, []),
        ({"numbered": "w2"}, []),
        ({"shared": ["w1 w2"]}, []),
        ({"shared": ["w1 w2 w9"]}, []),
        ({"doubles": [double("w1", "w2", DoubleStanding.MERGED, Side.WORKER)]}, []),
    ],
)
def test_before_the_time_is_told_only_who_gave_another_number_waits(more, waits):
    seen = found(BOTH, STOOD, [pair("w1 w2", "f1")], told=(), **more)
    assert [(row.worker, row.family) for row in seen.rows] == waits
    assert {row.rule for row in seen.rows} == ({PERHAPS} if waits else set())
    assert late(ROWS, STOOD, JOINED, told=()) == []


def test_two_untold_pairs_that_a_double_would_make_one_stay_two_and_somebody_looks():
    rows = (link("w1", "f1"), link("w2", "f2"))
    sure = [double("w1", "w2", DoubleStanding.SURE, Side.WORKER)]
    for before in (STOOD, []):
        seen = found(rows, before, [pair("w1 w2", "f1 f2")], told=(), doubles=sure)
        assert seen.rows == (MatchRow("w2", "f1", 0, MatchStanding.REVIEW, (), PERHAPS),)
        apart = {(two.first, two.second) for two in seen.apart}
        assert apart == {("w1", "w2"), ("f1", "f2")}


def test_who_is_in_the_pair_stays_however_little_speaks_for_them():
    assert late(ROWS, JOINED, JOINED) == []


@pytest.mark.parametrize(
    ("standing", "waits"),
    [
        (DoubleStanding.SURE, [("w1", "f2")]),
        (DoubleStanding.MERGED, []),
        (DoubleStanding.REVIEW, [("w1", "f2")]),
        (DoubleStanding.APART, [("w1", "f2")]),
    ],
)
def test_whom_staff_call_the_same_person_as_one_of_it_comes_with_them(standing, waits):
    assert late(ROWS, STOOD, JOINED, doubles=[double("f1", "f2", standing)]) == waits


def test_a_worker_who_shares_a_family_waits_as_a_family_does():
    rows = (link("w1", "f1"), link("w2", "f1"))
    assert late(rows, STOOD, [pair("w1 w2", "f1")]) == [("w2", "f1")]


def test_what_speaks_for_somebody_elsewhere_does_not_speak_for_them_here():
    rows = (ROWS[0], ROWS[1], link("w9", "f2", NAME, NUMBER))
    wanted = [*JOINED, pair("w9", "f2", "p-9")]
    assert late(rows, STOOD, wanted) == [("w1", "f2")]


def test_of_two_published_pairs_each_stays_whole():
    rows = (link("w1", "f1"), link("w2", "f2"), link("w2", "f1"))
    before = [pair("w1", "f1"), pair("w2", "f2", "p-2")]
    assert late(rows, before, [pair("w1 w2", "f1 f2")]) == [("w2", "f1")]


def test_who_vouches_for_one_that_is_vouched_for_brings_both():
    rows = (ROWS[0], link("w2", "f1", NAME, NUMBER), link("w2", "f2", NAME, NUMBER), link("w1", "f2"))
    assert late(rows, STOOD, [pair("w1 w2", "f1 f2")]) == []


def test_the_place_of_a_pair_that_came_apart_is_not_taken_by_a_name():
    assert late((link("w1", "f9"),), [], [pair("w1", "f9")]) == [("w1", "f9")]
    assert late((link("w1", "f9", NAME, NUMBER),), [], [pair("w1", "f9")]) == []


def test_what_waits_says_why_and_keeps_what_speaks_for_it():
    assert waiting(ROWS[1]) == replace(ROWS[1], standing=MatchStanding.REVIEW, rule=WAITS)
