"""What goes between the server and its linking process: JSON behind its length, in both directions."""

import json
from typing import Any, BinaryIO, Final

from reunion.domain.circle import Known
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.linking import FamilyRow, WorkerRow
from reunion.domain.people import Side
from reunion.domain.plans import Clue, MatchRow, MatchStanding

LENGTH: Final = 4
"""Bytes of the length, the highest first."""


def frame(value: Any) -> bytes:
    """One message."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return len(body).to_bytes(LENGTH, "big") + body


def opened(body: bytes) -> Any:
    """What was in a frame, without its length."""
    return json.loads(body.decode("utf-8", "surrogatepass"))


def next_of(stream: BinaryIO) -> Any:
    """The next message; None at the end."""
    length = stream.read(LENGTH)
    if len(length) < LENGTH:
        return None
    body = stream.read(int.from_bytes(length, "big"))
    return opened(body)


def known_out(known: Known) -> list[Any]:
    """A registration as plain values."""
    side = "w" if isinstance(known.row, WorkerRow) else "f"
    return [side, known.own, known.typed, *known.row]


def known_in(record: list[Any]) -> Known:
    """The registration that `known_out` gave."""
    side, own, typed, *rest = record
    fields: list[Any] = [tuple(value) if isinstance(value, list) else value for value in rest]
    return Known(WorkerRow(*fields) if side == "w" else FamilyRow(*fields), own, typed)


def match_out(row: MatchRow) -> list[Any]:
    """A suggested link as plain values."""
    clues = [[clue.field, clue.level, clue.bits] for clue in row.clues]
    return [row.worker, row.family, row.score, row.standing.value, clues, row.rule]


def match_in(record: list[Any]) -> MatchRow:
    """The link that `match_out` gave."""
    worker, family, score, standing, clues, rule = record
    return MatchRow(
        worker, family, score, MatchStanding(standing), tuple(Clue(*clue) for clue in clues), rule
    )


def double_out(one: Double) -> list[Any]:
    """A double as plain values."""
    clues = [[clue.field, clue.level, clue.bits] for clue in one.clues]
    return [one.first, one.second, one.side.value, one.standing.value, clues]


def double_in(record: list[Any]) -> Double:
    """The double that `double_out` gave."""
    first, second, side, standing, clues = record
    return Double(first, second, Side(side), DoubleStanding(standing), tuple(Clue(*clue) for clue in clues))
