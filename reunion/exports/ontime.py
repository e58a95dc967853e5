"""A rundown as a project of Ontime 4, so that a crew can show it on Ontime's clocks.

Ontime's times are milliseconds of the day, in the zone that the project names (its older ones read them in the
zone of their machine). Every item has a start of its own and follows no other: the gaps between greetings stay, and
Ontime absorbs delay in them as the desk does.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from reunion.domain.faults import Say
from reunion.domain.instants import DAY, SECOND, Instant
from reunion.domain.lists import Cover, RundownList, RundownRow
from reunion.exports.lists import named
from reunion.exports.pages import MEDIA_TYPES, Exported, Form, showable
from reunion.exports.zoned import local_time

VERSION: Final = "4.5.0"
"""The first whose projects carry no port; later ones read it as it is."""
_WARNING_MS, _DANGER_MS = 30 * SECOND, 10 * SECOND
_SEGMENT: Final = "#FFCC78"
_FIELDS: Final = {"Worker": "#77C785", "Family": "#ED3333", "Message": "#339E4E"}
"""Fields of our own beside each item; Ontime's keys are Latin letters."""


def ontime(shows: Sequence[RundownList], cover: Cover, form: Form, say: Say) -> Exported:
    """A project with a rundown a show."""
    first = min((row.start for show in shows for row in show.rows), default=cover.made_at)
    text = json.dumps(project_of(shows, cover, say), ensure_ascii=False, indent=1)
    name = named(cover, f"{say('Rundown')}_Ontime", first, form)
    return Exported(name, MEDIA_TYPES[form], f"{text}\n".encode())


def project_of(shows: Sequence[RundownList], cover: Cover, say: Say) -> dict[str, Any]:
    """The project as Ontime keeps it."""
    return {
        "rundowns": {show.show: _rundown(show, cover, say) for show in shows},
        "project": {
            "title": showable(f"{cover.home} {cover.title}"),
            "description": "、".join(map(showable, cover.organisers)),
            "url": "",
            "info": "",
            "logo": None,
            "custom": [],
        },
        "settings": {
            "app": "ontime",
            "version": VERSION,
            "editorKey": None,
            "operatorKey": None,
            "timeFormat": "24",
            "language": "en",
            "productionTimezone": cover.zone,
            "auxTimerNames": ["", "", ""],
        },
        "viewSettings": {
            "overrideStyles": False,
            "normalColor": "#ffffffcc",
            "warningColor": "#FFAB33",
            "dangerColor": "#ED3333",
        },
        "urlPresets": [],
        "customFields": {
            name: {"type": "text", "label": name, "colour": colour} for name, colour in _FIELDS.items()
        },
        "automation": {
            "enabledAutomations": False,
            "enabledOscIn": False,
            "oscPortIn": 8888,
            "triggers": [],
            "automations": {},
        },
    }


def _rundown(show: RundownList, cover: Cover, say: Say) -> dict[str, Any]:
    laid = _laid(show.rows)
    order = [row.id for _, row in laid]
    return {
        "id": show.show,
        "title": showable(show.title),
        "order": order,
        "flatOrder": order,
        "entries": {row.id: _event(number, row, cover, say) for number, row in laid},
        "revision": 0,
    }


def _laid(rows: Sequence[RundownRow]) -> list[tuple[int, RundownRow]]:
    """The rows as Ontime can read them, each with its number in the rundown.

    Ontime has no dates: it takes whatever does not start after the item before it for the next day's, and counts
    a day twice where something skipped follows an item that ends at midnight or later. So an item that the desk
    moved starts no earlier than the one before it ends, and what is skipped stands last.
    """
    laid, ahead = [], Instant(0)
    for number, row in sorted(enumerate(rows, 1), key=lambda one: _skipped(one[1])):
        start = max(row.start, ahead)
        laid.append((number, replace(row, start=start)))
        ahead = ahead if _skipped(row) else Instant(start + row.seconds * SECOND)
    return laid


def _skipped(row: RundownRow) -> bool:
    return row.cancelled or row.barred


def _event(number: int, row: RundownRow, cover: Cover, say: Say) -> dict[str, Any]:
    moment = local_time(row.start, cover.zone)
    start = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND
    length = row.seconds * SECOND
    ends = () if row.barred else (row.worker, row.family)
    names = " ↔ ".join(end.name for end in ends if end and end.name)
    return {
        "id": row.id,
        "type": "event",
        "flag": False,
        "cue": str(number),
        "title": showable(row.title or names or say("Greeting")),
        "note": showable("，".join(part for part in (row.township, row.village, row.note) if part)),
        "endAction": "none",
        "timerType": "count-down",
        "countToEnd": False,
        "linkStart": False,
        "timeStrategy": "lock-duration",
        "timeStart": start,
        "timeEnd": (start + length) % DAY,
        "duration": length,
        "skip": _skipped(row),
        "colour": "" if row.worker or row.family else _SEGMENT,
        "timeWarning": _WARNING_MS,
        "timeDanger": _DANGER_MS,
        "custom": {} if row.barred else _custom(row),
        "triggers": [],
        "parent": None,
        "revision": 0,
        "delay": 0,
        "dayOffset": 0,
        "gap": 0,
    }


def _custom(row: RundownRow) -> dict[str, str]:
    sides = {"Worker": row.worker, "Family": row.family}
    said = {
        name: "，".join(part for part in (end.name, end.relation, end.place) if part)
        for name, end in sides.items()
        if end
    }
    return {name: showable(text) for name, text in {**said, "Message": row.message}.items() if text}
