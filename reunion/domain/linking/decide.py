"""From scores to decisions: probabilities over persons, the rules after the score, the margin."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log2

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.compare import AGREES, STRONG, name_level, phones_meet, place_level
from reunion.domain.linking.kin import ONLY_ONE
from reunion.domain.linking.persons import same_person
from reunion.domain.linking.rows import Decision
from reunion.domain.linking.rules import ALL, Rules
from reunion.domain.linking.score import OF_NAMESAKES, Scored
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
NAMESAKE = "perhaps-a-namesake"
CONSIDERED = 12
NEAR = 30.0
"""Bits below the best beyond which a candidate changes nothing."""
LENDERS = 3
FEW = 9.0
"""Bits of a number that four people and more gave."""
ANOTHER = -3.0
"""Bits for a namesake from which on a row that only name and place make a double goes to a person."""
FAR = 99.0
"""Bits that no evidence outweighs."""


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


def judge(
    candidates: list[Scored],
    workers: int,
    w: Weights = SHIPPED,
    rules: Rules = ALL,
    others_asked: Callable[[], bool] = lambda: False,
) -> list[Judged]:
    """Probabilities and decisions for the candidates of one wish, the best first.

    `others_asked` tells whether the same name is asked for with another number: then there may be two of that name.
    """
    if not candidates:
        return []
    many, present = log2(max(2, workers)), log2((1 - w.absent) / w.absent)
    judged = [Judged(scored, scored.stranger - many + present) for scored in candidates]
    if len(judged) > 1:
        if rules.household:
            _lend(judged, w)
        judged.sort(key=lambda one: (-one.odds, one.scored.worker.id))
    near = min(judged[0].odds, NEAR) - NEAR
    persons = _persons([one for one in judged[:CONSIDERED] if one.odds > near])
    weights, namesake = _weigh([person[0] for person in persons], w, rules)
    for at, person in enumerate(persons):
        rival = -60.0 if len(persons) < 2 else _rival(at, persons, rules)
        for one in person:
            one.probability = weights[at]
            _decide(one, person[0], rival, w)
            if namesake and one.rule == UNSURE:
                one.rule = NAMESAKE
            if one.rule == DOUBLE and _is_thin(one, person[0]):
                _doubt_thin(one, others_asked)
    _doubt_doubles(persons)
    _doubt_numbers(judged)
    return judged


def _rival(at: int, persons: list[list[Judged]], rules: Rules) -> float:
    """The odds of the best among the others who could be linked."""
    others = (other[0] for number, other in enumerate(persons) if number != at)
    return max((other.odds for other in others if not rules.household or _may_link(other)), default=-60.0)


def _lend(judged: list[Judged], w: Weights) -> None:
    """What finds the household finds a brother too whose own row names no relative, at the price of being one."""
    found = sorted(judged, key=lambda one: (-_household(one), one.scored.worker.id))[:LENDERS]
    for one in judged:
        scored = one.scored
        named = scored.name == "" or scored.name in AGREES
        own = named and (scored.phone == "same" or scored.code == "own")
        if not own and scored.name not in AGREES:
            continue
        for other in found:
            gain = _household(other) - _household(one)
            if gain > one.lent and other is not one:
                price = 0.0 if own else _strangeness(scored.worker, other.scored.worker, w)
                if not own and scored.name not in STRONG:
                    price += w.brother_perhaps_meant
                one.lent = max(one.lent, gain - price)
    for one in judged:
        one.odds += one.lent


def _household(one: Judged) -> float:
    """Bits that speak for the household and not for this one of it."""
    return one.scored.stranger - one.scored.mate


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
    if not heads:
        return [], False
    top = max(0.0, heads[0].odds)
    masses = [2.0 ** (one.odds - top) for one in heads]
    unknown = log2(w.absent * w.namesakes)
    namesakes = [
        one.odds - one.lent - top - one.scored.namesake + unknown
        for one in heads
        if one.scored.name in STRONG
    ]
    # A mate in one household is one alternative, however many of its members are candidates.
    mates = (
        [one.odds - one.lent - top - one.scored.mate + log2(w.mates) for one in heads]
        if rules.household
        else []
    )
    nobody, mate, namesake = 2.0**-top, _largest(mates), _largest(namesakes)
    total = nobody + sum(masses) + mate + namesake
    return [mass / total for mass in masses], namesake > max(nobody, mate, *masses[1:])


def _largest(bits: list[float]) -> float:
    return 2.0 ** min(200.0, max(bits)) if bits else 0.0


def _is_thin(one: Judged, head: Judged) -> bool:
    """Whether only a name and a place make two rows one person."""
    first, second = one.scored.worker, head.scored.worker
    contact = phones_meet(first.contact_phones, second.contact_phones) or any(
        name_level(mine, other) in STRONG for mine in first.contacts for other in second.contacts
    )
    return not (contact or phones_meet(first.phones, second.phones))


def _doubt_thin(one: Judged, others_asked: Callable[[], bool]) -> None:
    if _speaks_for_two(one.scored) or others_asked():
        one.decision, one.rule = Decision.REVIEW, PERHAPS


def _speaks_for_two(scored: Scored) -> bool:
    """Whether a number, a relative, the group or another family is against this row being the person's as well."""
    return scored.namesake <= ANOTHER or any(
        bits <= ANOTHER for field, _, bits, _ in scored.fields if field not in OF_NAMESAKES
    )


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
    sure = persons[0][0].scored
    for person in persons[1:]:
        for one in person:
            scored = one.scored
            another = scored.phone == "other" and sure.phone in ("same", "near") and not _is_home(scored)
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
    if one.probability < min(w.review_from, w.review_otherwise_from):
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


def objection_to(scored: Scored) -> str:
    """The rule that keeps a high score from linking by itself, or empty."""
    strong = scored.code == "own" or scored.phone == "same"
    levels = {field: level for field, level, _, _ in scored.fields}
    numbered = scored.phone == "same" or levels.get("contact-phone") == "same"
    if scored.code == "other" and not (numbered and scored.name in STRONG):
        return CODE_OTHER  # a forwarded code; it does not speak against a whole name with its number
    household = _is_home(scored)
    if scored.name == "":
        return "" if strong and (scored.place != "other" or scored.phone == "same") else NAMELESS
    if scored.name not in AGREES:
        return "" if scored.phone == "same" and household and scored.place != "other" else NAME
    if scored.phone == "other" and not household and _contradicted(levels):
        return NAMESAKE
    if scored.name == "nickname" and not (strong or household or scored.phone == "near"):
        return NICKNAME
    if scored.name == "surname-nickname" and not strong:
        return NICKNAME  # 老王 is every brother
    if scored.name not in ("equal", "same-sound") and not (strong or household) and scored.place != "same":
        return ELSEWHERE
    return ""


def _is_home(scored: Scored) -> bool:
    """Whether the relative's name or number finds the household."""
    return any(
        field in ("contact-phone", "contact", "phone") and bits > 6 for field, _, bits, _ in scored.fields
    )


def _contradicted(levels: dict[str, str]) -> bool:
    """Whether, beside another number, the home or the relative is another too, or only relatives speak for them:
    those of a namesake who never registered do so as well.
    """
    if "relative" in levels or levels.get("contact") == "different/same":
        return True
    places = {levels.get("township"), levels.get("village")}
    return "other" in places and not places & {"same", "near"}
