"""The whole of linking: an index to keep, rows to ask with, and both at once for two files."""

from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence
from functools import partial

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import STRONG, name_level
from reunion.domain.linking.decide import Judged, judge, nobody_asked
from reunion.domain.linking.doubles import family_double, worker_double
from reunion.domain.linking.index import WorkerIndex
from reunion.domain.linking.keys import Name
from reunion.domain.linking.persons import same_person
from reunion.domain.linking.relatives import FamilyIndex
from reunion.domain.linking.rows import Decision, Double, FamilyRow, Link, WorkerRow
from reunion.domain.linking.rules import ALL, Rules
from reunion.domain.linking.score import Scored, score
from reunion.domain.linking.weights import SHIPPED, Weights
from reunion.domain.linking.wishes import (
    Wishes,
    answer,
    by_number_alone,
    hear,
    keep_to_their_names,
    may_be_meant,
)

PERSONAL = 8.0
"""Bits for this very person from which on a namesake is out of the question."""


class LinkIndex:
    """The registrations of one gathering, ready to be asked; what is removed leaves no trace.

    Not to be used by two threads at once.
    """

    def __init__(
        self,
        workers: Iterable[WorkerRow] = (),
        families: Iterable[FamilyRow] = (),
        *,
        weights: Weights = SHIPPED,
        rules: Rules = ALL,
    ) -> None:
        self.weights = weights
        self._rules = rules
        self._workers = WorkerIndex(weights)
        self._families = FamilyIndex(weights)
        self._sure: dict[str, dict[Name, frozenset[str]]] = {}
        """Family → workers its own row surely asks for, by name; forgotten when any worker changes."""
        self._workers.add_every(Worker(row, rules) for row in workers)
        for family in families:
            self.add_family(family)

    def __len__(self) -> int:
        return len(self._workers.rows)

    @property
    def worker_ids(self) -> KeysView[str]:
        """Ids of the workers in it."""
        return self._workers.rows.keys()

    @property
    def family_ids(self) -> KeysView[str]:
        """Ids of the families in it."""
        return self._families.rows.keys()

    def add(self, row: WorkerRow) -> None:
        """Take a worker in, or its corrected row in place of the earlier one."""
        self._workers.add(Worker(row, self._rules))
        self._sure.clear()

    def remove(self, worker_id: str) -> None:
        """Forget a worker; an unknown id is no mistake."""
        self._workers.remove(worker_id)
        self._sure.clear()

    def add_family(self, row: FamilyRow) -> None:
        """Take a family in as evidence for its relatives, or its corrected row in place of the earlier one."""
        self._families.add(Family(row, self._rules))
        self._sure.pop(row.id, None)

    def remove_family(self, family_id: str) -> None:
        """Forget a family; an unknown id is no mistake."""
        self._families.remove(family_id)
        self._sure.pop(family_id, None)

    def query(self, row: FamilyRow) -> list[Link]:
        """The links of one family's row: first the linked, then up to three to review, the likely first."""
        return self._answer(Family(row, self._rules))

    def query_every(self, rows: Iterable[FamilyRow]) -> Iterator[list[Link]]:
        """Take all these families in, then answer each in turn."""
        families = [Family(row, self._rules) for row in rows]
        for family in families:
            self._families.add(family)
            self._sure.pop(family.id, None)
        for family in families:
            yield self._answer(family)

    def query_id(self, family_id: str) -> list[Link]:
        """The links of a family that is in the index; raises KeyError for another."""
        return self._answer(self._families.rows[family_id])

    def families_near(self, worker_id: str) -> tuple[str, ...]:
        """Families in the index that have this worker, or a double by number, as a candidate; sorted.

        To be asked while the row is in the index; empty for an unknown id.
        """
        worker = self._workers.rows.get(worker_id)
        if worker is None:
            return ()
        found = self._families.asking(self._workers.telling_keys(worker))
        for number in worker.phones:
            for other_id in self._workers.with_phone(number):
                other = self._workers.rows[other_id]
                if other is not worker and same_person(worker, other):
                    found |= self._families.asking(self._workers.telling_keys(other))
        return tuple(sorted(found))

    def relatives_of(self, family_id: str) -> tuple[str, ...]:
        """Families whose answer may change with this one's, asking for the same name nearby; sorted."""
        family = self._families.rows.get(family_id)
        if family is None or not self._rules.relatives:
            return ()
        return tuple(other.id for other, _ in self._families.relatives(family))

    def touched_by_worker(self, worker_id: str) -> tuple[str, ...]:
        """Families to ask again when this worker comes, changes (before and after) or goes (before); sorted."""
        near = self.families_near(worker_id)
        return tuple(sorted({*near, *(other for one in near for other in self.relatives_of(one))}))

    def touched_by_family(self, family_id: str) -> tuple[str, ...]:
        """Families to ask again when this one comes, changes (before and after) or goes (before); sorted."""
        own = (family_id,) if family_id in self._families.rows else ()
        return tuple(sorted({*own, *self.relatives_of(family_id)}))

    def workers_like(self, worker_id: str) -> tuple[Double, ...]:
        """Other rows that are, or may be, the same worker's; the sure first."""
        worker = self._workers.rows.get(worker_id)
        if worker is None:
            return ()
        others = (self._workers.rows[other] for other in self._workers.alike(worker))
        return _sure_first(worker_double(worker, other) for other in others)

    def families_like(self, family_id: str) -> tuple[Double, ...]:
        """Other rows that are, or may be, the same relative's for the same worker; the sure first."""
        family = self._families.rows.get(family_id)
        if family is None:
            return ()
        others = (self._families.rows[other] for other in self._families.near(family))
        return _sure_first(family_double(family, other) for other in others)

    def _answer(self, family: Family) -> list[Link]:
        judged: list[Judged] = []
        for name, scored in self._wishes(family).items():
            judged += self._heard(family, name, scored)
        return answer(family.id, judged, self.weights)

    def _heard(self, family: Family, name: Name | None, scored: list[Scored]) -> list[Judged]:
        """One wish decided, with what other families say of it."""
        judged = self._judged(scored, family)
        if name is None or not judged or not self._rules.relatives:
            return judged
        linked = _linked(judged)
        if not linked and (told := self._told_by_relatives(family, name)):
            hear(scored, told, self.weights)
            judged = self._judged(scored, family)
            linked = _linked(judged)
        if linked and self._claimed(family, linked):
            judged = self._judged(scored, family)
        return judged

    def _judged(self, scored: list[Scored], family: Family | None = None) -> list[Judged]:
        asked = partial(self._families.others_asked, family) if family else nobody_asked
        return judge(scored, len(self._workers.rows), self.weights, self._rules, asked)

    def _wishes(self, family: Family) -> Wishes:
        told, far = self._workers.told(family)
        owners = self._owners(family)
        wishes: Wishes = {
            name: self._scored(family, name, told, far, owners) for name in family.workers or (None,)
        }
        if len(wishes) > 1:
            keep_to_their_names(wishes)
        if 0 < len(family.workers) < len(family.worker_phones):
            meant = by_number_alone(wishes, family.worker_phones)
            wishes[None] = [self._score(family, None, one, owners) for one in meant]
        return wishes

    def _claimed(self, family: Family, linked: list[Judged]) -> bool:
        """Whether others ask for one who is linked by hardly more than a name and a home, which is then counted."""
        claimed = False
        for one in linked:
            scored = one.scored
            if one.lent + scored.namesake < PERSONAL and scored.name in STRONG:
                bits = self._families.claimed(family, scored.worker)
                scored.namesake += bits
                claimed = claimed or bits < 0
        return claimed

    def _told_by_relatives(self, family: Family, name: Name) -> dict[str, float]:
        """Worker → bits that other families give who ask for this name from the same place or number."""
        told: dict[str, float] = {}
        for relative, bits in self._families.relatives(family):
            for asked, worker_ids in self._surely(relative).items():
                for worker_id in worker_ids if name_level(name, asked) in STRONG else ():
                    told[worker_id] = max(bits, told.get(worker_id, 0.0))
        return told

    def _surely(self, family: Family) -> dict[Name, frozenset[str]]:
        known = self._sure.get(family.id)
        if known is None:
            known = self._sure[family.id] = {
                name: frozenset(
                    one.scored.worker.id for one in self._judged(scored) if one.decision is Decision.LINKED
                )
                for name, scored in self._wishes(family).items()
                if name is not None
            }
        return known

    def _scored(
        self, family: Family, name: Name | None, told: set[str], far: set[str], owners: Sequence[Worker]
    ) -> list[Scored]:
        rows = self._workers.rows
        found = set(told) if name is None else told | self._called(name, family, told, far)
        scored = [
            self._score(family, name, rows[id_], owners)
            for id_ in (sorted(found) if len(found) > 1 else found)
        ]
        for one in _two_best(scored):
            for number in one.worker.phones:
                if number in family.worker_phones:
                    continue  # whoever has it is found already
                for other in self._workers.with_phone(number):
                    if other not in found and same_person(one.worker, rows[other]):
                        found.add(other)
                        scored.append(self._score(family, name, rows[other], owners))
        return scored

    def _called(self, name: Name, family: Family, told: set[str], far: set[str]) -> set[str]:
        """Ids of the workers whom the name finds."""
        if not name.nick and self._workers.meant(name, family, told):
            return self._workers.namesakes(name, family)
        rows = self._workers.rows
        found = (self._workers.named(name, family) | far) - told
        return {id_ for id_ in found if may_be_meant(name, family, rows[id_])}

    def _owners(self, family: Family) -> Sequence[Worker]:
        """Whose code the family typed."""
        index = self._workers
        return [index.rows[owner] for owner in index.with_code(family.code)] if family.code else ()

    def _score(self, family: Family, name: Name | None, worker: Worker, owners: Sequence[Worker]) -> Scored:
        code = _whose(owners, family, worker) if owners else ""
        return score(worker, family, name, self._workers.frequencies, code, self.weights)


def _linked(judged: list[Judged]) -> list[Judged]:
    return [one for one in judged if one.decision is Decision.LINKED]


def _whose(owners: Sequence[Worker], family: Family, worker: Worker) -> str:
    """Whether the code that was typed is this worker's, somebody else's, or of one of several."""
    if any(owner is worker or same_person(owner, worker) for owner in owners):
        return "own"
    return "other" if len(family.workers) < 2 else ""


def _two_best(scored: list[Scored]) -> list[Scored]:
    return sorted(scored, key=_by_stranger, reverse=True)[:2] if len(scored) > 2 else scored[:]


def _by_stranger(one: Scored) -> float:
    return one.stranger


def _sure_first(found: Iterable[Double | None]) -> tuple[Double, ...]:
    doubles = [one for one in found if one is not None]
    return tuple(sorted(doubles, key=lambda one: (not one.sure, one.second)))


def link(
    workers: Iterable[WorkerRow],
    families: Iterable[FamilyRow],
    progress: Callable[[int], object] | None = None,
    *,
    weights: Weights = SHIPPED,
    rules: Rules = ALL,
) -> list[Link]:
    """Link two rosters; `progress` hears the number of families done now and then."""
    index = LinkIndex(workers, weights=weights, rules=rules)
    links: list[Link] = []
    for done, found in enumerate(index.query_every(families), 1):
        links += found
        if progress is not None and done % 64 == 0:
            progress(done)
    return links
