"""What a gathering joins, in numbers: how many people, and the threads between home townships and places far away.

Strangers see these numbers, so nobody can be told from them: a place that a few people wrote is not named.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reunion.domain.names import plain
from reunion.domain.people import Side
from reunion.domain.places import Home
from reunion.domain.simplified import simplified

NAMED_FROM: Final = 3
"""Workers; fewer of them at one place could be known by it, and the place by fewer of them from one township."""
HOMES_MOST: Final = 10
AWAYS_MOST: Final = 8
"""Rows of the picture that a telephone shows without scrolling far."""
_PLACE_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Counted:
    """How many active registrations say the same of where they belong."""

    side: Side
    township: str
    """Code, or empty."""
    place: str
    """In their own words."""
    people: int


@dataclass(frozen=True, slots=True)
class Thread:
    """Workers from one township at one place; an empty name stands for all the others together."""

    home: str
    away: str
    workers: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A gathering in numbers."""

    workers: int = 0
    families: int = 0
    towns: int = 0
    """Home townships somebody signed up from."""
    threads: tuple[Thread, ...] = ()
    """The strongest first."""

    @property
    def homes(self) -> tuple[tuple[str, int], ...]:
        """The ends at home with their workers, the strongest first, all the others last."""
        return _summed((one.home, one.workers) for one in self.threads)

    @property
    def aways(self) -> tuple[tuple[str, int], ...]:
        """The ends far away, likewise."""
        return _summed((one.away, one.workers) for one in self.threads)


def joined(home: Home, city: str, counted: Iterable[Counted]) -> Joined:
    """The numbers of a gathering whose workers are in this city."""
    rows = list(counted)
    names = {town.code: town.name for town in home.townships}
    there = [row for row in rows if row.side is Side.WORKER and row.township in names]
    known = _strongest(((names[row.township], row.people) for row in there), len(names), NAMED_FROM)
    spun: Counter[tuple[str, str]] = Counter()
    for row in there:
        town = names[row.township]
        spun[town, _place(row.place, city) if town in known else ""] += row.people
    homes = _strongest(((town, people) for (town, _), people in spun.items()), HOMES_MOST, 1)
    aways = _strongest(((place, people) for (_, place), people in spun.items()), AWAYS_MOST, NAMED_FROM)
    threads: Counter[tuple[str, str]] = Counter()
    for (town, place), people in spun.items():
        threads[town if town in homes else "", place if place in aways else ""] += people
    return Joined(
        workers=sum(row.people for row in rows if row.side is Side.WORKER),
        families=sum(row.people for row in rows if row.side is Side.FAMILY),
        towns=len({row.township for row in rows} & names.keys()),
        threads=tuple(
            Thread(town, place, people)
            for (town, place), people in sorted(threads.items(), key=lambda one: (-one[1], one[0]))
        ),
    )


def _place(text: str, city: str) -> str:
    """温岭大溪, 温岭市 大溪 → 大溪; empty for what is no name of a place that many share."""
    place = simplified(plain(text)).replace(" ", "").removeprefix(city).removeprefix("市")
    fits = 1 < len(place) <= _PLACE_MOST and not any(sign.isdigit() for sign in place)
    return place if fits else ""


def _strongest(ends: Iterable[tuple[str, int]], most: int, least: int) -> frozenset[str]:
    known = [name for name, people in _summed(ends) if name and people >= least]
    return frozenset(known[:most])


def _summed(ends: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """By name, the strongest first; the nameless last."""
    total: Counter[str] = Counter()
    for name, people in ends:
        total[name] += people
    return tuple(sorted(total.items(), key=lambda one: (not one[0], -one[1], one[0])))
