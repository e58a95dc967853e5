"""Links and pairs of a few people at a time: plain functions over a connection.

Each reads what stands and writes what follows in one transaction, so nobody's change in between is lost.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from reunion.actions.ports import PairUp, Remade
from reunion.domain.doubles import Double
from reunion.domain.instants import Instant
from reunion.domain.latecomers import WAITS, Late, by_code, latecomers, vouched, waiting
from reunion.domain.linking.decide import MARGIN
from reunion.domain.names import pinyin
from reunion.domain.people import Pair, Registration, Side, Standing
from reunion.domain.plans import JOINED, MatchRow, MatchStanding
from reunion.storage import doubles, filters, pairing, people, shows
from reunion.storage.chunking import chunks
from reunion.storage.sealing import Seal
from reunion.storage.tables import double, match, pair, pair_member, phone_index, registration

_JOINED: Final = tuple(standing.value for standing in JOINED)


def suggest_for(
    connection: Connection, gathering: str, families: Sequence[str], rows: Sequence[MatchRow]
) -> frozenset[str]:
    """Replace the undecided suggestions of these families; who of both sides has other links than before."""
    mine = and_(match.c.gathering == gathering, match.c.family.in_(families))
    stands = {(row.worker, row.family): row for row in pairing.matches_where(connection, mine)}
    old = {key: row for key, row in stands.items() if row.standing.value not in pairing.DECIDED}
    there = _active(connection, {id_ for row in rows for id_ in (row.worker, row.family)})
    new = {
        (row.worker, row.family): _still_waiting(row, old.get((row.worker, row.family)))
        for row in rows
        if {row.worker, row.family} <= there and (row.worker, row.family) not in stands.keys() - old.keys()
    }
    lost = [row for key, row in old.items() if _joins(row) and not _joins(new.get(key))]
    fitting = [row for row in rows if _joins(row) and not vouched(row)]
    rivals = [row for row in fitting if not _joins(old.get((row.worker, row.family)))]
    stays = [row for row in lost if _rivalled(connection, row, new, rivals)]
    new |= {(row.worker, row.family): row for row in stays if _stands_told(connection, row)}
    gone = [key for key, row in old.items() if new.get(key) != row]
    fresh = [row for key, row in new.items() if old.get(key) != row]
    for worker, family in gone:
        connection.execute(delete(match).where(mine, match.c.worker == worker, match.c.family == family))
    if fresh:
        connection.execute(insert(match), [pairing.match_columns(gathering, row) for row in fresh])
    return frozenset(id_ for key in (*gone, *((row.worker, row.family) for row in fresh)) for id_ in key)


def _still_waiting(row: MatchRow, before: MatchRow | None) -> MatchRow:
    """The same row; what waits for a person does so however often it is found again, until more speaks for it."""
    waits = before is not None and before.rule == WAITS and row.standing is MatchStanding.LINKED
    return waiting(row) if waits and not vouched(row) else row


def _joins(row: MatchRow | None) -> bool:
    return row is not None and row.standing is MatchStanding.LINKED


def _rivalled(
    connection: Connection,
    row: MatchRow,
    new: Mapping[tuple[str, str], MatchRow],
    linked: Iterable[MatchRow],
) -> bool:
    """Whether a link is lost only to somebody who fits as well, or to a namesake who fits better by nothing strong."""
    now = new.get((row.worker, row.family))
    if now is not None and now.rule == MARGIN:
        return True
    rivals = [other.worker for other in linked if other.family == row.family]
    theirs = select(registration.c.id, registration.c.name).where(
        registration.c.id.in_([row.worker, *rivals])
    )
    sounds = {id_: pinyin(name) for id_, name in connection.execute(theirs)}
    own = sounds.pop(row.worker, None)
    return own in sounds.values()


def _stands_told(connection: Connection, row: MatchRow) -> bool:
    """Whether a link has made a pair that was told its time: who turns up beside them is the one to be looked at."""
    other = pair_member.alias()
    both = pair_member.join(other, other.c.pair == pair_member.c.pair)
    mine = pair_member.c.registration == row.worker, other.c.registration == row.family
    of = connection.scalars(select(pair_member.c.pair).select_from(both).where(*mine))
    return bool(shows.with_slot(connection, list(of)))


def put_registration(
    connection: Connection, changed: Registration, by: str, at: Instant, action: str, seal: Seal
) -> None:
    """Store the next revision; who withdraws has no links and doubles any more, decided or not, and no account keeps
    a filter that names them, nor one that says a name or number as it was. Raises Conflict."""
    before = people.get_registration(connection, changed.id, seal)
    people.put_registration(connection, changed, by, at, action, seal)
    if before is not None and changed.standing is not Standing.WITHDRAWN:
        filters.correct_in_filters(connection, before, changed, seal)
    elif before is not None:
        filters.forget_in_filters(connection, before, seal)
        for table, one, other in (
            (match, match.c.worker, match.c.family),
            (double, double.c.first, double.c.second),
        ):
            connection.execute(delete(table).where(or_(one == changed.id, other == changed.id)))


def remake_pairs(
    connection: Connection, gathering: str, members: Sequence[str], pair_up: PairUp, seal: Seal
) -> Remade:
    """Make the pairs of these people, and of everybody who hangs together with them, what `pair_up` says; gives
    which are others then.

    A link that would bring somebody new into a published pair and has nothing strong for it is put before a person.
    """
    ring = _Ring(connection, gathering, seal)
    ring.close(members)
    before = [
        one for chunk in chunks(ring.pairs) for one in pairing.pairs_where(connection, pair.c.id.in_(chunk))
    ]
    known = sorted(ring.known.values(), key=lambda person: person.number)
    twice = doubles.of(connection, sorted(ring.known))
    joined = tuple(ring.rows.values())
    wanted = pair_up(gathering, known, joined, before, twice)
    news = [one for one in wanted if one not in before or len(_members(one)) > 2]
    published = shows.with_slot(connection, [one.id for one in news])
    late = _late(connection, ring, before, news, published, twice, seal)
    if late.rows or late.apart:
        _put_before_somebody(connection, gathering, late.rows)
        waits = {(row.worker, row.family) for row in late.rows}
        joined = tuple(row for row in joined if (row.worker, row.family) not in waits)
        wanted = pair_up(gathering, known, joined, before, (*twice, *late.apart))
    return pairing.swap_pairs(connection, gathering, before, tuple(_own_ids(connection, before, wanted)))


def _late(
    connection: Connection,
    ring: "_Ring",
    before: Sequence[Pair],
    wanted: Sequence[Pair],
    told: Collection[str],
    twice: Sequence[Double],
    seal: Seal,
) -> Late:
    """Who may not come into these pairs, some of which are told their time."""
    wanted = [one for one in wanted if one.id in told or len(one.worker.registrations) > 1]
    people = [ring.known[id_] for id_ in sorted({id_ for one in wanted for id_ in _members(one)})]
    ids = [one.id for one in people]
    rows = [
        row
        for chunk in chunks(ids)
        for row in pairing.matches_where(connection, match.c.worker.in_(chunk))
        if row.family in ids
    ]
    shared = {*by_code(people), *_by_number(connection, people, seal)}
    numbered = {one.id for one in people if one.phones}
    return latecomers(rows, before, wanted, told, twice, shared, numbered)


def _by_number(
    connection: Connection, people: Iterable[Registration], seal: Seal
) -> Iterator[frozenset[str]]:
    """For each number that several of these gave, everybody of their side in the gathering who gave it."""
    gave = Counter((one.gathering, one.side, number) for one in people for number in _numbers(one))
    for (gathering, side, number), times in gave.items():
        if times > 1:
            mine = and_(phone_index.c.gathering == gathering, phone_index.c.digest == seal.digest(number))
            of_side = registration.c.side == side.value, registration.c.standing == Standing.ACTIVE.value
            on = registration.c.id == phone_index.c.registration
            found = select(registration.c.id).join(phone_index, on).where(mine, *of_side)
            yield frozenset(connection.scalars(found))


def _numbers(one: Registration) -> set[str]:
    return {*one.phones, *(number for other in one.others for number in other.phones)}


def _put_before_somebody(connection: Connection, gathering: str, rows: Iterable[MatchRow]) -> None:
    for row in rows:
        mine = and_(
            match.c.gathering == gathering, match.c.worker == row.worker, match.c.family == row.family
        )
        columns = pairing.match_columns(gathering, row)
        if connection.execute(update(match).where(mine).values(**columns)).rowcount == 0:
            connection.execute(insert(match).values(**columns))


def _members(one: Pair) -> frozenset[str]:
    return frozenset((*one.worker.registrations, *one.family.registrations))


def _own_ids(connection: Connection, before: Sequence[Pair], wanted: Iterable[Pair]) -> Iterator[Pair]:
    """The same pairs; an id that belongs to people outside the ring gets a tail."""
    mine = {one.id for one in before}
    for one in wanted:
        id_, tail = one.id, 1
        while id_ not in mine and connection.scalar(select(pair.c.id).where(pair.c.id == id_)):
            tail += 1
            id_ = f"{one.id}-{tail}"
        yield one if id_ == one.id else replace(one, id=id_)


class _Ring:
    """Everybody who can end up in a pair with somebody: by a link, by a pair that stands, by a worker's number,
    by being one person registered twice."""

    def __init__(self, connection: Connection, gathering: str, seal: Seal) -> None:
        self._connection = connection
        self._gathering = gathering
        self._seal = seal
        self.known: dict[str, Registration] = {}
        """The active ones."""
        self.rows: dict[tuple[str, str], MatchRow] = {}
        self.pairs: set[str] = set()

    def close(self, members: Iterable[str]) -> None:
        seen: set[str] = set()
        more = set(members)
        while more:
            seen |= more
            more = {id_ for chunk in chunks(more) for id_ in self._beside(chunk)} - seen

    def _beside(self, members: Sequence[str]) -> Iterator[str]:
        found = people.many_registrations(self._connection, members, self._seal)
        mine = [one for one in found.values() if one.gathering == self._gathering]
        self.known |= {one.id: one for one in mine if one.standing is Standing.ACTIVE}
        joined = and_(
            match.c.gathering == self._gathering,
            match.c.standing.in_(_JOINED),
            or_(match.c.worker.in_(members), match.c.family.in_(members)),
        )
        for row in pairing.matches_where(self._connection, joined):
            self.rows[row.worker, row.family] = row
            yield from (row.worker, row.family)
        yield from self._same_pairs(members)
        yield from doubles.one_person_with(self._connection, members)
        yield from self._same_numbers([one for one in mine if one.side is Side.WORKER])

    def _same_pairs(self, members: Sequence[str]) -> Iterator[str]:
        of = (
            select(pair_member.c.pair)
            .join(pair, pair.c.id == pair_member.c.pair)
            .where(pair.c.gathering == self._gathering, pair_member.c.registration.in_(members))
        )
        theirs = select(pair_member.c.pair, pair_member.c.registration).where(pair_member.c.pair.in_(of))
        for key, member in self._connection.execute(theirs):
            self.pairs.add(key)
            yield member

    def _same_numbers(self, workers: Sequence[Registration]) -> Iterator[str]:
        digests = {self._seal.digest(number): number for one in workers for number in one.phones}
        for chunk in chunks(digests):
            wanted = and_(phone_index.c.gathering == self._gathering, phone_index.c.digest.in_(chunk))
            ids = list(self._connection.scalars(select(phone_index.c.registration).where(wanted).distinct()))
            others = people.many_registrations(self._connection, ids, self._seal)
            # The index holds the numbers of contacts too; only somebody's own makes one person of two rows.
            yield from (
                one.id
                for one in others.values()
                if one.side is Side.WORKER and not {*digests.values()}.isdisjoint(one.phones)
            )


def _active(connection: Connection, keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(keys):
        wanted = and_(registration.c.id.in_(chunk), registration.c.standing == Standing.ACTIVE.value)
        found.update(connection.scalars(select(registration.c.id).where(wanted)))
    return found
