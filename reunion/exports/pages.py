"""What every written form is made from: a page with a title, headers and rows; and texts that every form can hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that stands in a cell of a workbook."""

    png: bytes


Cell = str | int | Picture | None

_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN: Final = re.compile(
    r"[\\/:*?\"<>|\s\x00-\x1f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_NAME_MOST: Final = 60


class Form(StrEnum):
    """The forms a list can be taken in; the value is the suffix of the file."""

    XLSX = "xlsx"
    CSV = "csv"
    ICS = "ics"
    JSON = "json"
    DOCX = "docx"
    TXT = "txt"
    ZIP = "zip"


MEDIA_TYPES: Final = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
    Form.ICS: "text/calendar; charset=utf-8",
    Form.JSON: "application/json",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.TXT: "text/plain; charset=utf-8",
    Form.ZIP: "application/zip",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file as it is handed out."""

    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """One column."""

    text: str
    width: float
    """In characters of the usual font."""
    centred: bool = False
    quiet: bool = False
    """For programs: small, grey, never wrapped."""


@dataclass(frozen=True, slots=True)
class Page:
    """One table: a sheet of a workbook, a part of a text table."""

    name: str
    title: str
    line: str
    """Below the title: organisers, stage, date."""
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notice: str = ""
    """A paragraph above the table, such as the text for the loudspeaker."""
    shaded: frozenset[int] = frozenset()
    """Rows that are no person's: segments."""


def breadth(text: str) -> int:
    """How many narrow letters wide a text is: a Chinese one counts two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def showable(text: str) -> str:
    """The text without characters that XML, calendars and UTF-8 cannot hold."""
    return _UNSHOWABLE.sub("\ufffd", text)


def filename(parts: Sequence[str], form: Form) -> str:
    """东兴区_2027云团聚_串联单_20270205.xlsx, fit for every file system."""
    cleaned = (_FORBIDDEN.sub(" ", part).strip(" .")[:_NAME_MOST].strip() for part in parts)
    return "_".join(part for part in cleaned if part) + f".{form}"
