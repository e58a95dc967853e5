from dataclasses import replace

import pytest

from reunion.domain.filters import SavedFilter
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


def test_a_surname_alone_tells_of_nobody() -> None:
    assert not replace(PLAIN, words="李").tells_of(family("f2", "李"))


def test_a_correction_is_followed_as_far_as_the_filter_says_the_person() -> None:
    before = family("f1", "李秀英", phones=("+8613800138000", "+8613900139000"))
    after = replace(before, name="李秀兰", phones=("+8613900139000",))
    named = replace(PLAIN, title="李秀英一家", words="李秀英")
    assert named.corrected(before, after, shared=False) == replace(PLAIN, title="李秀兰一家", words="李秀兰")
    assert named.corrected(before, after, shared=True) == named
    assert PLAIN.corrected(before, after, shared=False) == PLAIN
    assert replace(PLAIN, words="8000").corrected(before, after, shared=False) is None
    kept = replace(PLAIN, words="9000")
    assert kept.corrected(before, after, shared=False) == kept
