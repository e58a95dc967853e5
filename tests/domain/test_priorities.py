from dataclasses import asdict

from reunion.domain.priorities import LEAST, MOST, MUST_AIR, Priorities


def test_every_number_has_its_limits_and_is_within_them():
    usual = asdict(Priorities())
    assert MOST.keys() == usual.keys()
    assert all(LEAST.get(name, 0) <= number <= MOST[name] for name, number in usual.items())


def test_no_sum_of_points_reaches_a_pair_that_must_be_on_air():
    assert MOST["pair"] + MOST["year"] * MOST["years_most"] + MOST["elderly"] + MOST["children"] < MUST_AIR
