"""The people of one gathering as linking knows them, and what it says of them; pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.kinship import turned
from reunion.domain.linking import FamilyRow, LinkIndex, WorkerRow, weights_of
from reunion.domain.people import Registration, Side
from reunion.domain.places import Home
from reunion.domain.plans import MatchRow, MatchStanding

NOBODY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
MANY: Final = 8
"""When an eighth of a circle changes at once everybody is asked anew: finding out who need not be costs more."""


@dataclass(frozen=True, slots=True)
class Known:
    """A registration as linking reads it, and the two codes on it."""

    row: WorkerRow | FamilyRow
    own: str = ""
    """The invite code it was given."""
    typed: str = ""
    """The invite code of the other side that was typed in."""


class Circle:
    """Everybody who is to be linked; people may come, be corrected and go, in any order."""

    def __init__(self, weights: str = "") -> None:
        """`weights` as Weights.to_json gives them; empty for those the program is shipped with."""
        self._index = LinkIndex(weights=weights_of(weights))
        self._known: dict[str, Known] = {}
        self._typed: dict[str, dict[str, str]] = {}
        """Typed code → the workers who typed it, with their own codes."""
        self._owners: dict[str, set[str]] = {}
        """Invite code → the families that have it."""

    def __len__(self) -> int:
        return len(self._known)

    def families(self) -> list[str]:
        """Whom one can ask for."""
        return sorted(id_ for id_, known in self._known.items() if isinstance(known.row, FamilyRow))

    def fill(self, people: Iterable[Known]) -> None:
        """Take these in, with nobody to be asked yet."""
        for known in people:
            self._take(known, many=True)

    def change(self, people: Sequence[Known], gone: Collection[str] = ()) -> list[str]:
        """Take these in, in place of what was known of them, and forget those; the families to be asked anew."""
        many = (len(people) + len(gone)) * MANY > len(self) and len(people) + len(gone) > MANY
        touched: set[str] = set()
        for id_ in gone:
            touched |= self._forget(id_, many=many)
        for known in people:
            touched |= self._take(known, many=many)
        return self.families() if many else sorted(touched & self._known.keys())

    def ask(self, families: Iterable[str]) -> list[MatchRow]:
        """What speaks for whom, by family; an unknown one has nobody."""
        links = (link for id_ in families if id_ in self._known for link in self._index.query_id(id_))
        return [
            MatchRow(
                link.worker_id,
                link.family_id,
                round(link.score * 10_000),
                MatchStanding(link.decision),
                tuple(link.evidence),
                link.rule,
            )
            for link in links
        ]

    def alike(self, people: Iterable[str]) -> list[Double]:
        """Who of their own side is, or may be, the same person as one of these."""
        found: dict[tuple[str, str], Double] = {}
        for id_ in people:
            known = self._known.get(id_)
            if known is None:
                continue
            worker = isinstance(known.row, WorkerRow)
            like = self._index.workers_like(id_) if worker else self._index.families_like(id_)
            for one in like:
                key = ordered(one.first, one.second)
                standing = DoubleStanding.SURE if one.sure else DoubleStanding.REVIEW
                side = Side.WORKER if worker else Side.FAMILY
                found[key] = Double(*key, side, standing, tuple(one.clues))
        return [found[key] for key in sorted(found)]

    def _take(self, known: Known, *, many: bool) -> set[str]:
        id_ = known.row.id
        before = self._touched(id_, many=many)
        renewed = self._unwrite(id_)
        self._known[id_] = known
        if isinstance(known.row, WorkerRow):
            self._index.add(known.row)
            if known.typed:
                self._typed.setdefault(known.typed, {})[id_] = known.own
                renewed |= self._owners.get(known.typed, set())
        else:
            if known.own:
                self._owners.setdefault(known.own, set()).add(id_)
            self._index.add_family(self._row_of(known, known.row))
        return before | self._touched(id_, many=many) | self._renew(renewed, many=many)

    def _forget(self, id_: str, *, many: bool) -> set[str]:
        before = self._touched(id_, many=many)
        renewed = self._unwrite(id_)
        known = self._known.pop(id_, None)
        if known is not None and isinstance(known.row, WorkerRow):
            self._index.remove(id_)
        else:
            self._index.remove_family(id_)
        return before | self._renew(renewed, many=many)

    def _unwrite(self, id_: str) -> set[str]:
        """Forget the codes of a registration; the families that had one from it."""
        known = self._known.get(id_)
        if known is None:
            return set()
        if isinstance(known.row, FamilyRow):
            _drop(self._owners, known.own, id_)
            return set()
        typed = self._typed.get(known.typed)
        if typed is None or typed.pop(id_, None) is None:
            return set()
        if not typed:
            del self._typed[known.typed]
        return set(self._owners.get(known.typed, ()))

    def _renew(self, families: Iterable[str], *, many: bool) -> set[str]:
        """The rows of these families anew: a worker typed their code, or does so no more."""
        touched: set[str] = set()
        for id_ in families:
            known = self._known[id_]
            if isinstance(known.row, FamilyRow):
                self._index.add_family(self._row_of(known, known.row))
                touched |= self._touched(id_, many=many)
        return touched

    def _row_of(self, known: Known, row: FamilyRow) -> FamilyRow:
        """A worker who typed the family's code says the same as a family that typed the worker's."""
        typed = self._typed.get(known.own) if known.own else None
        if row.code or not typed:
            return row
        return row._replace(code=typed[max(typed)])

    def _touched(self, id_: str, *, many: bool) -> set[str]:
        known = self._known.get(id_)
        if known is None or many:
            return set()
        if isinstance(known.row, WorkerRow):
            return set(self._index.touched_by_worker(id_))
        return set(self._index.touched_by_family(id_))


def _drop(sets: dict[str, set[str]], key: str, value: str) -> None:
    found = sets.get(key)
    if found is not None:
        found.discard(value)
        if not found:
            del sets[key]


def known_of(
    person: Registration, towns: Mapping[str, str], others: Mapping[str, tuple[str, ...]] = NOBODY
) -> Known:
    """A registration as linking reads it; `towns` are names by code, `others` by id whom staff call somebody else."""
    row: WorkerRow | FamilyRow
    if person.side is Side.WORKER:
        row = worker_row(person, towns)._replace(apart=others.get(person.id, ()))
    else:
        row = family_row(person, towns)
    return Known(row, person.invite_code, person.code_given)


def town_names(home: Home) -> dict[str, str]:
    """Names of townships by code."""
    return {town.code: town.name for town in home.townships}


def worker_row(person: Registration, towns: Mapping[str, str]) -> WorkerRow:
    """A worker's registration as linking reads it."""
    return WorkerRow(
        id=person.id,
        name=person.name,
        phones=person.phones,
        gender=person.gender,
        township=towns.get(person.township, ""),
        village=_village(person),
        contacts=tuple(other.name for other in person.others if other.name),
        relation=next((other.relation for other in person.others if other.relation), ""),
        contact_phones=tuple(number for other in person.others for number in other.phones),
        code=person.invite_code,
    )


def family_row(person: Registration, towns: Mapping[str, str]) -> FamilyRow:
    """A family's registration as linking reads it."""
    named = next((other.relation for other in person.others if other.relation), "")
    return FamilyRow(
        id=person.id,
        name=person.name,
        phones=person.phones,
        relation=person.relation or turned(named),
        workers=tuple(other.name for other in person.others if other.name),
        worker_phones=tuple(number for other in person.others for number in other.phones),
        township=towns.get(person.township, ""),
        village=_village(person),
        code=person.code_given,
    )


def _village(person: Registration) -> str:
    return person.village + (f"{person.group}组" if person.group else "")
