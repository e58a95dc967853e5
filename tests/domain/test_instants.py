from reunion.domain.instants import DAY, Instant, later


def test_later_counts_seconds_and_milliseconds_across_midnight() -> None:
    before_midnight = Instant(DAY - 500)

    assert later(before_midnight, seconds=1) == DAY + 500
    assert later(before_midnight, milliseconds=-500, seconds=-1) == DAY - 2000
