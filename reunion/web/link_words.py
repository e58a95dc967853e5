"""What speaks for a link and against it, in words: line by line, the rule that decided, and one plain sentence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reunion.domain.latecomers import WAITS
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.plans import UNDECIDED, Clue, MatchRow
from reunion.web.forms import Say

FOR_MOST: Final = 5
AGAINST_MOST: Final = 3


def clue_words(field: str, level: str, say: Say) -> str:
    """Name: same sound; telephone of the family: one digit off."""
    level, _, kin = level.partition("/")
    words = say(LEVELS.get(level, level))
    if kin in KIN:
        words = say("%(one)s, %(other)s") % {"one": words, "other": say(KIN[kin])}
    return say("%(field)s: %(level)s") % {"field": say(FIELDS.get(field, field)), "level": words}


def rule_words(rule: str, say: Say) -> str:
    """The rule that decided, as a sentence; empty for none."""
    return say(RULES.get(rule, rule)) if rule else ""


def instead(row: MatchRow, say: Say) -> str:
    """What stands in the place of a probability that says nothing; empty where it says something.

    Of a row that may be somebody else's second one the engine weighed it against that one, or nothing at all.
    """
    if row.score and row.rule != PERHAPS:
        return ""
    return say(INSTEAD.get(row.rule, "unclear") if row.standing in UNDECIDED else "by hand")


def sentence(clues: Sequence[Clue], say: Say) -> str:
    """Same village, name sounds the same, telephone one digit off; but another relation."""
    fields = {clue.field: clue.level for clue in clues}
    speaks: list[tuple[int, str]] = []
    against: list[tuple[int, str]] = []
    for at, clue in enumerate(clues):
        if clue.field == "township" and fields.get("village") == clue.level:
            continue
        for field, level in _parts(clue):
            words = PHRASES.get((field, level))
            if words is None:
                continue
            where = against if _speaks_against(clue, field, level) else speaks
            where.append((_ORDER.index(field) if field in _ORDER else len(_ORDER) + at, say(words)))
    for_words = _joined((words for _, words in sorted(speaks[:FOR_MOST])), say)
    against_words = _joined((words for _, words in sorted(against[:AGAINST_MOST])), say)
    if for_words and against_words:
        return say("%(for)s; but %(against)s") % {"for": for_words, "against": against_words}
    return for_words or against_words


def _parts(clue: Clue) -> Iterable[tuple[str, str]]:
    """A clue as fields with one level each: the relative's name and their relation are weighed together."""
    level, _, kin = clue.level.partition("/")
    yield clue.field, level
    if kin:
        yield "relation", "same" if kin == "turned" else kin


def _speaks_against(clue: Clue, field: str, level: str) -> bool:
    if field == "relation" or not clue.bits:
        return level in ("other", "different", "of-somebody-else")
    return clue.bits < 0


def _joined(words: Iterable[str], say: Say) -> str:
    comma = say("%(one)s, %(other)s")
    text = ""
    for one in words:
        text = comma % {"one": text, "other": one} if text else one
    return text


_ORDER: Final = (
    "village",
    "township",
    "group",
    "name",
    "contact",
    "relation",
    "sex",
    "worker-phone",
    "contact-phone",
    "phone",
    "code",
)
"""The order in which people say it: where from, what name, whose relative, which number."""
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
    "relation": "Relation",
    "household": "Household",
    "relative": "Another family",
    "decisions": "Earlier decisions here",
    "asks-for": "Name of the worker they ask for",
    "asked-phone": "Telephone of the worker they ask for",
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
    "surname-nickname": "surname with a courtesy prefix",
    "surname-only": "only the surname agrees",
    "different": "another one",
    "one-slip": "one digit off",
    "other": "not the same",
    "crossed": "written down on the other side",
    "near": "nearly the same",
    "asks-for-the-same": "asks for the same worker",
    "somebody-else": "somebody else of it may be meant",
    "so-far": "as they went so far",
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
    "name-disagrees": "The name disagrees: a code alone does not settle it, only the worker's telephone does.",
    "nickname-alone": "Only a nickname, without anything strong beside it.",
    "sounds-alike-elsewhere": "It sounds alike, but they are from different villages.",
    "no-name": "No name was given.",
    "same-person-twice": "The same person registered twice.",
    "perhaps-the-same-person": "Perhaps the same person, registered otherwise a second time.",
    "perhaps-a-namesake": "The name agrees, but the telephone and the relative contradict: perhaps only a namesake.",
    "joins-a-published-pair": "Found by name alone, and the pair has its time already: look before they are told it.",
    "by-hand": "Linked by hand.",
}
INSTEAD: Final[Mapping[str, str]] = {PERHAPS: "registered twice?", WAITS: "has its time already"}
PHRASES: Final[Mapping[tuple[str, str], str]] = {
    ("code", "same"): "the invite code fits",
    ("code", "of-somebody-else"): "the invite code is somebody else's",
    ("name", "equal"): "same name",
    ("name", "same-sound"): "name sounds the same",
    ("name", "same-ear"): "name sounds the same in the home dialect",
    ("name", "look-alike"): "one character of the name looks alike",
    ("name", "one-off"): "one character of the name differs",
    ("name", "one-left-out"): "one character of the name is left out",
    ("name", "given-only"): "only the given name",
    ("name", "nickname"): "a fitting nickname",
    ("name", "surname-nickname"): "called by the surname only",
    ("name", "surname-only"): "only the surname agrees",
    ("name", "different"): "another name",
    ("worker-phone", "same"): "worker's telephone agrees",
    ("worker-phone", "one-slip"): "worker's telephone one digit off",
    ("worker-phone", "other"): "another telephone of the worker",
    ("phone", "crossed"): "the telephone stands on the other side",
    ("phone", "same"): "same telephone",
    ("phone", "one-slip"): "telephone one digit off",
    ("phone", "other"): "another telephone",
    ("contact-phone", "same"): "family's telephone agrees",
    ("contact-phone", "one-slip"): "family's telephone one digit off",
    ("contact-phone", "other"): "another telephone of the family",
    ("contact", "equal"): "same relative at home",
    ("contact", "same-sound"): "relative's name sounds the same",
    ("contact", "same-ear"): "relative's name sounds the same in the home dialect",
    ("contact", "look-alike"): "relative's name nearly the same",
    ("contact", "one-off"): "relative's name nearly the same",
    ("contact", "one-left-out"): "relative's name nearly the same",
    ("contact", "given-only"): "relative's name nearly the same",
    ("contact", "nickname"): "relative's name nearly the same",
    ("contact", "surname-nickname"): "of the relative only the surname agrees",
    ("contact", "surname-only"): "of the relative only the surname agrees",
    ("contact", "different"): "another relative at home",
    ("relation", "same"): "relation agrees",
    ("relation", "other"): "another relation",
    ("township", "same"): "same township",
    ("township", "near"): "township nearly the same",
    ("township", "other"): "another township",
    ("village", "same"): "same village",
    ("village", "near"): "village nearly the same",
    ("village", "other"): "another village",
    ("group", "same"): "same group",
    ("group", "other"): "another group",
    ("sex", "other"): "sex and relation do not fit",
    ("household", "somebody-else"): "somebody else of the household may be meant",
    ("relative", "asks-for-the-same"): "another relative asks for the same person",
    ("asks-for", "equal"): "both ask for the same name",
    ("asks-for", "same-sound"): "both ask for a name that sounds the same",
    ("asks-for", "same-ear"): "both ask for a name that sounds the same",
    ("asks-for", "different"): "they ask for different people",
    ("asked-phone", "same"): "both give the same telephone of the worker",
}
