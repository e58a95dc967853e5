"""The live protocol as text: what a desk may ask and every frame the server says (docs/protocol.md). Pure."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reunion.actions.following import LEAST_S as AUTO_LEAST_S
from reunion.actions.following import MOST_S as AUTO_MOST_S
from reunion.domain import commands
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.live import fields


class Malformed(Refused):
    """Not a command of the protocol; `id` is kept when it could be read, `field` is what was wrong."""

    def __init__(self, field: str, request_id: str = "") -> None:
        super().__init__("malformed")
        self.field = field
        self.id = request_id


@dataclass(frozen=True, slots=True)
class Suggest:
    """Ask what could be pulled up; stores nothing."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Say that this desk writes on the card of an item, or on none; stores nothing."""

    item: str | None


@dataclass(frozen=True, slots=True)
class Auto:
    """Let proposals take themselves after so many seconds, or not any more (None); stores nothing."""

    seconds: int | None


@dataclass(frozen=True, slots=True)
class Veto:
    """Stop the proposal that is about to take itself; stores nothing."""


Aside = Suggest | Edit | Auto | Veto
"""What is asked beside the journal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One message of a desk."""

    id: str
    """Made by the desk; the same id always gets the same answer."""
    do: str
    command: commands.Command | Aside
    run: str | None = None
    """The run it is meant for; None for whichever there is."""
    until: Instant | None = None
    """After this it is not wanted any more; None for whenever it comes."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of one `do`."""

    make: Callable[..., commands.Command | Aside]
    needed: Mapping[str, fields.Read]
    optional: Mapping[str, fields.Read]


def _shape(
    make: Callable[..., commands.Command],
    needed: Mapping[str, fields.Read] | None = None,
    optional: Mapping[str, fields.Read] | None = None,
) -> _Shape:
    """Of what is stored: it may name its run, for in another its item would be another pair's, and its last instant."""
    return _Shape(make, needed or {}, {**(optional or {}), "run": fields.key, "until": _INSTANT})


def _aside(make: Callable[..., Aside], needed: Mapping[str, fields.Read] | None = None) -> _Shape:
    return _Shape(make, needed or {}, {})


_ITEM: Final[Mapping[str, fields.Read]] = {"item": fields.key}
_REASON: Final[Mapping[str, fields.Read]] = {"reason": fields.text(fields.REASON_MOST, least=0)}
_REVISION: Final = fields.number(0, fields.REVISION_MOST)
_INSTANT: Final = fields.number(0, fields.REVISION_MOST)

_SHAPES: Final[Mapping[str, _Shape]] = {
    "start": _shape(commands.Start),
    "end": _shape(commands.End),
    "take": _shape(commands.Take, {"leaving": fields.or_null(fields.key)}, {"to": fields.key}),
    "hold": _shape(commands.Hold),
    "resume": _shape(commands.Resume),
    "extend": _shape(
        commands.Extend, {**_ITEM, "seconds": fields.number(-fields.SECONDS_MOST, fields.SECONDS_MOST)}
    ),
    # A reason is allowed here too; the journal keeps none for these two.
    "standby": _shape(lambda item, reason="": commands.Standby(item), _ITEM, _REASON),  # noqa: ARG005
    "recall": _shape(
        lambda item, before=None, reason="": commands.Recall(item, before),  # noqa: ARG005
        _ITEM,
        {"before": fields.or_null(fields.key), **_REASON},
    ),
    "skip": _shape(commands.Skip, _ITEM, _REASON),
    "no_show": _shape(commands.NoShow, _ITEM, _REASON),
    "move": _shape(
        commands.Move, {**_ITEM, "before": fields.or_null(fields.key), "rundown_revision": _REVISION}
    ),
    "arrange": _shape(
        commands.Arrange,
        {"rundown_revision": _REVISION},
        {
            "order": fields.list_of(fields.key),
            "parked": fields.list_of(fields.key),
            "lengths": fields.list_of(fields.length),
            "filler": fields.text(fields.TITLE_MOST, least=0),
            "filler_s": fields.number(0, fields.SECONDS_MOST),
        },
    ),
    "insert": _shape(
        lambda segment, before: commands.Insert(segment[0], segment[1], before),
        {"segment": fields.segment, "before": fields.or_null(fields.key)},
    ),
    "ready": _shape(commands.MarkReady, {**_ITEM, "side": Side, "state": Ready}),
    "agree": _shape(commands.Agree, {**_ITEM, "agreed": fields.truth}),
    "note": _shape(
        commands.Note,
        {**_ITEM, "text": fields.text(fields.NOTE_MOST, least=0)},
        {"instead": fields.key},
    ),
    "hand_over": _shape(commands.HandOver, {"text": fields.text(fields.NOTE_MOST, least=0)}),
    "undo": _shape(commands.Undo, {"revision": _REVISION}),
    "suggest": _aside(Suggest),
    "edit": _aside(Edit, {"item": fields.or_null(fields.key)}),
    "auto": _aside(Auto, {"seconds": fields.or_null(fields.number(AUTO_LEAST_S, AUTO_MOST_S))}),
    "veto": _aside(Veto),
}

DOES: Final = tuple(_SHAPES)
"""Every `do` of the protocol; the role table has a line for each."""

_BUTTONS: Final[Mapping[str, _Shape]] = {
    # Who writes on a card, and who lets the show go by itself, is said by a page that stays; a button does not.
    **{name: shape for name, shape in _SHAPES.items() if name not in {"edit", "auto"}},
    "take": _shape(
        lambda to=None, **left: commands.Take(left.get("leaving"), to, seen="leaving" in left),
        {},
        {"leaving": fields.or_null(fields.key), "to": fields.key},
    ),
}


def asked(text: str) -> Asked:
    """What a desk asks; raises Malformed, naming the field that is unknown, missing or outside its limits."""
    message = _message(text)
    request_id = _id_of(message)
    if message.pop("type", None) != "do":
        raise Malformed("type", request_id)
    return _asked(message, request_id, _SHAPES)


def pressed(text: str, request_id: str, on_air: str | None) -> Asked:
    """What a button asks over HTTP: the same without a type, and less where a button knows less.

    `request_id` stands for an id that is missing or null, what is `on_air` for the missing item of an extension;
    raises Malformed.
    """
    message = _message(text)
    if message.get("do") == "extend":
        message.setdefault("item", on_air)
    if message.get("id") is None:
        message["id"] = request_id
    return _asked(message, _id_of(message), _BUTTONS)


def _asked(message: dict[str, Any], request_id: str, shapes: Mapping[str, _Shape]) -> Asked:
    if not request_id:
        raise Malformed("id")
    del message["id"]
    name = message.pop("do", None)
    shape = shapes.get(name) if isinstance(name, str) else None
    if shape is None:
        raise Malformed("do", request_id)
    values = _fields(shape, message, request_id)
    run, until = values.pop("run", None), values.pop("until", None)
    return Asked(request_id, str(name), shape.make(**values), run, until)


def _message(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("message") from None
    if not isinstance(message, dict):
        raise Malformed("message")
    return message


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    message = dict(pairs)
    if len(message) != len(pairs):
        raise ValueError("a name stands twice")
    return message


def _no_constant(_: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _id_of(message: Mapping[str, Any]) -> str:
    try:
        return fields.key(message.get("id"))
    except ValueError:
        return ""


def _fields(shape: _Shape, message: Mapping[str, Any], request_id: str) -> dict[str, Any]:
    reads = {**shape.needed, **shape.optional}
    for name in message:
        if name not in reads:
            raise Malformed(_shown(name), request_id)
    values = {}
    for name, read in reads.items():
        if name not in message:
            if name in shape.needed:
                raise Malformed(name, request_id)
            continue
        try:
            values[name] = read(message[name])
        except ValueError:
            raise Malformed(name, request_id) from None
    return values


def _shown(name: str) -> str:
    """A field's name as it can be said back, whatever was sent."""
    return "".join(character for character in name if character.isprintable())[: fields.ID_MOST]


def encoded(message: Mapping[str, Any]) -> bytes:
    """A message as compact JSON in UTF-8; equal messages give equal bytes."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def tick(now: Instant, revision: int, standing: Mapping[str, Any] | None = None) -> bytes:
    """A sign of life with the server's clock; desks also get how the show stands against its plan."""
    return encoded({"type": "tick", "server_time": now, "revision": revision, **(standing or {})})


def gone(now: Instant, revision: int) -> bytes:
    """A family's pair has no place in this show any more: its page looks anew."""
    return encoded({"type": "gone", "server_time": now, "revision": revision})


def done(request_id: str, revision: int) -> bytes:
    """The command is stored as this revision."""
    return encoded({"type": "done", "id": request_id, "revision": revision})


def refused(request_id: str, refusal: Refused, revision: int) -> bytes:
    """Nothing was stored, and why; `revision` is the show's newest where the refusal names none of its own."""
    return encoded(refusal_of(request_id, refusal, revision))


def refusal_of(request_id: str, refusal: Refused, revision: int) -> dict[str, Any]:
    """A refusal before it is encoded."""
    at = revision if refusal.revision is None else refusal.revision
    message = {"type": "refused", "id": request_id, "code": refusal.code, "revision": at}
    if refusal.by:
        message["by"] = refusal.by
    if isinstance(refusal, Malformed):
        message["field"] = refusal.field
    return message


def editing(request_id: str, item: str | None, first: str) -> bytes:
    """This desk is known to write on that card; `first` is who was at it before."""
    message = {"type": "editing", "id": request_id, "item": item}
    return encoded({**message, "by": first} if first else message)


def switched(request_id: str, after_s: int | None) -> bytes:
    """Proposals take themselves after so many seconds, or do not."""
    return encoded({"type": "auto", "id": request_id, "after": after_s})


def vetoed(request_id: str) -> bytes:
    """Nothing is about to take itself any more."""
    return encoded({"type": "vetoed", "id": request_id})
