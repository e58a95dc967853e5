"""Shows, rundowns and journals: plain functions over a connection."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Row, Text, bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy.exc import IntegrityError

from reunion.actions.ports import Conflict, Loaded, Recorded, Rundown
from reunion.domain.cards import Card
from reunion.domain.entries import from_record, remarked, replaced, to_record
from reunion.domain.instants import Instant
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import Item, Kind, Show
from reunion.storage import records
from reunion.storage.chunking import chunks
from reunion.storage.compiled import Compiled
from reunion.storage.outbox import post
from reunion.storage.promises import promises, put_told
from reunion.storage.tables import entry, pair, refusal, rundown_item, show, text

_COLUMNS: Final = (
    show.c.id,
    show.c.gathering,
    show.c.title,
    show.c.stage,
    show.c.planned_start,
    show.c.planned_end,
    show.c.buffer_s,
    type_coerce(show.c.segments, Text),
    type_coerce(show.c.dialects, Text),
    show.c.run,
)
_EVERY: Final = Compiled(
    select(*_COLUMNS).where(show.c.gathering == bindparam("of")).order_by(show.c.planned_start, show.c.id)
)
_GET: Final = Compiled(select(*_COLUMNS).where(show.c.id == bindparam("of")))
READ_MOST: Final = 256
"""Shows that are kept as they were read."""


def every_show(connection: Connection, gathering: str) -> tuple[ShowHead, ...]:
    """By planned start."""
    return tuple(_head(*row) for row in _EVERY.run(connection, {"of": gathering}))


def get_show(connection: Connection, key: str) -> ShowHead | None:
    """One, or None."""
    return next((_head(*row) for row in _GET.run(connection, {"of": key})), None)


def put_show(connection: Connection, head: ShowHead) -> None:
    """Insert or update; the run of a show that stands there is begin_run's to change."""
    columns = {
        "gathering": head.gathering,
        "title": head.title,
        "stage": head.stage,
        "planned_start": head.planned_start,
        "planned_end": head.planned_end,
        "buffer_s": head.buffer_s,
        "segments": records.segments_out(head.segments),
        "dialects": list(head.dialects),
    }
    changed = connection.execute(update(show).where(show.c.id == head.id).values(**columns))
    if changed.rowcount == 0:
        connection.execute(insert(show).values(id=head.id, run=head.run, **columns))


def begin_run(connection: Connection, head: ShowHead, rundown: Rundown) -> None:
    """Store the rundown of a new run; raises Conflict when somebody began it first.

    The words of the runs before it go: nobody reads them again, and whoever withdraws must not stand in them.
    """
    put_show(connection, head)
    connection.execute(update(show).where(show.c.id == head.id).values(run=head.run))
    for words in (rundown_item, text):
        connection.execute(delete(words).where(words.c.show == head.id, words.c.run != head.run))
    value = rundown.show
    rows = [
        {
            "show": value.id,
            "run": value.run,
            "item": item.id,
            "position": position,
            "kind": item.kind.value,
            "seconds": item.seconds,
            "planned": item.planned,
            "earliest": item.earliest,
            "pair": item.pair,
            "barred": item.id in value.barred,
            "card": records.card_out(rundown.cards.get(item.id, Card())),
        }
        for position, item in enumerate(value.items[key] for key in value.order)
    ]
    try:
        if rows:
            connection.execute(insert(rundown_item), rows)
        for number, recorded in enumerate(rundown.entries):
            _record(connection, head.id, head.run, recorded)
            if number >= rundown.silent and (told := post(connection, head.id, head.run, recorded)):
                put_told(connection, head.id, head.run, told, recorded.entry.at)
        _put_texts(connection, head.id, head.run, rundown.texts)
    except IntegrityError as taken:
        raise Conflict from taken


def _put_texts(connection: Connection, key: str, run: str, texts: Mapping[str, str]) -> None:
    if texts:
        rows = [{"show": key, "run": run, "id": name, "words": words} for name, words in texts.items()]
        connection.execute(insert(text), rows)


def _record(connection: Connection, key: str, run: str, recorded: Recorded) -> None:
    connection.execute(
        insert(entry).values(
            show=key,
            run=run,
            revision=recorded.revision,
            command=recorded.command,
            by=recorded.by,
            at=recorded.entry.at,
            body=to_record(recorded.entry),
        )
    )


def put_cards(connection: Connection, key: str, run: str, cards: Mapping[str, Card]) -> None:
    """Replace the cards of some items of a run."""
    for item, card in cards.items():
        connection.execute(
            update(rundown_item)
            .where(rundown_item.c.show == key, rundown_item.c.run == run, rundown_item.c.item == item)
            .values(card=records.card_out(card))
        )


def empty_card(connection: Connection, key: str, run: str, item: str, card: Card) -> None:
    """Replace the card of an item that somebody withdrew from, and forget what was said about it."""
    put_cards(connection, key, run, {item: card})
    bodies = connection.scalars(select(entry.c.body).where(entry.c.show == key, entry.c.run == run))
    said = {remarked(from_record(body), item) for body in bodies}
    _drop_texts(connection, key, run, said)


def _drop_texts(connection: Connection, key: str, run: str, ids: Iterable[str]) -> None:
    for chunk in chunks(sorted(ids)):
        connection.execute(delete(text).where(text.c.show == key, text.c.run == run, text.c.id.in_(chunk)))


def items_of(connection: Connection, pair: str) -> tuple[tuple[str, str], ...]:
    """(show, item) of a pair in the current run of each show."""
    rows = connection.execute(
        select(rundown_item.c.show, rundown_item.c.item)
        .join(show, (show.c.id == rundown_item.c.show) & (show.c.run == rundown_item.c.run))
        .where(rundown_item.c.pair == pair)
        .order_by(show.c.planned_start)
    )
    return tuple((row.show, row.item) for row in rows)


def with_slot(connection: Connection, pairs: Iterable[str]) -> frozenset[str]:
    """Those of these pairs that have a slot in the current run of a show."""
    mine = (show.c.id == rundown_item.c.show) & (show.c.run == rundown_item.c.run)
    slots = select(rundown_item.c.pair).join(show, mine)
    return frozenset(
        pair
        for chunk in chunks(pairs)
        for pair in connection.scalars(slots.where(rundown_item.c.pair.in_(chunk)))
    )


def apart(connection: Connection, key: str) -> frozenset[str]:
    """Pairs that have a slot in the current run and are no pairs any more."""
    mine = (show.c.id == rundown_item.c.show) & (show.c.run == rundown_item.c.run)
    slots = select(rundown_item.c.pair).join(show, mine).where(show.c.id == key, rundown_item.c.pair != "")
    gone = slots.outerjoin(pair, pair.c.id == rundown_item.c.pair).where(pair.c.id.is_(None))
    return frozenset(connection.scalars(gone))


def load(connection: Connection, key: str) -> Loaded | None:
    """The current run of a show from its beginning; None when there is no such show or no rundown yet."""
    head = get_show(connection, key)
    if head is None or not head.run:
        return None
    mine = (rundown_item.c.show == key) & (rundown_item.c.run == head.run)
    rows = connection.execute(select(rundown_item).where(mine).order_by(rundown_item.c.position)).all()
    entries = connection.execute(
        select(entry).where(entry.c.show == key, entry.c.run == head.run).order_by(entry.c.revision)
    )
    refused = connection.execute(select(refusal).where(refusal.c.show == key))
    earlier = connection.execute(
        select(entry.c.command, entry.c.revision).where(entry.c.show == key, entry.c.run != head.run)
    )
    words = connection.execute(
        select(text.c.id, text.c.words).where(text.c.show == key, text.c.run == head.run)
    )
    return Loaded(
        head,
        Rundown(_show(head, rows), {row.item: records.card_in(row.card) for row in rows}),
        tuple(Recorded(row.revision, row.command, row.by, from_record(row.body)) for row in entries),
        {row.command: (row.code, row.first, row.revision) for row in refused},
        dict(words.all()),
        promises(connection, key),
        dict(earlier.all()),
    )


def append(
    connection: Connection, key: str, run: str, recorded: Recorded, texts: Mapping[str, str], at: Instant
) -> None:
    """Store one entry; raises Conflict when its revision or its command id is taken, or a newer run began."""
    if connection.scalar(select(show.c.run).where(show.c.id == key)) != run:
        raise Conflict
    last = connection.scalar(
        select(func.max(entry.c.revision)).where(entry.c.show == key, entry.c.run == run)
    )
    if recorded.revision != (last or 0) + 1:
        raise Conflict
    try:
        _record(connection, key, run, recorded)
    except IntegrityError as taken:
        raise Conflict from taken
    if told := post(connection, key, run, recorded):
        put_told(connection, key, run, told, at)
    _put_texts(connection, key, run, texts)
    if gone := replaced(recorded.entry):
        _drop_texts(connection, key, run, [gone])


def refuse(connection: Connection, key: str, command: str, code: str, first: str, revision: int) -> None:
    """Store a refusal once."""
    stands = connection.execute(
        select(refusal.c.code).where(refusal.c.show == key, refusal.c.command == command)
    ).first()
    if stands is None:
        connection.execute(
            insert(refusal).values(show=key, command=command, code=code, first=first, revision=revision)
        )


def _show(head: ShowHead, rows: Sequence[Row[Any]]) -> Show:
    items = {
        row.item: Item(
            row.item, Kind(row.kind), row.seconds, Instant(row.planned), Instant(row.earliest), row.pair
        )
        for row in rows
    }
    return Show(
        head.id,
        head.run,
        head.planned_start,
        head.planned_end,
        head.buffer_s,
        items,
        tuple(items),
        barred=frozenset(row.item for row in rows if row.barred),
    )


@lru_cache(READ_MOST)
def _head(
    key: str,
    gathering: str,
    title: str,
    stage: str,
    planned_start: int,
    planned_end: int,
    buffer_s: int,
    segments: str,
    dialects: str,
    run: str,
) -> ShowHead:
    """Every page reads its shows; the same row gives the same value, made once."""
    return ShowHead(
        key,
        gathering,
        title,
        stage,
        Instant(planned_start),
        Instant(planned_end),
        buffer_s,
        records.segments_in(json.loads(segments)),
        tuple(json.loads(dialects)),
        run,
    )
