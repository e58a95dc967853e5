"""How two names, numbers or places agree, as levels with a code."""

from functools import lru_cache
from operator import ne

from reunion.domain.linking.keys import Name, heard
from reunion.domain.linking.looks import look_alike

LEVELS = (
    "equal", "same-sound", "same-ear", "look-alike", "one-off", "one-left-out", "given-only", "nickname",
    "surname-nickname", "surname-only", "different",
)  # fmt: skip
"""How two names agree, the best first."""
STRONG = frozenset({"equal", "same-sound", "same-ear"})
"""Levels at which two writings are of one name."""
AGREES = STRONG | {"look-alike", "one-off", "one-left-out", "given-only", "nickname", "surname-nickname"}
_END = 3
"""Digits at either end of a number of seven and more, of which a slip leaves one as it is."""


def name_level(asked: Name, full: Name) -> str:
    """How the name a family wrote agrees with the name a worker has."""
    if asked is full or (asked.text and asked.text == full.text):
        return "equal"
    if asked.joined == full.joined:
        return "same-sound"
    if asked.nick or full.nick:
        return _nick_level(asked, full)
    if asked.spoken == full.spoken:
        return "same-ear"
    mine, theirs = asked.ear, full.ear
    if len(mine) == len(theirs):
        return _same_length(asked, full)
    if len(mine) < len(theirs):
        return _shorter(asked, full)
    level = _shorter(full, asked)
    return level if level == "one-left-out" else _by_surname(asked, full)


def _by_surname(asked: Name, full: Name) -> str:
    return "surname-only" if asked.ear[0] == full.ear[0] else "different"


def _same_length(asked: Name, full: Name) -> str:
    mine, theirs = asked.ear, full.ear
    differ = list(map(ne, mine, theirs))
    if sum(differ) > 1:
        return _by_surname(asked, full)
    a, b, at = asked.text, full.text, differ.index(True)
    if a and b and look_alike(a[at], b[at]):
        return "look-alike"
    return "one-off" if len(mine) > 2 else _by_surname(asked, full)


def _shorter(asked: Name, full: Name) -> str:
    """The asked name has fewer syllables than the full one."""
    mine, theirs = asked.ear, full.ear
    if full.given and mine == theirs[full.given :]:
        return "given-only"
    if mine[0] != theirs[0]:
        return "different"
    rest = iter(theirs)
    return "one-left-out" if len(mine) > 1 and all(sound in rest for sound in mine) else "surname-only"


def _nick_level(asked: Name, full: Name) -> str:
    nick, name = (asked, full) if asked.nick else (full, asked)
    if nick.nick_kind == "old":
        return "surname-nickname" if nick.nick == name.ear[0] else "different"
    return "nickname" if nick.nick in name.ear[name.given :] else "different"


def phones_meet(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """The first number both have, or empty."""
    if mine and theirs:
        for number in mine:
            if number in theirs:
                return number
    return ""


def is_mobile(number: str) -> bool:
    """Whether a number is one that a person carries about, perhaps with a digit lost; a landline stands in a house."""
    return number[0] == "1" and len(number) > 9


def phones_near(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two numbers differ by one slip: a digit wrong, lost, doubled or two swapped."""
    return any(one_slip(a, b) for a in mine for b in theirs if a[:_END] == b[:_END] or a[-_END:] == b[-_END:])


def one_slip(first: str, second: str) -> bool:
    """One wrong, missing or extra character, or two neighbours swapped."""
    if abs(len(first) - len(second)) > 1:
        return False
    at = 0
    least = min(len(first), len(second))
    while at < least and first[at] == second[at]:
        at += 1
    if len(first) == len(second):
        if first[at + 1 :] == second[at + 1 :]:
            return True
        swapped = first[at : at + 2] == second[at : at + 2][::-1]
        return swapped and first[at + 2 :] == second[at + 2 :]
    shorter, longer = sorted((first, second), key=len)
    return shorter[at:] == longer[at + 1 :]


@lru_cache(maxsize=1 << 16)
def place_near(first: str, second: str) -> bool:
    """Two places that sound the same, or differ in one character of three or one easily misread."""
    if heard(first) == heard(second):
        return True
    if not one_slip(first, second) or min(len(first), len(second)) < 2:
        return False
    longer = len(first) + len(second) > 4
    return longer or any(look_alike(one, other) for one, other in zip(first, second, strict=False))


def place_level(first: str, second: str) -> str:
    """`same`, `near`, `other`, or empty where one side says nothing."""
    if not first or not second:
        return ""
    if first == second:
        return "same"
    return "near" if place_near(first, second) else "other"
