"""A rundown as a project of Ontime 4, so that a crew can show it on Ontime's clocks.

Ontime's times are milliseconds of the day. Every item has a start of its own and follows no other: the gaps
between greetings stay, and Ontime absorbs delay in them as the desk does.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from reunion.domain.faults import Say
from reunion.domain.instants import DAY, SECOND
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
        },
        "settings": {
            "app": "ontime",
            "version": VERSION,
            "editorKey": None,
            "operatorKey": None,
            "timeFormat": "24",
            "language": "en",
        },
        "viewSettings": {
            "overrideStyles": False,
            "normalColor": "#ffffffcc",
            "warningColor": "#FFAB33",
            "dangerColor": "#ED3333",
            "endMessage": "",
            "freezeEnd": False,
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
    order = [row.id for row in show.rows]
    return {
        "id": show.show,
        "title": showable(show.title),
        "order": order,
        "flatOrder": order,
        "entries": {row.id: _event(at, row, cover, say) for at, row in enumerate(show.rows, 1)},
        "revision": 0,
    }


def _event(at: int, row: RundownRow, cover: Cover, say: Say) -> dict[str, Any]:
    moment = local_time(row.start, cover.zone)
    start = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND
    length = row.seconds * SECOND
    ends = () if row.barred else (row.worker, row.family)
    names = " ↔ ".join(end.name for end in ends if end and end.name)
    return {
        "id": row.id,
        "type": "event",
        "flag": False,
        "cue": str(at),
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
        "skip": row.cancelled or row.barred,
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
