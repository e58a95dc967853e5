"""Bytes of a workbook or a text table to sheets of cell texts; every oddity of the format ends here."""

import csv
import io
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.formulas import bare
from reunion.domain.limits import ROSTER_CELL, ROSTER_COLUMNS
from reunion.imports.apart import read_apart
from reunion.imports.bounds import UPLOAD, Bounds
from reunion.imports.cells import ABOVE, Sheet, count_rows, read_sheets, repeated

_PACKED: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_NOT_TEXT: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"<html",
    b"<!DOCTYPE",
    b"<?xml",
)
_DELIMITERS: Final = ",;\t|"
_SNIFFED_LINES: Final = 30
_SAMPLE: Final = 4096
_ZEROS_ONE_IN: Final = 20
"""Of the bytes of a table in UTF-16 at least so many are zero: its digits, commas and ends of lines have one each."""
_MEGABYTE: Final = 1024 * 1024


def read_workbook(data: bytes, filename: str, bounds: Bounds = UPLOAD) -> tuple[Sheet, ...]:
    """The sheets of xlsx, xls, xlsb, ods or csv, told by content; `filename` names the sheet of a csv.

    Raises Unfit with a `file-…` code, for any bytes whatever.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Unfit("file-empty")
    if len(data) > bounds.size:
        size = -(-len(data) // _MEGABYTE)
        raise Unfit("file-too-big", size=size, most=bounds.size // _MEGABYTE)
    if data.startswith(_PACKED):
        from reunion.imports.packed import unpack_safely

        return read_sheets(unpack_safely(data, bounds), bounds.rows)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise Unfit("file-encrypted")
        return read_apart(data, bounds.rows)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_NOT_TEXT):
        raise Unfit("file-kind")
    stem = filename.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return (Sheet(stem[:40] or "csv", _read_table(_decode(data), bounds.rows)),)


def _decode(data: bytes) -> str:
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030", "big5")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif data[:_SAMPLE].count(0) * _ZEROS_ONE_IN > len(data[:_SAMPLE]):
        encodings = (*(each for each in ("utf-16-le", "utf-16-be") if _is_text(data, each)), *encodings)
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeError:
            continue
    raise Unfit(
        "file-kind" if b"\x00" in data else "file-encoding"
    )  # a program or a picture has zeros, a text none


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether these are lines of text; read from the wrong end they have no end of a line."""
    sample = data[:_SAMPLE].decode(encoding, "replace")
    shown = sum(character.isprintable() or character in "\r\n\t" for character in sample)
    return "\n" in sample and shown * 100 >= len(sample) * 99


def _read_table(text: str, most: int) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    guarded = "'" in text
    try:
        for read in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            fits = len(read) <= ROSTER_COLUMNS and sum(map(len, read)) <= ROSTER_CELL
            row = read if fits else [cell[:ROSTER_CELL] for cell in read[:ROSTER_COLUMNS]]
            rows.append(tuple(map(bare, row) if guarded else row))
            count_rows(len(rows), 1, most)
    except csv.Error as broken:
        raise Unfit("file-broken") from broken
    return repeated(tuple(rows)) if any(mark in text for mark in ABOVE) else tuple(rows)


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows into many and equally many cells."""
    sample = text[: 64 * 1024].splitlines(keepends=True)[:_SNIFFED_LINES]

    def evenness(delimiter: str) -> int:
        try:
            cuts = [len(row) - 1 for row in csv.reader(sample, delimiter=delimiter)]
        except csv.Error:
            return 0
        return max((cuts.count(count) * count for count in set(cuts)), default=0)

    return max(_DELIMITERS, key=evenness)
