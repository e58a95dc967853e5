import json
from dataclasses import replace

from jsonschema import validate

from reunion.domain.instants import DAY, Instant
from reunion.exports.ontime import ontime, project_of
from reunion.exports.pages import Form

from .given import COVER, EVENING, HOSTILE, SHOW, SLOT, say

HALF_PAST_SEVEN = (19 * 60 + 30) * 60_000
MS = {"type": "integer", "minimum": 0, "maximum": DAY}
TEXT = {"type": "string"}
TRUTH = {"type": "boolean"}
EVENT = {
    "id": TEXT, "type": {"const": "event"}, "flag": TRUTH, "cue": TEXT, "title": TEXT, "note": TEXT,
    "endAction": {"enum": ["none", "load-next", "play-next"]},
    "timerType": {"enum": ["count-down", "count-up", "clock", "none"]},
    "countToEnd": TRUTH, "linkStart": TRUTH, "timeStrategy": {"enum": ["lock-duration", "lock-end"]},
    "timeStart": MS, "timeEnd": MS, "duration": MS, "skip": TRUTH, "colour": TEXT, "timeWarning": MS,
    "timeDanger": MS, "custom": {"type": "object", "additionalProperties": TEXT}, "triggers": {"type": "array"},
    "parent": {"type": "null"}, "revision": MS, "delay": MS, "dayOffset": MS, "gap": MS,
}  # fmt: skip
RUNDOWN = {
    "id": TEXT,
    "title": TEXT,
    "order": {"type": "array", "items": TEXT, "uniqueItems": True},
    "flatOrder": {"type": "array", "items": TEXT},
    "entries": {"type": "object", "additionalProperties": {
        "type": "object", "properties": EVENT, "required": [*EVENT], "additionalProperties": False}},
    "revision": MS,
}  # fmt: skip
PROJECT = {
    "type": "object",
    "required": [
        "rundowns",
        "project",
        "settings",
        "viewSettings",
        "urlPresets",
        "customFields",
        "automation",
    ],
    "properties": {
        "rundowns": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": RUNDOWN, "required": [*RUNDOWN]},
        },
        "settings": {
            "type": "object",
            "properties": {"app": {"const": "ontime"}, "version": {"pattern": r"^4\."}},
            "required": ["app", "version"],
        },
    },
}
"""The shape of a project of Ontime 4, as its types describe it."""


def test_a_project_has_the_shape_that_ontime_reads():
    project = project_of([SHOW, replace(SHOW, show="s2", title="第二场")], COVER, say)
    validate(project, PROJECT)
    assert {key: rundown["title"] for key, rundown in project["rundowns"].items()} == {
        "s1": "第一场",
        "s2": "第二场",
    }


def test_items_keep_their_order_their_start_and_their_length():
    rundown = project_of([SHOW], COVER, say)["rundowns"]["s1"]
    assert rundown["order"] == rundown["flatOrder"] == ["it-1", "it-2"]
    opening, slot = (rundown["entries"][key] for key in rundown["order"])
    assert (opening["cue"], opening["title"], opening["timeStart"], opening["duration"]) == (
        *("1", "开场"),
        *(HALF_PAST_SEVEN, 180_000),
    )
    assert (slot["title"], slot["note"], slot["timeEnd"]) == (
        *("陈* ↔ 江*", "田家镇，双坝"),
        HALF_PAST_SEVEN + 330_000,
    )
    assert (bool(opening["colour"]), slot["colour"]) == (True, "")


def test_every_field_of_an_item_is_one_that_the_project_declares():
    project = project_of([SHOW], COVER, say)
    slot = project["rundowns"]["s1"]["entries"]["it-2"]
    assert slot["custom"] == {
        "Worker": "陈*，儿子，温岭 大溪鞋厂",
        "Family": "江*，母亲，家里",
        "Message": "妈，过年好",
    }
    assert set(slot["custom"]) <= set(project["customFields"])
    assert "138****8000" not in json.dumps(project)


def test_what_ontimes_reader_would_drop_is_not_there():
    """It makes the key of a field from its label, which is Latin letters, and looks items up by the order's ids."""
    project = project_of([SHOW], COVER, say)
    for key, field in project["customFields"].items():
        assert (key, field["label"].isascii(), field["label"].isalnum()) == (field["label"], True, True)
    for key, rundown in project["rundowns"].items():
        assert rundown["id"] == key
        assert [rundown["entries"][one]["id"] for one in rundown["order"]] == rundown["order"]


def test_what_is_skipped_or_not_agreed_is_skipped_there_and_nobody_is_named():
    rows = (replace(SLOT, id="a", cancelled=True), replace(SLOT, id="b", barred=True))
    entries = project_of([replace(SHOW, rows=rows)], COVER, say)["rundowns"]["s1"]["entries"]
    assert [entry["skip"] for entry in entries.values()] == [True, True]
    assert (entries["b"]["title"], entries["b"]["custom"]) == ("连线问候", {})


def test_an_item_over_midnight_ends_on_the_next_day():
    late = replace(SLOT, start=Instant(EVENING + 4 * 3_600_000 + 29 * 60_000), seconds=120)
    entry = project_of([replace(SHOW, rows=(late,))], COVER, say)["rundowns"]["s1"]["entries"]["it-2"]
    assert (entry["timeStart"], entry["timeEnd"]) == (DAY - 60_000, 60_000)


def test_the_file_is_utf_8_and_takes_any_text():
    made = ontime([SHOW], COVER, Form.JSON, say)
    assert made.filename == "东兴区_2027云团聚_串联单 Ontime_20270205.json".replace(" Ontime", "_Ontime")
    assert json.loads(made.data) == project_of([SHOW], COVER, say)
    for text in HOSTILE:
        show = replace(SHOW, title=text, rows=(replace(SLOT, message=text, note=text),))
        validate(json.loads(ontime([show], COVER, Form.JSON, say).data), PROJECT)
