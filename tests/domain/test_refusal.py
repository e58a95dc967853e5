import pytest

from reunion.domain.refusal import CODES, Refused


def test_a_refusal_says_what_happened_and_who_was_first() -> None:
    refused = Refused("already-taken", by="ann", revision=7)

    assert (str(refused), refused.code, refused.by, refused.revision) == (
        "already-taken",
        "already-taken",
        "ann",
        7,
    )


def test_a_code_outside_the_closed_list_cannot_be_used() -> None:
    with pytest.raises(ValueError, match="unknown refusal code"):
        Refused("oops")
    assert all(code == code.lower() and " " not in code for code in CODES)
