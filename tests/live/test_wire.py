import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain import commands
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.live.wire import Asked, Malformed, Suggest, asked

COMMANDS = [
    ({"do": "start"}, commands.Start()),
    ({"do": "end"}, commands.End()),
    ({"do": "take", "leaving": None}, commands.Take(None)),
    ({"do": "take", "leaving": "it-7", "to": "it-9"}, commands.Take("it-7", "it-9")),
    ({"do": "hold"}, commands.Hold()),
    ({"do": "resume"}, commands.Resume()),
    ({"do": "extend", "item": "it-7", "seconds": -30}, commands.Extend("it-7", -30)),
    ({"do": "standby", "item": "it-7"}, commands.Standby("it-7")),
    ({"do": "standby", "item": "it-7", "reason": "先来"}, commands.Standby("it-7")),
    ({"do": "skip", "item": "it-7"}, commands.Skip("it-7")),
    ({"do": "skip", "item": "it-7", "reason": "断线"}, commands.Skip("it-7", "断线")),
    ({"do": "no_show", "item": "it-7", "reason": ""}, commands.NoShow("it-7")),
    ({"do": "recall", "item": "it-7"}, commands.Recall("it-7")),
    ({"do": "recall", "item": "it-7", "before": "it-9", "reason": "来了"}, commands.Recall("it-7", "it-9")),
    ({"do": "move", "item": "it-7", "before": None, "rundown_revision": 3}, commands.Move("it-7", None, 3)),
    ({"do": "arrange", "rundown_revision": 3}, commands.Arrange(3)),
    (
        {
            "do": "arrange",
            "rundown_revision": 3,
            "order": ["it-9", "it-8"],
            "parked": ["it-4"],
            "lengths": [["it-20", -60]],
            "filler": "短片",
            "filler_s": 60,
        },
        commands.Arrange(3, ("it-9", "it-8"), ("it-4",), (("it-20", -60),), "短片", 60),
    ),
    (
        {"do": "insert", "segment": {"title": "歌曲", "seconds": 180}, "before": "it-9"},
        commands.Insert("歌曲", 180, "it-9"),
    ),
    (
        {"do": "ready", "item": "it-7", "side": "family", "state": "checked"},
        commands.MarkReady("it-7", Side.FAMILY, Ready.CHECKED),
    ),
    ({"do": "note", "item": "it-7", "text": "声音小"}, commands.Note("it-7", "声音小")),
    (
        {"do": "note", "item": "it-7", "text": "", "instead": "note-4"},
        commands.Note("it-7", "", "note-4"),
    ),
    ({"do": "auto", "seconds": 30}, wire.Auto(30)),
    ({"do": "veto"}, wire.Veto()),
    ({"do": "agree", "item": "it-4", "agreed": True}, commands.Agree("it-4", True)),
    ({"do": "hand_over", "text": "换二号机"}, commands.HandOver("换二号机")),
    ({"do": "undo", "revision": 41}, commands.Undo(41)),
    ({"do": "suggest"}, Suggest()),
    ({"do": "edit", "item": "it-7"}, wire.Edit("it-7")),
]


def sent(**fields):
    return json.dumps({"type": "do", "id": "c-1", **fields}, ensure_ascii=False)


def fault(text):
    with pytest.raises(Malformed) as refused:
        asked(text)
    return refused.value.id, refused.value.field


@pytest.mark.parametrize(("fields", "command"), COMMANDS)
def test_every_do_becomes_its_command(fields, command):
    assert asked(sent(**fields)) == Asked("c-1", fields["do"], command)


def test_every_do_of_the_protocol_is_read_here():
    assert {fields["do"] for fields, _ in COMMANDS} == set(wire.DOES)


def test_what_is_stored_may_name_the_run_it_is_meant_for():
    assert asked(sent(do="skip", item="it-7", run="r1")) == Asked("c-1", "skip", commands.Skip("it-7"), "r1")
    assert asked(sent(do="start", run="r1")).run == "r1"


def test_a_bar_is_no_command_of_a_desk():
    assert fault(sent(do="bar", item="it-7", barred=True)) == ("c-1", "do")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "message")),
        ("[]", ("", "message")),
        ("null", ("", "message")),
        ('{"type":"do"', ("", "message")),
        ('{"type":"do","id":"c-1","do":"start","n":NaN}', ("", "message")),
        ('{"type":"do","id":"c-1","id":"c-2","do":"start"}', ("", "message")),
        ("[" * 100_000, ("", "message")),
        ('{"a":' + "9" * 5000 + "}", ("", "message")),
        ('{"id":"c-1","do":"start"}', ("c-1", "type")),
        ('{"type":"did","id":"c-1","do":"start"}', ("c-1", "type")),
        ('{"type":"do","do":"start"}', ("", "id")),
        ('{"type":"do","id":"","do":"start"}', ("", "id")),
        ('{"type":"do","id":7,"do":"start"}', ("", "id")),
        ('{"type":"do","id":"a\\u0000","do":"start"}', ("", "id")),
        ('{"type":"do","id":"\\ud800","do":"start"}', ("", "id")),
        ('{"type":"do","id":"%s","do":"start"}' % ("x" * 65), ("", "id")),
        ('{"type":"do","id":"c-1"}', ("c-1", "do")),
        ('{"type":"do","id":"c-1","do":["start"]}', ("c-1", "do")),
    ],
)
def test_what_is_not_a_message_of_the_protocol_is_refused_and_keeps_its_id_where_it_has_one(text, expected):
    assert fault(text) == expected


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"do": "start", "now": True}, "now"),
        ({"do": "take"}, "leaving"),
        ({"do": "take", "leaving": 7}, "leaving"),
        ({"do": "take", "leaving": None, "to": None}, "to"),
        ({"do": "extend", "item": "it-7", "seconds": True}, "seconds"),
        ({"do": "extend", "item": "it-7", "seconds": 1.5}, "seconds"),
        ({"do": "extend", "item": "it-7", "seconds": 14_401}, "seconds"),
        ({"do": "undo", "revision": -1}, "revision"),
        ({"do": "undo", "revision": 2**53}, "revision"),
        ({"do": "insert", "segment": {"title": "x"}, "before": None}, "segment"),
        ({"do": "insert", "segment": {"title": "x", "seconds": 0}, "before": None}, "segment"),
        ({"do": "insert", "segment": {"title": "x", "seconds": 9, "a": 1}, "before": None}, "segment"),
        ({"do": "insert", "segment": "x", "before": None}, "segment"),
        ({"do": "ready", "item": "it-7", "side": "both", "state": "ready"}, "side"),
        ({"do": "ready", "item": "it-7", "side": [], "state": "ready"}, "side"),
        ({"do": "note", "item": "it-7"}, "text"),
        ({"do": "note", "item": "it-7", "text": "", "instead": ""}, "instead"),
        ({"do": "skip", "item": "it-7", "run": ""}, "run"),
        ({"do": "skip", "item": "it-7", "run": None}, "run"),
        ({"do": "edit", "item": "it-7", "run": "r1"}, "run"),
        ({"do": "skip", "item": "it-7", "until": None}, "until"),
        ({"do": "skip", "item": "it-7", "until": -1}, "until"),
        ({"do": "veto", "until": 1}, "until"),
        ({"do": "note", "item": "it-7", "text": "字" * 301}, "text"),
        ({"do": "note", "item": "it-7", "text": "a\x00"}, "text"),
        ({"do": "skip", "item": "it-7", "reason": "字" * 101}, "reason"),
        ({"do": "skip", "item": ""}, "item"),
        ({"do": "start", "\x00<b>": 1}, "<b>"),
    ],
)
def test_an_unknown_missing_or_wrong_field_is_refused_by_name(fields, field):
    assert fault(sent(**fields)) == ("c-1", field)


def test_half_a_character_is_refused():
    assert fault('{"type":"do","id":"c-1","do":"note","item":"a","text":"\\ud800"}') == ("c-1", "text")


def test_rare_characters_are_taken():
    assert asked(sent(do="note", item="it-7", text="𬭚𰻞")).command == commands.Note("it-7", "𬭚𰻞")


NAMES = (
    "type",
    "id",
    "do",
    "item",
    "to",
    "leaving",
    "before",
    "seconds",
    "segment",
    "text",
    "side",
    "state",
    "x",
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.sampled_from(["do", *wire.DOES, "it-7", "worker", "ready", 5]) | json_values
            for name in NAMES
        },
    )
)
def test_any_json_is_either_a_command_or_refused_as_malformed(message):
    with suppress(Malformed):
        assert asked(json.dumps(message)).do in wire.DOES


@given(st.text(max_size=50))
def test_any_text_is_either_a_command_or_refused_as_malformed(text):
    with pytest.raises(Malformed):
        asked(text)


def test_answers_are_compact_and_equal_for_equal_contents():
    assert wire.done("c-1", 43) == b'{"type":"done","id":"c-1","revision":43}'
    assert (
        wire.refused("c-1", Refused("already-taken", by="王主持"), 43)
        == '{"type":"refused","id":"c-1","code":"already-taken","revision":43,"by":"王主持"}'.encode()
    )
    assert (
        wire.refused("", Malformed("seconds"), 43)
        == b'{"type":"refused","id":"","code":"malformed","revision":43,"field":"seconds"}'
    )


def test_who_writes_on_no_card_says_null():
    assert asked(sent(do="edit", item=None)).command == wire.Edit(None)
    assert fault(sent(do="edit")) == ("c-1", "item")


def test_whoever_writes_hears_who_was_at_it_before_if_anybody_was():
    assert json.loads(wire.editing("c-1", "it-7", "林导")) == {
        "type": "editing", "id": "c-1", "item": "it-7", "by": "林导"
    }  # fmt: skip
    assert json.loads(wire.editing("c-1", None, "")) == {"type": "editing", "id": "c-1", "item": None}


def test_a_button_may_leave_out_what_it_cannot_know():
    def pressed(**message):
        asked = wire.pressed(json.dumps(message), "made-1", "it-7")
        return asked.id, asked.command

    assert pressed(do="take") == ("made-1", commands.Take(None, seen=False))
    assert pressed(do="take", to="it-9", id="k") == ("k", commands.Take(None, "it-9", seen=False))
    assert pressed(do="take", leaving=None) == ("made-1", commands.Take(None))
    assert pressed(do="extend", seconds=30) == ("made-1", commands.Extend("it-7", 30))
    assert pressed(do="extend", seconds=30, item="it-8") == ("made-1", commands.Extend("it-8", 30))
    for wrong in ({"do": "edit", "item": None}, {"do": "auto", "seconds": 30}, {"do": "take", "type": "do"}):
        with pytest.raises(Malformed):
            pressed(**wrong)


def test_who_lets_proposals_take_themselves_says_after_how_long():
    assert asked(sent(do="auto", seconds=30)).command == wire.Auto(30)
    assert asked(sent(do="auto", seconds=None)).command == wire.Auto(None)
    assert [fault(sent(do="auto", seconds=s)) for s in (9, 301, "30")] == [("c-1", "seconds")] * 3
    assert asked(sent(do="veto")).command == wire.Veto()
    assert json.loads(wire.switched("c-1", None)) == {"type": "auto", "id": "c-1", "after": None}
    assert json.loads(wire.vetoed("c-1")) == {"type": "vetoed", "id": "c-1"}
