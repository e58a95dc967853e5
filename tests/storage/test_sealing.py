import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.storage.sealing import KNOWN_MOST, Seal, Unsealable

SEAL = Seal(b"k" * 32)


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner, max_size=4), max_leaves=8
    )
)
def test_what_was_sealed_opens_again(value: object) -> None:
    assert SEAL.open(SEAL.close(value)) == value


def test_the_same_number_is_sealed_differently_each_time_and_found_by_one_digest() -> None:
    first, second = SEAL.close(["+8613800138000"]), SEAL.close(["+8613800138000"])

    assert first != second
    assert b"13800138000" not in first
    assert SEAL.digest("+8613800138000") == SEAL.digest("+8613800138000") != SEAL.digest("+8613800138001")


def test_another_key_opens_nothing_and_digests_otherwise() -> None:
    other = Seal(b"x" * 32)

    with pytest.raises(Unsealable):
        other.open(SEAL.close("张伟"))
    assert other.digest("+8613800138000") != SEAL.digest("+8613800138000")


def test_changed_or_short_bytes_are_not_opened() -> None:
    sealed = bytearray(SEAL.close("张伟"))
    sealed[-1] ^= 1

    for bad in (bytes(sealed), b"", b"\x01", bytes(40)):
        with pytest.raises(Unsealable):
            SEAL.open(bad)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        Seal(b"short")


def test_of_the_rows_that_are_kept_the_oldest_makes_room() -> None:
    seal = Seal(b"k" * 32)
    keys = [str(number) for number in range(KNOWN_MOST + 1)]
    for key in keys:
        seal.keep(key, b"sealed", key * 2)

    assert seal.known(keys[0], b"sealed") is None
    assert [seal.known(key, b"sealed") for key in keys[1:]] == [key * 2 for key in keys[1:]]


def test_of_a_row_that_was_sealed_anew_nothing_old_is_kept() -> None:
    seal = Seal(b"k" * 32)
    seal.keep("r-1", b"first", "张伟")
    assert seal.known("r-1", b"second") is None

    seal.keep("r-1", b"second", "")
    assert (seal.known("r-1", b"first"), seal.known("r-1", b"second")) == (None, "")
