from dataclasses import replace

import pytest

from reunion.domain.filters import WORDS_MOST, SavedFilter, alternatives
from tests.actions.scenes import family

PERSON = family("f1", "李秀英", phones=("+8613800138000", "+868325550199"))
PLAIN = SavedFilter("fl-1", "a-1", "dongxing", "待打电话", {"consent": "missing"})


@pytest.mark.parametrize(
    ("title", "words", "tells"),
    [
        ("待打电话", "", False),
        ("待打电话", "李", False),
        ("待打电话", "李秀英", True),
        ("李秀英一家", "", True),
        ("待打电话", "8000", True),
        ("待打电话", "13800138000", True),
        ("待打电话", "2468", False),
        ("待打电话", "800", False),
        ("打 13800138000", "", True),
        ("8000 号以后", "", False),
        ("打 138 0013 8000", "", True),
        ("待打电话", "138-0013-8000", True),
        ("待打电话", "008613800138000", True),
        ("2 0 2 7 年", "", False),
    ],
)
def test_a_filter_tells_of_somebody_by_the_whole_name_or_the_end_of_a_number(
    title: str, words: str, tells: bool
) -> None:
    assert replace(PLAIN, title=title, words=words).tells_of(PERSON) is tells


def test_a_filter_tells_of_a_name_in_either_script_and_set_wide() -> None:
    zhang = family("f2", "張偉")
    told = [replace(PLAIN, words=words).tells_of(zhang) for words in ("张伟", "张 伟 ", "张为", "伟 张")]
    assert told == [True, True, False, False]


def test_a_surname_alone_tells_of_nobody() -> None:
    assert not replace(PLAIN, words="李").tells_of(family("f2", "李"))


def test_a_correction_is_followed_as_far_as_the_filter_says_the_person() -> None:
    before = family("f1", "李秀英", phones=("+8613800138000", "+8613900139000"))
    after = replace(before, name="李秀兰", phones=("+8613900139000",))
    named = replace(PLAIN, title="李秀英一家", words="李秀英")
    assert named.corrected(before, after, (), asked_for=False) == replace(
        PLAIN, title="李秀兰一家", words="李秀兰"
    )
    assert named.corrected(before, after, [family("f2", "李秀英")], asked_for=False) == named
    assert PLAIN.corrected(before, after, (), asked_for=False) == PLAIN
    assert replace(PLAIN, words="8000").corrected(before, after, (), asked_for=False) is None
    kept = replace(PLAIN, words="9000")
    assert kept.corrected(before, after, (), asked_for=False) == kept


def test_what_may_mean_somebody_else_stays_when_a_name_or_number_is_corrected() -> None:
    before = family("f1", "张伟", phones=("+8613800138000",))
    after = replace(before, name="张玮", phones=("+8613900139000",))
    other, same_end = family("f2", "张伟民"), family("f3", "王芳", phones=("+8613700138000",))
    longer = replace(PLAIN, title="找张伟民", words="张伟民")
    assert longer.corrected(before, after, (), asked_for=False) == longer
    named = replace(PLAIN, title="张伟一家", words="张伟")
    assert named.corrected(before, after, (), asked_for=False) == replace(
        PLAIN, title="张玮一家", words="张玮"
    )
    assert named.corrected(before, after, [other], asked_for=False) == named
    village = replace(PLAIN, title="张伟村")
    assert village.corrected(before, after, (), asked_for=False) == village
    ending = replace(PLAIN, words="8000")
    assert ending.corrected(before, after, [other], asked_for=False) is None
    assert ending.corrected(before, after, [same_end], asked_for=False) == ending


def test_a_corrected_name_that_somebody_still_asks_for_is_looked_for_beside_the_new_one() -> None:
    before, after = family("f1", "李秀英"), family("f1", "李秀兰")
    named = replace(PLAIN, title="李秀英一家", words="李秀英")
    both = named.corrected(before, after, (), asked_for=True)
    assert both == replace(PLAIN, title="李秀兰一家", words="李秀兰、李秀英")
    assert both.corrected(after, before, (), asked_for=False) == named
    again = both.corrected(after, family("f1", "李秀岚"), (), asked_for=True)
    assert again == replace(PLAIN, title="李秀岚一家", words="李秀岚、李秀兰、李秀英")
    several = replace(PLAIN, words="王芳，李秀英")
    assert several.corrected(before, after, (), asked_for=False) == replace(PLAIN, words="王芳、李秀兰")
    full = replace(PLAIN, words="李秀英、" + "王" * (WORDS_MOST - 4))
    assert full.corrected(before, after, (), asked_for=True) == full


@pytest.mark.parametrize(
    ("words", "looked_for"),
    [("李秀英", ("李秀英",)), (" 李秀英， 8000;zw、", ("李秀英", "8000", "zw")), ("、", ("、",))],
)
def test_a_search_parts_its_words_at_commas(words: str, looked_for: tuple[str, ...]) -> None:
    assert alternatives(words) == looked_for
