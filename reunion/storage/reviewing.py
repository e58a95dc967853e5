"""The queue of links and what is kept beside it: plain functions over a connection.

Whoever withdraws loses their links in the same transaction, so no link names somebody who is not there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from reunion.actions.ports.reviewing import Adds, Asked, Filter, Waiting
from reunion.domain.instants import Instant
from reunion.domain.plans import JOINED, MatchRow, MatchStanding
from reunion.storage.chunking import chunks
from reunion.storage.pairing import match_in, matches_where
from reunion.storage.sealing import Seal
from reunion.storage.searching import found_by
from reunion.storage.tables import asking, double, match, pair, registration

_LINKS: Final = 200
"""Links in one statement, two ids each."""
EVEN: Final = 5000
"""Even chances, in ten-thousandths."""
_JOINED: Final = [standing.value for standing in JOINED]


def queue(
    connection: Connection, gathering: str, wanted: Filter, limit: int, offset: int, seal: Seal
) -> tuple[tuple[Waiting, ...], int]:
    """One page and the number of all."""
    condition = and_(_wanted(gathering, wanted), *_said(gathering, wanted.words.strip(), seal))
    reviewed = wanted.standings == (MatchStanding.REVIEW,)
    adds = _adds() if reviewed else literal(Adds.NOTHING.value)
    counted = select(func.count()).select_from(match).where(condition)
    plain = wanted == Filter(wanted.standings, least=wanted.least)
    # An index knows how many are of a standing; a search that is counted first would look for everybody twice.
    total = counted.scalar_subquery() if plain else func.count().over()
    rows = connection.execute(
        select(match.c.worker, match.c.family, adds.label("adds"), total.label("total"))
        .where(condition)
        .order_by(*(_doubtful_first(adds) if reviewed else _unseen_first()), match.c.family, match.c.worker)
        .limit(limit)
        .offset(offset)
    ).all()
    number = rows[0].total if rows else 0
    if not rows and offset:
        number = connection.scalar(counted) or 0
    # The evidence is large: it is read for the page alone, not carried through the sorting.
    full = {
        (one.worker, one.family): one
        for one in rows_of(connection, gathering, [(row.worker, row.family) for row in rows])
    }
    told = _newest_asked(connection, gathering, {row.family for row in rows} | {row.worker for row in rows})
    return (
        tuple(
            Waiting(
                full[row.worker, row.family], Adds(row.adds), told.get(frozenset((row.worker, row.family)))
            )
            for row in rows
        ),
        number,
    )


def tally(connection: Connection, gathering: str) -> Mapping[str, int]:
    """Links by standing, doubles by `double-<standing>`, and `pairs`."""
    links = connection.execute(
        select(match.c.standing, func.count().label("links"))
        .where(match.c.gathering == gathering)
        .group_by(match.c.standing)
    )
    found = {standing.value: 0 for standing in MatchStanding} | {row.standing: row.links for row in links}
    doubles = connection.execute(
        select(double.c.standing, func.count())
        .where(double.c.gathering == gathering)
        .group_by(double.c.standing)
    )
    found |= {f"double-{standing}": count for standing, count in doubles}
    pairs = connection.scalar(select(func.count()).where(pair.c.gathering == gathering)) or 0
    return found | {"pairs": pairs}


def standing(
    connection: Connection, gathering: str, links: Sequence[tuple[str, str]]
) -> Mapping[tuple[str, str], MatchStanding]:
    """How these links stand."""
    found: dict[tuple[str, str], MatchStanding] = {}
    for chunk in chunks(links, _LINKS):
        rows = connection.execute(
            select(match.c.worker, match.c.family, match.c.standing).where(_these(gathering, chunk))
        )
        found |= {(row.worker, row.family): MatchStanding(row.standing) for row in rows}
    return found


def rows_of(connection: Connection, gathering: str, links: Sequence[tuple[str, str]]) -> tuple[MatchRow, ...]:
    """These links, with their evidence."""
    found: list[MatchRow] = []
    for chunk in chunks(links, _LINKS):
        found += matches_where(connection, _these(gathering, chunk))
    return tuple(found)


def _these(gathering: str, links: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    # Without the workers by themselves SQLite compares every link of the gathering with each of these.
    workers = match.c.worker.in_(sorted({worker for worker, _ in links}))
    return and_(match.c.gathering == gathering, workers, tuple_(match.c.worker, match.c.family).in_(links))


def rivals(connection: Connection, families: Sequence[str]) -> tuple[MatchRow, ...]:
    """Who else is thought of for these families."""
    # Without the gathering, which the families imply: with it SQLite goes through all links of it.
    rule = match.c.evidence["rule"].as_string().label("rule")
    rows = connection.execute(
        select(match.c.worker, match.c.family, match.c.score, match.c.standing, rule)
        .where(match.c.family.in_(families), match.c.standing != MatchStanding.REFUSED.value)
        .order_by(match.c.family, match.c.score.desc(), match.c.worker)
    )
    return tuple(
        MatchRow(row.worker, row.family, row.score, MatchStanding(row.standing), rule=row.rule or "")
        for row in rows
    )


def rules(connection: Connection, gathering: str, standings: Sequence[MatchStanding]) -> Mapping[str, int]:
    """Rule → links it decided."""
    rule = match.c.evidence["rule"].as_string()
    rows = connection.execute(
        select(rule.label("rule"), func.count().label("links"))
        .where(_wanted(gathering, Filter(tuple(standings))))
        .group_by(rule)
        .order_by(func.count().desc(), rule)
    )
    return {row.rule: row.links for row in rows}


def ask(connection: Connection, gathering: str, value: Asked) -> None:
    """Append a question."""
    connection.execute(
        insert(asking).values(
            gathering=gathering,
            registration=value.registration,
            other=value.other,
            at=value.at,
            by=value.by,
            ended=None,
        )
    )


def take_question_back(
    connection: Connection, gathering: str, registration_id: str, other: str, at: Instant
) -> None:
    """End the questions that stand."""
    mine = and_(
        asking.c.gathering == gathering, asking.c.registration == registration_id, asking.c.other == other
    )
    connection.execute(update(asking).where(mine, asking.c.ended.is_(None)).values(ended=at))


def asked(connection: Connection, gathering: str, worker: str, family: str) -> tuple[Asked, ...]:
    """Questions about one link to either side, the newest first."""
    keys = tuple_(asking.c.registration, asking.c.other).in_([(worker, family), (family, worker)])
    rows = connection.execute(
        select(asking)
        .where(asking.c.gathering == gathering, keys, asking.c.ended.is_(None))
        .order_by(asking.c.at.desc())
    )
    return tuple(Asked(row.registration, row.other, row.by, Instant(row.at)) for row in rows)


def linked_ids(connection: Connection, gathering: str) -> tuple[tuple[str, str, int], ...]:
    """What stands without a look."""
    rows = connection.execute(
        select(match.c.worker, match.c.family, match.c.score).where(
            _wanted(gathering, Filter((MatchStanding.LINKED,)))
        )
    )
    return tuple((row.worker, row.family, row.score) for row in rows)


def expected(connection: Connection, gathering: str) -> tuple[int, float]:
    """What the engine itself expects of what stands without a look."""
    linked = _wanted(gathering, Filter((MatchStanding.LINKED,)))
    count, mean = connection.execute(select(func.count(), func.avg(match.c.score)).where(linked)).one()
    return count, float(mean or 0) / 10_000


def decided(connection: Connection, gathering: str, limit: int) -> tuple[MatchRow, ...]:
    """What a person said, the most doubtful first."""
    standings = (MatchStanding.CONFIRMED.value, MatchStanding.REFUSED.value)
    rows = connection.execute(
        select(match)
        .where(match.c.gathering == gathering, match.c.standing.in_(standings))
        .order_by(func.abs(match.c.score - EVEN), match.c.worker, match.c.family)
        .limit(limit)
    )
    return tuple(match_in(row) for row in rows)


def _wanted(gathering: str, wanted: Filter) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [
        match.c.gathering == gathering,
        match.c.standing.in_([standing.value for standing in wanted.standings]),
    ]
    if wanted.rule:
        conditions.append(match.c.evidence["rule"].as_string() == wanted.rule)
    if wanted.least:
        conditions.append(match.c.score >= wanted.least)
    if wanted.township or wanted.village:
        conditions.append(_one_of_both(gathering, _from(wanted)))
    return and_(*conditions)


def _one_of_both(gathering: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether it is true of the worker or of the family; all people are looked through once, not for each link."""
    fit = select(registration.c.id).where(registration.c.gathering == gathering, condition).cte()
    return or_(match.c.family.in_(select(fit.c.id)), match.c.worker.in_(select(fit.c.id)))


def _from(wanted: Filter) -> ColumnElement[bool]:
    places = (registration.c.township, wanted.township), (registration.c.village, wanted.village)
    return and_(*(column == value for column, value in places if value))


def _said(gathering: str, words: str, seal: Seal) -> list[ColumnElement[bool]]:
    """What words ask of a link: the worker's name and the family's are found together, whoever has which."""
    if not words:
        return []
    ways = found_by(gathering, words, seal)
    single = [way[0] for way in ways if len(way) == 1]
    fits = [_one_of_both(gathering, or_(*single))] if single else []
    fits += [and_(*(_one_of_both(gathering, part) for part in way)) for way in ways if len(way) > 1]
    return [or_(false(), *fits)]


def _adds() -> ColumnElement[int]:
    """See Adds."""
    other = match.alias("other_link")
    # Without the gathering, which the people imply: with it SQLite goes through all links of that standing.
    joined = other.c.standing.in_(_JOINED)
    family = exists().where(other.c.family == match.c.family, other.c.worker != match.c.worker, joined)
    worker = exists().where(other.c.worker == match.c.worker, other.c.family != match.c.family, joined)
    return case((family, Adds.NOTHING.value), (worker, Adds.FAMILY.value), else_=Adds.PAIR.value)


def _is_asked() -> ColumnElement[int]:
    stands = and_(asking.c.gathering == match.c.gathering, asking.c.ended.is_(None))
    ways = (
        exists().where(stands, asking.c.registration == one, asking.c.other == other)
        for one, other in ((match.c.family, match.c.worker), (match.c.worker, match.c.family))
    )
    return case((or_(*ways), 1), else_=0)


def _doubtful_first(adds: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
    """Whoever was asked comes last, what adds most first, then the doubtful before the clear."""
    return _is_asked(), adds.desc(), func.abs(match.c.score - EVEN)


def _unseen_first() -> tuple[ColumnElement[Any], ...]:
    """What nobody looked at before what somebody confirmed, the least certain first."""
    return match.c.standing.desc(), match.c.score


def _newest_asked(connection: Connection, gathering: str, ids: set[str]) -> Mapping[frozenset[str], Asked]:
    if not ids:
        return {}
    rows = connection.execute(
        select(asking)
        .where(
            asking.c.gathering == gathering, asking.c.registration.in_(sorted(ids)), asking.c.ended.is_(None)
        )
        .order_by(asking.c.at)
    )
    return {
        frozenset((row.registration, row.other)): Asked(row.registration, row.other, row.by, Instant(row.at))
        for row in rows
    }
