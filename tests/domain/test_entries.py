import json

import pytest

from reunion.domain import entries as did
from reunion.domain.calls import Call
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Why

AT = Instant(1_801_828_800_000)
EVERY = [
    did.Started(AT),
    did.Ended(AT),
    did.Taken(AT, "it-2", "it-1"),
    did.Taken(AT, "it-1", None),
    did.Held(AT),
    did.Resumed(AT),
    did.Extended(AT, "it-1", -15),
    did.StoodBy(AT, "it-1"),
    did.Skipped(AT, "it-1", "why-4"),
    did.Missed(AT, "it-1"),
    did.Recalled(AT, "it-1", None),
    did.Moved(AT, "it-1", "it-2"),
    did.Inserted(AT, "it-r9", 60, None),
    did.Arranged(AT, ("it-2", "it-1"), ("it-3",), (("it-4", -30),), "it-r9", 60),
    did.Marked(AT, "it-1", Side.WORKER, Ready.CHECKED),
    did.Marked(AT, "it-1", Side.FAMILY, Ready.LOST, Origin.LINE),
    did.Called(AT, "it-1", Call.TEN, Instant(AT + 600_000)),
    did.Called(AT, "it-1", Call.TEN, Instant(AT + 600_000), (Side.FAMILY,)),
    did.Marked(AT, "it-1", Side.FAMILY, Ready.INVITED, Origin.PAIR),
    did.Promised(AT, Why.LONGER, (("it-1", AT), ("it-2", Instant(AT + 60_000)))),
    did.Agreed(AT, "it-1", True),
    did.Noted(AT, "it-1", "note-3"),
    did.HandedOver(AT, "hand-4"),
    did.Barred(AT, "it-1", True),
    did.Undone(AT, 4),
]


@pytest.mark.parametrize("entry", EVERY)
def test_an_entry_comes_back_from_its_record(entry: did.Entry) -> None:
    record = json.loads(json.dumps(did.to_record(entry)))

    assert record["kind"] == entry.kind
    assert did.from_record(record) == entry


def test_every_kind_of_entry_is_tried() -> None:
    assert {type(entry) for entry in EVERY} == set(did.Entry.__args__)


def test_a_mark_of_an_older_version_was_the_crews() -> None:
    record = {"kind": "marked", "at": AT, "item": "it-1", "side": "worker", "state": "checked"}
    assert did.from_record(record) == did.Marked(AT, "it-1", Side.WORKER, Ready.CHECKED, Origin.CREW)


def test_a_call_of_an_older_version_was_heard_by_both_sides() -> None:
    record = {"kind": "called", "at": AT, "item": "it-1", "call": "ten", "start": AT}
    assert did.from_record(record) == did.Called(AT, "it-1", Call.TEN, AT, (Side.WORKER, Side.FAMILY))


def test_a_field_of_a_newer_version_is_not_swallowed() -> None:
    with pytest.raises(ValueError, match="unknown fields"):
        did.from_record({"kind": "held", "at": 1, "colour": "red"})
    with pytest.raises(KeyError):
        did.from_record({"kind": "exploded", "at": 1})
