"""The whole of linking: an index to keep, rows to ask with, and both at once for two files."""

from collections.abc import Callable, Iterable

from reunion.domain.linking import weights as w
from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import STRONG
from reunion.domain.linking.decide import Judged, judge, same_person
from reunion.domain.linking.explain import evidence
from reunion.domain.linking.index import WorkerIndex
from reunion.domain.linking.keys import Name
from reunion.domain.linking.relatives import FamilyIndex
from reunion.domain.linking.rows import Decision, FamilyRow, Link, WorkerRow
from reunion.domain.linking.score import Scored, rank_of, score


class LinkIndex:
    """The registrations of one gathering, ready to be asked; what is removed leaves no trace."""

    def __init__(self, workers: Iterable[WorkerRow] = (), families: Iterable[FamilyRow] = ()) -> None:
        self._workers = WorkerIndex()
        self._families = FamilyIndex()
        self._sure: dict[str, frozenset[str]] = {}
        """Family → workers its own row is surely linked to; forgotten when any worker changes."""
        for worker in workers:
            self.add(worker)
        for family in families:
            self.add_family(family)

    def __len__(self) -> int:
        return len(self._workers.rows)

    def add(self, row: WorkerRow) -> None:
        """Take a worker in, or its corrected row in place of the earlier one."""
        self._workers.add(Worker(row))
        self._sure.clear()

    def remove(self, worker_id: str) -> None:
        """Forget a worker; an unknown id is no mistake."""
        self._workers.remove(worker_id)
        self._sure.clear()

    def add_family(self, row: FamilyRow) -> None:
        """Take a family in as evidence for its relatives, or its corrected row in place of the earlier one."""
        self._families.add(Family(row))
        self._sure.pop(row.id, None)

    def remove_family(self, family_id: str) -> None:
        """Forget a family; an unknown id is no mistake."""
        self._families.remove(family_id)
        self._sure.pop(family_id, None)

    def query(self, row: FamilyRow) -> list[Link]:
        """The links of one family's row: first the linked, then up to three to review, the likely first."""
        family = Family(row)
        wishes = self._wishes(family)
        judged = [self._judged(scored) for scored in wishes.values()]
        if any(not _is_linked(found) for found in judged):
            told = self._told_by_relatives(family)
            if told:
                for scored in wishes.values():
                    _hear(scored, told)
                judged = [self._judged(scored) for scored in wishes.values()]
        best: dict[str, Judged] = {}
        for one in (one for found in judged for one in found):
            if one.decision is not None and _better(one, best.get(one.scored.worker.id)):
                best[one.scored.worker.id] = one
        return _links(row.id, list(best.values()))

    def _judged(self, scored: list[Scored]) -> list[Judged]:
        return judge(scored, len(self._workers.rows))

    def _wishes(self, family: Family) -> dict[Name | None, list[Scored]]:
        """Candidates for every name the family asks for; None stands for no name."""
        wishes = {name: self._scored(family, name) for name in family.workers or (None,)}
        if len(wishes) > 1:
            _keep_to_their_names(wishes)
        return wishes

    def _told_by_relatives(self, family: Family) -> dict[str, float]:
        """Worker → bits that other families give who ask for the same name from the same place or number."""
        told: dict[str, float] = {}
        for relative, bits in self._families.relatives(family):
            for worker_id in self._surely(relative):
                told[worker_id] = max(bits, told.get(worker_id, 0.0))
        return told

    def _surely(self, family: Family) -> frozenset[str]:
        known = self._sure.get(family.id)
        if known is None:
            judged = (one for scored in self._wishes(family).values() for one in self._judged(scored))
            linked = (one.scored.worker.id for one in judged if one.decision is Decision.LINKED)
            known = self._sure[family.id] = frozenset(linked)
        return known

    def _scored(self, family: Family, name: Name | None) -> list[Scored]:
        index = self._workers
        owners = [index.rows[owner] for owner in index.with_code(family.code)] if family.code else []
        found = index.candidates(family)
        scored = {id_: self._score(family, name, index.rows[id_], owners) for id_ in sorted(found)}
        for id_ in sorted(found, key=lambda id_: (-scored[id_].stranger, id_))[:2]:
            for number in index.rows[id_].phones:
                for other in index.with_phone(number):
                    if other not in scored and same_person(index.rows[id_], index.rows[other]):
                        scored[other] = self._score(family, name, index.rows[other], owners)
        return list(scored.values())

    def _score(self, family: Family, name: Name | None, worker: Worker, owners: list[Worker]) -> Scored:
        code = ""
        if owners:
            own = any(owner is worker or same_person(owner, worker) for owner in owners)
            code = "own" if own else "other" if len(family.workers) < 2 else ""
        return score(worker, family, name, self._workers.frequencies, code)


def _is_linked(judged: list[Judged]) -> bool:
    return any(one.decision is Decision.LINKED for one in judged)


def _hear(scored: list[Scored], told: dict[str, float]) -> None:
    """Add what relatives say. Without a number in common it helps everybody of that name: no tie is broken by it."""
    place = max((bits for bits in told.values() if bits < w.RELATIVE_PHONE), default=0.0)
    for one in scored:
        bits = told.get(one.worker.id, 0.0)
        if bits < w.RELATIVE_PHONE and one.name in STRONG:
            bits = place
        if bits:
            one.fields.append(("relative", "asks-for-the-same", bits, bits))
            one.stranger += bits
            one.mate += bits


def _keep_to_their_names(scored: dict[Name | None, list[Scored]]) -> None:
    """Of several names in a cell, a worker is asked for by the one that fits best and is no rival for the others."""
    best: dict[str, int] = {}
    for candidates in scored.values():
        for one in candidates:
            rank = rank_of(one.name)
            best[one.worker.id] = min(rank, best.get(one.worker.id, rank))
    for name, candidates in scored.items():
        scored[name] = [one for one in candidates if rank_of(one.name) == best[one.worker.id]]


def _better(one: Judged, other: Judged | None) -> bool:
    if other is None:
        return True
    return (one.decision is Decision.LINKED, one.probability) > (
        other.decision is Decision.LINKED,
        other.probability,
    )


def _links(family_id: str, found: list[Judged]) -> list[Link]:
    found.sort(
        key=lambda one: (
            one.decision is not Decision.LINKED,
            -one.probability,
            -one.odds,
            one.scored.worker.id,
        )
    )
    linked = [one for one in found if one.decision is Decision.LINKED]
    review = [one for one in found if one.decision is Decision.REVIEW][: w.REVIEWED]
    return [
        Link(
            one.scored.worker.id,
            family_id,
            round(one.probability, 6),
            one.decision or Decision.REVIEW,
            evidence(one),
            one.rule,
        )
        for one in (*linked, *review)
    ]


def link(
    workers: Iterable[WorkerRow],
    families: Iterable[FamilyRow],
    progress: Callable[[int], object] | None = None,
) -> list[Link]:
    """Link two rosters; `progress` hears the number of families done now and then."""
    rows = list(families)
    index = LinkIndex(workers, rows)
    links: list[Link] = []
    for done, row in enumerate(rows, 1):
        links += index.query(row)
        if progress is not None and done % 64 == 0:
            progress(done)
    return links
