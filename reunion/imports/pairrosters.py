"""A table whose headings are a roster's own, read for linking: several sheets, an address in one cell, totals."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.headers import Column, Header, find_header
from reunion.domain.sides import Side
from reunion.imports.cells import Sheet
from reunion.imports.pairfiles import Heading, cells_under, left_out, numbered
from reunion.imports.rosters import passed_over

_CALLED: Final[Mapping[Side, Mapping[Column, str]]] = {
    Side.WORKER: {
        Column.NAME: "name",
        Column.PHONE: "phone",
        Column.GENDER: "gender",
        Column.ADDRESS: "home_township",
        Column.TOWNSHIP: "home_township",
        Column.VILLAGE: "home_village",
        Column.GROUP: "home_village",
        Column.OTHER_NAME: "contact_name",
        Column.RELATION: "contact_relation",
        Column.OTHER_PHONE: "contact_phone",
        Column.CODE: "invite_code",
    },
    Side.FAMILY: {
        Column.NAME: "name",
        Column.PHONE: "phone",
        Column.RELATION: "relation",
        Column.OTHER_NAME: "worker_name",
        Column.OTHER_PHONE: "worker_phone",
        Column.ADDRESS: "township",
        Column.TOWNSHIP: "township",
        Column.VILLAGE: "village",
        Column.GROUP: "village",
        Column.CODE: "invite_code",
    },
}
_PLACES: Final[Mapping[Side, tuple[str, str]]] = {
    Side.WORKER: ("home_township", "home_village"),
    Side.FAMILY: ("township", "village"),
}
_TOWNSHIP_THEN_VILLAGE: Final = re.compile(r"(.*?(?:[^乡镇村]镇|[^乡镇村]乡|街道(?:办事处)?))(..+)")
"""双才镇长岩村3组: what stands behind the township's own word is the village, if it is more than one character."""
_GROUPS_WORD: Final = re.compile(r"\d+|[一二三四五六七八九十]+")


def read_rosters(
    sheets: Sequence[Sheet], side: Side
) -> tuple[list[tuple[int, dict[str, str]]], tuple[Heading, ...], Side | None]:
    """The rows, headings and side of every sheet of this side; those of the other side count when there are no
    others. Raises Unfit `file-no-header` or `file-other-side`."""
    headers = [(sheet, find_header(sheet.rows, side, sheet.name)) for sheet in sheets]
    found = [(sheet, header) for sheet, header in headers if header is not None]
    if not found:
        others = [(sheet, find_header(sheet.rows, side.other, sheet.name)) for sheet in sheets]
        wrong = next((sheet.name for sheet, header in others if header and header.side is side.other), None)
        raise Unfit("file-no-header") if wrong is None else Unfit("file-other-side", sheet=wrong)
    taken = [one for one in found if one[1].side is not side.other] or found
    rows: list[tuple[int, dict[str, str]]] = []
    headings = []
    for sheet, header in taken:
        several = sheet.name if len(taken) > 1 else ""
        heading, read = _read_sheet(sheet, header, side)
        headings.append(heading)
        rows += numbered(read, side, several)
    left = [left_out(sheet) for sheet in sheets if all(sheet is not one for one, _ in taken)]
    sides = {header.side for _, header in taken}
    whose = next(iter(sides)) if len(sides) == 1 else None
    return rows, (*headings, *left), whose


def _read_sheet(sheet: Sheet, header: Header, side: Side) -> tuple[Heading, list[tuple[int, dict[str, str]]]]:
    called = _CALLED[side]
    columns = {at: called[column] for at, column in header.columns.items() if column in called}
    grouped = {at for at, column in header.columns.items() if column is Column.GROUP}
    reasons = {at: passed_over(cells, header, header.columns) for at, cells in enumerate(sheet.rows)}
    kept = [
        () if at <= header.row or reasons[at] else _with_group(cells, grouped)
        for at, cells in enumerate(sheet.rows)
    ]
    read = [(at, _placed(row, side, sheet.name)) for at, row in cells_under(kept, header.row, columns)]
    heading = Heading(
        sheet.name,
        header.row + 1,
        tuple((header.cells[at], name) for at, name in columns.items()),
        tuple(cell for at, cell in enumerate(header.cells) if cell and at not in columns),
        len(read),
        sum(1 for at, why in reasons.items() if at > header.row and why not in ("", "empty")),
    )
    return heading, read


def _with_group(cells: Sequence[str], grouped: set[int]) -> Sequence[str]:
    """The bare number of a group's column with its word."""
    return [
        f"{cell}组" if at in grouped and _GROUPS_WORD.fullmatch(cell) else cell
        for at, cell in enumerate(cells)
    ]


def _placed(cells: dict[str, str], side: Side, sheet: str) -> dict[str, str]:
    """An address in one cell divided into township and village; a sheet may be named after its township."""
    town, village = _PLACES[side]
    if town not in cells and sheet.endswith(("镇", "乡", "街道")):
        cells[town] = sheet
    found = _TOWNSHIP_THEN_VILLAGE.fullmatch(re.sub(r"\s", "", cells.get(town, "")))
    if found and village not in cells:
        cells[town], cells[village] = found[1], found[2]
    return cells
