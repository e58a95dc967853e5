import pytest

from reunion.domain.linking import decide, objections
from reunion.domain.linking.compare import LEVELS as NAME_LEVELS
from reunion.domain.plans import Clue
from reunion.web import link_words
from reunion.web.link_words import LEVELS, PHRASES, RULES, clue_words, rule_words, sentence
from reunion.web.locale import translations


def say(msgid: str) -> str:
    return msgid


def zh(msgid: str) -> str:
    return str(translations("zh_Hans").gettext(msgid))


@pytest.mark.parametrize(
    ("field", "level", "words"),
    [
        ("name", "same-sound", "Worker's name: sounds the same"),
        ("worker-phone", "one-slip", "Worker's telephone: one digit off"),
        ("contact", "equal/same", "Family member's name: equal, same relation"),
        ("something", "new", "something: new"),
    ],
)
def test_clues_are_plain_words(field, level, words):
    assert clue_words(field, level, say) == words


def test_the_clues_are_one_plain_sentence_in_the_order_people_say_it():
    clues = (
        Clue("worker-phone", "one-slip", 9.0),
        Clue("name", "same-sound", 6.5),
        Clue("village", "same", 5.0),
        Clue("township", "same", 3.0),
    )
    assert sentence(clues, zh) == "同村，同音，务工电话差一位"
    assert sentence(clues, say) == "same village, name sounds the same, worker's telephone one digit off"


def test_what_speaks_against_stands_behind_a_but():
    clues = (
        Clue("name", "equal", 6.0),
        Clue("contact", "equal/other", 4.0),
        Clue("village", "other", -4.0),
        Clue("household", "somebody-else", -2.0),
    )
    assert sentence(clues, zh) == "同名，家人同名；但不同村，关系不同，也可能是这家的另一个人"
    assert sentence((Clue("village", "other", -4.0),), zh) == "不同村"


def test_doubles_have_levels_without_bits():
    clues = (Clue("name", "same-sound", 0.0), Clue("phone", "same", 0.0), Clue("village", "other", 0.0))
    assert sentence(clues, zh) == "同音，电话相同；但不同村"
    assert sentence((), zh) == ""
    assert sentence((Clue("new", "level", 1.0),), zh) == ""


def test_the_rule_is_a_sentence():
    assert rule_words("not-sure-enough", zh) == "把握不够，不能自动配对。"
    assert rule_words("", zh) == ""


def test_every_rule_and_every_level_of_a_name_has_its_words():
    rules = {
        value
        for name, value in (vars(decide) | vars(objections)).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    }
    assert rules - RULES.keys() == set()
    assert set(NAME_LEVELS) - LEVELS.keys() == set()
    assert {
        (field, level) for field in ("name", "contact") for level in NAME_LEVELS
    } - PHRASES.keys() == set()


@pytest.mark.parametrize("table", ["FIELDS", "LEVELS", "KIN", "RULES", "PHRASES"])
def test_every_word_has_its_chinese(table):
    words = getattr(link_words, table).values()
    assert [text for text in words if zh(text) == text] == []
