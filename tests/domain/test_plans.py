from reunion.domain.plans import JOINED, MatchStanding


def test_a_link_makes_a_pair_when_it_is_sure_or_confirmed() -> None:
    assert [standing for standing in MatchStanding if standing in JOINED] == [
        MatchStanding.LINKED,
        MatchStanding.CONFIRMED,
    ]
