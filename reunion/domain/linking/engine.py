"""The whole of linking: an index to keep, rows to ask with, and both at once for two files."""

from collections.abc import Callable, Iterable

from reunion.domain.linking import weights as w
from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.decide import Judged, judge, same_person
from reunion.domain.linking.explain import evidence
from reunion.domain.linking.index import WorkerIndex
from reunion.domain.linking.keys import Name
from reunion.domain.linking.rows import Decision, FamilyRow, Link, WorkerRow
from reunion.domain.linking.score import Scored, rank_of, score


class LinkIndex:
    """The workers of one gathering, ready to be asked; what is removed leaves no trace."""

    def __init__(self, workers: Iterable[WorkerRow] = ()) -> None:
        self._workers = WorkerIndex()
        for row in workers:
            self.add(row)

    def __len__(self) -> int:
        return len(self._workers.rows)

    def add(self, row: WorkerRow) -> None:
        """Take a worker in, or its corrected row in place of the earlier one."""
        self._workers.add(Worker(row))

    def remove(self, worker_id: str) -> None:
        """Forget a worker; an unknown id is no mistake."""
        self._workers.remove(worker_id)

    def query(self, row: FamilyRow) -> list[Link]:
        """The links of one family's row: first the linked, then up to three to review, the likely first."""
        family = Family(row)
        asked: tuple[Name | None, ...] = family.workers or (None,)
        best: dict[str, Judged] = {}
        scored = {name: self._scored(family, name) for name in asked}
        if len(asked) > 1:
            _keep_to_their_names(scored)
        for name in asked:
            for one in judge(scored[name], len(self._workers.rows)):
                if one.decision is not None and _better(one, best.get(one.scored.worker.id)):
                    best[one.scored.worker.id] = one
        return _links(row.id, list(best.values()))

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
    index = LinkIndex(workers)
    links: list[Link] = []
    for done, row in enumerate(families, 1):
        links += index.query(row)
        if progress is not None and done % 64 == 0:
            progress(done)
    return links
