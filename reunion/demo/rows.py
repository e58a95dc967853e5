"""What a house hands in: workers' and families' rows, once or twice, by web or through an office's roster."""

from dataclasses import dataclass
from random import Random
from typing import Final

from reunion.demo import greetings, shares
from reunion.demo import noise as mess
from reunion.demo.crowd import Belongs, Double, FamilyRow, Meant, Person, Span, WorkerRow
from reunion.demo.noise import Noise
from reunion.demo.population import THIS_YEAR, House, Member, Population, relation
from reunion.demo.words import (
    EMPLOYERS,
    FAMILY_STORIES,
    PLACES,
    RELATIONS,
    WORKER_STORIES,
)
from reunion.domain.codes import make_code
from reunion.domain.places import Home, Township

_SPANS: Final = tuple(spans for spans, _ in shares.AVAILABILITY)
_SPAN_WEIGHTS: Final = tuple(weight for _, weight in shares.AVAILABILITY)


@dataclass(slots=True)
class Written:
    """Everything handed in so far, and what was true about it."""

    workers: list[WorkerRow]
    families: list[FamilyRow]
    truth: list[Belongs]
    doubles: list[Double]
    traps: dict[str, list[str]]

    def trap(self, name: str, row: str) -> None:
        """Remember that this row is one of the hard ones."""
        self.traps.setdefault(name, []).append(row)


class Scribe:
    """Writes the rows of one house after another."""

    def __init__(self, population: Population, home: Home, noise: Noise, rng: Random) -> None:
        self._population = population
        self._home = home
        self._noise = noise
        self._rng = rng
        self._rows_of: dict[str, list[WorkerRow]] = {}
        self._web_rows: list[WorkerRow] = []
        self._cadres: dict[tuple[str, str], str] = {}
        self._codes_typed = 0
        self.out = Written([], [], [], [], {})

    def appoint_cadre(self, houses: list[House]) -> None:
        """One cadre more, whose own number stands on most roster rows of these houses' villages."""
        number = self._population.number()
        for house in houses:
            self._cadres[house.household.township, house.household.village] = number

    def write(self, house: House) -> None:
        """All rows of this house."""
        for member in house.away:
            if member.person.id not in self._rows_of:
                self._write_worker(house, member)
        if house.home and self._rng.random() >= shares.WITHOUT_FAMILY:
            self._write_families(house)

    def _write_worker(self, house: House, member: Member) -> None:
        rng, one = self._rng, member.person
        rows = self._rows_of.setdefault(one.id, [])
        if rng.random() < shares.UNREGISTERED:
            return
        times = 2 if rng.random() < shares.TWICE else 1
        relatives = [(m, key) for m in house.home if (key := relation(m, member))]
        contact = min(relatives, key=lambda pair: (pair[0].rank != 1, rng.random())) if relatives else None
        story = rng.choice(WORKER_STORIES)
        spans = rng.choices(_SPANS, _SPAN_WEIGHTS)[0]
        years = rng.choice((None, 0, 1, 1, 1, 2, 2, 3, 4, 6))
        for _ in range(times):
            row = self._worker_row(house, one, contact, story, spans, years)
            rows.append(row)
            self.out.workers.append(row)
            if row.invite_code:
                self._web_rows.append(row)
        if times == 2:
            self.out.doubles.append(Double("worker", rows[0].id, rows[1].id))
            self.out.trap("twice", rows[1].id)

    def _worker_row(
        self,
        house: House,
        one: Person,
        contact: tuple[Member, str] | None,
        story: str,
        spans: tuple[Span, ...],
        years: int | None,
    ) -> WorkerRow:
        rng, noise = self._rng, self._noise
        source = rng.choices(("web", "volunteer", "roster"), (57, 27, 16))[0]
        roster = source != "web"
        told = contact if contact and rng.random() < shares.CONTACT_TOLD else None
        other = told[0].person if told else None
        return WorkerRow(
            id=f"W{len(self.out.workers):06d}",
            source=source,
            person=one.id,
            household=house.household.id,
            name=mess.own_name(one.surname, one.given, noise, rng),
            phone=self._own_phone(one.phone, house, roster=roster),
            township=mess.township(house.hamlet.township, self._home.name, noise, rng),
            village=self._village(house, "worker"),
            spans=() if roster else spans,
            message=rng.choice(greetings.from_away(contact[1] if contact else "")),
            story=story,
            dialect=_dialect(one, rng),
            on_air=rng.random() < (shares.ON_AIR_PAPER if roster else shares.ON_AIR_WEB),
            persons=rng.choice((1, 1, 1, 1, 2)),
            gender=self._gender(one),
            contact_name=mess.other_name(other.surname, other.given, noise, rng) if other else "",
            contact_relation=self._relation(told[1]) if told else "",
            contact_phone=self._contact_phone(house, other, roster=roster) if other else "",
            invite_code="" if roster else make_code(rng.getrandbits(48)),
            employer=rng.choice(EMPLOYERS) if rng.random() < 0.8 else "",
            place=rng.choice(PLACES),
            years_away=years,
        )

    def _write_families(self, house: House) -> None:
        rng = self._rng
        reach = [m for m in house.home if m.person.born <= THIS_YEAR - 10] or list(house.home)
        number = min(rng.choice(shares.REGISTRANTS), len(reach))
        for member in sorted(reach, key=self._turn)[:number]:
            known = [w for w in house.away if relation(member, w)]
            for named in self._namings(known):
                times = 2 if rng.random() < shares.FAMILY_TWICE else 1
                rows = [self._family_row(house, member, named) for _ in range(times)]
                if times == 2:
                    self.out.doubles.append(Double("family", rows[0].id, rows[1].id))
                    self.out.trap("twice", rows[1].id)

    def _turn(self, member: Member) -> tuple[bool, float]:
        """Who of a house registers before whom."""
        rng = self._rng
        return (member.rank != 1 and rng.random() < shares.PARENTS_FIRST, rng.random())

    def _namings(self, known: list[Member]) -> list[list[Member]]:
        """Whom each of one person's rows names: all in one cell, or one row each."""
        if len(known) < 2 or self._rng.random() < shares.BOTH_IN_ONE_CELL:
            return [known] if known else []
        return [[one] for one in known]

    def _family_row(self, house: House, member: Member, named: list[Member]) -> FamilyRow:
        rng, noise, one = self._rng, self._noise, member.person
        source = rng.choices(("web", "volunteer", "roster"), (49, 19, 32))[0]
        roster = source != "web"
        row_id = f"F{len(self.out.families):06d}"
        code_of, code = self._code(row_id, named[0].person) if not roster else ("", "")
        meant = tuple(self._meant(house, member, one, roster=roster) for one in named)
        row = FamilyRow(
            id=row_id,
            source=source,
            person=one.id,
            household=house.household.id,
            name=mess.own_name(one.surname, one.given, noise, rng),
            phone=self._family_phone(row_id, house, one, roster=roster),
            township=mess.township(self._written_township(house), self._home.name, noise, rng),
            village=self._village(house, "family"),
            spans=() if roster else rng.choices(_SPANS, _SPAN_WEIGHTS)[0],
            message=rng.choice(greetings.from_home(relation(named[0], member))),
            story=rng.choice(FAMILY_STORIES),
            dialect=_dialect(one, rng),
            on_air=rng.random() < (shares.ON_AIR_PAPER if roster else shares.ON_AIR_WEB),
            persons=rng.choice((1, 2, 2, 3, 4, 5)),
            relation=self._family_relation(member, named[0]),
            meant=meant,
            worker_name=rng.choice(shares.JOINTS).join(one.name for one in meant if one.name),
            worker_phone=rng.choice(shares.JOINTS_OF_NUMBERS).join(one.phone for one in meant if one.phone),
            code_of=code_of,
            code=code,
        )
        self.out.families.append(row)
        self._record(row, house, named)
        return row

    def _record(self, row: FamilyRow, house: House, named: list[Member]) -> None:
        rows = [w for m in named for w in self._rows_of.get(m.person.id, ())]
        for worker in rows:
            self.out.truth.append(Belongs(worker.id, row.id, worker.person, house.household.id))
        if not rows:
            self.out.trap("stranger", row.id)
            if any(self._rows_of.get(m.person.id) for m in house.away):
                self.out.trap("unregistered-brother", row.id)
        if len(named) > 1:
            self.out.trap("two-in-one-cell", row.id)
        if len(house.away) > 1:
            self.out.trap("several-workers", row.id)

    def _meant(self, house: House, member: Member, worker: Member, *, roster: bool) -> Meant:
        one = worker.person
        name = mess.other_name(one.surname, one.given, self._noise, self._rng)
        word = self._relation(relation(worker, member) or relation(member, worker))
        phone = self._phone(self._known(one), house, roster=roster, missing=shares.OTHERS_PHONE_UNKNOWN)
        return Meant(one.id, name, word, phone)

    def _written_township(self, house: House) -> Township:
        if self._noise.happens(shares.TOWNSHIP_ELSE, self._rng):
            return self._rng.choice(self._home.townships)
        return house.hamlet.township

    def _known(self, one: Person) -> str:
        """The number that others have of them."""
        return (
            one.second
            if one.second and self._noise.happens(self._noise.second_number, self._rng)
            else one.phone
        )

    def _family_phone(self, row_id: str, house: House, one: Person, *, roster: bool) -> str:
        rng = self._rng
        cadre = self._cadres.get((house.household.township, house.household.village))
        if roster and cadre and rng.random() < shares.CADRE_PHONE:
            self.out.trap("cadre-phone", row_id)
            return cadre
        return self._own_phone(self._known(one) or _house_phone(house), house, roster=roster)

    def _contact_phone(self, house: House, other: Person, *, roster: bool) -> str:
        number = self._known(other) or _house_phone(house)
        return self._phone(number, house, roster=roster, missing=shares.CONTACTS_PHONE_UNKNOWN)

    def _own_phone(self, number: str, house: House, *, roster: bool) -> str:
        return self._phone(
            number, house, roster=roster, missing=shares.OWN_PHONE_MISSING * self._noise.amount
        )

    def _phone(self, number: str, house: House, *, roster: bool, missing: float) -> str:
        return mess.phone(number, house.landline, self._noise, self._rng, roster=roster, missing=missing)

    def _village(self, house: House, side: str) -> str:
        home, missing = house.household, shares.VILLAGE_MISSING[side]
        return mess.village(home.village, home.group, self._noise, self._rng, missing=missing)

    def _code(self, row_id: str, worker: Person) -> tuple[str, str]:
        rng, noise = self._rng, self._noise
        own = [w for w in self._rows_of.get(worker.id, ()) if w.invite_code]
        if not own or rng.random() >= shares.CODE_TYPED:
            return "", ""
        of = own[-1]
        self._codes_typed += 1
        if noise.happens(shares.CODE_FORWARDED, rng) or self._codes_typed == shares.ALWAYS_FORWARDED:
            of = rng.choice(self._web_rows)
            if of.person != worker.id:
                self.out.trap("forwarded-code", row_id)
        code = of.invite_code
        roll = rng.random()
        if roll < 0.04 * noise.amount:
            spot = rng.randrange(len(code))
            return of.id, code[:spot] + rng.choice("0OIL8B") + code[spot + 1 :]
        if roll < 0.3:
            return of.id, mess.laid_out_code(code, rng)
        return of.id, code

    def _gender(self, one: Person) -> str:
        roll = self._rng.random()
        if roll < 0.2:
            return ""
        words = ("男", "M") if one.gender == "m" else ("女", "F")
        return words[roll > 0.6]

    def _relation(self, key: str) -> str:
        return mess.missing_or(RELATIONS[key], self._noise, self._rng, self._noise.relation_missing)

    def _family_relation(self, member: Member, worker: Member) -> str:
        """What the family member is to the worker, now and then the other way round by mistake."""
        if self._noise.happens(self._noise.relation_reversed, self._rng):
            return self._relation(relation(worker, member) or relation(member, worker))
        return self._relation(relation(member, worker))


def _house_phone(house: House) -> str:
    """The old and the children give the number of whoever has one."""
    return next((m.person.phone for m in house.home if m.person.phone), "")


def _dialect(one: Person, rng: Random) -> str:
    old = one.born < 1965
    return rng.choice(("sichuan", "sichuan", "") if old else ("sichuan", "mandarin", "mandarin", "", ""))
