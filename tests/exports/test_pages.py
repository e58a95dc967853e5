import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.exports.pages import Form, filename, showable

from .given import HOSTILE


def test_a_file_is_named_as_offices_name_it():
    name = filename(("东兴区", "2027云团聚", "串联单", "20270205"), Form.XLSX)
    assert name == "东兴区_2027云团聚_串联单_20270205.xlsx"


@pytest.mark.parametrize("part", [*HOSTILE, "../../a", "a/b\\c", "con:", "", "  "])
def test_no_part_of_a_file_name_leaves_its_folder(part: str):
    name = filename(("东兴区", part, "1"), Form.CSV)
    assert name.startswith("东兴区_")
    assert name.endswith("1.csv")
    assert not set(name) & set('/\\:*?"<>|\n\t\0')
    assert len(name.encode()) < 255


@given(st.text())
def test_what_is_shown_can_be_encoded(text: str):
    shown = showable(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert showable(shown) == shown
    assert len(shown) == len(text)
