"""Lists as JSON for programs: the values as they are, instants as UTC milliseconds and as local time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, Final

from reunion.domain.lists import Cover
from reunion.exports.pages import showable
from reunion.exports.zoned import local_time

_INSTANTS: Final = frozenset({"start", "gather", "planned", "started", "ended", "made_at"})


def write_document(kind: str, parts: Sequence[Any], cover: Cover) -> bytes:
    """`{"format": "reunion-list/1", "list": kind, "cover": {…}, "parts": […]}`."""
    document = {
        "format": "reunion-list/1",
        "list": kind,
        "cover": _plain(cover, cover.zone),
        "parts": [_plain(part, cover.zone) for part in parts],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _plain(value: Any, zone: str) -> Any:
    if is_dataclass(value):
        return _members({one.name: getattr(value, one.name) for one in fields(value)}, zone)
    if isinstance(value, tuple):
        return [_plain(each, zone) for each in value]
    return showable(value) if isinstance(value, str) else value


def _members(members: Mapping[str, Any], zone: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in members.items():
        shown[name] = _plain(value, zone)
        if name in _INSTANTS and value is not None:
            shown[f"{name}_local"] = local_time(value, zone).isoformat(timespec="seconds")
    return shown
