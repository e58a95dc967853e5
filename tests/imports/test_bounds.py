import pytest

from reunion.domain.faults import Unfit
from reunion.imports.bounds import OWN, UPLOAD
from reunion.imports.workbooks import read_workbook

TOO_MANY = ("姓名\n" + "陈大明\n" * (UPLOAD.rows + 100)).encode()


def test_an_upload_ends_where_ones_own_file_goes_on():
    with pytest.raises(Unfit) as wrong:
        read_workbook(TOO_MANY, "a.csv", UPLOAD)
    assert (wrong.value.code, wrong.value.params["most"]) == ("file-rows", UPLOAD.rows)
    (sheet,) = read_workbook(TOO_MANY, "a.csv", OWN)
    assert len(sheet.rows) == UPLOAD.rows + 101
