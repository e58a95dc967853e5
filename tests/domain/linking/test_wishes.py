from reunion.domain.linking.clean import Worker
from reunion.domain.linking.decide import Judged
from reunion.domain.linking.keys import name_of
from reunion.domain.linking.rows import Decision
from reunion.domain.linking.score import Scored
from reunion.domain.linking.weights import SHIPPED
from reunion.domain.linking.wishes import answer, by_number_alone, hear, keep_to_their_names

from .rows import worker


def scored(key: str, name: str = "equal") -> Scored:
    return Scored(Worker(worker(id=key)), [], name, code="", phone="", place="")


def judged(key: str, decision: Decision | None, probability: float) -> Judged:
    return Judged(scored(key), 0.0, probability, decision)


def test_a_worker_answers_to_the_name_that_fits_best():
    first, second = name_of("陈大明"), name_of("陈大朋")
    wishes = {first: [scored("W1"), scored("W2", "one-off")], second: [scored("W1", "one-off"), scored("W2")]}
    keep_to_their_names(wishes)
    assert {name: [one.worker.id for one in found] for name, found in wishes.items()} == {
        first: ["W1"],
        second: ["W2"],
        None: [],
    }


def test_a_worker_whom_no_name_fits_stands_apart():
    first, second = name_of("陈大明"), name_of("陈大朋")
    wishes = {first: [scored("W1"), scored("W3", "different")], second: [scored("W3", "surname-only")]}
    keep_to_their_names(wishes)
    assert {name: [one.worker.id for one in found] for name, found in wishes.items()} == {
        first: ["W1"],
        second: [],
        None: ["W3"],
    }


def test_a_second_number_is_of_somebody_whose_name_was_left_out():
    named, mate = scored("W1"), scored("W2", "one-off")
    named.phone = "same"
    mate.name = "surname-only"
    mate.worker.phones = ("13800130002",)
    wishes = {name_of("陈大明"): [named, mate]}
    assert by_number_alone(wishes, ("13800130001", "13800130002")) == [mate.worker]
    assert [one.worker.id for one in wishes[name_of("陈大明")]] == ["W1"]
    assert by_number_alone(wishes, ("13800130001", "13800130009")) == []
    named.phone = ""
    assert by_number_alone({name_of("陈大明"): [named, mate]}, ("13800130002",)) == []


def test_a_relative_with_a_number_in_common_speaks_for_one_only():
    one, other = scored("W1"), scored("W2")
    hear([one, other], {"W1": SHIPPED.relative_phone}, SHIPPED)
    assert (one.stranger, one.mate, other.stranger) == (SHIPPED.relative_phone, SHIPPED.relative_phone, 0.0)


def test_a_relative_from_the_same_place_speaks_for_everybody_of_that_name():
    found = [scored("W1"), scored("W2"), scored("W3", "one-off")]
    hear(found, {"W1": SHIPPED.relative_town}, SHIPPED)
    told = [SHIPPED.relative_town, SHIPPED.relative_town, 0.0]
    assert [one.stranger for one in found] == told
    assert [one.namesake for one in found] == told


def test_the_answer_has_each_worker_once_and_three_to_review_at_most():
    found = [
        judged("W1", Decision.REVIEW, 0.6),
        judged("W1", Decision.LINKED, 0.99),
        judged("W2", None, 0.01),
        *(judged(f"W{at}", Decision.REVIEW, at / 20) for at in range(3, 8)),
    ]
    links = answer("F1", found, SHIPPED)
    assert [(one.worker_id, one.decision.value) for one in links] == [
        ("W1", "linked"),
        ("W7", "review"),
        ("W6", "review"),
        ("W5", "review"),
    ]
