"""Who takes part: gathering, registration, party, pair.

A *registration* is what one side submitted; a *party* is one side of a pair (a person, a household or a site);
a *pair* is the unit that is put on air. Parsing of single fields stands in names.py, phones.py and places.py.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from reunion.domain import sides
from reunion.domain.consent import Consent
from reunion.domain.instants import Instant
from reunion.domain.places import Home
from reunion.domain.priorities import Priorities

TELL_AFTER: Final = 5
"""Minutes by which a time leaves what a family was told before it is told anew, where a gathering sets no other."""
Side = sides.Side
"""Stands apart, because two files are linked without any of what is here."""


class Source(StrEnum):
    """How a registration reached us."""

    WEB = "web"
    VOLUNTEER = "volunteer"
    ROSTER = "roster"


class Standing(StrEnum):
    """What a registration is worth now; a withdrawn one stays only as a tombstone without its words."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span [start, end) in which somebody can be there."""

    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Named:
    """One person of the other side as this side names them."""

    name: str = ""
    phones: tuple[str, ...] = ()
    """E.164 numbers."""
    relation: str = ""
    """What that person is to the one who registers, in their own words (母亲, 儿子, 老汉 …)."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What one side submitted, cleaned; every text within the limits of limits.py."""

    id: str
    gathering: str
    side: Side
    number: int
    """Counted per gathering from 1; what people read out on the phone."""
    name: str
    phones: tuple[str, ...] = ()
    """E.164 numbers, the best one first."""
    gender: str = ""
    """`m`, `f` or empty."""
    township: str = ""
    """Code of a township of the home county, empty when unknown."""
    village: str = ""
    group: str = ""
    """Villagers' group (3组, 三社) without its suffix, as digits where it is a number."""
    place: str = ""
    """Where this side will sit during the show, in free words (温岭 大溪; 家里; 村委会)."""
    others: tuple[Named, ...] = ()
    """Whom they want to meet: for a worker the contact at home, for a family the worker or workers."""
    relation: str = ""
    """What this person is to whom they want to meet, in their own words (老妈), where a roster says so."""
    code_given: str = ""
    """Invite code of the other side that was typed in; empty when none."""
    invite_code: str = ""
    """This registration's own code."""
    persons: int = 1
    """People expected in the picture."""
    dialect: str = ""
    """`mandarin`, `sichuan` or empty."""
    years_away: int | None = None
    """Whole years since the last visit home."""
    windows: tuple[Window, ...] = ()
    """When they can be there; empty means at any show."""
    story: str = ""
    message: str = ""
    helper: str = ""
    """Staff id of the volunteer who typed it in; empty when they did it themselves."""
    source: Source = Source.WEB
    standing: Standing = Standing.ACTIVE
    consent: Consent = field(default_factory=Consent)
    created: Instant = Instant(0)
    revision: int = 1
    """Counted up by every correction."""


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a pair: the registrations that sit before one camera."""

    side: Side
    registrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A confirmed worker party and family party."""

    id: str
    gathering: str
    worker: Party
    family: Party


@dataclass(frozen=True, slots=True)
class Gathering:
    """The whole undertaking."""

    id: str
    """Short and readable, used in addresses: `dongxing-2027`."""
    title: str
    home: Home
    away: str
    """The city where the workers are (温岭)."""
    zone: str
    """IANA name, `Asia/Shanghai`."""
    organisers: tuple[str, ...] = ()
    contact: str = ""
    """Whom to ring with a question, as printed on every page of the families."""
    story: str = ""
    keep_until: Instant = Instant(0)
    """From then on `purge` removes the people."""
    priorities: Priorities = field(default_factory=Priorities)
    """What its plans go by."""
    tell_after: int = TELL_AFTER
    """Minutes; see TELL_AFTER."""
    sample: bool = False
    """Its people were made up: they may be erased at one stroke."""
