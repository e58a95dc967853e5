import pytest

from reunion.domain.spotchecks import Verdict, drawn, precision

RIGHT, WRONG = Verdict.RIGHT, Verdict.WRONG
LINKS = [(f"w{n}", f"f{n}", 9900 + n % 100) for n in range(1000)]


def test_the_sample_of_a_day_is_the_same_in_whatever_order_the_links_come() -> None:
    assert drawn(LINKS, "2027-02-01") == drawn(LINKS[::-1], "2027-02-01")
    assert len(set(drawn(LINKS, "2027-02-01"))) == 30
    assert set(drawn(LINKS, "2027-02-01")) != set(drawn(LINKS, "2027-02-02"))
    assert set(drawn(LINKS[:7], "a day")) == set(LINKS[:7])


def test_nobody_judged_says_nothing() -> None:
    assert precision([Verdict.OPEN]) is None


@pytest.mark.parametrize(
    ("right", "wrong", "low", "high"),
    [(30, 0, 0.886, 1.0), (29, 1, 0.833, 0.994), (0, 1, 0.0, 0.793), (300, 0, 0.987, 1.0)],
)
def test_the_interval_is_wilsons(right: int, wrong: int, low: float, high: float) -> None:
    found = precision([RIGHT] * right + [WRONG] * wrong + [Verdict.OPEN])
    assert found is not None
    assert (found.judged, found.wrong) == (right + wrong, wrong)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)
