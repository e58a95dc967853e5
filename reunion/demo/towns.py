"""Where the synthetic people come from: the home district's villages, and invented ones for bigger crowds."""

from dataclasses import dataclass, replace
from random import Random
from typing import Final

from reunion.demo.syllables import SURNAMES
from reunion.demo.words import INVENTED_FIRST, INVENTED_LAST, VILLAGE_LAST
from reunion.domain.places import Home, Township

WORKERS_A_VILLAGE: Final = 4
"""In a crowd of 255; the real event drew on about sixty villages."""
WORKERS_A_VILLAGE_AT_MOST: Final = 10
"""In a crowd of any size: more villages are invented before one grows past it."""
VILLAGES_A_TOWNSHIP: Final = 12


@dataclass(frozen=True, slots=True)
class Hamlet:
    """One inhabited village and the surnames that fill half of it."""

    township: Township
    village: str
    surnames: tuple[str, ...]
    groups: int


def _village_name(rng: Random) -> str:
    return rng.choice(INVENTED_FIRST) + rng.choice(VILLAGE_LAST)


def _invented(home: Home, number: int, rng: Random) -> tuple[Township, ...]:
    """That many townships more, with names and codes the home does not use."""
    taken = {t.name[:-1].removesuffix("街") for t in home.townships}
    made: list[Township] = []
    while len(made) < number:
        length = 2 if len(made) < 500 else 3
        stem = "".join(rng.choice(INVENTED_FIRST) for _ in range(length - 1)) + rng.choice(INVENTED_LAST)
        if stem in taken:
            continue
        taken.add(stem)
        villages = dict.fromkeys(_village_name(rng) for _ in range(VILLAGES_A_TOWNSHIP))
        code = f"9{len(made):08d}"
        made.append(Township(code, stem + rng.choice(("镇", "镇", "乡", "街道")), tuple(villages)))
    return tuple(made)


def _with_villages(home: Home, rng: Random) -> Home:
    """The home, every township with villages; those whose list is unknown get invented ones."""
    filled = tuple(
        t
        if t.villages
        else replace(t, villages=tuple(dict.fromkeys(_village_name(rng) for _ in range(VILLAGES_A_TOWNSHIP))))
        for t in home.townships
    )
    return replace(home, townships=filled)


def settle(home: Home, workers: int, rng: Random) -> tuple[Home, tuple[Hamlet, ...]]:
    """The home with as many villages as the crowd needs, and the inhabited ones."""
    home = _with_villages(home, rng)
    villages = sum(len(t.villages) for t in home.townships)
    missing = workers // WORKERS_A_VILLAGE_AT_MOST - villages
    if missing > 0:
        more = _invented(home, missing // VILLAGES_A_TOWNSHIP + 1, rng)
        home = replace(home, townships=home.townships + more)
    every = [(t, v) for t in home.townships for v in t.villages]
    wanted = min(len(every), max(4, workers // WORKERS_A_VILLAGE))
    rng.shuffle(every)
    names, weights = tuple(SURNAMES), tuple(weight for _, weight in SURNAMES.values())
    hamlets = tuple(
        Hamlet(t, v, tuple(rng.choices(names, weights, k=rng.randint(2, 3))), rng.randint(3, 12))
        for t, v in every[:wanted]
    )
    return home, hamlets
