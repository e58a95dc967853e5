import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.codes import COUNT, SYMBOLS, check_code, make_code
from reunion.domain.faults import Unfit

CODES = st.integers(0, COUNT - 1).map(make_code)


def test_a_code_is_read_however_it_is_typed():
    code = make_code(12345)
    assert check_code(f" {code[:3].lower()}-{code[3:]} ") == code
    assert check_code("") == ""


@given(st.binary(min_size=8, max_size=16))
def test_random_bytes_make_a_code_that_checks(chance: bytes):
    assert check_code(make_code(chance)) == make_code(chance)


@given(CODES, st.integers(0, 5), st.sampled_from(SYMBOLS))
def test_every_wrong_letter_is_caught(code: str, at: int, symbol: str):
    wrong = code[:at] + symbol + code[at + 1 :]
    if wrong != code:
        with pytest.raises(Unfit, match="code-check"):
            check_code(wrong)


@given(CODES, st.integers(0, 4))
def test_every_swap_of_neighbours_is_caught(code: str, at: int):
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code:
        with pytest.raises(Unfit, match="code-check"):
            check_code(swapped)


@pytest.mark.parametrize(
    ("typed", "code"), [("ABCDE0", "code-letters"), ("ABCDE", "code-length"), ("家ABCDE", "code-letters")]
)
def test_what_cannot_be_a_code_is_said(typed: str, code: str):
    with pytest.raises(Unfit) as refused:
        check_code(typed)
    assert refused.value.code == code


def test_different_numbers_make_different_codes():
    assert len({make_code(number) for number in range(5000)}) == 5000


@given(st.text())
def test_no_text_makes_the_check_fail(text: str):
    try:
        assert check_code(check_code(text)) == check_code(text)
    except Unfit:
        return
