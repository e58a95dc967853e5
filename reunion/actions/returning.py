"""Taking a contact list back: look at every changed cell first, take those that may be, and undo it as a whole."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from reunion.actions.importing import KEPT_DAYS
from reunion.actions.ports import Clock, Conflict, Deed, Deeds, NotSaved, Store, Upload
from reunion.actions.registering import Registering
from reunion.domain.cards import words
from reunion.domain.doubles import Double, folded
from reunion.domain.instants import DAY, Instant, later
from reunion.domain.people import Gathering, Registration, Side
from reunion.domain.refusal import Refused
from reunion.domain.returning import Becomes, Edit, Row, Spoken, edits_of

Parse = Callable[[bytes, str], Awaitable[tuple[Row, ...]]]
"""Reads the rows of the file, in a thread; raises Unfit."""
Values = Mapping[str, Any]
Pairs = dict[str, tuple[Any, Any]]
"""What attributes were and what they become."""
_UNDO: Final = "-undo"


@dataclass(frozen=True, slots=True)
class Looked:
    """A kept file and what was changed in it."""

    upload: Upload
    edits: tuple[Edit, ...]
    people: Mapping[str, Registration]
    """As they stood then, by id."""
    begun: bool
    """A stop cut it off: what was taken until then can be undone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    upload: str
    """Under which it can be undone."""
    cells: int
    people: int
    left: int
    """Changed cells that were not taken: others changed them, also since the preview, or storing failed."""
    undoable: bool
    """Not once it was undone or somebody withdrew: files in which they may stand go with them."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A list whose cells can be put back."""

    upload: str
    filename: str
    by: str
    at: Instant
    cut_off: bool
    """Taking it was: the rest of it can be taken, too."""


async def keep(
    store: Store, gathering: Gathering, filename: str, data: bytes, *, by: str, clock: Clock
) -> str:
    """Keep the file, sealed, until it is confirmed; gives its id."""
    upload = Upload(secrets.token_hex(16), gathering.id, None, filename[-200:], by, clock(), data)
    await store.uploads.drop_older(gathering.id, later(upload.at, milliseconds=-KEPT_DAYS * DAY))
    await store.uploads.put(upload)
    return upload.id


async def look(store: Store, gathering: Gathering, upload: str, *, parse: Parse) -> Looked:
    """Every changed cell of a kept file; raises LookupError when it is not there, Unfit when it is no such list."""
    kept = await store.uploads.get(upload)
    if kept is None or kept.gathering != gathering.id or kept.side is not None or "-" in upload:
        raise LookupError(upload)
    rows = await parse(kept.data, kept.filename)
    everybody = await store.registrations.every(gathering.id)
    doubles = await store.doubles.every(gathering.id)
    people = {person.id: person for person in everybody}
    # A hundred thousand people take seconds: the pages go on beside it.
    spoken = (
        await _spoken(store, gathering, people) if any(row.stamp and row.stamp.slot for row in rows) else {}
    )
    edits = await asyncio.to_thread(_edits, rows, people, doubles, gathering, spoken)
    return Looked(kept, edits, people, await store.uploads.get(_undo_of(upload)) is not None)


async def take(
    store: Store,
    registering: Registering,
    gathering: Gathering,
    upload: str,
    *,
    parse: Parse,
    clashes: bool,
    by: str,
    clock: Clock,
) -> Taken:
    """Change the cells that were changed in the file and nothing else; with `clashes` also over others' changes.

    Whoever cannot be changed is left; the others are, and one undo is for all of them.
    """
    looked = await look(store, gathering, upload, parse=parse)
    planned = _planned(looked, clashes=clashes)
    await _keep_undo(store, looked, planned, by, clock)
    done: dict[str, Pairs] = {}
    for key, pairs in planned.items():
        values = {name: new for name, (_, new) in pairs.items()}
        try:
            changed = await _change(registering, looked.people[key], values, by)
        except LookupError:
            # Withdrawn meanwhile, perhaps before the undo was kept: their words must not stay in it.
            await store.uploads.drop(_undo_of(upload))
        except (Conflict, NotSaved, Refused):
            continue
        else:
            if changed:
                done[key] = changed
    await store.uploads.drop(upload)
    if not (done or looked.begun):
        await store.uploads.drop(_undo_of(upload))
    cells = sum(map(len, done.values()))
    left = sum(map(len, planned.values())) - cells
    left += 0 if clashes else sum(edit.becomes is Becomes.CLASH for edit in looked.edits)
    details = {"cells": cells, "people": sorted(done), "left": left}
    await store.audit.record(Deed(gathering.id, by, clock(), "returned", upload, details))
    return await taken(store, gathering, upload)


async def taken(store: Store, gathering: Gathering, upload: str) -> Taken:
    """What came of a list that was taken; raises LookupError when none such was."""
    wanted = Deeds(actions=("returned",), subject=upload)
    deeds, _ = await store.audit.page(gathering.id, wanted, limit=1)
    if not deeds:
        raise LookupError(upload)
    details = deeds[0].details
    undoable = await store.uploads.get(_undo_of(upload)) is not None
    left = details.get("left", 0)  # older records do not say it
    return Taken(upload, details["cells"], len(details["people"]), left, undoable)


async def undoable(store: Store, gathering: Gathering) -> tuple[Undoable, ...]:
    """The lists that can be undone, the newest first."""
    waiting = {one.id: one for one in await store.uploads.waiting(gathering.id)}
    undos = {id_.removesuffix(_UNDO): one for id_, one in waiting.items() if id_.endswith(_UNDO)}
    return tuple(Undoable(id_, one.filename, one.by, one.at, id_ in waiting) for id_, one in undos.items())


async def undo(
    store: Store, registering: Registering, gathering: Gathering, upload: str, *, by: str, clock: Clock
) -> int:
    """Put back every cell that still stands as it was taken; gives how many people that are."""
    kept = await store.uploads.get(_undo_of(upload))
    if kept is None or kept.gathering != gathering.id:
        raise LookupError(upload)
    back = 0
    for key, values in json.loads(kept.data).items():
        taken = {name: _value(new) for name, (_, new) in values.items()}
        old = {name: _value(was) for name, (was, _) in values.items()}
        standing = await store.registrations.get(key)
        with suppress(LookupError):
            if standing is not None:
                back += bool(await _change(registering, replace(standing, **taken), old, by))
    await store.uploads.drop(kept.id)
    await store.audit.record(Deed(gathering.id, by, clock(), "returned-undone", upload, {"people": back}))
    return back


def _edits(
    rows: tuple[Row, ...],
    people: Mapping[str, Registration],
    doubles: tuple[Double, ...],
    gathering: Gathering,
    spoken: Spoken,
) -> tuple[Edit, ...]:
    once = {person.id: person for person in folded(tuple(people.values()), doubles)}
    return edits_of(rows, people, once, gathering.home, spoken)


async def _spoken(store: Store, gathering: Gathering, people: Mapping[str, Registration]) -> Spoken:
    """What the cue cards say now: a desk may have written other words than the registration has.

    Where the registration was changed since without reaching the card (aired, or being read), it has the last word.
    """
    found: dict[str, list[Mapping[str, str]]] = {}
    for head in await store.shows.every(gathering.id):
        loaded = await store.journal.load(head.id)
        for card in loaded.rundown.cards.values() if loaded else ():
            sides = dict(zip(Side, zip(words(card), card.said or words(card), strict=True), strict=True))
            for person in (people[id_] for id_ in card.people if id_ in people):
                end, said = sides[person.side]
                if end and said:
                    cells = {"name": end.name, "place": end.place or end.town, "message": end.message}
                    same = {key: cells[key] for key in cells if getattr(said, key) == getattr(person, key)}
                    found.setdefault(person.id, []).append(same)
    return found


def _planned(looked: Looked, *, clashes: bool) -> dict[str, Pairs]:
    """By registration, what is to change."""
    planned: dict[str, Pairs] = {}
    for edit in looked.edits:
        if edit.becomes is Becomes.TAKEN or (clashes and edit.becomes is Becomes.CLASH):
            seen = looked.people[edit.registration]
            pairs = {name: (getattr(seen, name), new) for name, new in edit.values.items()}
            pairs = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            planned.setdefault(edit.registration, {}).update(pairs)
    return planned


def _undo_of(upload: str) -> str:
    """The id under which the undo of a kept file is kept; no file that is brought has a dash in its own."""
    return upload + _UNDO


async def _keep_undo(
    store: Store, looked: Looked, planned: Mapping[str, Pairs], by: str, clock: Clock
) -> None:
    """Before the first change, so that a stop leaves nobody changed for good; what never changed is not undone."""
    id_ = _undo_of(looked.upload.id)
    begun = await store.uploads.get(id_)
    earlier = json.loads(begun.data) if begun else {}
    pairs = {key: {**earlier.get(key, {}), **planned.get(key, {})} for key in {**earlier, **planned}}
    await store.uploads.drop(id_)
    data = json.dumps(pairs, ensure_ascii=False).encode()
    await store.uploads.put(
        Upload(id_, looked.upload.gathering, None, looked.upload.filename, by, clock(), data)
    )


async def _change(registering: Registering, seen: Registration, values: Values, by: str) -> Pairs:
    """Set the attributes that still are as they were seen; gives what each was and is."""
    changed: Pairs = {}

    def alter(before: Registration) -> Registration:
        same = {name: new for name, new in values.items() if getattr(before, name) == getattr(seen, name)}
        changed.clear()
        changed.update({name: (getattr(before, name), new) for name, new in same.items()})
        return replace(before, **same)

    await registering.change(seen.id, alter, by=by)
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


def _value(plain: Any) -> Any:
    return tuple(plain) if isinstance(plain, list) else plain
