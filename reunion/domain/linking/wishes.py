"""What one family's row asks for, wish by wish, and the answer put together from all of them."""

from collections.abc import Iterable, Mapping

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import AGREES, STRONG, name_level, place_level
from reunion.domain.linking.decide import Judged
from reunion.domain.linking.explain import evidence
from reunion.domain.linking.keys import Name
from reunion.domain.linking.rows import Decision, Link
from reunion.domain.linking.score import Scored, rank_of
from reunion.domain.linking.weights import Weights

Wishes = dict[Name | None, list[Scored]]
"""Candidates for every name the family asks for; None stands for no name."""


def may_be_meant(name: Name, family: Family, worker: Worker) -> bool:
    """Whether somebody whom only a name finds may be asked for: who but resembles it, in the family's village only."""
    for full in worker.names:
        level = name_level(name, full)
        if level in STRONG:
            return True
        if level in AGREES and place_level(worker.village, family.village) != "other":
            return True
    return False


def keep_to_their_names(wishes: Wishes) -> None:
    """Of several names in a cell, a worker is asked for by the one that fits best and is no rival for the others.

    Those whom no name fits stand apart under None: a name may be left out or misread beyond knowing again.
    """
    taken = {name for name, candidates in wishes.items() if any(one.name in STRONG for one in candidates)}
    best: dict[str, tuple[tuple[bool, bool, int], Scored]] = {}
    fits: dict[int, tuple[bool, bool, int]] = {}
    for name, candidates in wishes.items():
        for one in candidates:
            # A name that somebody bears outright leaves whoever resembles it to the other names.
            resembles = one.name not in STRONG and name in taken
            fit = fits[id(one)] = (one.name not in AGREES, resembles, rank_of(one.name))
            if one.worker.id not in best or fit < best[one.worker.id][0]:
                best[one.worker.id] = (fit, one)
    for name, candidates in wishes.items():
        wishes[name] = [
            one for one in candidates if one.name in AGREES and fits[id(one)] == best[one.worker.id][0]
        ]
    wishes[None] = [best[id_][1] for id_ in sorted(best) if best[id_][1].name not in AGREES]


def by_number_alone(wishes: Wishes, numbers: tuple[str, ...]) -> list[Worker]:
    """Workers meant by a number for whom no name was written, taken out of the wishes for the others.

    Two numbers and one name in a row: when one number is the named worker's, the other is of somebody whose name
    was left out.
    """
    scored = {one.worker.id: one for candidates in wishes.values() for one in candidates}
    named = [one.worker for one in scored.values() if one.name in AGREES and one.phone == "same"]
    taken = {number for worker in named for number in worker.phones}
    if not taken.intersection(numbers):
        return []
    spare = set(numbers) - taken
    meant = {
        id_: one.worker
        for id_, one in scored.items()
        if one.name not in AGREES and one.place != "other" and spare.intersection(one.worker.phones)
    }
    for name, candidates in wishes.items():
        wishes[name] = [one for one in candidates if one.worker.id not in meant]
    return [meant[id_] for id_ in sorted(meant)]


def hear(scored: Iterable[Scored], told: Mapping[str, float], w: Weights) -> None:
    """Add what relatives say, bits by worker.

    Without a number in common it helps everybody of that name: no tie is broken by it.
    """
    place = max((bits for bits in told.values() if bits < w.relative_phone), default=0.0)
    for one in scored:
        bits = told.get(one.worker.id, 0.0)
        if bits < w.relative_phone and one.name in STRONG:
            bits = place
        if bits:
            one.fields.append(("relative", "asks-for-the-same", bits, bits))
            one.stranger += bits
            one.mate += bits
            one.namesake += bits


def answer(family_id: str, judged: Iterable[Judged], w: Weights) -> list[Link]:
    """A row's links: each worker once, first the linked, then the few to review, the likely first."""
    decided = [one for one in judged if one.decision is not None]
    if len(decided) > 1:
        decided = _each_once(decided)
    links: list[Link] = []
    reviewed = 0
    for one in decided:
        decision = one.decision or Decision.REVIEW
        reviewed += decision is Decision.REVIEW
        if reviewed <= w.reviewed:
            score = round(one.probability, 6)
            links.append(Link(one.scored.worker.id, family_id, score, decision, evidence(one), one.rule))
    return links


def _each_once(decided: Iterable[Judged]) -> list[Judged]:
    best: dict[str, Judged] = {}
    for one in decided:
        if _better(one, best.get(one.scored.worker.id)):
            best[one.scored.worker.id] = one
    return sorted(best.values(), key=_order)


def _better(one: Judged, other: Judged | None) -> bool:
    if other is None:
        return True
    return (one.decision is Decision.LINKED, one.probability) > (
        other.decision is Decision.LINKED,
        other.probability,
    )


def _order(one: Judged) -> tuple[bool, float, float, str]:
    return (one.decision is not Decision.LINKED, -one.probability, -one.odds, one.scored.worker.id)
