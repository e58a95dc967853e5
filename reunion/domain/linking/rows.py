"""What linking works on: rows as they were registered, and the links it answers with.

Rows and links are tuples with names, which are made in a third of a frozen dataclass's time: there are thousands.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from reunion.domain.plans import Clue


class Decision(StrEnum):
    """What becomes of a link."""

    LINKED = "linked"
    REVIEW = "review"


class WorkerRow(NamedTuple):
    """One registration of a worker; any field may be empty, a cell may hold several names or numbers."""

    id: str
    name: str = ""
    phones: tuple[str, ...] = ()
    gender: str = ""
    township: str = ""
    village: str = ""
    contacts: tuple[str, ...] = ()
    """Names of the relatives at home."""
    relation: str = ""
    """What the contact is to the worker."""
    contact_phones: tuple[str, ...] = ()
    code: str = ""
    """The worker's own invite code."""
    apart: tuple[str, ...] = ()
    """Ids of rows that staff called somebody else's, however alike they are."""


class FamilyRow(NamedTuple):
    """One registration of a family."""

    id: str
    name: str = ""
    phones: tuple[str, ...] = ()
    relation: str = ""
    """What this relative is to the worker."""
    workers: tuple[str, ...] = ()
    """Names of the workers they want to meet."""
    worker_phones: tuple[str, ...] = ()
    township: str = ""
    village: str = ""
    code: str = ""
    """Invite code of a worker, as typed in."""


@dataclass(frozen=True, slots=True)
class Double:
    """Two rows of one side that are, or may be, one person registered twice."""

    first: str
    second: str
    sure: bool
    """Whether it stands without a look."""
    clues: tuple[Clue, ...]
    """Fields with how they agree; bits are 0, no name or number stands in them."""


class Link(NamedTuple):
    """A worker's and a family's row that belong together, surely (`linked`) or perhaps (`review`)."""

    worker_id: str
    family_id: str
    score: float
    """Probability, 0 to 1, that the two rows are of one pair."""
    decision: Decision
    evidence: tuple[Clue, ...]
    """Field by field in bits, the strongest first; never a number or a name in it."""
    rule: str
    """Code of the rule that decided."""
