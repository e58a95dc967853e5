import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.planning import (
    Placed,
    Plan,
    Reason,
    Rules,
    Sentence,
    Try,
    Unreadable,
    WhyNot,
    instance_from,
    instance_to,
    plan_from,
    plan_to,
)
from tests.planner.instances import evening


@pytest.mark.parametrize("seed", range(5))
def test_an_instance_comes_back_equal(seed: int):
    instance = evening(seed)
    assert instance_from(json.loads(json.dumps(instance_to(instance)))) == instance


def test_the_directors_wishes_come_back_too():
    instance = replace(evening(1), rules=Rules(rhythm=6, published=True))
    assert instance_from(json.loads(json.dumps(instance_to(instance)))) == instance


def test_a_plan_comes_back_with_its_places_and_reasons():
    why = WhyNot(Reason.CAPACITY, Sentence("full, %(needed)d s", {"needed": 90}))
    plan = Plan({"R1": Placed("A", 60)}, {"R2": why})
    back = plan_from(json.loads(json.dumps(plan_to(plan))))
    assert back.assign == plan.assign
    assert {key: (one.reason, str(one.detail)) for key, one in back.unscheduled.items()} == {
        "R2": (Reason.CAPACITY, "full, 90 s")
    }


def test_a_reason_with_a_percent_sign_is_kept():
    data = {"assign": {}, "unscheduled": {"R1": {"reason": "CAPACITY", "detail": "100% full", "try": []}}}
    assert str(plan_from(data).unscheduled["R1"].detail) == "100% full"


def test_suggestions_stand_beside_the_reason():
    tries = (Try("shorter", Sentence("fits if cut to %(seconds)d s", {"seconds": 90}), 90),)
    plan = Plan({}, {"R1": WhyNot(Reason.CAPACITY, Sentence("full"), tries)})
    assert plan_to(plan)["unscheduled"]["R1"] == {
        "reason": "CAPACITY",
        "detail": "full",
        "try": ["fits if cut to 90 s"],
    }


def changed(**changes: Any) -> dict[str, Any]:
    data = instance_to(evening(1, pairs=3))
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = data
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "the file: an object"),
        ({}, '"format" must be'),
        (changed(pairs=3), '"pairs": a list'),
        (changed(pairs__0__duration=1.5), 'pairs, entry 1: "duration" must be a whole number'),
        (changed(pairs__0__duration=0), "of at least 1"),
        (changed(pairs__1__worker_windows=[[5, 5]]), "start before end"),
        (changed(pairs__1__id="R000"), 'the pair "R000" is there twice'),
        (changed(lanes__0__close=-1), '"open" must be before "close"'),
        (changed(pairs__0__lock={"lane": "Z"}), 'lane "Z", which does not exist'),
        (changed(pairs__0__needs=4), '"needs" must be a text'),
        (changed(pairs__0__persons="x"), '"persons" must be a list'),
        (changed(rules__buffer_s=True), '"buffer_s" must be a whole number'),
    ],
)
def test_a_mistake_is_named_with_its_place(data: object, says: str):
    with pytest.raises(Unreadable) as wrong:
        instance_from(data)
    assert says in str(wrong.value)


def test_a_plan_with_an_unknown_reason_is_refused():
    with pytest.raises(Unreadable, match="is not one of"):
        plan_from({"assign": {}, "unscheduled": {"R1": {"reason": "TIRED"}}})


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["format", "lanes", "pairs", "rules", "id", "assign", "lock"]), inner
        )
    ),
    max_leaves=8,
)


def complaint(read: Callable[[object], object], data: object) -> str:
    """What the reader says about the data: its sentence, or `fine`."""
    try:
        read(data)
    except Unreadable as wrong:
        return str(wrong)
    return "fine"


@given(ANY, ANY)
def test_any_json_is_read_or_refused_with_a_sentence(first: object, second: object):
    asked = {"format": "reunion-rundown/1", "lanes": [first], "pairs": [second]}
    assert all(complaint(read, data) for read in (instance_from, plan_from) for data in (first, asked))
