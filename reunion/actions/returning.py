"""Taking a contact list back: look at every changed cell first, take those that may be, and undo it as a whole."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from reunion.actions.ports import Clock, Deed, Store, Upload
from reunion.actions.registering import Registering
from reunion.domain.doubles import folded
from reunion.domain.people import Gathering, Registration
from reunion.domain.returning import Becomes, Edit, Row, edits_of

Parse = Callable[[bytes, str], Awaitable[tuple[Row, ...]]]
"""Reads the rows of the file, in a thread; raises Unfit."""
_UNDO: Final = "undo.json"
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    upload: str
    """Under which it can be undone."""
    cells: int
    people: int
    left: int
    """Changed cells that were not taken: somebody else changed them, also since the preview."""


async def keep(
    store: Store, gathering: Gathering, filename: str, data: bytes, *, by: str, clock: Clock
) -> str:
    """Keep the file, sealed, until it is confirmed; gives its id."""
    upload = Upload(secrets.token_hex(16), gathering.id, None, filename[-200:], by, clock(), data)
    await store.uploads.put(upload)
    return upload.id


async def look(
    store: Store, gathering: Gathering, upload: str, *, parse: Parse
) -> tuple[Upload, tuple[Edit, ...]]:
    """Every changed cell of a kept file; raises LookupError when it is not there, Unfit when it is no such list."""
    kept = await store.uploads.get(upload)
    if kept is None or kept.gathering != gathering.id or kept.side is not None or kept.filename == _UNDO:
        raise LookupError(upload)
    rows = await parse(kept.data, kept.filename)
    everybody = await store.registrations.every(gathering.id)
    people = {person.id: person for person in folded(everybody, await store.doubles.every(gathering.id))}
    return kept, edits_of(rows, people, gathering.home)


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
    """Change the cells that were changed in the file and nothing else; with `clashes` also over others' changes."""
    _, edits = await look(store, gathering, upload, parse=parse)
    wanted: dict[str, dict[str, Any]] = {}
    for edit in edits:
        if edit.becomes is Becomes.TAKEN or (clashes and edit.becomes is Becomes.CLASH):
            wanted.setdefault(edit.registration, {}).update(edit.values)
    seen = await store.registrations.many(list(wanted))
    done = {}
    for key, values in wanted.items():
        changed = await _change(registering, seen[key], values, by)
        if changed:
            done[key] = changed
    undo = json.dumps(done, ensure_ascii=False).encode()
    left = Upload(secrets.token_hex(16), gathering.id, None, _UNDO, by, clock(), undo)
    await store.uploads.put(left)
    await store.uploads.drop(upload)
    cells = sum(len(values) for values in done.values())
    details = {"cells": cells, "people": sorted(done)}
    await store.audit.record(Deed(gathering.id, by, clock(), "returned", left.id, details))
    return Taken(
        left.id, cells, len(done), sum(edit.becomes is Becomes.CLASH for edit in edits) if not clashes else 0
    )


async def undo(
    store: Store, registering: Registering, gathering: Gathering, upload: str, *, by: str, clock: Clock
) -> int:
    """Put back every cell that still stands as it was taken; gives how many people that are."""
    kept = await store.uploads.get(upload)
    if kept is None or kept.gathering != gathering.id or kept.filename != _UNDO:
        raise LookupError(upload)
    back = 0
    for key, values in json.loads(kept.data).items():
        taken = {name: _value(new) for name, (_, new) in values.items()}
        old = {name: _value(was) for name, (was, _) in values.items()}
        standing = await store.registrations.get(key)
        if standing is not None:
            back += bool(await _change(registering, replace(standing, **taken), old, by))
    await store.uploads.drop(upload)
    await store.audit.record(Deed(gathering.id, by, clock(), "returned-undone", upload, {"people": back}))
    return back


async def _change(
    registering: Registering, seen: Registration, values: Values, by: str
) -> dict[str, tuple[Any, Any]]:
    """Set the attributes that still are as they were seen; gives what each was and is."""
    changed: dict[str, tuple[Any, Any]] = {}

    def alter(before: Registration) -> Registration:
        same = {name: new for name, new in values.items() if getattr(before, name) == getattr(seen, name)}
        changed.clear()
        changed.update({name: (getattr(before, name), new) for name, new in same.items()})
        return replace(before, **same)

    try:
        await registering.change(seen.id, alter, by=by)
    except LookupError:
        # withdrawn meanwhile: nothing is left to change
        changed.clear()
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


def _value(plain: Any) -> Any:
    return tuple(plain) if isinstance(plain, list) else plain
