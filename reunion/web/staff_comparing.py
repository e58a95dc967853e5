"""Two registrations side by side, and the evidence for their link in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from reunion.domain.kinship import turned
from reunion.domain.people import Named, Registration
from reunion.domain.phones import mask
from reunion.domain.plans import MatchRow
from reunion.web.forms import Say

FULL_BITS: Final = 18.0
"""A bar of full width: what the right invite code is worth."""
STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both sides as they say it; `agrees` is None where one of them says nothing."""

    label: str
    worker: str
    family: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One clue: what it is in words, its bits, and how many twentieths wide its bar is."""

    words: str
    bits: float
    width: int


def compared(
    worker: Registration, family: Registration, townships: Mapping[str, str], say: Say
) -> list[Line]:
    """Field by field, what the worker's and the family's registration say about each other."""
    mine, theirs = _nearest(worker.others, family.name), _nearest(family.others, worker.name)
    rows: list[tuple[str, str, str, bool | None]] = [
        (say("Worker"), worker.name, _names(family.others), _named(worker.name, family.others)),
        (say("Family member"), _names(worker.others), family.name, _named(family.name, worker.others)),
        (say("Relation"), _relation(mine), _turned(theirs), _same_relation(mine, theirs)),
        (
            say("Worker's telephone"),
            _masked(worker.phones),
            _masked(number for other in family.others for number in other.phones),
            _meet(worker.phones, [number for other in family.others for number in other.phones]),
        ),
        (
            say("Family's telephone"),
            _masked(number for other in worker.others for number in other.phones),
            _masked(family.phones),
            _meet(family.phones, [number for other in worker.others for number in other.phones]),
        ),
        _same(say("Township"), townships.get(worker.township, ""), townships.get(family.township, "")),
        _same(say("Village"), worker.village, family.village),
        _same(say("Group"), worker.group, family.group),
    ]
    if family.code_given:
        rows.append(
            (
                say("Invite code"),
                worker.invite_code,
                family.code_given,
                worker.invite_code == family.code_given,
            )
        )
    if worker.code_given:
        rows.append(
            (
                say("Invite code"),
                worker.code_given,
                family.invite_code,
                family.invite_code == worker.code_given,
            )
        )
    return [Line(*row) for row in rows if row[1] or row[2]]


def waterfall(row: MatchRow, say: Say) -> list[Bar]:
    """The clues in words, the strongest first."""
    return [
        Bar(
            clue_words(clue.field, clue.level, say),
            clue.bits,
            max(1, min(STEPS, round(abs(clue.bits) / FULL_BITS * STEPS))),
        )
        for clue in row.clues
    ]


def clue_words(field: str, level: str, say: Say) -> str:
    """Name: same sound; telephone of the family: one digit off."""
    level, _, kin = level.partition("/")
    words = say(LEVELS.get(level, level))
    if kin in KIN:
        words = say("%(one)s, %(other)s") % {"one": words, "other": say(KIN[kin])}
    return say("%(field)s: %(level)s") % {"field": say(FIELDS.get(field, field)), "level": words}


def tile(
    row: MatchRow,
    worker: Registration,
    family: Registration,
    townships: Mapping[str, str],
    say: Say,
) -> dict[str, Any]:
    """One link as the board and its JSON twin show it; telephones are masked."""
    return {
        "worker": row.worker,
        "family": row.family,
        "worker_name": worker.name,
        "family_name": family.name,
        "worker_number": worker.number,
        "family_number": family.number,
        "place": " ".join(filter(None, (townships.get(family.township, ""), family.village))),
        "score": row.score / 100,
        "standing": row.standing,
        "rule": say(RULES.get(row.rule, row.rule)) if row.rule else "",
        "bits": round(sum(clue.bits for clue in row.clues), 1),
        "lines": [asdict(line) for line in compared(worker, family, townships, say)],
        "bars": [asdict(bar) for bar in waterfall(row, say)],
    }


def _nearest(others: Sequence[Named], name: str) -> Named | None:
    return next((one for one in others if one.name == name), others[0] if others else None)


def _names(others: Iterable[Named]) -> str:
    return "、".join(other.name for other in others if other.name)


def _named(name: str, others: Iterable[Named]) -> bool | None:
    names = [other.name for other in others if other.name]
    if not names:
        return None
    return name in names


def _relation(named: Named | None) -> str:
    return named.relation if named else ""


def _turned(named: Named | None) -> str:
    """What the family member is to the worker, from what they say the worker is to them."""
    return (turned(named.relation) or named.relation) if named and named.relation else ""


def _same_relation(mine: Named | None, theirs: Named | None) -> bool | None:
    if not (mine and theirs and mine.relation and theirs.relation):
        return None
    return turned(mine.relation) == theirs.relation or mine.relation == turned(theirs.relation) or None


def _masked(numbers: Iterable[str]) -> str:
    return "、".join(mask(number) for number in dict.fromkeys(numbers))


def _meet(first: Sequence[str], second: Sequence[str]) -> bool | None:
    return bool(set(first) & set(second)) if first and second else None


def _same(label: str, first: str, second: str) -> tuple[str, str, str, bool | None]:
    return label, first, second, first == second if first and second else None


FIELDS: Final[Mapping[str, str]] = {
    "code": "Invite code",
    "name": "Worker's name",
    "worker-phone": "Worker's telephone",
    "phone": "Telephone",
    "contact-phone": "Family's telephone",
    "contact": "Family member's name",
    "township": "Township",
    "village": "Village",
    "group": "Group",
    "sex": "Sex and relation",
    "household": "Household",
    "relative": "Another family",
}
LEVELS: Final[Mapping[str, str]] = {
    "same": "the same",
    "of-somebody-else": "belongs to somebody else",
    "equal": "equal",
    "same-sound": "sounds the same",
    "same-ear": "sounds the same in the home dialect",
    "look-alike": "one character looks alike",
    "one-off": "one character differs",
    "one-left-out": "one character left out",
    "given-only": "given name only",
    "nickname": "a nickname that fits",
    "surname-only": "only the surname agrees",
    "different": "another one",
    "one-slip": "one digit off",
    "other": "not the same",
    "crossed": "written down on the other side",
    "near": "nearly the same",
    "asks-for-the-same": "asks for the same worker",
    "somebody-else": "somebody else of it may be meant",
}
KIN: Final[Mapping[str, str]] = {
    "same": "same relation",
    "turned": "relation fits the other way round",
    "other": "another relation",
}
RULES: Final[Mapping[str, str]] = {
    "sure": "Sure enough to stand without a look.",
    "close-second": "Somebody else fits nearly as well.",
    "not-sure-enough": "Not sure enough to link by itself.",
    "code-of-somebody-else": "The invite code belongs to somebody else.",
    "name-disagrees": "The name disagrees, and there is neither a code nor the worker's telephone.",
    "nickname-alone": "Only a nickname, without anything strong beside it.",
    "sounds-alike-elsewhere": "It sounds alike, but they are from different villages.",
    "no-name": "No name was given.",
    "same-person-twice": "The same person registered twice.",
    "perhaps-the-same-person": "Perhaps the same person, registered otherwise a second time.",
    "by-hand": "Linked by hand.",
}
