"""From scores to decisions: probabilities over persons, the rules after the score, the margin."""

from dataclasses import dataclass
from math import log2

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.compare import (
    AGREES,
    STRONG,
    name_level,
    one_slip,
    phones_meet,
    place_level,
)
from reunion.domain.linking.rows import Decision
from reunion.domain.linking.rules import ALL, Rules
from reunion.domain.linking.score import Scored
from reunion.domain.linking.weights import SHIPPED, Weights

SURE = "sure"
MARGIN = "close-second"
UNSURE = "not-sure-enough"
CODE_OTHER = "code-of-somebody-else"
NAME = "name-disagrees"
NICKNAME = "nickname-alone"
ELSEWHERE = "sounds-alike-elsewhere"
NAMELESS = "no-name"
DOUBLE = "same-person-twice"
PERHAPS = "perhaps-the-same-person"
ALIKE = STRONG | {"look-alike", "one-left-out"}
"""Levels at which two rows with one number are one person; brothers with one number differ by more."""
CONSIDERED = 12
NEAR = 30.0
"""Bits below the best beyond which a candidate changes nothing."""


@dataclass(slots=True)
class Judged:
    """A candidate with its probability and the rule that decided."""

    scored: Scored
    odds: float
    """Bits for against everything else but other persons."""
    probability: float = 0.0
    decision: Decision | None = None
    rule: str = UNSURE


def odds_of(scored: Scored, workers: int, w: Weights = SHIPPED, rules: Rules = ALL) -> float:
    """Bits in favour: against a stranger, by chance one of so many or nobody at all, and against a mate."""
    stranger = scored.stranger - log2(max(2, workers)) + log2((1 - w.absent) / w.absent)
    mate = scored.mate - log2(w.mates) if rules.household else 60.0
    # 2^-a + 2^-b, kept from overflowing by capping what is beyond doubt
    return -log2(2.0 ** -max(-60.0, min(60.0, stranger)) + 2.0 ** -max(-60.0, min(60.0, mate)))


def same_person(first: Worker, second: Worker) -> bool:
    """Whether two registrations are one worker's, registered twice."""
    if not first.names or not second.names:
        return False
    one, other = first.names[0], second.names[0]
    if phones_meet(first.phones, second.phones):
        levels = {name_level(one, other), name_level(other, one)}
        return bool(levels & ALIKE)
    if one.spoken != other.spoken and one.joined != other.joined:
        return False
    return _fits_otherwise(first, second)


def _fits_otherwise(first: Worker, second: Worker) -> bool:
    """Two rows of one name without a number in common."""
    if first.sex and second.sex and first.sex != second.sex:
        return False
    towns, villages = place_level(first.town, second.town), place_level(first.village, second.village)
    if "other" in (towns, villages):
        return False
    home = towns == villages == "same"
    contact = bool(phones_meet(first.contact_phones, second.contact_phones)) or any(
        name_level(one, other) in STRONG for one in first.contacts for other in second.contacts
    )
    if first.phones and second.phones:
        slip = any(one_slip(a, b) for a in first.phones for b in second.phones)
        return (slip and (home or contact or len(first.names[0].ear) > 2)) or (home and contact)
    if contact or (first.contacts and second.contacts):
        return contact
    # One row has no number: a name of three in one town is one person, a name of two only in one village.
    written = first.names[0].text == second.names[0].text
    return written and (home or (len(first.names[0].ear) > 2 and towns == "same"))


def judge(candidates: list[Scored], workers: int, w: Weights = SHIPPED, rules: Rules = ALL) -> list[Judged]:
    """Probabilities and decisions for the candidates of one wish, the best first."""
    judged = [Judged(scored, odds_of(scored, workers, w, rules)) for scored in candidates]
    judged.sort(key=lambda one: (-one.odds, one.scored.worker.id))
    persons = _persons([one for one in judged[:CONSIDERED] if one.odds > judged[0].odds - NEAR])
    total = 1.0 + sum(2.0 ** min(60.0, person[0].odds) for person in persons)
    for at, person in enumerate(persons):
        probability = 2.0 ** min(60.0, person[0].odds) / total
        others = (other[0] for number, other in enumerate(persons) if number != at)
        rivals = (other.odds for other in others if not rules.household or _may_link(other))
        rival = max(rivals, default=-60.0)
        for one in person:
            one.probability = probability
            _decide(one, person[0], rival, w)
    _doubt_doubles(persons)
    return judged


def _persons(judged: list[Judged]) -> list[list[Judged]]:
    """Candidates with the doubles of one person together, the best first."""
    persons: list[list[Judged]] = []
    for one in judged:
        for person in persons:
            if any(same_person(one.scored.worker, other.scored.worker) for other in person):
                person.append(one)
                break
        else:
            persons.append([one])
    return persons


def _doubt_doubles(persons: list[list[Judged]]) -> None:
    """Beside somebody who is linked, another of the same name may be the same person registered differently."""
    if not persons or persons[0][0].decision is not Decision.LINKED:
        return
    for person in persons[1:]:
        for one in person:
            scored = one.scored
            if one.decision is None and one.odds > 0 and scored.name in STRONG and scored.place != "other":
                one.decision, one.rule = Decision.REVIEW, PERHAPS


def _may_link(one: Judged) -> bool:
    """A mate whose name disagrees is no rival."""
    return one.scored.name == "" or one.scored.name in AGREES


def _decide(one: Judged, head: Judged, rival: float, w: Weights) -> None:
    """The rules after the score; a double follows its person's best row."""
    objection = objection_to(head.scored)
    if one.probability < w.review_from:
        return
    one.decision = Decision.REVIEW
    if objection:
        one.rule = objection
    elif one.probability < w.linked_from:
        one.rule = UNSURE if one.odds - rival >= w.margin else MARGIN
    elif head.odds - rival < w.margin:
        one.rule = MARGIN
    else:
        one.decision = Decision.LINKED
        one.rule = SURE if one is head else DOUBLE


def objection_to(scored: Scored) -> str:
    """The rule that keeps a high score from linking by itself, or empty."""
    if scored.code == "other":
        return CODE_OTHER
    strong = scored.code == "own" or scored.phone == "same"
    if scored.name == "":
        return "" if strong else NAMELESS
    if scored.name not in AGREES:
        return NAME
    household = any(
        field in ("contact-phone", "contact", "phone") and bits > 6 for field, _, bits, _ in scored.fields
    )
    if scored.name == "nickname" and not (strong or household):
        return NICKNAME
    if scored.name not in ("equal", "same-sound") and not (strong or household) and scored.place != "same":
        return ELSEWHERE
    return ""
