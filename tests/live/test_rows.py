import json
from dataclasses import replace

from reunion.domain import commands
from reunion.domain.calls import Call, Made
from reunion.domain.cards import Card, rewritten
from reunion.domain.instants import later
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.timing import project
from reunion.live import rows
from reunion.live.cast import Cast
from reunion.live.recent import Step

from .staging import EIGHT, a_show, stored


def greeted(show, cast):
    return json.loads(rows.hello(show, project(show, EIGHT), cast, EIGHT))


def changed(entry, cast, now=EIGHT):
    return json.loads(rows.change(entry, project(entry.after, now), cast, now))


def begun(slots=3):
    show, cast = a_show(slots)
    return stored(show, commands.Start()).after, cast


def test_a_hello_has_everything():
    show, cast = a_show(1)

    assert greeted(show, cast) == {
        "type": "hello",
        "run": "r1",
        "revision": 0,
        "server_time": EIGHT,
        "show": {
            "id": "gala",
            "title": "为爱止步，四海为家",
            "state": "ready",
            "on_air": None,
            "standby": None,
            "held_since": None,
            "started": None,
            "ended": None,
            "planned_start": EIGHT,
            "planned_end": EIGHT + 420_000,
            "rundown_revision": 0,
            "undoable": None,
        },
        "items": [
            {
                "item": "it-1",
                "kind": "segment",
                "state": "planned",
                "seconds": 300,
                "planned": EIGHT,
                "earliest": 0,
                "started": None,
                "ended": None,
                "held_ms": 0,
                "notes": [],
                "title": "开场",
            },
            {
                "item": "it-2",
                "kind": "slot",
                "state": "planned",
                "seconds": 120,
                "planned": EIGHT + 300_000,
                "earliest": 0,
                "started": None,
                "ended": None,
                "held_ms": 0,
                "notes": [],
                "title": "",
                "pair": "pr-1",
                "ready": ["invited", "invited"],
                "readiness": "invited",
                "barred": False,
            },
        ],
        "order": ["it-1", "it-2"],
        "people": {
            "it-2": {
                "worker": a_side("张晓明", "温岭"),
                "family": a_side("李秀英", "田家镇"),
                "version": 0,
            }
        },
        "back": [[0, 0]],
        "log": [],
        "handover": None,
        "drift": [[0, 0]],
        "over_under": 0,
        "planned_end": EIGHT + 420_000,
        "projected_end": EIGHT + 420_000,
    }


def a_side(name, town):
    return {
        "name": name,
        "pinyin": "",
        "place": f"{town} 人民路 12 号",
        "relation": "母亲",
        "township": "田家镇",
        "persons": 1,
        "years_away": None,
        "dialect": "",
        "story": "三年没回家了",
        "message": "妈妈新年好",
    }


def test_a_hello_says_what_was_done_last_as_the_changes_said_it():
    show, cast = begun()
    take = stored(show, commands.Take(None), later(EIGHT, seconds=9))
    cast = replace(cast, recent=[Step(take.after.revision, take.by, take.entry)])

    (step,) = greeted(take.after, cast)["log"]

    said = changed(take, cast)
    assert step == {key: said[key] for key in ("revision", "by", "at", "entry")}


def test_a_take_changes_two_rows_and_no_order():
    show, cast = begun()
    show = stored(show, commands.Take(None)).after

    change = changed(stored(show, commands.Take("it-1"), later(EIGHT, seconds=9)), cast)

    assert [row["item"] for row in change["items"]] == ["it-1", "it-2"]
    assert (change["revision"], change["by"], change["at"]) == (3, "王主持", EIGHT + 9000)
    assert change["entry"] == {"kind": "taken", "at": EIGHT + 9000, "item": "it-2", "left": "it-1"}
    assert change["show"]["on_air"] == "it-2"
    assert change.keys() & {"order", "people"} == set()


def test_a_readiness_mark_changes_one_row():
    show, cast = begun()

    change = changed(stored(show, commands.MarkReady("it-2", Side.WORKER, Ready.CHECKED)), cast)

    assert [(row["item"], row["ready"], row["readiness"]) for row in change["items"]] == [
        ("it-2", ["checked", "invited"], "invited")
    ]


def test_a_note_and_a_bar_change_one_row_each():
    show, cast = begun()
    cast = Cast(cast.title, cast.cards, {"note-2": "声音小"})

    noted = stored(show, commands.Note("it-2", "声音小"))
    barred = stored(noted.after, commands.Bar("it-3", barred=True))

    (row,) = changed(noted, cast)["items"]
    assert (row["item"], row["notes"], row["note_ids"]) == ("it-2", ["声音小"], ["note-2"])
    assert [(row["item"], row["barred"]) for row in changed(barred, cast)["items"]] == [("it-3", True)]


def test_a_remark_whose_words_went_with_who_withdrew_is_none():
    show, cast = begun()
    noted = stored(stored(show, commands.Note("it-2", "耳背")).after, commands.Note("it-2", "声音小"))
    cast = Cast(cast.title, cast.cards, {"note-3": "声音小"})
    (row,) = changed(noted, cast)["items"]
    assert (row["notes"], row["note_ids"]) == (["声音小"], ["note-3"])
    row = greeted(noted.after, Cast(cast.title, cast.cards))["items"][1]
    assert (row["notes"], "note_ids" in row) == ([], False)


def test_the_hand_over_note_comes_with_the_hello_and_with_the_change_that_is_about_it():
    show, cast = begun()
    cast = Cast(cast.title, cast.cards, {"hand-2": "换二号机"}, authors={"hand-2": "林导"})

    handed = stored(show, commands.HandOver("换二号机"))
    noted = stored(handed.after, commands.Note("it-2", "慢"))
    taken_away = stored(noted.after, commands.HandOver(""))

    note = {"text": "换二号机", "by": "林导", "at": EIGHT}
    assert (greeted(noted.after, cast)["handover"], changed(handed, cast)["handover"]) == (note, note)
    assert "handover" not in changed(noted, cast)
    assert changed(taken_away, cast)["handover"] is None


def test_a_move_sends_the_order():
    show, cast = begun()

    change = changed(stored(show, commands.Move("it-4", "it-2", 0)), cast)

    assert change["order"] == ["it-1", "it-4", "it-2", "it-3"]
    assert change["show"]["rundown_revision"] == 2


def test_an_inserted_segment_comes_with_its_title_and_undoing_it_takes_it_out_of_the_order():
    show, cast = begun()
    cast = Cast(cast.title, cast.cards, {"it-r2": "歌曲"})

    inserted = stored(show, commands.Insert("歌曲", 180, "it-2"))
    undone = stored(inserted.after, commands.Undo(2))

    change = changed(inserted, cast)
    assert [(row["item"], row["title"]) for row in change["items"]] == [("it-r2", "歌曲")]
    assert change["order"] == ["it-1", "it-r2", "it-2", "it-3", "it-4"]
    assert changed(undone, cast)["order"] == ["it-1", "it-2", "it-3", "it-4"]


def test_a_side_that_is_not_known_yet_is_null():
    show, cast = a_show(1)

    people = greeted(show, Cast(cast.title, {"it-2": Card(worker=None, family=cast.cards["it-2"].family)}))[
        "people"
    ]

    assert people == {"it-2": {"worker": None, "family": a_side("李秀英", "田家镇"), "version": 0}}


def test_the_changes_of_a_show_make_the_same_as_a_fresh_hello():
    show, cast = begun()
    held = greeted(show, cast)
    script = [
        commands.Take(None),
        commands.MarkReady("it-2", Side.FAMILY, Ready.READY),
        commands.Take("it-1"),
        commands.Extend("it-2", 60),
        commands.Move("it-4", "it-3", 0),
        commands.Insert("歌曲", 180, None),
        commands.Skip("it-3"),
        commands.Recall("it-3", None),
        commands.Hold(),
        commands.Resume(),
        commands.Undo(11),
        commands.End(),
    ]
    for command in script:
        entry = stored(show, command)
        held = merged(held, changed(entry, cast))
        show = entry.after

    assert held == greeted(show, cast)


def merged(held, change):
    """What a desk does with a change."""
    held_rows = {row["item"]: row for row in held["items"]} | {row["item"]: row for row in change["items"]}
    order = change.get("order", held["order"])
    news = {
        key: change[key]
        for key in ("revision", "show", "back", "drift", "over_under", "planned_end", "projected_end")
    }
    return held | news | {"order": order, "items": [held_rows[key] for key in order]}


def test_a_segment_says_what_may_be_done_when_the_show_runs_late():
    show, cast = a_show(1)
    plain = greeted(show, cast)["items"][0]
    song = replace(cast, cards={**cast.cards, "it-1": Card("歌", shortest_s=60, optional=True)})
    row = greeted(show, song)["items"][0]

    assert "shortest" not in plain
    assert "optional" not in plain
    assert (row["shortest"], row["optional"]) == (60, True)


def test_what_is_offered_for_a_card_names_only_what_would_change():
    show, cast = a_show(1)
    card = cast.cards["it-2"]
    assert card.worker is not None
    other = replace(card.worker, message="想你", years_away=3)
    offered = rewritten(card, (other, card.family), read=True, by="周导")

    people = greeted(show, Cast(cast.title, {"it-2": offered}))["people"]["it-2"]
    assert (people["version"], people["worker"]["message"]) == (1, card.worker.message)
    assert people["offer"] == {"by": "周导", "worker": {"message": "想你", "years_away": 3}, "family": {}}


def test_only_the_silence_of_who_was_called_counts():
    show, cast = begun()
    (key, *_) = (item.id for item in show.items.values() if item.pair)
    called = replace(show, calls={key: (Made(Call.HOUR, EIGHT, EIGHT, (Side.WORKER,)),)})
    (row,) = (row for row in greeted(called, cast)["items"] if row["item"] == key)
    silent = [[one is not None for one in row[level]] for level in ("amber", "red")]
    assert silent == [[True, False], [True, False]]


def test_nobodys_silence_counts_in_a_slot_that_may_not_be_aired():
    show, cast = begun()
    (key, *_) = (item.id for item in show.items.values() if item.pair)
    called = replace(show, calls={key: (Made(Call.HOUR, EIGHT, later(EIGHT, seconds=3600)),)})
    shown = [
        next(row for row in greeted(one, cast)["items"] if row["item"] == key)
        for one in (called, replace(called, barred=frozenset({key})))
    ]
    assert ["amber" in row for row in shown] == [True, False]
