import json
from dataclasses import replace

import pytest

from reunion.domain.linking.compare import LEVELS
from reunion.domain.linking.weights import SHIPPED, VERSION, Weights, weights_of


def test_the_levels_of_a_name_share_one_probability():
    assert 0.9 < sum(SHIPPED.name_kept.values()) <= 1.01
    assert sum(SHIPPED.name_of_mate.values()) <= 1.01
    assert tuple(SHIPPED.name_kept) == tuple(SHIPPED.name_of_mate) == LEVELS


def test_a_number_that_thirty_people_gave_says_nothing():
    assert SHIPPED.worker_phone - SHIPPED.shared * 5 <= 0


def test_the_weights_carry_a_version():
    assert SHIPPED.version == VERSION >= 1
    assert SHIPPED.learned == {}


def test_weights_are_written_and_read_back():
    assert Weights.from_json(SHIPPED.to_json()) == SHIPPED


@pytest.mark.parametrize("text", ["[]", "{}", '{"version": 1}', SHIPPED.to_json().replace("margin", "marge")])
def test_something_else_is_not_taken_for_weights(text: str):
    with pytest.raises(ValueError, match="not a file of weights"):
        Weights.from_json(text)


def test_what_a_gathering_learned_under_an_earlier_version_stands_on_top_of_the_shipped_weights():
    learned = {"township other": 1.5}
    told = {**json.loads(SHIPPED.to_json()), "version": VERSION - 1, "learned": learned, "few_workers": 1000}

    assert weights_of(json.dumps(told)) == replace(SHIPPED, learned=learned)


def test_weights_of_this_version_are_read_as_they_stand_and_none_are_the_shipped_ones():
    own = replace(SHIPPED, learned={"township other": 1.5}, margin=4.0)

    assert weights_of(own.to_json()) == own
    assert weights_of("") == SHIPPED
