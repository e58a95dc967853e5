"""What LibreOffice reads of every workbook and document that goes out; WPS and Excel cannot be had on a server."""

import asyncio
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
import pytest

from reunion.domain.access import Role
from reunion.domain.people import Side
from reunion.exports.pages import Form
from reunion.imports.refused import refused_workbook
from reunion.imports.rosters import read_roster
from reunion.imports.templates import import_template
from reunion.web.offers import OFFERS
from tests.actions.scenes import GATHERING
from tests.imports.test_refused import FILE, say

from .test_staff_exports import published, take  # noqa: F401

PROGRAM = shutil.which("soffice") or ""
OPENED = (Form.XLSX, Form.DOCX)


async def stored_again(files: Mapping[str, bytes], form: Form, folder: Path) -> dict[str, bytes]:
    """Each file as LibreOffice stores it once it has opened it."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = await asyncio.create_subprocess_exec(
        PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", form, "--outdir", str(folder / "out"), *(str(folder / name) for name in files),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await done.wait()
    return {path.name: path.read_bytes() for path in (folder / "out").glob(f"*.{form}")}


def cells(data: bytes) -> dict[str, dict[str, str]]:
    """By sheet and place, what stands there; a formula stands there as its own text."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: {
            cell.coordinate: str(cell.value) for row in sheet for cell in row if cell.value not in (None, "")
        }
        for sheet in book
    }


def lines(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    tables = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [text for text in (*(one.text for one in document.paragraphs), *tables) if text.strip()]


@pytest.mark.skipif(not PROGRAM, reason="LibreOffice is not installed")
async def test_every_workbook_and_document_is_opened_with_all_that_stands_in_it(published, tmp_path):  # noqa: F811
    client = await published.signed_in(Role.PRODUCER)
    files: dict[str, bytes] = {
        f"template-{side}.xlsx": import_template(side, GATHERING.home, say) for side in Side
    }
    files["refused.xlsx"] = refused_workbook(read_roster(FILE, "名册.csv", Side.WORKER, GATHERING.home), say)
    for list_, offer in OFFERS.items():
        for form in set(OPENED) & set(offer.forms):
            files[f"{list_}.{form}"] = await (await take(client, list_, form)).read()
    for form, read in ((Form.XLSX, cells), (Form.DOCX, lines)):
        mine = {name: data for name, data in files.items() if name.endswith(form)}
        theirs = await stored_again(mine, form, tmp_path)
        assert len(mine) > 1
        assert {name: read(data) for name, data in theirs.items()} == {
            name: read(data) for name, data in mine.items()
        }
