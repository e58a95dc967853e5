"""The numbers linking works with, in bits unless they say otherwise; tools and decisions name the version.

First set by hand from the kinds of mistakes people make in rosters, then moved to fit three generated gatherings of
255 workers and one of 10,000; the other sets were only measured on.
"""

from types import MappingProxyType
from typing import Final

VERSION: Final = 1

NAME_KEPT: Final = MappingProxyType(
    {
        "equal": 0.80,
        "same-sound": 0.07,
        "same-ear": 0.025,
        "look-alike": 0.01,
        "one-off": 0.02,
        "one-left-out": 0.008,
        "given-only": 0.012,
        "nickname": 0.03,
        "surname-only": 0.004,
        "different": 0.004,
    }
)
"""How often the right worker's name is written so; the chance of a stranger comes from the gathering's own names."""

NAME_OF_MATE: Final = MappingProxyType(
    {
        "equal": 0.0003,
        "same-sound": 0.0006,
        "same-ear": 0.001,
        "look-alike": 0.002,
        "one-off": 0.10,
        "one-left-out": 0.01,
        "given-only": 0.001,
        "nickname": 0.004,
        "surname-only": 0.35,
        "different": 0.50,
    }
)
"""How often somebody else of the same household has a name that looks so: brothers share one or two characters."""

ABSENT: Final = 0.05
"""Families whose worker never registered: the chance that nobody is meant."""
MATES: Final = 0.026
"""Chance, against one for the person who is meant, that it is an unregistered mate of the household instead: half a
mate on the average, and absent like anybody."""

WORKER_PHONE: Final = 15.0
WORKER_PHONE_NEAR: Final = 9.0
WORKER_PHONE_OTHER: Final = -3.0
MATE_PHONE: Final = 5.0
"""Of the worker's phone, so much speaks against a household mate and not only against a stranger."""
MATE_PHONE_OTHER: Final = -3.0
CONTACT_PHONE: Final = 15.0
CONTACT_PHONE_NEAR: Final = 8.0
CONTACT_PHONE_OTHER: Final = -0.8
CROSSED_PHONE: Final = 12.0
"""A number that one side gave as its own and the other as the relative's or the worker's."""
SHARED: Final = 3.0
"""Off for every doubling of the people who gave the same number: 15 − 3·log₂(n); a cadre's on 30 rows says nothing."""

CODE: Final = 18.0
CODE_OF_MATE: Final = 9.0
CODE_OTHER: Final = -6.0

CONTACT_NAME_KEPT: Final = MappingProxyType(
    {"equal": 0.5, "same-sound": 0.04, "same-ear": 0.015, "look-alike": 0.008, "one-off": 0.015}
)
CONTACT_NAME_MOST: Final = 11.0
CONTACT_ONE_OFF_MOST: Final = 5.0
CONTACT_SAME_KIN: Final = 1.5
CONTACT_OTHER_KIN: Final = -2.0
CONTACT_ELSE: Final = -1.0
"""Another relative was named: common."""
CONTACT_SAME_KIN_ELSE: Final = -4.0
"""Another name under a word for whom one has only one."""

TOWN_KEPT: Final = 0.9
TOWN_NEAR: Final = -2.0
TOWN_OTHER: Final = -5.0
TOWN_OTHER_WIFES: Final = -1.0
"""The wife's parents live elsewhere."""
VILLAGE_KEPT: Final = 0.85
VILLAGE_NEAR: Final = -1.5
VILLAGE_OTHER: Final = -4.0
VILLAGE_OTHER_WIFES: Final = -1.0
KNOWN_PLACE: Final = 3
"""Workers from a township so spelt, from which on the spelling is taken as meant."""
GROUP: Final = 1.5
GROUP_OTHER: Final = -0.7
PLACE_MOST: Final = 8.0

RELATIVE_PHONE: Final = 8.0
"""Another family that is surely linked asks for the same name and shares a number with this one."""
RELATIVE_VILLAGE: Final = 5.0
RELATIVE_TOWN: Final = 3.0
RELATIVES_MOST: Final = 12
"""Families with one number or one name in one place, up to which they are looked at as relatives."""

SEX: Final = 0.8
SEX_OTHER: Final = -5.0

LINKED_FROM: Final = 0.95
REVIEW_FROM: Final = 0.05
MARGIN: Final = 3.0
"""Bits to the next person who may be linked."""
REVIEWED: Final = 3
"""Review rows a family row gets at most."""

BLOCK_MOST: Final = 60
"""A key that more rows share does not tell who is meant and costs time."""
RARE: Final = 12
"""Rows with one full name (as heard) up to which the name alone makes candidates."""
