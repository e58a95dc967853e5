"""How often people do what when they register, as shares of 1; `bench/linking.py --margins` holds them against other
people's rosters."""

from typing import Final

from reunion.demo.crowd import Span

UNREGISTERED: Final = 0.045
"""Share of the people away who never registered; their families may have."""
WITHOUT_FAMILY: Final = 0.085
"""Share of houses where nobody at home registers."""
TWICE: Final = 0.065
FAMILY_TWICE: Final = 0.028
CODE_TYPED: Final = 0.62
CODE_FORWARDED: Final = 0.008  # at normal noise
ALWAYS_FORWARDED: Final = 5
"""The fifth code typed is somebody else's in every crowd, so that small ones have the trap too."""
BOTH_IN_ONE_CELL: Final = 0.5
CONTACT_TOLD: Final = 0.75
OTHERS_PHONE_UNKNOWN: Final = 0.19
"""Share of family rows without the worker's number; knowing it has nothing to do with care in writing."""
CONTACTS_PHONE_UNKNOWN: Final = 0.12
OWN_PHONE_MISSING: Final = 0.02
PARENTS_FIRST: Final = 0.8
"""Share of the others at home who let the worker's parents register first."""
TOWNSHIP_ELSE: Final = 0.018  # at normal noise
"""Share of family rows with another township than theirs: an old one, a market town, a slip in a list."""
VILLAGE_MISSING: Final = {"worker": 0.08, "family": 0.115}
CADRE_PHONE: Final = 0.7
ON_AIR_WEB: Final = 0.97
ON_AIR_PAPER: Final = 0.95
REGISTRANTS: Final = (*(1,) * 39, *(2,) * 9, *(3,) * 2)
AVAILABILITY: Final = (
    ((), 74),
    ((Span(0, 0, 1000),), 6),
    ((Span(1, 0, 1000),), 7),
    ((Span(0, 300, 1000), Span(1, 300, 1000)), 6),
    ((Span(0, 0, 600), Span(1, 0, 600)), 5),
    ((Span(0, 100, 350),), 1),
    ((Span(1, 600, 900),), 1),
)
"""When somebody can be there, out of a hundred: most at any time."""
JOINTS: Final = ("、", "/", "，", "和", " ", ",")
JOINTS_OF_NUMBERS: Final = ("、", "/", ";", " ")
