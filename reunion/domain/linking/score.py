"""What every field is worth for one worker and one wish of a family, in bits (Fellegi and Sunter).

Two alternatives are weighed at once: against a stranger, and against somebody else of the same household.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Final

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import (
    AGREES,
    LEVELS,
    STRONG,
    is_mobile,
    name_level,
    phones_meet,
    phones_near,
    place_level,
)
from reunion.domain.linking.frequencies import Frequencies
from reunion.domain.linking.keys import Name
from reunion.domain.linking.kin import ONLY_ONE, WIFES_SIDE, turned, workers_sex
from reunion.domain.linking.weights import SHIPPED, Weights

Weighed = tuple[str, str, float, float]
"""(field, level, bits against a stranger, bits against a household mate)."""

Places = tuple[tuple[Weighed, ...], str, float]
"""(township and village, level of the nearer, bits of both against a stranger)"""

_ORDER: Final = {level: at for at, level in enumerate(LEVELS)}


OF_NAMESAKES: Final = frozenset({"name", "township", "village"})
"""Fields in which a namesake from the same home agrees as well."""
_OF_HOMES: Final = frozenset({"contact-phone", "contact", "phone"})
_A_HOME: Final = 6.0
"""Bits of such a field that find the household."""


def rank_of(level: str) -> int:
    """0 for the best level of a name."""
    return _ORDER.get(level, 0)


@dataclass(slots=True)
class Scored:
    """One candidate for one wish."""

    worker: Worker
    fields: list[Weighed]
    name: str
    """Level of the name, empty when none was asked for."""
    code: str
    """`own`, `other`, or empty."""
    phone: str
    """`same`, `near`, `other` or empty for the worker's own number; `home` when what is the same is a landline."""
    place: str
    """`same`, `near`, `other` or empty."""
    stranger: float = 0.0
    mate: float = 0.0
    namesake: float = 0.0
    """Bits that tell them from somebody of the same name and home, who agrees in `OF_NAMESAKES` as well."""
    at_home: bool = False
    """Whether the relative's name or number finds the household."""


def score(
    worker: Worker,
    family: Family,
    asked: Name | None,
    counts: Frequencies,
    code: str,
    w: Weights = SHIPPED,
) -> Scored:
    """Weigh one worker for one name that a family asks for (None: they gave no name)."""
    fields: list[Weighed] = []
    if code == "own":
        fields.append(("code", "same", w.code, w.code_of_mate))
    elif code == "other":
        fields.append(("code", "of-somebody-else", w.code_other, w.code_other))
    name = _name(worker, asked, counts, w)
    level = name[1] if name else ""
    phone = _worker_phone(worker, family, counts, fields, w, close=level in AGREES)
    if family.phones and worker.contact_phones:
        _contact_phone(worker, family, counts, fields, w, close=level == "" or level in AGREES)
    if family.names and worker.contacts:
        _contact(worker, family, counts, fields, w)
    if worker.group and family.group and worker.village and worker.village == family.village:
        _group(worker, family, fields, w)
    if worker.sex and family.meant:
        _sex(worker, family, fields, w)
    namesake = mate = 0.0
    at_home = False
    for field, _, one, other in fields:
        namesake += one
        mate += other
        if one > _A_HOME and field in _OF_HOMES:
            at_home = True
    shared, place, bits = _place(worker, family, counts, w)
    stranger = namesake + bits
    if name:
        fields.append(name)
        stranger += name[2]
        mate += name[3]
    fields += shared
    scored = Scored(worker, fields, level, code, phone, place, stranger, mate, namesake, at_home)
    if w.learned:
        _hear_decisions(scored, w)
    return scored


def _hear_decisions(scored: Scored, w: Weights) -> None:
    """What this gathering's own decisions add to the levels found."""
    bits = sum(w.learned.get(f"{field} {level}", 0.0) for field, level, _, _ in scored.fields)
    if bits:
        scored.fields.append(("decisions", "so-far", bits, bits))
        scored.stranger += bits
        scored.mate += bits


def _name(worker: Worker, asked: Name | None, counts: Frequencies, w: Weights) -> Weighed | None:
    if asked is None or not worker.names:
        return None
    best = worker.names[0]
    level = name_level(asked, best)
    for name in worker.names[1:]:
        found = name_level(asked, name)
        if _ORDER[found] < _ORDER[level]:
            best, level = name, found
    kept = w.name_kept[level]
    stranger = log2(kept / _chance(level, asked, best, worker, counts))
    return ("name", level, stranger, log2(kept / w.name_of_mate[level]))


def _chance(level: str, asked: Name, full: Name, worker: Worker, counts: Frequencies) -> float:
    """The chance that a stranger from that village has a name which agrees at this level."""
    if level == "different":
        return 0.9
    surname = counts.surname_chance(full.head, worker.town, worker.village)
    if level == "surname-only":
        return surname
    start = full.given or 1
    if level == "equal" and full.text:
        return counts.written_chance(surname, full.text[start:])
    sounds = full.ear[start:]
    if level in STRONG or level == "given-only":
        return counts.heard_chance(1.0 if level == "given-only" else surname, sounds)
    if level == "surname-nickname":
        return surname
    if level == "nickname":
        return min(0.5, counts.heard_chance(2.0, ((asked if asked.nick else full).nick,)))
    # One syllable off, alike to the eye or left out: those that agree do so by chance, with a slip among them.
    agree = [sound for sound in sounds if sound in asked.ear]
    chance = surname if asked.ear[0] == full.ear[0] else 1.0
    return min(0.5, 2 * counts.heard_chance(chance, agree))


def _worker_phone(
    worker: Worker, family: Family, counts: Frequencies, fields: list[Weighed], w: Weights, *, close: bool
) -> str:
    if family.worker_phones and worker.phones:
        met = phones_meet(family.worker_phones, worker.phones)
        if met:
            own, shared = is_mobile(met), counts.sharing(met)
            bits = w.worker_phone_alone if own and not shared else w.worker_phone - shared
            fields.append(("worker-phone", "same", bits, min(bits, w.mate_phone) if own else 0.0))
            return "same" if own else "home"
        if close and phones_near(family.worker_phones, worker.phones):
            fields.append(("worker-phone", "one-slip", w.worker_phone_near, w.mate_phone - 1))
            return "near"
        if len(family.workers) < 2 and _contradict(family, worker, counts):
            fields.append(("worker-phone", "other", w.worker_phone_other, w.mate_phone_other))
            return "other"
    crossed = phones_meet(family.worker_phones, worker.contact_phones) or phones_meet(
        family.phones, worker.phones
    )
    if crossed:
        fields.append(("phone", "crossed", max(0.0, w.crossed_phone - counts.sharing(crossed)), 0.0))
    return ""


def _contradict(family: Family, worker: Worker, counts: Frequencies) -> bool:
    """Whether both gave a number that one person carries about; a landline or a cadre's contradicts none."""
    return any(is_mobile(one) and one not in family.phones for one in family.worker_phones) and any(
        is_mobile(one) and not counts.sharing(one) for one in worker.phones
    )


def _contact_phone(
    worker: Worker, family: Family, counts: Frequencies, fields: list[Weighed], w: Weights, *, close: bool
) -> None:
    met = phones_meet(family.phones, worker.contact_phones)
    if met:
        bits = w.contact_phone - counts.sharing(met)
        fields.append(("contact-phone", "same", max(0.0, bits), 0.0))
    elif close and phones_near(family.phones, worker.contact_phones):
        fields.append(("contact-phone", "one-slip", w.contact_phone_near, 0.0))
    else:
        fields.append(("contact-phone", "other", w.contact_phone_other, 0.0))


@lru_cache(maxsize=4096)
def _kin(of_family: frozenset[str], of_worker: frozenset[str]) -> str:
    """How two words for a relative agree: `same`, `turned`, `other`; empty where one side says nothing."""
    if not of_family or not of_worker:
        return ""
    if of_family & of_worker:
        return "same"
    return "turned" if of_family & turned(of_worker) else "other"


def _contact(worker: Worker, family: Family, counts: Frequencies, fields: list[Weighed], w: Weights) -> None:
    """The relative's name and relation, jointly: another name under one word is another household."""
    kin = _kin(family.meant, worker.meant)
    level, best = "different", worker.contacts[0]
    for name in family.names:
        for contact in worker.contacts:
            found = name_level(name, contact)
            if _ORDER[found] < _ORDER[level]:
                level, best = found, contact
    if level in w.contact_name_kept:
        chance = _chance(level, best, best, worker, counts)
        most = w.contact_name_most if level in STRONG else w.contact_one_off_most
        bits = min(most, log2(w.contact_name_kept[level] / chance))
        if kin == "same":
            bits += w.contact_same_kin
        elif kin == "other":
            bits += w.contact_other_kin
        fields.append(("contact", f"{level}/{kin}" if kin else level, bits, 0.0))
    elif level in AGREES:
        fields.append(("contact", level, 1.0, 0.0))
    elif kin == "same" and family.meant & worker.meant & ONLY_ONE:
        fields.append(("contact", "different/same", w.contact_same_kin_else, 0.0))
    else:
        fields.append(("contact", "different", 0.0 if kin == "other" else w.contact_else, 0.0))


def _place(worker: Worker, family: Family, counts: Frequencies, w: Weights) -> Places:
    """Township and village."""
    wifes = "wifes" if family.meant & WIFES_SIDE else ""
    key = (worker.town, worker.village, family.town, family.village, wifes)
    found = counts.places.get(key)
    if found is None:
        found = counts.places[key] = _two_places(key, counts, w)
    return found


def _group(worker: Worker, family: Family, fields: list[Weighed], w: Weights) -> None:
    same = worker.group == family.group
    fields.append(("group", "same" if same else "other", w.group if same else w.group_other, 0.0))


def _two_places(key: tuple[str, str, str, str, str], counts: Frequencies, w: Weights) -> Places:
    """What a worker's and a family's township and village are worth; against a mate, who lives there too, nothing."""
    here, here_village, there, there_village, wifes = key
    fields: list[Weighed] = []
    town = place_level(here, there)
    if town == "near" and counts.towns[here] >= w.known_place <= counts.towns[there]:
        town = "other"  # two towns that sound alike, not one misspelt
    if town == "same":
        chance = (counts.towns[here] + 1) / (counts.rows + 20)
        fields.append(("township", "same", min(w.place_most, log2(w.town_kept / chance)), 0.0))
    elif town == "near":
        fields.append(("township", "near", -w.town_near, 0.0))
    elif town == "other":
        fields.append(("township", "other", w.town_other_wifes if wifes else w.town_other, 0.0))
    village = place_level(here_village, there_village)
    if village == "other" and town != "other":
        bits = w.village_other_wifes if wifes else w.village_other
        fields.append(("village", "other", bits, 0.0))
    elif village in ("same", "near"):
        fields.append(_village(here, here_village, counts, village, town, w))
    return tuple(fields), village or town, sum(bits for _, _, bits, _ in fields)


def _village(
    worker_town: str, worker_village: str, counts: Frequencies, level: str, town: str, w: Weights
) -> Weighed:
    here = counts.village_rows[worker_town, worker_village]
    of = counts.towns[worker_town] if town == "same" else counts.rows
    bits = log2(w.village_kept / min(0.8, (here + 0.5) / (of + 2)))
    if level == "near":
        bits += w.village_near
    return ("village", level, min(w.place_most, bits), 0.0)


def _sex(worker: Worker, family: Family, fields: list[Weighed], w: Weights) -> None:
    implied = workers_sex(family.meant)
    if implied:
        same = implied == worker.sex
        fields.append(("sex", "same" if same else "other", w.sex if same else w.sex_other, 0.0))
