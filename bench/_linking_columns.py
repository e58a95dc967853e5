"""The rows as the peers get them: cleaned and keyed by the product's own code, so that nothing is held back.

One record a worker, and one record for every name a family asks for (a cell may hold two). A general tool has none of
this; giving it to the peers takes away the doubt whether they lost by spaces, +86 or 镇.
"""

from collections.abc import Iterator
from pathlib import Path

from _linking_sets import load

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.columns import family_row, worker_row
from reunion.domain.linking.keys import Name, heard
from reunion.domain.linking.kin import workers_sex

Record = dict[str, str | list[str] | None]
COLUMNS = (
    "name", "sound", "ear", "surname", "given", "first", "last", "phone", "contact", "contact_sound", "contact_phone",
    "kin", "town", "town_sound", "village", "village_sound", "place_group", "sex", "code",
)  # fmt: skip
"""Columns of text, None where nothing is known; `phones` (a list) holds every number of the worker."""


def records(folder: Path) -> tuple[list[Record], list[Record]]:
    """(workers, wishes): `unique_id` is the worker's id, and the family's with # and the number of the name."""
    rosters = load(folder)
    workers = [_worker(Worker(worker_row(row))) for row in rosters.workers]
    wishes = [wish for row in rosters.families for wish in _wishes(Family(family_row(row)))]
    return workers, wishes


def family_of(wish: str) -> str:
    """The family's id out of a wish's."""
    return wish.rpartition("#")[0]


def _worker(row: Worker) -> Record:
    return {
        "unique_id": row.id,
        **_name(row.names[0] if row.names else None),
        "phone": _first(row.phones),
        **_contact(row.contacts[0] if row.contacts else None),
        "contact_phone": _first(row.contact_phones),
        "kin": _kin(row.meant),
        **_place(row),
        "sex": row.sex or None,
        "code": row.code or None,
        "phones": list(row.phones),
    }


def _wishes(row: Family) -> Iterator[Record]:
    for number, name in enumerate(row.workers or (None,)):
        yield {
            "unique_id": f"{row.id}#{number}",
            **_name(name),
            "phone": _nth(row.worker_phones, number, len(row.workers)),
            **_contact(row.names[0] if row.names else None),
            "contact_phone": _first(row.phones),
            "kin": _kin(row.meant),
            **_place(row),
            "sex": workers_sex(row.meant) or None,
            "code": row.code or None,
            "phones": list(row.worker_phones),
        }


def _name(name: Name | None) -> Record:
    if name is None or not name.ear:
        return dict.fromkeys(("name", "sound", "ear", "surname", "given", "first", "last"))
    given = name.ear[name.given :]
    return {
        "name": name.text or name.joined,
        "sound": name.joined,
        "ear": name.spoken,
        "surname": None if name.nick_kind == "young" else "".join(name.ear[: name.given or 1]),
        "given": "".join(given) or None,
        "first": given[0] if given else None,
        "last": name.ear[-1],
    }


def _place(row: Worker | Family) -> Record:
    return {
        "town": row.town or None,
        "town_sound": heard(row.town) or None,
        "village": row.village or None,
        "village_sound": heard(row.village) or None,
        "place_group": row.group or None,
    }


def _contact(name: Name | None) -> Record:
    return {
        "contact": name.text or name.joined if name else None,
        "contact_sound": name.spoken if name else None,
    }


def _kin(meant: frozenset[str]) -> str | None:
    return min(meant) if meant else None


def _nth(numbers: tuple[str, ...], at: int, names: int) -> str | None:
    """The number that stands where the name does; fewer numbers than names belong to the first."""
    if 1 < names == len(numbers):
        return numbers[at]
    return _first(numbers) if at == 0 else None


def _first(numbers: tuple[str, ...]) -> str | None:
    return numbers[0] if numbers else None
