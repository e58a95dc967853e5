"""The home counties that come with the package, one JSON file each (made by tools/divisions.py)."""

import json
from importlib.resources import files

from reunion.domain.places import Home, Township


def shipped_homes() -> tuple[str, ...]:
    """Codes of the counties that come with the package, sorted."""
    here = files(__package__)
    return tuple(
        sorted(entry.name.removesuffix(".json") for entry in here.iterdir() if entry.name.endswith(".json"))
    )


def load_home(code: str) -> Home:
    """One county that comes with the package. Raises KeyError for another."""
    if code not in shipped_homes():
        raise KeyError(code)
    return home_from_json((files(__package__) / f"{code}.json").read_text(encoding="utf-8"))


def home_from_json(text: str) -> Home:
    """A county written as tools/divisions.py writes it."""
    data = json.loads(text)
    return Home(
        code=data["code"],
        name=data["name"],
        parents=tuple(data["parents"]),
        townships=tuple(
            Township(town["code"], town["name"], tuple(town["villages"]), tuple(town["aliases"]))
            for town in data["townships"]
        ),
    )
