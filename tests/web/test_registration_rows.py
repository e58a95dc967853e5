import pytest

from reunion.actions.ports import Order, Search
from reunion.domain.people import Side, Source, Standing
from reunion.web.registration_rows import Wanted, asked_by, list_context, wanted_of
from tests.actions.scenes import GATHERING


def test_an_address_says_what_is_listed_and_says_it_again():
    fields = {
        "side": "family",
        "township": "511011101",
        "consent": "missing",
        "source": "roster",
        "sort": "home",
    }
    wanted = wanted_of({**fields, "page": "3"})
    assert wanted == Wanted(
        Search(Side.FAMILY, township="511011101", unconsented=True, source=Source.ROSTER, order=Order.HOME),
        3,
        fields,
    )
    assert wanted.narrowed


@pytest.mark.parametrize("name", ["side", "standing", "source", "sort", "consent", "pair", "page"])
def test_what_makes_no_sense_filters_nothing(name):
    assert wanted_of({name: "\u202e☃"}) == Wanted(Search())


def test_sorting_alone_leaves_nobody_out():
    assert not wanted_of({"sort": "name"}).narrowed
    assert wanted_of({"standing": "withdrawn"}).search.standing is Standing.WITHDRAWN


def test_words_of_a_form_are_searched_for_and_never_kept_in_an_address():
    wanted = asked_by({"words": [" 张伟 "], "side": ["worker"]})
    assert (wanted.search.words, wanted.fields) == ("张伟", {"side": "worker"})


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [("1", 0, (1, 0, 0)), ("1", 50, (1, 1, 50)), ("2", 51, (2, 51, 51)), ("9", 51, (2, 51, 51))],
)
def test_a_list_says_where_in_it_one_is(page, total, expected):
    context = list_context(GATHERING, wanted_of({"page": page}), total)
    assert (context["pages"], context["first"], context["last"]) == expected
