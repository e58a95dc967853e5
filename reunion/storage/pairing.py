"""Matches and pairs: plain functions over a connection."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select

from reunion.actions.ports import Remade
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import JOINED, MatchRow, MatchStanding
from reunion.storage import records
from reunion.storage.chunking import chunks
from reunion.storage.tables import match, pair, pair_member

DECIDED = (MatchStanding.CONFIRMED.value, MatchStanding.REFUSED.value)


def every_match(
    connection: Connection, gathering: str, standing: MatchStanding | None
) -> tuple[MatchRow, ...]:
    """Those of one standing, or all, the most doubtful first."""
    wanted = match.c.gathering == gathering
    if standing is not None:
        wanted = and_(wanted, match.c.standing == standing.value)
    rows = connection.execute(
        select(match).where(wanted).order_by(match.c.score, match.c.family, match.c.worker)
    )
    return tuple(match_in(row) for row in rows)


def joined(connection: Connection, gathering: str) -> frozenset[tuple[str, str]]:
    """Worker and family of every link that stands; out of a hundred thousand the evidence is a quarter of a second."""
    standings = [standing.value for standing in JOINED]
    stands = and_(match.c.gathering == gathering, match.c.standing.in_(standings))
    rows = connection.execute(select(match.c.worker, match.c.family).where(stands))
    return frozenset((worker, family) for worker, family in rows)


def matches_of(connection: Connection, registration: str) -> tuple[MatchRow, ...]:
    """Those in which this registration takes part."""
    mine = or_(match.c.worker == registration, match.c.family == registration)
    return tuple(
        match_in(row) for row in connection.execute(select(match).where(mine).order_by(match.c.score.desc()))
    )


def matches_where(connection: Connection, wanted: ColumnElement[bool]) -> tuple[MatchRow, ...]:
    """Those that fit, in no order."""
    return tuple(match_in(row) for row in connection.execute(select(match).where(wanted)))


def every_pair(connection: Connection, gathering: str) -> tuple[Pair, ...]:
    """All pairs, by id."""
    return pairs_where(connection, pair.c.gathering == gathering)


def many_pairs(connection: Connection, gathering: str, keys: Collection[str]) -> tuple[Pair, ...]:
    """Several by their ids; unknown ones and those of another gathering are left out."""
    mine = pair.c.gathering == gathering
    return tuple(
        one for chunk in chunks(keys) for one in pairs_where(connection, and_(mine, pair.c.id.in_(chunk)))
    )


def pairs_after(connection: Connection, gathering: str, key: str, limit: int) -> tuple[Pair, ...]:
    """The next ones by id."""
    mine = and_(pair.c.gathering == gathering, pair.c.id > key)
    return many_pairs(
        connection,
        gathering,
        list(connection.scalars(select(pair.c.id).where(mine).order_by(pair.c.id).limit(limit))),
    )


def pairs_of(connection: Connection, registration: str) -> tuple[Pair, ...]:
    """The pairs this registration belongs to."""
    mine = select(pair_member.c.pair).where(pair_member.c.registration == registration)
    return pairs_where(connection, pair.c.id.in_(mine))


def swap_pairs(
    connection: Connection, gathering: str, before: Sequence[Pair], pairs: Sequence[Pair]
) -> Remade:
    """Put these in the place of those of `before`; gives which of them came, went or are others."""
    stands = {value.id: value for value in before}
    wanted = {value.id: value for value in pairs}
    gone = [key for key in stands if wanted.get(key) != stands[key]]
    for chunk in chunks(gone):
        connection.execute(delete(pair_member).where(pair_member.c.pair.in_(chunk)))
        connection.execute(delete(pair).where(pair.c.id.in_(chunk)))
    new = [value for key, value in wanted.items() if stands.get(key) != value]
    if new:
        connection.execute(insert(pair), [{"id": value.id, "gathering": gathering} for value in new])
        connection.execute(
            insert(pair_member),
            [
                {"pair": value.id, "registration": member, "side": party.side.value}
                for value in new
                for party in (value.worker, value.family)
                for member in party.registrations
            ],
        )
    changed = (*(stands[key] for key in gone), *new)
    people = frozenset(
        member for one in changed for party in (one.worker, one.family) for member in party.registrations
    )
    return Remade(gathering, frozenset(one.id for one in changed), people)


def pairs_where(connection: Connection, wanted: ColumnElement[bool]) -> tuple[Pair, ...]:
    """Those that fit, by id."""
    rows = connection.execute(
        select(pair.c.id, pair.c.gathering, pair_member.c.registration, pair_member.c.side)
        .join(pair_member, pair_member.c.pair == pair.c.id)
        .where(wanted)
        .order_by(pair.c.id, pair_member.c.registration)
    )
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for key, of, member, side in rows:
        found.setdefault((key, of), {Side.WORKER: [], Side.FAMILY: []})[side].append(member)
    return tuple(
        Pair(
            key,
            of,
            Party(Side.WORKER, tuple(members[Side.WORKER])),
            Party(Side.FAMILY, tuple(members[Side.FAMILY])),
        )
        for (key, of), members in found.items()
    )


def match_columns(gathering: str, row: MatchRow) -> dict[str, Any]:
    """A match as it is stored."""
    return {
        "gathering": gathering,
        "worker": row.worker,
        "family": row.family,
        "score": row.score,
        "standing": row.standing.value,
        "evidence": records.clues_out(row.clues, row.rule),
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
    }


def match_in(row: Row[Any]) -> MatchRow:
    """A row of the table as a value."""
    clues, rule = records.clues_in(row.evidence)
    at = None if row.decided_at is None else Instant(row.decided_at)
    return MatchRow(
        row.worker, row.family, row.score, MatchStanding(row.standing), clues, rule, row.decided_by, at
    )
