"""The numbers linking works with, in bits unless they say otherwise, from the one versioned file `weights.json`.

tools/weights.py estimates them from labelled data and says what changes; a gathering may have its own
(re-estimated from what staff decided), made by `replace` or `Weights.from_json`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number of linking; a value, so that each gathering can have its own."""

    version: int
    """Of the shipped file; kept by weights that were re-estimated from it."""
    name_kept: Mapping[str, float]
    """How often the right worker's name is written so; the chance of a stranger is the gathering's own names'."""
    name_of_mate: Mapping[str, float]
    """How often somebody else of the same household has a name that looks so: brothers share a character or two."""
    absent: float
    """Families whose worker never registered: the chance that nobody is meant."""
    namesakes: float
    """How often somebody of the same name comes from the same home: told apart by numbers, relatives and group only."""
    mates: float
    """Chance, against one for the person who is meant, that it is an unregistered mate of the household instead:
    half a mate on the average, and absent like anybody."""
    brother: float
    """Bits that it costs to take the household of another worker of that village for one's own."""
    brother_named_otherwise: float
    """On top of it, for another surname; so with the next three."""
    brother_perhaps_meant: float
    """For a nickname or a name that is somewhat off."""
    brother_perhaps_elsewhere: float
    brother_asks_for_others: float
    worker_phone: float
    worker_phone_alone: float
    """Of a mobile number that one person gave."""
    worker_phone_near: float
    worker_phone_other: float
    mate_phone: float
    """Of the worker's phone, so much speaks against a household mate and not only against a stranger."""
    mate_phone_other: float
    contact_phone: float
    contact_phone_near: float
    contact_phone_other: float
    crossed_phone: float
    """A number that one side gave as its own and the other as the relative's or the worker's."""
    shared: float
    """Off for every doubling of the people who gave the same number: 15 - 3·log₂(n)."""
    code: float
    code_of_mate: float
    code_other: float
    contact_name_kept: Mapping[str, float]
    contact_name_most: float
    contact_one_off_most: float
    contact_same_kin: float
    contact_other_kin: float
    contact_else: float
    """Another relative was named: common."""
    contact_same_kin_else: float
    """Another name under a word for whom one has only one."""
    town_kept: float
    town_near: float
    town_other: float
    town_other_wifes: float
    """The wife's parents live elsewhere."""
    village_kept: float
    village_near: float
    village_other: float
    village_other_wifes: float
    known_place: int
    """Workers from a township so spelt, from which on the spelling is taken as meant."""
    group: float
    group_other: float
    place_most: float
    relative_phone: float
    """Another family that is surely linked asks for the same name and shares a number with this one."""
    relative_village: float
    relative_town: float
    claimed: float
    """Against a namesake: a family of another house asks for this very worker."""
    claimed_by_number: float
    """So does one that gives the worker's number, where this one gives another."""
    relatives_most: int
    """Families with one number or one name in one place, up to which they are looked at as relatives."""
    sex: float
    sex_other: float
    linked_from: float
    review_from: float
    review_otherwise_from: float
    """For somebody whose name disagrees: below even chances it is hardly ever them."""
    margin: float
    """Bits to the next person who may be linked."""
    reviewed: int
    """Review rows a family row gets at most."""
    block_most: int
    """A key that more rows share does not tell who is meant and costs time."""
    rare: int
    """Rows with one full name (as heard) up to which the name alone makes candidates."""
    learned: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """`field level` → bits that a gathering's own decisions add; empty as shipped."""

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Weights as `to_json` writes them; raises ValueError for anything else."""
        told = json.loads(text)
        known = {one.name for one in fields(cls)}
        if not isinstance(told, dict) or not known - {"learned"} <= set(told) <= known:
            raise ValueError("not a file of weights")
        values: dict[str, Any] = {
            name: MappingProxyType(one) if isinstance(one, dict) else one for name, one in told.items()
        }
        return cls(**values)

    def to_json(self) -> str:
        """One number a line, in the order of this class."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        told = {name: dict(one) if isinstance(one, Mapping) else one for name, one in values}
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


SHIPPED: Final = Weights.from_json(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
VERSION: Final = SHIPPED.version


def weights_of(stored: str) -> Weights:
    """A gathering's own weights, the shipped ones for an empty text.

    Of those that an earlier version of the program stored, what was learned stands, on top of the shipped ones.
    """
    if not stored:
        return SHIPPED
    told = json.loads(stored)
    if isinstance(told, dict) and told.get("version", VERSION) < VERSION:
        return replace(SHIPPED, learned=MappingProxyType(told.get("learned", {})))
    return Weights.from_json(stored)
