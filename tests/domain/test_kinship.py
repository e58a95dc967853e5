import pytest

from reunion.domain.kinship import turned


@pytest.mark.parametrize(
    ("relation", "back"),
    [
        ("老妈", "子女"),
        ("幺儿", "父母"),
        ("老婆", "丈夫"),
        ("配偶", "爱人"),
        ("大哥", "弟妹"),
        ("奶奶", "孙辈"),
        ("丈母娘", "女婿"),
        ("父親", "子女"),
        ("邻居", ""),
        ("", ""),
    ],
)
def test_a_relation_is_turned_round(relation: str, back: str):
    assert turned(relation) == back
