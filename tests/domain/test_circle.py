"""A circle says the same however its people came: at once or one by one, with corrections and withdrawals."""

from dataclasses import replace
from random import Random

import pytest

from reunion.domain.circle import MANY, Circle, Known, known_of, town_names
from reunion.domain.codes import make_code
from reunion.domain.people import Registration
from reunion.domain.places import Home
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.crowds import crowd, mistaken, strangers
from tests.actions.scenes import HOME, family, worker

LINKED = MatchStanding.LINKED


def known(*people: Registration, home: Home = HOME) -> list[Known]:
    return [known_of(person, town_names(home)) for person in people]


def everybody(circle: Circle) -> list[MatchRow]:
    return circle.ask(circle.families())


def filled(*people: Registration, home: Home = HOME) -> Circle:
    circle = Circle()
    circle.fill(known(*people, home=home))
    return circle


def by_steps(home: Home, people: list[Registration], rng: Random) -> tuple[Circle, dict[str, list[MatchRow]]]:
    """Everybody one by one, some wrong at first, some only for a while; what was answered last for each family."""
    circle, answers = Circle(), dict[str, list[MatchRow]]()
    wrong = [mistaken(one, rng) for one in rng.sample(people, len(people) // 5)]
    guests = strangers(people, rng)
    begin = [*wrong, *people, *guests]
    rng.shuffle(begin)
    steps = [(known(one, home=home), ()) for one in begin]
    steps += [(known(one, home=home), ()) for one in people if any(one.id == bad.id for bad in wrong)]
    steps += [([], [guest.id]) for guest in guests]
    for there, gone in steps:
        touched = circle.change(there, gone)
        rows = circle.ask(touched)
        answers |= {id_: [row for row in rows if row.family == id_] for id_ in touched}
        for id_ in gone:
            answers.pop(id_, None)
    return circle, answers


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_comes_one_by_one_is_known_as_if_all_had_come_at_once(seed: int) -> None:
    home, people = crowd(seed, 40)
    circle, _ = by_steps(home, people, Random(seed))
    assert everybody(circle) == everybody(filled(*people, home=home))


@pytest.mark.parametrize("seed", [1, 2])
def test_asking_only_the_touched_decides_as_asking_everybody(seed: int) -> None:
    """The score may lag by what a few more people change in how common a name is; here the decision does not."""
    home, people = crowd(seed, 40)
    _, answers = by_steps(home, people, Random(seed))
    at_once = everybody(filled(*people, home=home))
    decided = {(row.worker, row.family, row.standing) for rows in answers.values() for row in rows}
    assert decided == {(row.worker, row.family, row.standing) for row in at_once}


def test_the_order_of_coming_leaves_no_trace() -> None:
    home, people = crowd(3, 30)
    assert everybody(filled(*people, home=home)) == everybody(filled(*people[::-1], home=home))


def test_who_left_leaves_no_trace() -> None:
    wei, fang = worker("w1", "张伟", "李芳", "母亲"), family("f1", "李芳", "张伟", "儿子")
    circle = filled(wei, fang)
    assert [row.standing for row in everybody(circle)] == [LINKED]
    assert circle.change([], ["w1"]) == ["f1"]
    assert everybody(circle) == []
    assert circle.change([], ["f1"]) == []
    assert (len(circle), circle.families()) == (0, [])
    assert vars(circle)["_typed"] == vars(circle)["_owners"] == {}


def test_a_worker_who_types_the_code_of_a_family_is_found_until_the_code_goes() -> None:
    code = make_code(3)
    fang = family("f1", "李芳", "张伟", "儿子", invite_code=code)
    one = worker("w1", "张伟", village="双桥", invite_code=make_code(1))
    other = worker("w2", "张伟", village="正子", invite_code=make_code(2))
    circle = filled(fang, one, other)
    assert LINKED not in [row.standing for row in everybody(circle)]
    assert "f1" in circle.change(known(replace(one, code_given=code)))
    assert [row.worker for row in everybody(circle) if row.standing is LINKED] == ["w1"]
    assert "f1" in circle.change(known(one))
    assert LINKED not in [row.standing for row in everybody(circle)]


def test_when_many_come_at_once_everybody_is_asked() -> None:
    circle = filled(family("f1", "王五"))
    assert circle.change(known(*(worker(f"w{at}", "赵六") for at in range(MANY + 1)))) == ["f1"]


def test_who_is_not_known_has_nobody() -> None:
    assert Circle().ask(["f1"]) == []
    assert Circle().change([], ["f1"]) == []
