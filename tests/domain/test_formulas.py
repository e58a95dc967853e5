import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.formulas import bare, guarded

LIKELY = st.text(st.sampled_from("'=+-@\t\r\n 1a中\u202e\ufeff𠮷"), max_size=6)


@pytest.mark.parametrize("text", ["=1", "+86", "-1", "@x", "\t=", "\r", " =1", "\n=1", "'=1"])
def test_what_a_spreadsheet_would_compute_is_guarded(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "138-0013", "王芳", "'王芳'", "a=1"])
def test_what_is_no_formula_stays_as_it_is(text: str):
    assert guarded(text) == bare(text) == text


@given(LIKELY | st.text(max_size=20))
def test_every_text_comes_back_as_it_was(text: str):
    assert bare(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
