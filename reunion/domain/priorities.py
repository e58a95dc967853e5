"""What a gathering plans by: whose slot counts how much, how long a greeting is, and what its programme looks like."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Priorities:
    """Points of weight, whole seconds, and the director's wishes; the defaults serve an evening of 255 pairs."""

    pair: int = 10
    """Points of every pair."""
    year: int = 1
    """More for each year since the last visit home, for `years_most` years."""
    years_most: int = 10
    elderly: int = 0
    """More when grandparents sit at home."""
    children: int = 0
    """More when the worker's children sit at home."""
    shortest_s: int = 60
    each_more_s: int = 5
    """For every person beyond one on each side, up to `longest_s`."""
    longest_s: int = 90
    dialect_more_s: int = 0
    """For a family that speaks the home dialect."""
    person_gap_s: int = 600
    """Between two greetings of one person."""
    near_s: int = 120
    """Neighbours of one township closer than this are to be avoided."""
    rhythm: int = 0
    """A segment after so many greetings; 0 for no such wish."""


MUST_AIR: Final = 1000
"""Points of a pair that has to be on air: more than fifty others."""
MOST: Final = MappingProxyType(
    {
        "pair": 100,
        "year": 20,
        "years_most": 30,
        "elderly": 100,
        "children": 100,
        "shortest_s": 600,
        "each_more_s": 120,
        "longest_s": 900,
        "dialect_more_s": 120,
        "person_gap_s": 7200,
        "near_s": 1800,
        "rhythm": 100,
    }
)
"""The most that may be set, so that no sum of points reaches a must-air and no greeting outlasts a show."""
LEAST: Final = MappingProxyType({"pair": 1, "shortest_s": 20, "longest_s": 20})
"""The least, where it is not nothing."""
