"""The synthetic crowd: the rows that were handed in, as they were written, and the truth behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

from reunion.domain.places import Home


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who exists in the synthetic district, registered or not."""

    id: str
    surname: str
    given: str
    gender: str
    """`m` or `f`."""
    born: int
    """Year."""
    phone: str
    """Eleven digits; empty for the old and the very young who share one of the house."""
    second: str = ""
    """Another number of theirs that others may have; most have one only."""

    @property
    def name(self) -> str:
        """Surname and given name as on the identity card."""
        return self.surname + self.given


@dataclass(frozen=True, slots=True)
class Household:
    """One house: who lives there or left it for work."""

    id: str
    township: str
    """Code in the home's list."""
    village: str
    group: str
    """Number of the villagers' group as digits, empty when the house has none."""
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one evening, in thousandths of the show's length: [start, end)."""

    evening: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One side's hand-in, field by field as it was written."""

    id: str
    source: str
    """`web`, `volunteer` or `roster`."""
    person: str
    """Who wrote it or was written about: the truth, never shown to the importer."""
    household: str
    name: str
    phone: str
    township: str
    village: str
    """With group, in whatever spelling."""
    spans: tuple[Span, ...]
    """When they can be there; empty: any time."""
    message: str
    story: str
    dialect: str
    """`mandarin`, `sichuan` or empty."""
    on_air: bool
    """Whether consent to be on air was given."""
    persons: int
    """People in the picture."""


@dataclass(frozen=True, slots=True)
class WorkerRow(Row):
    """What a worker handed in, or an office wrote for them."""

    gender: str
    contact_name: str
    contact_relation: str
    contact_phone: str
    invite_code: str
    """This row's own code; only web rows have one."""
    employer: str
    place: str
    """Where they will sit in the away city."""
    years_away: int | None


@dataclass(frozen=True, slots=True)
class Meant:
    """One worker whom a family's row names."""

    person: str
    """The truth; that person may never have registered."""
    name: str
    """As written; empty when left out."""
    relation: str
    """What the worker is to the one who writes."""
    phone: str
    """As written; empty when left out."""


@dataclass(frozen=True, slots=True)
class FamilyRow(Row):
    """What somebody at home handed in."""

    relation: str
    """What they are to the worker, in their own words."""
    meant: tuple[Meant, ...]
    worker_name: str
    """The names of all meant, in one cell."""
    worker_phone: str
    """The numbers of all meant, in one cell."""
    code_of: str
    """Id of the worker row whose invite code was typed, not always their own worker's; empty when none."""
    code: str
    """That code as typed."""


@dataclass(frozen=True, slots=True)
class Belongs:
    """A worker row and a family row that belong together."""

    worker: str
    family: str
    person: str
    """The worker both rows mean."""
    household: str
    """The family row's house."""


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows of one side that are the same submission made twice."""

    side: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """A whole synthetic sign-up with its truth."""

    seed: int
    noise: str
    home: Home
    persons: Mapping[str, Person]
    households: Mapping[str, Household]
    workers: tuple[WorkerRow, ...]
    families: tuple[FamilyRow, ...]
    truth: tuple[Belongs, ...]
    doubles: tuple[Double, ...]
    traps: Mapping[str, tuple[str, ...]]
    """Name of a trap to the ids of the family or worker rows in it."""
