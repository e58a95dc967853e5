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
