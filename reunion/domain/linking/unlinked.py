"""Who is in no link, neither sure nor to be looked at, and why: for the person who brought the rows."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from reunion.domain.linking.clean import names, phones
from reunion.domain.linking.keys import Name, asked_keys, found_keys
from reunion.domain.linking.rows import FamilyRow, Link, WorkerRow
from reunion.domain.linking.weights import SHIPPED
from reunion.domain.sides import Side


class Why(StrEnum):
    """What kept a row from being found."""

    NOTHING = "nothing"
    """Neither a name nor a number."""
    NO_NAME = "no-name"
    """No name of the worker, and no number that leads anywhere."""
    NOBODY = "nobody"
    """On the other side nobody is called so, or asks for that name."""
    OTHERS = "others"
    """Whoever asks for that name is in a link with somebody else."""
    MANY = "many"
    """More of one name than can be told apart or looked at."""
    OTHERWISE = "otherwise"
    """The name is there, but too little else agrees."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A row without a link."""

    side: Side
    row: WorkerRow | FamilyRow
    why: Why
    namesakes: int
    """Workers of the name in question, as heard."""


def unlinked(
    workers: Sequence[WorkerRow], families: Sequence[FamilyRow], links: Iterable[Link]
) -> list[Unlinked]:
    """The rows of both sides that are in none of the links, in the order they came."""
    found = [(link.worker_id, link.family_id) for link in links]
    theirs, ours = {worker for worker, _ in found}, {family for _, family in found}
    borne = Counter(key for row in workers for key in _borne(row))
    waiting = {name.spoken for row in families if row.id not in ours for name in names(*row.workers)}
    asked = {name.spoken for row in families for name in names(*row.workers)}
    left = [_worker(row, borne, waiting, asked) for row in workers if row.id not in theirs]
    return left + [_family(row, borne) for row in families if row.id not in ours]


def _worker(row: WorkerRow, borne: Counter[str], waiting: Set[str], asked: Set[str]) -> Unlinked:
    called = names(row.name)
    spoken = {name.spoken for name in called}
    namesakes = max((borne[sound] for sound in spoken), default=0)
    if not called:
        numbers = phones(*row.phones, *row.contact_phones)
        why = Why.NO_NAME if numbers or names(*row.contacts) else Why.NOTHING
    elif waiting & spoken:
        why = _of_several(namesakes)
    else:
        why = Why.OTHERS if asked & spoken else Why.NOBODY
    return Unlinked(Side.WORKER, row, why, namesakes)


def _family(row: FamilyRow, borne: Counter[str]) -> Unlinked:
    asked = names(*row.workers)
    namesakes = max((sum(borne[key] for key in _wanted(name)) for name in asked), default=0)
    if not asked:
        numbers = phones(*row.phones, *row.worker_phones)
        why = Why.NO_NAME if numbers or names(row.name) else Why.NOTHING
    else:
        why = _of_several(namesakes) if namesakes else Why.NOBODY
    return Unlinked(Side.FAMILY, row, why, namesakes)


def _of_several(namesakes: int) -> Why:
    return Why.MANY if namesakes > SHIPPED.reviewed else Why.OTHERWISE


def _borne(row: WorkerRow) -> set[str]:
    """The worker's names as heard, and the nicknames they may have."""
    return {
        key
        for name in names(row.name)
        for key in found_keys(name)
        if key == name.spoken or key.startswith(("^^", "~~"))
    }


def _wanted(name: Name) -> Iterable[str]:
    """What one of the keys of whoever is meant must be."""
    return asked_keys(name) if name.nick else (name.spoken,)
