"""`generate`: a whole synthetic sign-up with its truth, pure and the same for the same seed."""

from random import Random
from typing import Final, Literal

from reunion.demo.crowd import Crowd
from reunion.demo.noise import LEVELS
from reunion.demo.population import House, Population
from reunion.demo.rows import Scribe
from reunion.demo.towns import Hamlet, settle
from reunion.domain.places import Home
from reunion.imports.homes import load_home

NoiseLevel = Literal["light", "normal", "heavy"]

CADRE_FOR: Final = 2000
"""One cadre in so many workers writes his own number on everybody's row; he looks after so many houses."""
CADRE_HOUSES: Final = 36


def generate(seed: int, workers: int, noise: NoiseLevel = "normal", *, home: Home | None = None) -> Crowd:
    """Synthetic workers of that home (Dongxing unless given), their families, and which rows belong together.

    `workers` counts persons away; worker rows are about 2 % more (some never register, some twice), family
    rows about 15 % more. The home of the result holds invented townships when the crowd is too big for it.
    """
    rng = Random(f"{seed}/{workers}/{noise}")  # noqa: S311 - the same crowd every time is what is wanted
    home, hamlets = settle(home or load_home("511011"), workers, rng)
    population = Population(rng)
    houses = _houses(population, hamlets, workers, rng)
    scribe = Scribe(population, home, LEVELS[noise], rng)
    for number in range(1 + workers // CADRE_FOR):
        scribe.appoint_cadre(_looked_after(houses, number))
    for house in houses:
        scribe.write(house)
    out = scribe.out
    known = {row.person: row for row in out.workers}
    for person in population.namesakes:
        if person in known:
            out.trap("same-name-same-village", known[person].id)
    rng.shuffle(out.families)
    return Crowd(
        seed=seed,
        noise=noise,
        home=home,
        persons=population.persons,
        households=population.households,
        workers=tuple(out.workers),
        families=tuple(out.families),
        truth=tuple(out.truth),
        doubles=tuple(out.doubles),
        traps={name: tuple(rows) for name, rows in sorted(out.traps.items())},
    )


def _houses(population: Population, hamlets: tuple[Hamlet, ...], workers: int, rng: Random) -> list[House]:
    """Houses until that many people are away."""
    houses: list[House] = []
    away: set[str] = set()
    while len(away) < workers:
        population.elsewhere = rng.choice(hamlets)
        for house in population.houses_of(rng.choice(hamlets)):
            houses.append(house)
            away.update(m.person.id for m in house.away)
    return houses


def _looked_after(houses: list[House], cadre: int) -> list[House]:
    """The houses of whole villages one cadre writes for."""
    villages: dict[tuple[str, str], list[House]] = {}
    for house in houses[cadre * CADRE_FOR : (cadre + 1) * CADRE_FOR]:
        villages.setdefault((house.household.township, house.household.village), []).append(house)
    chosen: list[House] = []
    for village in sorted(villages.values(), key=len, reverse=True):
        if len(chosen) >= CADRE_HOUSES:
            break
        chosen += village
    return chosen
