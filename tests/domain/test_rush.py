from reunion.domain.instants import SECOND, Instant
from reunion.domain.rush import RUSH, Rush

NOW = Instant(1_801_800_000_000)


def after(seconds: int) -> Instant:
    return Instant(NOW + seconds * SECOND)


def test_a_rush_is_over_after_a_quiet_second() -> None:
    rush = Rush()
    assert not rush.on(NOW)
    for _ in range(RUSH + 1):
        rush.count(NOW)
    assert [rush.on(after(seconds)) for seconds in (0, 1, 2)] == [True, True, False]


def test_as_many_spread_over_a_minute_are_none() -> None:
    rush = Rush()
    for second in range(60):
        for _ in range(RUSH):
            rush.count(after(second))
        assert not rush.on(after(second))
