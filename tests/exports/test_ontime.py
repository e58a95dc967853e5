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
COLOUR = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6,8}$"}
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
            "properties": {
                "app": {"const": "ontime"}, "version": {"pattern": r"^4\."}, "timeFormat": {"enum": ["12", "24"]},
                "editorKey": {"type": ["string", "null"]}, "operatorKey": {"type": ["string", "null"]},
                "language": TEXT, "productionTimezone": {"type": ["string", "null"]},
                "auxTimerNames": {"type": "array", "items": TEXT, "minItems": 3, "maxItems": 3},
            },
            "required": ["version", "productionTimezone", "auxTimerNames"],
            "additionalProperties": False,
        },
        "project": {
            "type": "object",
            "properties": {
                "title": TEXT, "description": TEXT, "url": TEXT, "info": TEXT, "logo": {"type": ["string", "null"]},
                "custom": {"type": "array"},
            },
            "required": ["title", "description", "url", "info", "logo", "custom"],
            "additionalProperties": False,
        },
        "viewSettings": {
            "type": "object",
            "properties": {
                "overrideStyles": TRUTH, "normalColor": COLOUR, "warningColor": COLOUR, "dangerColor": COLOUR,
            },
            "required": ["overrideStyles", "normalColor", "warningColor", "dangerColor"],
            "additionalProperties": False,
        },
        "customFields": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": {"type": {"enum": ["text", "image"]}, "label": TEXT, "colour": COLOUR},
                "required": ["type", "label", "colour"],
                "additionalProperties": False,
            },
        },
        "urlPresets": {"type": "array"},
        "automation": {
            "type": "object",
            "properties": {
                "enabledAutomations": TRUTH, "enabledOscIn": TRUTH, "oscPortIn": {"type": "integer"},
                "triggers": {"type": "array"}, "automations": {"type": "object"},
            },
            "required": ["enabledAutomations", "enabledOscIn", "oscPortIn", "triggers", "automations"],
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}  # fmt: skip
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


def starts_on_its_clock(rundown):
    """When Ontime says that each item starts that is not skipped: milliseconds from the first midnight.

    Its own rules for an item without a date: the next day's, if the one before it that plays ends at midnight or
    later or does not start before it; asked of what is skipped too.
    """
    day, before, found = 0, None, []
    for key in rundown["order"]:
        entry = rundown["entries"][key]
        if before and (
            before["timeStart"] + before["duration"] >= DAY or entry["timeStart"] <= before["timeStart"]
        ):
            day += DAY
        if not entry["skip"]:
            found.append((key, day + entry["timeStart"]))
            before = entry
    return found


def planned(rows):
    first_midnight = EVENING - HALF_PAST_SEVEN
    return [(row.id, row.start - first_midnight) for row in rows]


def over_midnight():
    """Three greetings of an evening that goes on after midnight: 23:58, 00:00 and 00:10."""
    times = (4 * 3600 + 28 * 60, 4 * 3600 + 30 * 60, 4 * 3600 + 40 * 60)
    return [
        replace(SLOT, id=name, start=Instant(EVENING + seconds * 1000), seconds=120)
        for name, seconds in zip("abc", times, strict=True)
    ]


def test_ontime_starts_every_item_when_it_is_planned_after_midnight_too():
    rows = over_midnight()
    rundown = project_of([replace(SHOW, rows=tuple(rows))], COVER, say)["rundowns"]["s1"]
    assert starts_on_its_clock(rundown) == planned(rows)


def test_what_is_skipped_after_midnight_moves_nothing_to_another_day():
    early, midnight, late = over_midnight()
    skipped = replace(midnight, cancelled=True)
    rundown = project_of([replace(SHOW, rows=(early, skipped, late))], COVER, say)["rundowns"]["s1"]
    assert starts_on_its_clock(rundown) == planned([early, late])
    in_place = {**rundown, "order": ["a", "b", "c"]}
    assert starts_on_its_clock(in_place)[1][1] == planned([late])[0][1] + DAY


def test_an_item_that_the_desk_moved_keeps_its_place_and_starts_after_the_one_before_it():
    first, second, third = over_midnight()
    rundown = project_of([replace(SHOW, rows=(first, third, second))], COVER, say)["rundowns"]["s1"]
    after_third = third.start + 120_000 - (EVENING - HALF_PAST_SEVEN)
    assert starts_on_its_clock(rundown) == [*planned([first, third]), ("b", after_third)]
    assert [rundown["entries"][key]["cue"] for key in rundown["order"]] == ["1", "2", "3"]


def test_the_project_names_the_zone_of_its_times():
    assert project_of([SHOW], COVER, say)["settings"]["productionTimezone"] == "Asia/Shanghai"


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
