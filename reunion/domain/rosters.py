"""A roster that came in: its rows taken or refused, each with what there is to say about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from reunion.domain.faults import Say, Unfit, reason_text
from reunion.domain.people import Named, Side
from reunion.domain.simplified import simplified


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused, or what to look at in a row that was taken."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    column: str = ""
    """Header of the column as the roster writes it; empty when it concerns the whole row."""

    def text(self, say: Say) -> str:
        """The sentence people read: 家人电话：手机号 1389469450 只有 10 位 …"""
        sentence = reason_text(self.code, self.params, say)
        if not self.column:
            return sentence
        return say("%(column)s: %(sentence)s") % {"column": self.column, "sentence": sentence}


def reason(fault: Unfit, column: str = "") -> Reason:
    """A fault of one cell as a reason of its row."""
    return Reason(fault.code, fault.params, column)


@dataclass(frozen=True, slots=True)
class Draft:
    """A registration as a roster gives it: without id, number, consent and codes of ours."""

    side: Side
    name: str
    phones: tuple[str, ...] = ()
    """E.164 numbers."""
    gender: str = ""
    township: str = ""
    village: str = ""
    group: str = ""
    place: str = ""
    """Where they work; an address that is no township of the home county is kept here too."""
    others: tuple[Named, ...] = ()
    """`relation` is what that person is to this one; a family roster's 老妈 is turned round to 子女."""
    relation: str = ""
    """What this person is to the others in the roster's own word (老妈), where it says it that way round."""
    code_given: str = ""
    """Invite code of the other side, from a family's roster."""
    own_code: str = ""
    """Invite code given to this person before, from a workers' roster."""
    persons: int = 1
    dialect: str = ""
    years_away: int | None = None
    story: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that is taken."""

    sheet: str
    row: int
    """Number of the row as the spreadsheet shows it, from 1."""
    draft: Draft
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is refused, with its cells as they were but for the dropped columns."""

    sheet: str
    row: int
    cells: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that was read."""

    name: str
    header_row: int
    """Number of the row as the spreadsheet shows it, from 1."""
    header: tuple[str, ...]
    dropped_columns: tuple[str, ...] = ()
    """Headers of columns with identity cards and the like, which are never taken."""
    unknown_columns: tuple[str, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many rows were passed over: `empty`, `header`, `total`, `note`."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A file that was read."""

    side: Side
    filename: str
    tables: tuple[Table, ...]
    rows: tuple[Accepted | Rejected, ...]
    other_sheets: tuple[tuple[str, str], ...] = ()
    """Sheets that were not read, each with why: `other-side` or `no-header`."""

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """The rows taken, in the order of the file."""
        return tuple(row for row in self.rows if isinstance(row, Accepted))

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rows refused, in the order of the file."""
        return tuple(row for row in self.rows if isinstance(row, Rejected))


def row_key(draft: Draft) -> bytes:
    """32 bytes that are equal for rows that say the same, so that a file imported twice changes nothing.

    Order of telephones and of the others does not count, nor do traditional characters.
    """
    parts = []
    for one in fields(draft):
        value = getattr(draft, one.name)
        if one.name == "others":
            value = sorted(f"{other.name}\x1e{sorted(other.phones)}\x1e{other.relation}" for other in value)
        elif one.name == "phones":
            value = sorted(value)
        parts.append(f"{one.name}\x1f{value}")
    return hashlib.sha256(simplified("\x1d".join(parts)).encode("utf-8", "surrogatepass")).digest()
