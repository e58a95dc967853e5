"""Houses and the people in them, before anybody has registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

from reunion.demo.crowd import Household, Person
from reunion.demo.syllables import FEMALE, MALE, OLD, SOUND_OF, SURNAMES, YOUNG, ear
from reunion.demo.towns import Hamlet

THIS_YEAR: Final = 2027
_BEGINNINGS: Final = """
30 31 32 33 34 35 36 37 38 39 50 51 52 53 55 56 57 58 59 66 73 75 76 77 78
80 81 82 83 84 85 86 87 88 89 90 91 93 95 96 97 98 99
"""
CARRIERS: Final = tuple(f"1{tail}" for tail in _BEGINNINGS.split())
"""Every synthetic number continues with 00: formally valid, and known at a glance for what it is."""

_NAMES: Final = tuple(SURNAMES)
_NAME_WEIGHTS: Final = tuple(accumulate(weight for _, weight in SURNAMES.values()))

SHAPES: Final = (
    ("one", 88.2),
    ("couple", 2),
    ("brothers", 4.5),
    ("three", 0.3),
    ("parent-child", 1.5),
    ("far-spouse", 3.5),
)
"""Who of a house left for work, out of a hundred houses."""


NAMESAKES: Final = 0.0018
"""Share of one-worker houses whose worker bears the name of another one away from the same village, beyond chance."""
SECOND_NUMBERS: Final = 0.07
"""Share of the people with a number who have another one."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person at their place in the family tree."""

    person: Person
    rank: int
    """0 grandparents, 1 parents, 2 the siblings, 3 their children."""
    branch: int
    """Which sibling's line, from 0; 0 above the siblings."""
    married_in: bool


@dataclass(frozen=True, slots=True)
class House:
    """One house and who of it is at home and who away."""

    household: Household
    hamlet: Hamlet
    away: tuple[Member, ...]
    home: tuple[Member, ...]
    landline: str


def relation(home: Member, worker: Member) -> str:
    """What the one at home is to the worker, a key of words.RELATIONS; empty when there is no plain word."""
    up = worker.rank - home.rank
    woman = home.person.gender == "f"
    if up == 0:
        return _of_one_generation(home, worker, woman=woman)
    if up == 1:
        if worker.married_in and worker.rank == 2:
            side = "husbands" if worker.person.gender == "f" else "wifes"
            return f"{side}-{'mother' if woman else 'father'}"
        if worker.rank == 3 and home.branch != worker.branch:
            return ""
        return "mother" if woman else "father"
    if up == 2:
        return "grandmother" if woman else "grandfather"
    if up == -1:
        if home.married_in:
            return "daughter-in-law" if woman else "son-in-law"
        if worker.rank == 2 and home.branch != worker.branch:
            return "niece" if woman else "nephew"
        return "daughter" if woman else "son"
    return "granddaughter" if woman else "grandson"


def _of_one_generation(home: Member, worker: Member, *, woman: bool) -> str:
    if home.branch == worker.branch and home.married_in != worker.married_in:
        return "wife" if woman else "husband"
    if home.married_in or worker.married_in:
        return "sister-in-law" if woman else "brother-in-law"
    age = "elder" if home.person.born < worker.person.born else "younger"
    return f"{'sister' if woman else 'brother'}-{age}"


def _pools() -> dict[tuple[str, str], tuple[str, tuple[float, ...]]]:
    pools = {}
    for gender, characters in (("m", MALE), ("f", FEMALE)):
        for era in ("old", "middle", "young"):
            pool = [c for c in dict.fromkeys(characters) if not (era == "old" and c in YOUNG)]
            pool = [c for c in pool if not (era == "young" and c in OLD)]
            weights = tuple(accumulate(1 / (i + 4) ** 0.6 for i in range(len(pool))))
            pools[gender, era] = ("".join(pool), weights)
    return pools


_POOLS: Final = _pools()


def given_name(gender: str, born: int, rng: Random, *, shared: str = "") -> str:
    """A given name of that generation; `shared` is the character siblings have in common."""
    era = "old" if born < 1985 else "young" if born > 1995 else "middle"
    pool, weights = _POOLS[gender, era]
    first, last = rng.choices(pool, cum_weights=weights, k=2)
    if shared:
        return shared + last
    return last if rng.random() < 0.17 or first == last else first + last


def spoken(given: str) -> str:
    """How a given name sounds to a Sichuan ear."""
    return "".join(ear(SOUND_OF.get(character, character)) for character in given)


class Population:
    """Makes people and houses one after another; the same seed makes the same ones."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._numbers: set[str] = set()
        self._last_away: dict[tuple[str, str], Person] = {}
        self.persons: dict[str, Person] = {}
        self.households: dict[str, Household] = {}
        self.namesakes: list[str] = []
        """Ids of people who bear the name of somebody else away from the same village."""

    def number(self) -> str:
        """A mobile number nobody else in this crowd has."""
        while True:
            number = f"{self._rng.choice(CARRIERS)}00{self._rng.randrange(10**6):06d}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def _phone(self, born: int) -> str:
        age = THIS_YEAR - born
        share = 0.55 if age > 72 else 0.1 if age < 12 else 0.5 if age < 16 else 0.985
        return self.number() if self._rng.random() < share else ""

    def person(
        self,
        surname: str,
        gender: str,
        born: int,
        *,
        shared: str = "",
        away: bool = False,
        siblings: Sequence[Person] = (),
    ) -> Person:
        """One more person, not called like a sibling; everybody away has a telephone."""
        given = given_name(gender, born, self._rng, shared=shared)
        while siblings and spoken(given) in (spoken(one.given) for one in siblings):
            given = given_name(gender, born, self._rng, shared=shared)
        phone = self.number() if away else self._phone(born)
        return self.called(surname, given, gender, born, phone)

    def called(self, surname: str, given: str, gender: str, born: int, phone: str) -> Person:
        """One more person of this very name."""
        second = self.number() if phone and self._rng.random() < SECOND_NUMBERS else ""
        made = Person(f"p{len(self.persons):06d}", surname, given, gender, born, phone, second)
        self.persons[made.id] = made
        return made

    def surname(self, hamlet: Hamlet | None = None) -> str:
        """A surname; half of a village bears one of its own."""
        if hamlet and self._rng.random() < 0.5:
            return self._rng.choice(hamlet.surnames)
        return self._rng.choices(_NAMES, cum_weights=_NAME_WEIGHTS)[0]

    def _siblings(self, surname: str, number: int, away: int, born: int) -> list[Member]:
        """The middle generation; brothers share a character in one house of three."""
        rng = self._rng
        shared = given_name("m", born, rng)[-1] if number > 1 and rng.random() < 0.35 else ""
        made: list[Member] = []
        for branch in range(number):
            gender = "m" if rng.random() < 0.62 else "f"
            year = born + branch * rng.randint(2, 5)
            elder = [member.person for member in made]
            person = self.person(surname, gender, year, shared=shared, away=branch < away, siblings=elder)
            made.append(Member(person, 2, branch, married_in=False))
        return made

    def _married(self, member: Member, *, away: bool) -> Member:
        one = member.person
        gender = "f" if one.gender == "m" else "m"
        born = one.born + self._rng.randint(-4, 4)
        return Member(
            self.person(self.surname(), gender, born, away=away), member.rank, member.branch, married_in=True
        )

    def _elders(self, surname: str, born: int, *, away: bool) -> list[Member]:
        rng = self._rng
        mother = born - rng.randint(20, 27)
        made = [Member(self.person(self.surname(), "f", mother), 1, 0, married_in=True)]
        if away or rng.random() < 0.75:
            made.append(
                Member(
                    self.person(surname, "m", mother - rng.randint(0, 4), away=away), 1, 0, married_in=False
                )
            )
        if rng.random() < 0.16:
            made.append(Member(self.person(self.surname(), "f", mother - 24), 0, 0, married_in=True))
        return made

    def _children(self, one: Member, spouse: Member) -> list[Member]:
        rng = self._rng
        father = one.person if one.person.gender == "m" else spouse.person
        made: list[Member] = []
        for _ in range(rng.choice((0, 1, 1, 2))):
            born = one.person.born + rng.randint(21, 29)
            if born <= THIS_YEAR - 6:
                elder = [member.person for member in made]
                child = self.person(father.surname, rng.choice("mf"), born, siblings=elder)
                made.append(Member(child, 3, one.branch, married_in=False))
        return made

    def houses_of(self, hamlet: Hamlet) -> list[House]:
        """A house of the hamlet, and its daughter-in-law's parents' house when she works away too.

        In the second house the same person is away as in the first: two villages register for her.
        """
        rng = self._rng
        shape = rng.choices([s for s, _ in SHAPES], weights=[w for _, w in SHAPES])[0]
        born = rng.randint(1972, 2004)
        surname = self.surname(hamlet)
        village = (hamlet.township.code, hamlet.village)
        other = self._last_away.get(village)
        if shape == "one" and other and rng.random() < NAMESAKES:
            return [self._namesake_house(hamlet, other, born)]
        number = {"brothers": 2, "three": 3}.get(shape, 2 if rng.random() < 0.2 else 1)
        away_number = {"brothers": 2, "three": 3}.get(shape, 1)
        siblings = self._siblings(surname, number, away_number, born)
        away, home = siblings[:away_number], siblings[away_number:]
        self._last_away[village] = siblings[0].person
        elders = self._elders(surname, born, away=shape == "parent-child")
        if shape == "parent-child":
            away = [*away, next(e for e in elders if not e.married_in)]
        home += [e for e in elders if e not in away]
        both = shape in ("couple", "far-spouse")
        spouse = None
        if both or (THIS_YEAR - born > 25 and rng.random() < 0.7):
            spouse = self._married(siblings[0], away=both)
            (away if both else home).append(spouse)
            home += self._children(siblings[0], spouse)
        houses = [self._house(hamlet, away, home)]
        if shape == "far-spouse" and spouse is not None:
            houses.append(self._parents_house(spouse))
        return houses

    def _namesake_house(self, hamlet: Hamlet, other: Person, born: int) -> House:
        one = self.called(other.surname, other.given, other.gender, born, self.number())
        self.namesakes.append(one.id)
        elders = self._elders(one.surname, born, away=False)
        return self._house(hamlet, [Member(one, 2, 0, married_in=False)], elders)

    def _parents_house(self, spouse: Member) -> House:
        one = spouse.person
        blood = Member(one, 2, 0, married_in=False)
        parents = self._elders(one.surname, one.born, away=False)
        return self._house(self.elsewhere, (blood,), parents)

    elsewhere: Hamlet
    """Where the next daughter-in-law comes from; whoever walks the hamlets sets it."""

    def _house(self, hamlet: Hamlet, away: Sequence[Member], home: Sequence[Member]) -> House:
        rng = self._rng
        group = str(rng.randint(1, hamlet.groups)) if rng.random() < 0.92 else ""
        ids = tuple(m.person.id for m in (*away, *home))
        household = Household(
            f"h{len(self.households):06d}", hamlet.township.code, hamlet.village, group, ids
        )
        self.households[household.id] = household
        landline = f"08322{rng.randrange(10**6):06d}"
        return House(household, hamlet, tuple(away), tuple(home), landline)
