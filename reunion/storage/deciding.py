"""What staff decide on the links board, each deed in one transaction with its batch and its record.

A deed looks at what stands when it is stored, not at what a page showed: whoever was quicker is never overwritten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from reunion.actions.ports import Deed
from reunion.actions.ports.outcomes import Conflict
from reunion.actions.ports.pairing import Choice
from reunion.actions.ports.reviewing import Batch, Checked
from reunion.domain.doubles import Double, DoubleStanding, settled
from reunion.domain.instants import Instant
from reunion.domain.people import Side, Standing
from reunion.domain.plans import UNDECIDED, MatchRow, MatchStanding
from reunion.domain.spotchecks import Verdict
from reunion.storage import batches, doubles, pairing
from reunion.storage.audits import record_deed
from reunion.storage.chunking import chunks
from reunion.storage.tables import match, registration

BY_HAND: Final = "by-hand"
_VERDICTS: Final = {
    Verdict.RIGHT: MatchStanding.CONFIRMED,
    Verdict.WRONG: MatchStanding.REFUSED,
    Verdict.OPEN: MatchStanding.LINKED,
}


def decide(connection: Connection, gathering: str, choices: Sequence[Choice], by: str, at: Instant) -> None:
    """All of these or none. Raises Conflict when one stands otherwise by now, LookupError for people who are gone."""
    for one in choices:
        if not _choose(connection, gathering, one, by, at):
            there = _sides(connection, gathering, (one.worker, one.family))
            if (there.get(one.worker), there.get(one.family)) != (Side.WORKER, Side.FAMILY):
                raise LookupError(one.worker)
            if one.was is not None:
                raise Conflict
            row = MatchRow(one.worker, one.family, 0, one.becomes, (), BY_HAND, by, at)
            connection.execute(insert(match).values(**pairing.match_columns(gathering, row)))
        said = Deed(gathering, by, at, f"link-{one.becomes}", one.worker, {"family": one.family})
        record_deed(connection, said)


def confirm(connection: Connection, asked: Batch) -> Batch:
    """Confirm those of its links that nobody decided yet; the batch as stored has exactly these."""
    done = []
    for worker, family, _ in asked.links:
        before = _stands(connection, asked.gathering, worker, family)
        if before in UNDECIDED:
            choice = Choice(worker, family, asked.becomes, before)
            _choose(connection, asked.gathering, choice, asked.by, asked.at)
            done.append((worker, family, before))
    batch = replace(asked, links=tuple(done))
    if done:
        _put(connection, batch, "links-confirmed")
    return batch


def merge(connection: Connection, asked: Batch, first: str, second: str) -> Batch:
    """Call two one person, with what that settles; the batch that stands when they are merged already.

    Raises LookupError for people who are not there or of different sides.
    """
    side = _one_side(connection, asked.gathering, first, second)
    stands = batches.merging(connection, asked.gathering, first, second)
    before = doubles.between(connection, first, second) or DoubleStanding.REVIEW
    if before is DoubleStanding.MERGED:
        if stands is not None:
            return stands
        before = DoubleStanding.REVIEW
    links: tuple[tuple[str, str, MatchStanding], ...] = ()
    if side is Side.WORKER:
        rows = [row for id_ in (first, second) for row in pairing.matches_of(connection, id_)]
        links = settled(first, second, rows)
    batch = replace(asked, links=links, doubles=((first, second, before),))
    said = Double(first, second, side, DoubleStanding.MERGED)
    doubles.say(connection, batch.gathering, said, batch.by, batch.at)
    for worker, family, stood in links:
        choice = Choice(worker, family, batch.becomes, stood)
        _choose(connection, batch.gathering, choice, batch.by, batch.at)
    _put(connection, batch, "merge")
    return batch


def say_of_two(
    connection: Connection,
    gathering: str,
    two: tuple[str, str],
    standing: DoubleStanding,
    by: str,
    at: Instant,
) -> frozenset[str]:
    """Call two people two, or take back what was said, a merge with the links it confirmed; whose pairs follow."""
    first, second = two
    side = _one_side(connection, gathering, first, second)
    people = {first, second}
    if standing is DoubleStanding.REVIEW:
        merged = batches.merging(connection, gathering, first, second)
        if merged is not None:
            undo(connection, gathering, merged.id, by, at)
            people |= {id_ for worker, family, _ in merged.links for id_ in (worker, family)}
            if doubles.between(connection, first, second) is not DoubleStanding.MERGED:
                return frozenset(people)
    doubles.say(connection, gathering, Double(first, second, side, standing), by, at)
    record_deed(connection, Deed(gathering, by, at, f"double-{standing}", first, {"other": second}))
    return frozenset(people)


def undo(
    connection: Connection, gathering: str, batch_id: str, by: str, at: Instant
) -> tuple[Batch, int | None]:
    """Take back what still stands as this batch left it; how many links, None when it was taken back before.

    Raises LookupError for a batch that is not there.
    """
    batch = batches.get_batch(connection, batch_id)
    if batch is None or batch.gathering != gathering:
        raise LookupError(batch_id)
    if not batches.end_batch(connection, batch_id, by, at):
        return batch, None
    back = 0
    for worker, family, before in batch.links:
        choice = Choice(worker, family, before, batch.becomes, batch.by, batch.at)
        back += _choose(connection, gathering, choice, by, at)
    for first, second, stood in batch.doubles:
        merged = Double(first, second, Side.WORKER, DoubleStanding.MERGED, (), batch.by, batch.at)
        doubles.take_back(connection, gathering, merged, stood, by, at)
    _record(connection, batch, "batch-undone", by, at)
    return batch, back


def judge(connection: Connection, gathering: str, said: Checked) -> bool:
    """Store a verdict on a link of a sample, and decide the link with it or take back what it decided.

    Whether the link changed. Raises LookupError for what is in no sample, Conflict when somebody decided the link
    otherwise since.
    """
    link = said.worker, said.family
    check = batches.check(connection, gathering, *link)
    if check is None:
        raise LookupError(said.worker)
    at = said.at or Instant(0)
    becomes, was = _VERDICTS[said.verdict], _VERDICTS[check.verdict]
    mine = ("", None) if check.verdict is Verdict.OPEN else (check.by, check.at)
    changed = _choose(connection, gathering, Choice(*link, becomes, was, *mine), said.by, at)
    # A verdict that agrees with what somebody else decided is one all the same, and it may always be taken back.
    agrees = changed or said.verdict is Verdict.OPEN or _stands(connection, gathering, *link) is becomes
    if not agrees:
        raise Conflict
    batches.put_verdict(connection, gathering, said)
    if changed:
        deed = Deed(gathering, said.by, at, f"link-{becomes}", said.worker, {"family": said.family})
        record_deed(connection, deed)
    return changed


def _choose(connection: Connection, gathering: str, one: Choice, by: str, at: Instant) -> bool:
    """Set how a link stands if it stands as expected; whether it did."""
    expected: list[ColumnElement[bool]] = []
    if one.was is not None:
        expected.append(match.c.standing == one.was.value)
    if one.by:
        expected.append(match.c.decided_by == one.by)
    if one.at is not None:
        expected.append(match.c.decided_at == one.at)
    done = connection.execute(
        update(match)
        .where(
            match.c.gathering == gathering,
            match.c.worker == one.worker,
            match.c.family == one.family,
            *expected,
        )
        .values(standing=one.becomes.value, decided_by=by, decided_at=at)
    )
    return done.rowcount == 1


def _stands(connection: Connection, gathering: str, worker: str, family: str) -> MatchStanding | None:
    mine = and_(match.c.gathering == gathering, match.c.worker == worker, match.c.family == family)
    found = connection.scalar(select(match.c.standing).where(mine))
    return None if found is None else MatchStanding(found)


def _one_side(connection: Connection, gathering: str, first: str, second: str) -> Side:
    there = _sides(connection, gathering, (first, second))
    if len(there) < 2 or there[first] is not there[second]:
        raise LookupError(second)
    return there[first]


def _sides(connection: Connection, gathering: str, ids: Iterable[str]) -> Mapping[str, Side]:
    """Of those who are there, active, in this gathering."""
    found: dict[str, Side] = {}
    for chunk in chunks(ids):
        rows = connection.execute(
            select(registration.c.id, registration.c.side).where(
                registration.c.id.in_(chunk),
                registration.c.gathering == gathering,
                registration.c.standing == Standing.ACTIVE.value,
            )
        )
        found |= {row.id: Side(row.side) for row in rows}
    return found


def _put(connection: Connection, batch: Batch, action: str) -> None:
    batches.put_batch(connection, batch)
    _record(connection, batch, action, batch.by, batch.at)


def _record(connection: Connection, batch: Batch, action: str, by: str, at: Instant) -> None:
    details: dict[str, Any] = {
        "links": [[worker, family] for worker, family, _ in batch.links],
        "doubles": [[first, second] for first, second, _ in batch.doubles],
    }
    record_deed(connection, Deed(batch.gathering, by, at, action, batch.id, details))
