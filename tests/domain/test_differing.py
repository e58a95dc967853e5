import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.differing import marked


@pytest.mark.parametrize(
    ("first", "second", "left", "right"),
    [
        ("张伟", "张伟", (("张伟", False),), (("张伟", False),)),
        ("曾会莲", "曾会连", (("曾会", False), ("莲", True)), (("曾会", False), ("连", True))),
        ("李辉", "李小辉", (("李", False), ("辉", False)), (("李", False), ("小", True), ("辉", False))),
        ("", "张", (), (("张", True),)),
        ("张伟", "张玮", (("张", False), ("伟", True)), (("张", False), ("玮", True))),
        ("椑木镇", "双桥镇", (("椑木镇", True),), (("双桥镇", True),)),
        ("133****6473", "150****7528", (("133****6473", True),), (("150****7528", True),)),
        (
            "兰月馨",
            "黄伟华、兰悦馨",
            (("兰", False), ("月", True), ("馨", False)),
            (("黄伟华、", False), ("兰", False), ("悦", True), ("馨", False)),
        ),
        (
            "138****8000",
            "138****8001",
            (("138****800", False), ("0", True)),
            (("138****800", False), ("1", True)),
        ),
    ],
)
def test_what_differs_is_marked(first: str, second: str, left: object, right: object) -> None:
    assert marked(first, second) == (left, right)


@given(st.text("张伟李强0189", max_size=8), st.text("张伟李强0189", max_size=8))
def test_the_pieces_are_the_whole_text_and_what_is_unmarked_is_the_same(first: str, second: str) -> None:
    left, right = marked(first, second)
    assert ("".join(text for text, _ in left), "".join(text for text, _ in right)) == (first, second)
    kept = ["".join(text for text, differs in side if not differs) for side in (left, right)]
    assert kept[0] == kept[1]
