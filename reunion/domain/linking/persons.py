"""Who is one person: two registrations of one worker, told from two workers of one name."""

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.compare import AGREES, STRONG, name_level, phones_meet, phones_near, place_level
from reunion.domain.linking.keys import Name
from reunion.domain.linking.kin import ONLY_ONE

ALIKE = STRONG | {"look-alike", "one-left-out"}
"""Levels at which two rows with one number are one person; brothers with one number differ by more."""


def same_person(first: Worker, second: Worker) -> bool:
    """Whether two registrations are one worker's, registered twice."""
    if not first.names or not second.names or second.id in first.apart or first.id in second.apart:
        return False
    one, other = first.names[0], second.names[0]
    if _of_two_houses(first, second):
        return False
    if phones_meet(first.phones, second.phones):
        levels = {name_level(one, other), name_level(other, one)}
        named = first.contacts and second.contacts
        return bool(levels & (STRONG if named and not same_contact(first, second) else ALIKE))
    if first.sex and second.sex and first.sex != second.sex:
        return False
    if one.spoken == other.spoken or one.joined == other.joined:
        return _fits_otherwise(first, second)
    if first.phones and second.phones:
        return False
    # Nobody names a second child so that the eye takes it for the first.
    return name_level(one, other) == "look-alike" and _at_home(first, second) and same_contact(first, second)


def _fits_otherwise(first: Worker, second: Worker) -> bool:
    """Two rows of one name without a number in common."""
    towns, villages = place_level(first.town, second.town), place_level(first.village, second.village)
    if "other" in (towns, villages):
        return False
    home, contact = _at_home(first, second), same_contact(first, second)
    if first.phones and second.phones:
        if phones_near(first.phones, second.phones):
            return home or contact or len(first.names[0].ear) > 2
        return home and contact and not _numbers_differ(first.contact_phones, second.contact_phones)
    if contact or (first.contacts and second.contacts):
        return contact
    if first.group and second.group and first.group != second.group:
        return False
    # One row has no number: a name of three in one town is one person, a name of two only in one village.
    written = first.names[0].text == second.names[0].text
    return written and (home or (len(first.names[0].ear) > 2 and towns == "same"))


def _of_two_houses(first: Worker, second: Worker) -> bool:
    """Whether both gave a relative of whom one has only one, and these are two people."""
    if not first.meant & second.meant & ONLY_ONE or not first.contacts or not second.contacts:
        return False
    return all(_is_another(one, other) for one in first.contacts for other in second.contacts)


def _is_another(first: Name, second: Name) -> bool:
    """Whether two names differ by more than a slip of the pen: in two syllables or more."""
    mine, theirs = frozenset(first.ear), frozenset(second.ear)
    return len(mine - theirs) > 1 and len(theirs - mine) > 1 and not first.nick and not second.nick


def _numbers_differ(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether both sides gave numbers, and no two of them are one but for a slip."""
    return bool(mine and theirs) and not phones_meet(mine, theirs) and not phones_near(mine, theirs)


def _at_home(first: Worker, second: Worker) -> bool:
    """Whether both gave the same township and village."""
    return first.town == second.town != "" and first.village == second.village != ""


def same_contact(first: Worker, second: Worker) -> bool:
    """Whether both gave one relative; a number alone says so only where the names do not speak against it."""
    levels = [name_level(one, other) for one in first.contacts for other in second.contacts]
    if any(level in STRONG for level in levels):
        return True
    met = phones_meet(first.contact_phones, second.contact_phones)
    return bool(met) and (not levels or any(level in AGREES for level in levels))
