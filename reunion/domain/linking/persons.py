"""Who is one person: two registrations of one worker, told from two workers of one name."""

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.compare import STRONG, name_level, phones_meet, phones_near, place_level

ALIKE = STRONG | {"look-alike", "one-left-out"}
"""Levels at which two rows with one number are one person; brothers with one number differ by more."""


def same_person(first: Worker, second: Worker) -> bool:
    """Whether two registrations are one worker's, registered twice."""
    if not first.names or not second.names:
        return False
    one, other = first.names[0], second.names[0]
    if phones_meet(first.phones, second.phones):
        levels = {name_level(one, other), name_level(other, one)}
        return bool(levels & ALIKE)
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
        slip = phones_near(first.phones, second.phones)
        return (slip and (home or contact or len(first.names[0].ear) > 2)) or (home and contact)
    if contact or (first.contacts and second.contacts):
        return contact
    if first.group and second.group and first.group != second.group:
        return False
    # One row has no number: a name of three in one town is one person, a name of two only in one village.
    written = first.names[0].text == second.names[0].text
    return written and (home or (len(first.names[0].ear) > 2 and towns == "same"))


def _at_home(first: Worker, second: Worker) -> bool:
    """Whether both gave the same township and village."""
    return first.town == second.town != "" and first.village == second.village != ""


def same_contact(first: Worker, second: Worker) -> bool:
    """Whether both gave one relative."""
    return bool(phones_meet(first.contact_phones, second.contact_phones)) or any(
        name_level(one, other) in STRONG for one in first.contacts for other in second.contacts
    )
