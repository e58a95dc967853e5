from reunion.domain.instants import MINUTE, Instant, later
from reunion.domain.plans import JOINED, LONG_GAP, MatchStanding, Segment, ShowHead, Slot, gaps

EIGHT = Instant(1_613_044_800_000)


def test_a_link_makes_a_pair_when_it_is_sure_or_confirmed() -> None:
    assert [standing for standing in MatchStanding if standing in JOINED] == [
        MatchStanding.LINKED,
        MatchStanding.CONFIRMED,
    ]


def at(minute: float) -> Instant:
    return Instant(EIGHT + round(minute * MINUTE))


def test_a_show_is_empty_before_between_and_after_what_is_planned() -> None:
    song = Segment("歌曲", at(70), 240)
    head = ShowHead("s-1", "dongxing", "第一晚", "main", EIGHT, at(120), 15, segments=(song,))
    slots = [Slot("p-1", "s-1", at(6), 60, EIGHT), Slot("p-2", "s-1", at(7.25), 60, EIGHT)]

    assert gaps(head, slots) == ((EIGHT, at(6)), (at(8.25), at(70)), (at(74), at(120)))


def test_a_pause_shorter_than_a_long_gap_is_none() -> None:
    head = ShowHead("s-1", "dongxing", "第一晚", "main", EIGHT, at(7), 15)
    first = Slot("p-1", "s-1", EIGHT, 60, EIGHT)
    second = Slot("p-2", "s-1", later(at(1), milliseconds=LONG_GAP - 1), 120, EIGHT)

    assert gaps(head, [first, second]) == ()
