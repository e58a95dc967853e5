import pytest

from reunion.domain.kinship import the_only, turned


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


def test_there_is_one_mother_and_there_may_be_many_brothers():
    assert [the_only(word) for word in ("妈妈", "母親", "娘", "母亲")] == ["母亲"] * 4
    assert the_only("奶奶") == the_only("祖母") != the_only("外婆")
    assert [the_only(word) for word in ("哥哥", "儿子", "邻居", "")] == [""] * 4
