"""From scores to decisions: probabilities over persons, the rules after the score, the margin."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.compare import AGREES, STRONG, name_level, phones_meet, place_level
from reunion.domain.linking.kin import ONLY_ONE
from reunion.domain.linking.objections import NAME, NAMESAKE, objection_to
from reunion.domain.linking.persons import same_contact, same_person
from reunion.domain.linking.rows import Decision
from reunion.domain.linking.rules import ALL, Rules
from reunion.domain.linking.score import OF_NAMESAKES, Scored
from reunion.domain.linking.weights import SHIPPED, Weights

SURE = "sure"
MARGIN = "close-second"
UNSURE = "not-sure-enough"
DOUBLE = "same-person-twice"
PERHAPS = "perhaps-the-same-person"
CONSIDERED = 12
NEAR = 30.0
"""Bits below the best beyond which a candidate changes nothing."""
LENDERS = 3
FEW = 9.0
"""Bits of a number that four people and more gave."""
ANOTHER = -3.0
"""Bits for a namesake from which on a row that only name and place make a double goes to a person."""
NOBODY = -60.0
"""Bits of a rival who is not there."""
FAR = 99.0
"""Bits that no evidence outweighs."""
NEVER = -9999.0
"""Bits of what cannot be."""


@dataclass(slots=True)
class Judged:
    """A candidate with its probability and the rule that decided."""

    scored: Scored
    odds: float
    """Bits in favour against a stranger: one of so many by chance, or nobody who is registered."""
    probability: float = 0.0
    decision: Decision | None = None
    rule: str = UNSURE
    lent: float = 0.0
    """Of the odds, bits lent by a mate of the household."""


def nobody_asked() -> bool:
    """Nobody else asks for that name, or it does not matter."""
    return False


def judge(
    candidates: list[Scored],
    workers: int,
    w: Weights = SHIPPED,
    rules: Rules = ALL,
    others_asked: Callable[[], bool] = nobody_asked,
) -> list[Judged]:
    """Probabilities and decisions for the candidates of one wish, the best first.

    `others_asked` tells whether the same name is asked for with another number: then there may be two of that name.
    """
    if not candidates:
        return []
    chance = _chance(w.absent, workers)
    judged = [Judged(scored, scored.stranger + chance) for scored in candidates]
    persons = [judged]
    if len(judged) > 1:
        if rules.household:
            _lend(judged, w)
        judged.sort(key=_by_odds)
        persons = _persons(judged)
    weights, namesake = _weigh([person[0] for person in persons], w, rules)
    for at, person in enumerate(persons):
        rival = NOBODY if len(persons) < 2 else _rival(at, persons, rules)
        for one in person:
            one.probability = weights[at]
            _decide(one, person[0], rival, w)
            if namesake and one.rule == UNSURE:
                one.rule = NAMESAKE
            if one.rule == DOUBLE and _is_thin(one, person[0]):
                _doubt_thin(one, others_asked)
    if len(persons) > 1:
        _doubt_doubles(persons)
    _doubt_numbers(judged)
    return judged


def _by_odds(one: Judged) -> tuple[float, str]:
    return (-one.odds, one.scored.worker.id)


@lru_cache(maxsize=16)
def _chance(absent: float, workers: int) -> float:
    """Bits for one of so many, before anything is known, against nobody who is registered."""
    return log2((1 - absent) / absent / max(2, workers))


def _rival(at: int, persons: list[list[Judged]], rules: Rules) -> float:
    """The odds of the best among the others who could be linked; the best stands first."""
    for number, (head, *_) in enumerate(persons):
        if number != at and (not rules.household or _may_link(head)):
            return head.odds
    return NOBODY


def _lend(judged: list[Judged], w: Weights) -> None:
    """What finds the household finds a brother too whose own row names no relative, at the price of being one.

    Bits against a stranger without those against a mate speak for the household and for nobody of it.
    """
    homes = [(one.scored.stranger - one.scored.mate, one) for one in judged]
    lenders = sorted(homes, key=_by_home)[:LENDERS]
    most = lenders[0][0]
    for own_home, one in homes:
        if own_home >= most:
            continue
        scored = one.scored
        named = scored.name == "" or scored.name in AGREES
        own = named and (scored.phone == "same" or scored.code == "own")
        if not own and scored.name not in AGREES:
            continue
        for home, other in lenders:
            gain = home - own_home
            if gain > one.lent and other is not one:
                price = 0.0 if own else _strangeness(scored.worker, other.scored.worker, w)
                if not own and scored.name not in STRONG:
                    price += w.brother_perhaps_meant
                one.lent = max(one.lent, gain - price)
    for one in judged:
        one.odds += one.lent


def _by_home(home: tuple[float, Judged]) -> tuple[float, str]:
    return (-home[0], home[1].scored.worker.id)


def _strangeness(first: Worker, second: Worker, w: Weights) -> float:
    """Bits against two workers being of one household."""
    village = place_level(first.village, second.village)
    town = place_level(first.town, second.town)
    if village == "other" or (town == "other" and village != "same") or not first.names or not second.names:
        return FAR
    one, other = first.names[0], second.names[0]
    if one.spoken == other.spoken:
        return FAR  # one person twice, or two strangers: brothers are not called alike
    bits = w.brother if one.ear[:1] == other.ear[:1] else w.brother + w.brother_named_otherwise
    if not village:
        bits += w.brother_perhaps_elsewhere
    if first.contacts and second.contacts and not phones_meet(first.contact_phones, second.contact_phones):
        same = any(
            name_level(mine, theirs) in AGREES for mine in first.contacts for theirs in second.contacts
        )
        if not same and first.meant & second.meant & ONLY_ONE:
            return FAR  # two mothers
        bits += 0.0 if same else w.brother_asks_for_others
    return bits


def _weigh(heads: list[Judged], w: Weights, rules: Rules) -> tuple[list[float], bool]:
    """Probability of every person against the others, a mate or a namesake of theirs who never registered, and nobody;
    whether of these a namesake is likeliest."""
    top = max(0.0, heads[0].odds)
    masses = [2.0 ** (one.odds - top) for one in heads]
    mates = namesakes = NEVER
    for one in heads:
        scored, own = one.scored, one.odds - one.lent - top
        # A mate in one household is one alternative, however many of its members are candidates.
        if rules.household and own - scored.mate > mates:
            mates = own - scored.mate
        if scored.name in STRONG and own - scored.namesake > namesakes:
            namesakes = own - scored.namesake
    nobody = 2.0**-top
    mate = w.mates * 2.0 ** min(FAR, mates)
    namesake = w.absent * w.namesakes * 2.0 ** min(FAR, namesakes)
    total = nobody + sum(masses) + mate + namesake
    return [mass / total for mass in masses], namesake > max(nobody, mate, *masses[1:])


def _is_thin(one: Judged, head: Judged) -> bool:
    """Whether only a name and a place make two rows one person."""
    first, second = one.scored.worker, head.scored.worker
    return not (same_contact(first, second) or phones_meet(first.phones, second.phones))


def _doubt_thin(one: Judged, others_asked: Callable[[], bool]) -> None:
    if _speaks_for_two(one.scored) or others_asked():
        one.decision, one.rule = Decision.REVIEW, PERHAPS


def _speaks_for_two(scored: Scored) -> bool:
    """Whether a number, a relative, the group or another family is against this row being the person's as well."""
    return scored.namesake <= ANOTHER or any(
        bits <= ANOTHER for field, _, bits, _ in scored.fields if field not in OF_NAMESAKES
    )


def _persons(judged: list[Judged]) -> list[list[Judged]]:
    """Candidates who change something, with the doubles of one person together, the best first."""
    near = min(judged[0].odds, NEAR) - NEAR
    persons: list[list[Judged]] = [[judged[0]]]
    for one in judged[1:CONSIDERED]:
        if one.odds <= near:
            break
        for person in persons:
            if any(same_person(one.scored.worker, other.scored.worker) for other in person):
                person.append(one)
                break
        else:
            persons.append([one])
    return persons


def _doubt_doubles(persons: list[list[Judged]]) -> None:
    """Beside somebody who is linked, another of the same name may be the same person registered differently."""
    if persons[0][0].decision is not Decision.LINKED:
        return
    sure = persons[0][0].scored
    for person in persons[1:]:
        for one in person:
            scored = one.scored
            another = scored.phone == "other" and sure.phone in ("same", "near") and not scored.at_home
            fits = scored.name in STRONG and scored.place != "other" and not another
            if one.decision is None and one.odds > 0 and fits:
                one.decision, one.rule = Decision.REVIEW, PERHAPS


def _doubt_numbers(judged: list[Judged]) -> None:
    """Whose own number was typed is never passed over: their name may be the one that was left out."""
    for one in judged:
        scored = one.scored
        typed = scored.phone == "same" and scored.place != "other" and one.odds > 0
        if typed and one.decision is None and _is_rare(scored):
            one.decision, one.rule = Decision.REVIEW, UNSURE if _may_link(one) else NAME


def _is_rare(scored: Scored) -> bool:
    """Whether the number that was typed is not many people's."""
    return any(field == "worker-phone" and bits > FEW for field, _, bits, _ in scored.fields)


def _may_link(one: Judged) -> bool:
    """A mate whose name disagrees is no rival."""
    return one.scored.name == "" or one.scored.name in AGREES


def _decide(one: Judged, head: Judged, rival: float, w: Weights) -> None:
    """The rules after the score; a double follows its person's best row."""
    if one.probability < w.review_from and one.probability < w.review_otherwise_from:
        return
    objection = objection_to(head.scored)
    if one.probability < (w.review_otherwise_from if objection == NAME else w.review_from):
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
