from dataclasses import replace

import pytest

from reunion.actions.ports import Unreached
from reunion.domain.instants import DAY, HOUR, Instant
from reunion.domain.people import Side
from reunion.domain.plans import PlanVersion, Slot
from reunion.domain.rundown import Phase
from reunion.web.attention import Office, Showing, attention, showing, way
from tests.actions.gala import START, head, rundown
from tests.actions.scenes import GATHERING

QUIET = {"workers": 3, "families": 3, "linked": 3, "review": 0, "unconsented": 0, "pairs": 3}
SLOT = Slot("p-1", "gala", START, Instant(START + 60_000), START)


def plan(**more):
    return PlanVersion(1, START, "a", (SLOT,), (), published=True, **more)


def office(**more):
    return replace(Office(GATHERING, QUIET, plan(), True, ()), **more)


def said(told):
    return [step.words for step in attention(told, str)]


def test_an_office_where_all_is_well_is_told_nothing():
    assert said(office()) == []
    assert way(office(), str) == []


@pytest.mark.parametrize(
    ("more", "words", "path"),
    [
        ({"counts": QUIET | {"review": 4}}, "Uncertain links: 4.", "links"),
        (
            {"counts": QUIET | {"unconsented": 2}},
            "2 people have not agreed to be on air.",
            "registrations?consent=missing",
        ),
        ({"refused": 12}, "Rows of the newest roster that could not be taken: 12.", "import"),
        ({"plan": replace(plan(), published=False)}, "The newest plan is not published.", "rundown"),
        (
            {"missing": 1},
            "Pairs without a slot: 1.",
            "rundown#unplaced",
        ),
    ],
)
def test_what_waits_is_said_with_its_number_and_one_click(more, words, path):
    (step,) = attention(office(**more), str)
    assert (step.words, step.href) == (words, f"/staff/dongxing/{path}")


def test_what_must_be_on_air_and_has_no_slot_comes_first():
    first, *rest = attention(office(missing=2, urgent=1, counts=QUIET | {"review": 1}), str)
    assert (first.words, first.urgent) == ("Pairs that must be on air and have no slot: 1.", True)
    assert "Pairs without a slot: 1." in [step.words for step in rest]


def test_the_evening_of_today_says_who_is_still_to_be_asked():
    show = rundown(slots=2).show
    unreached = [Unreached(f"it-{n}", side, Instant(START - HOUR)) for n in (1, 2) for side in Side][:3]
    seen = showing(head(run="r1"), show, unreached, Instant(START - HOUR), "Asia/Shanghai")
    assert (seen.today, seen.slots, seen.unconfirmed) == (True, 2, 2)
    assert said(office(shows=(seen,))) == [
        f"Sides of “{seen.head.title}” that no message reached and that nobody heard from since: 3. Ring them.",
        f"“{seen.head.title}” is today. Slots: 2, without a yes of both sides: 2.",
    ]
    sure = replace(seen, unconfirmed=0, unreached=0)
    assert said(office(shows=(sure,))) == [
        f"“{seen.head.title}” is today, and everybody has said yes. Slots: 2."
    ]


def test_for_another_evening_the_call_sheet_says_whom_to_ring():
    show = rundown(slots=2).show
    seen = showing(head(run="r1"), show, (), Instant(START - 2 * DAY), "Asia/Shanghai")
    assert not seen.today
    (step,) = attention(office(shows=(seen,)), str)
    assert (step.words, step.button, step.href) == (
        f"Slots of “{seen.head.title}” without a yes of both sides: 2.",
        *("Call sheet", "/staff/dongxing/callsheet"),
    )


def test_a_slot_whose_pair_came_apart_is_no_missing_consent():
    show = replace(rundown(slots=2).show, barred=frozenset({"it-1", "it-2"}))
    seen = showing(
        head(run="r1"), show, (), Instant(START - 2 * DAY), "Asia/Shanghai", {"p-1", "p-elsewhere"}
    )
    assert (seen.apart, seen.barred) == (1, 1)
    first, *_ = attention(office(shows=(seen,)), str)
    assert (first.words, first.href, first.urgent) == (
        f"Slots of “{seen.head.title}” whose two sides do not belong together any more: 1.",
        *("/staff/dongxing/rundown", True),
    )


def test_an_evening_that_is_over_needs_nobody():
    over = Showing(
        head(run="r1"), Phase.ENDED, slots=5, barred=1, unconfirmed=2, unreached=3, today=True, apart=1
    )
    assert said(office(shows=(over,))) == []


def test_the_way_goes_from_nothing_to_the_first_published_plan():
    empty = office(counts=dict.fromkeys(QUIET, 0), plan=None, published=False)
    assert [stage.done for stage in way(empty, str)[1:]] == [False] * 6
    nearly = office(published=False, shows=(Showing(head()),))
    assert [stage.title for stage in way(nearly, str) if not stage.done and stage.title != "Describe it"] == [
        "Publish"
    ]


def test_links_that_were_settled_while_the_page_was_made_are_no_number_below_zero():
    told = said(office(counts=QUIET | {"review": 1}, late=2))
    assert told == ["Found for pairs that have their time already, by name alone: 2."]
