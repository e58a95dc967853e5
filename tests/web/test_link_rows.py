from reunion.actions.ports.reviewing import Filter
from reunion.domain.plans import MatchStanding
from reunion.web.link_rows import wanted_of

REVIEW = (MatchStanding.REVIEW,)


def test_an_address_is_a_filter_and_nonsense_filters_nothing():
    wanted = wanted_of({"standing": "linked", "village": " 双桥 ", "least": "99", "page": "3"}, " 张 ")
    assert wanted.filter == Filter(
        (MatchStanding.LINKED, MatchStanding.CONFIRMED), village="双桥", words="张", least=9900
    )
    assert (wanted.tab, wanted.page, wanted.narrowed) == ("linked", 3, True)
    assert wanted.fields == {"standing": "linked", "village": "双桥", "least": "99"}

    wanted = wanted_of({"standing": "all", "least": "-1", "page": "0"})
    assert (wanted.filter, wanted.page, wanted.narrowed) == (Filter(REVIEW), 1, False)
    assert wanted_of({"least": "500"}).filter.least == 10_000
