"""Proposals as desks hear them: when they ask for one, and while one is about to take itself. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from reunion.actions.following import Count
from reunion.actions.suggesting import Suggestion
from reunion.domain import commands
from reunion.domain.instants import SECOND
from reunion.live.wire import encoded

CHANGES_MOST: Final = 24
"""Changes of a suggestion that are spelled out; how many there are is said."""


def spoken(command: commands.Arrange) -> dict[str, Any]:
    """The command of a suggestion as a desk sends it, without an id."""
    return {"do": "arrange", **asdict(command)}


def suggestions(request_id: str, revision: int, ways: Sequence[Suggestion]) -> bytes:
    """Ways on from that revision, best first."""
    moves = [_way(way) for way in ways]
    return encoded({"type": "suggestions", "id": request_id, "of": revision, "moves": moves})


def _way(way: Suggestion) -> dict[str, Any]:
    scores = (way.before, way.after)
    return {
        "why": way.why,
        "item": way.item,
        "there": way.there,
        "until": way.until,
        "commands": [spoken(command) for command in way.commands],
        "changes": [
            {"item": change.id, "was": change.was, "becomes": change.becomes}
            for change in way.changes[:CHANGES_MOST]
        ],
        "affected": max(way.affected, len(way.changes)),
        "lost": [score.lost for score in scores],
        "late": [score.promise // SECOND for score in scores],
        "idle": [score.idle // SECOND for score in scores],
        "ends": way.ends,
        "breaks": way.breaks[:CHANGES_MOST],
    }


def counted(count: Count, by: str) -> dict[str, Any]:
    """What a desk's sign of life says while proposals take themselves; `by` is the name of who switched it on."""
    told: dict[str, Any] = {"after": count.after_s, "by": by}
    if count.way is not None:
        told |= {"due": count.due, "of": count.of, "way": _way(count.way)}
    return told
