"""One person registered twice on one side: found, with the fields that say so; nothing is decided here."""

from collections.abc import Iterable

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import (
    AGREES,
    LEVELS,
    STRONG,
    name_level,
    phones_meet,
    phones_near,
    place_level,
)
from reunion.domain.linking.keys import Name
from reunion.domain.linking.persons import ALIKE, same_person
from reunion.domain.linking.rows import Double
from reunion.domain.plans import Clue


def worker_double(first: Worker, second: Worker) -> Double | None:
    """Two workers' rows as one person's, or None."""
    sure = same_person(first, second)
    clues = [
        *_names("name", first.names[:1], second.names[:1]),
        *_numbers("phone", first.phones, second.phones),
        *_home(first, second),
        *_names("contact", first.contacts, second.contacts),
        *_numbers("contact-phone", first.contact_phones, second.contact_phones),
    ]
    if first.sex and second.sex:
        clues.append(Clue("sex", "same" if first.sex == second.sex else "other", 0.0))
    if not sure and not _perhaps_one_worker({clue.field: clue.level for clue in clues}):
        return None
    return Double(first.id, second.id, sure, tuple(clues))


def _perhaps_one_worker(levels: dict[str, str]) -> bool:
    """One name and home without a number, a relative or a sex that tells two people apart."""
    if levels.get("name") not in STRONG or "other" in (levels.get("sex"), levels.get("township")):
        return False
    if levels.get("phone") == "other" and levels.get("contact") not in STRONG:
        return False
    known = levels.get("contact") in STRONG or levels.get("contact-phone") == "same"
    return known or (levels.get("village") == "same" and levels.get("contact") != "different")


def family_double(first: Family, second: Family) -> Double | None:
    """Two families' rows as one relative's asking for the same worker, or None."""
    clues = [
        *_names("name", first.names[:1], second.names[:1]),
        *_numbers("phone", first.phones, second.phones),
        *_home(first, second),
        *_names("asks-for", first.workers, second.workers),
        *_numbers("asked-phone", first.worker_phones, second.worker_phones),
    ]
    if first.meant and second.meant:
        clues.append(Clue("relation", "same" if first.meant & second.meant else "other", 0.0))
    levels = {clue.field: clue.level for clue in clues}
    if levels.get("name") not in ALIKE or "other" in (levels.get("township"), levels.get("village")):
        return None
    asked = levels.get("asks-for", "unknown")
    numbers = {levels.get("phone"), levels.get("asked-phone")} - {None}
    same = numbers & {"same", "one-slip"}
    if asked not in AGREES | {"unknown"} or not (same or levels.get("village") == "same"):
        return None
    if levels.get("phone") == "other" and levels.get("asked-phone") != "same":
        return None
    sure = bool(same) and asked in ALIKE and levels.get("relation") != "other"
    return Double(first.id, second.id, sure, tuple(clues))


def _names(field: str, mine: Iterable[Name], theirs: tuple[Name, ...]) -> list[Clue]:
    """The best agreement of any two names; nothing where a side has none."""
    levels = {name_level(one, other) for one in mine for other in theirs}
    for level in LEVELS:
        if level in levels:
            return [Clue(field, level, 0.0)]
    return []


def _numbers(field: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> list[Clue]:
    if not mine or not theirs:
        return []
    if phones_meet(mine, theirs):
        return [Clue(field, "same", 0.0)]
    return [Clue(field, "one-slip" if phones_near(mine, theirs) else "other", 0.0)]


def _home(first: Worker | Family, second: Worker | Family) -> list[Clue]:
    found = (
        ("township", place_level(first.town, second.town)),
        ("village", place_level(first.village, second.village)),
    )
    return [Clue(field, level, 0.0) for field, level in found if level]
