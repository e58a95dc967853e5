import pytest

from reunion.demo.greetings import FROM_AWAY, FROM_HOME, from_away, from_home
from reunion.demo.people import generate
from reunion.demo.words import RELATIONS


def test_every_list_is_as_long_as_every_other_so_that_words_never_change_a_crowd():
    assert {len(said) for said in (*FROM_AWAY.values(), *FROM_HOME.values())} == {8}


@pytest.mark.parametrize("relation", ["", *RELATIONS])
def test_there_is_something_to_say_to_everybody(relation):
    assert from_away(relation) in FROM_AWAY.values()
    assert from_home(relation) in FROM_HOME.values()


@pytest.mark.parametrize(
    ("call", "answers"),
    [
        ("爸，", ("father", "mother")),
        ("妈妈，", ()),
        ("幺儿，", ("son", "daughter")),
        ("婆婆爷爷，", ("grand",)),
    ],
)
def test_a_worker_calls_only_those_by_that_name_who_are_it(call, answers):
    called = [key for key in RELATIONS if any(call in text for text in from_away(key))]
    assert all(key.endswith(answers) or key.startswith(answers) for key in called)


def test_what_a_family_says_agrees_with_what_the_worker_is_to_it():
    families = [row for row in generate(1, 255).families if row.meant[0].relation]
    said = {
        call: {row.meant[0].relation for row in families if row.message.startswith(call)}
        for call in ("爸爸", "妈妈", "幺儿")
    }
    assert said["爸爸"] <= {*RELATIONS["father"], *RELATIONS["husbands-father"], *RELATIONS["wifes-father"]}
    assert said["妈妈"] <= {*RELATIONS["mother"], *RELATIONS["husbands-mother"], *RELATIONS["wifes-mother"]}
    assert said["幺儿"] <= {*RELATIONS["son"], *RELATIONS["daughter"]}
    assert said["爸爸"]
    assert said["幺儿"]
