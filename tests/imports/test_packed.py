import io
import zipfile

import pytest
import xlsxwriter

from reunion.domain.faults import Unfit
from reunion.domain.limits import UNPACKED_BYTES
from reunion.imports.packed import unpack_safely


def packed(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return made.getvalue()


def workbook(row: int, column: int, value: str | None) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        if value is None:
            sheet.write_blank(row, column, None, book.add_format({"bold": True}))
        else:
            sheet.write(row, column, value)
    return made.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(Unfit) as fault:
        unpack_safely(data)
    return fault.value.code


def test_a_workbook_comes_through_whole():
    data = workbook(3, 3, "张三")
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(io.BytesIO(unpack_safely(data))) as after,
    ):
        assert {name: after.read(name) for name in after.namelist()} == {
            name: before.read(name) for name in before.namelist()
        }


def test_pictures_stay_behind():
    data = packed(xl__media__a="x" * 1000, content_xml=b"<x/>")
    with zipfile.ZipFile(io.BytesIO(unpack_safely(data))) as after:
        assert after.namelist() == ["content.xml"]


def test_a_bomb_is_not_unpacked():
    assert refused(packed(content_xml=b"0" * (UNPACKED_BYTES + 1))) == "file-bomb"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    data = bytearray(packed(content_xml=b"0" * (UNPACKED_BYTES + 1)))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert refused(bytes(data)) in ("file-bomb", "file-broken")


def test_a_cell_far_off_would_need_more_memory_than_there_is():
    assert refused(workbook(1_048_575, 16_383, "z")) == "file-wide"
    assert refused(workbook(0, 5000, "z")) == "file-wide"


def test_a_cell_far_off_that_only_has_a_style_does_no_harm():
    assert unpack_safely(workbook(1_048_575, 16_383, None))


def test_cells_without_references_are_counted_on():
    row = b"<row r='90000'><c><v>1</v></c></row>"
    assert refused(packed(xl__worksheets__sheet1_xml=row)) == "file-wide"
    assert (
        refused(packed(xl__worksheets__sheet1_xml=b"<row>" + b"<c><v>1</v></c>" * 500 + b"</row>"))
        == "file-wide"
    )


def test_repeated_cells_of_a_text_document_are_counted():
    cell = b'<table:table-cell office:value-type="string" table:number-columns-repeated="%d"/>'
    rows = b'<table:table-row table:number-rows-repeated="%d">'
    assert refused(packed(content_xml=rows % 1_000_000 + cell % 3)) == "file-wide"
    assert refused(packed(content_xml=rows % 3 + cell % 16_000)) == "file-wide"
    empty = b'<table:table-cell table:number-columns-repeated="16384"/>'
    assert unpack_safely(packed(content_xml=rows % 1_048_576 + empty))


def test_records_of_a_binary_workbook_are_counted():
    def record(kind: int, number: int) -> bytes:
        return bytes([kind, 8]) + number.to_bytes(4, "little") + bytes(4)

    assert refused(packed(xl__worksheets__sheet1_bin=record(0, 1_000_000) + record(2, 0))) == "file-wide"
    assert refused(packed(xl__worksheets__sheet1_bin=record(0, 1) + record(7, 16_000))) == "file-wide"
    assert unpack_safely(
        packed(xl__worksheets__sheet1_bin=record(0, 1_000_000) + record(0, 1) + record(7, 3))
    )


@pytest.mark.parametrize("cut", [4, 40, 200])
def test_a_damaged_package_is_said(cut: int):
    assert refused(workbook(1, 1, "a")[:-cut]) == "file-broken"
