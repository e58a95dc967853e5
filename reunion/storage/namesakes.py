"""Names that more workers have than can be told apart, and the families that ask for them and got nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from reunion.actions.ports.reviewing import Namesakes
from reunion.domain.linking.weights import SHIPPED
from reunion.domain.people import Side, Standing
from reunion.domain.searches import written
from reunion.domain.simplified import simplified
from reunion.storage.chunking import chunks
from reunion.storage.sealing import Seal
from reunion.storage.tables import match, phone_index, registration


def namesakes(connection: Connection, gathering: str, seal: Seal) -> tuple[Namesakes, ...]:
    """By how many ask in vain, the most first; a name is the same in either script, as linking reads it."""
    table = registration.c
    mine = table.gathering == gathering, table.standing == Standing.ACTIVE.value
    # In the order of an index, so that nothing is sorted.
    spelt = connection.execute(
        select(table.name, func.count().label("workers"))
        .where(*mine, table.side == Side.WORKER.value, table.name != "")
        .group_by(table.initials, table.name)
    )
    workers: Counter[str] = Counter()
    for row in spelt:
        workers[simplified(row.name)] += row.workers
    borne = {name: count for name, count in workers.items() if count > SHIPPED.reviewed}
    wishes = {seal.wish(form): name for name in borne for form in written(name)}
    asking: dict[str, set[str]] = defaultdict(set)
    for row in _asking_in_vain(connection, gathering, list(wishes)):
        asking[wishes[row.digest]].add(row.registration)
    found = (Namesakes(name, borne[name], tuple(sorted(families))) for name, families in asking.items())
    return tuple(sorted(found, key=lambda one: (-len(one.families), -one.workers, one.name)))


def _asking_in_vain(connection: Connection, gathering: str, digests: list[bytes]) -> Iterator[Row[Any, Any]]:
    """Which of these names families ask for that are in no link; whoever was refused one was offered somebody."""
    linked = exists().where(match.c.family == phone_index.c.registration)
    for chunk in chunks(digests):
        yield from connection.execute(
            select(phone_index.c.digest, phone_index.c.registration)
            .join(registration, registration.c.id == phone_index.c.registration)
            .where(
                phone_index.c.gathering == gathering,
                phone_index.c.digest.in_(chunk),
                registration.c.side == Side.FAMILY.value,
                registration.c.standing == Standing.ACTIVE.value,
                ~linked,
            )
        )
