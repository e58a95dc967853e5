"""Words for relatives turned round: who is 老妈 to me, to her I am 子女."""

from types import MappingProxyType
from typing import Final

from reunion.domain.simplified import simplified

_PARENTS: Final = "父母 父亲 母亲 爸爸 妈妈 爸 妈 爹 娘 老爸 老妈 老汉 老汉儿 老爹 爹爹 家长 继父 继母"
_CHILDREN: Final = (
    "子女 儿子 女儿 儿 女 儿女 闺女 大儿子 小儿子 二儿子 幺儿 幺儿子 大女儿 小女儿 二女儿 幺女 幺女儿 "
    "孩子 娃儿 老大"
)
_HUSBANDS: Final = "丈夫 老公"
_WIVES: Final = "妻子 老婆 媳妇 爱人妻 婆娘"
_SPOUSES: Final = "配偶 爱人 夫妻 对象"
_ELDER: Final = "哥 哥哥 大哥 二哥 姐 姐姐 大姐 二姐"
_YOUNGER: Final = "弟 弟弟 妹 妹妹 幺弟 幺妹 小弟 小妹"
_SIBLINGS: Final = "兄弟 姐妹 兄妹 姐弟 兄弟姐妹"
_GRANDPARENTS: Final = "爷爷 奶奶 祖父 祖母 外公 外婆 公 婆 祖父母 家公 家婆 姥姥 姥爷"
_GRANDCHILDREN: Final = "孙子 孙女 外孙 外孙女 孙儿 孙辈"
_HUSBANDS_PARENTS: Final = "公公 婆婆 公爹 婆母 公婆"
_WIFES_PARENTS: Final = "岳父 岳母 丈人 丈母娘 老丈人 岳父母"
_DAUGHTERS_IN_LAW: Final = "儿媳 儿媳妇"
_SONS_IN_LAW: Final = "女婿 姑爷"

_TURNED: Final = MappingProxyType(
    {
        word: back
        for words, back in (
            (_PARENTS, "子女"),
            (_CHILDREN, "父母"),
            (_HUSBANDS, "妻子"),
            (_WIVES, "丈夫"),
            (_SPOUSES, "爱人"),
            (_ELDER, "弟妹"),
            (_YOUNGER, "哥姐"),
            (_SIBLINGS, "兄弟姐妹"),
            (_GRANDPARENTS, "孙辈"),
            (_GRANDCHILDREN, "祖父母"),
            (_HUSBANDS_PARENTS, "儿媳"),
            (_WIFES_PARENTS, "女婿"),
            (_DAUGHTERS_IN_LAW, "公婆"),
            (_SONS_IN_LAW, "岳父母"),
        )
        for word in words.split()
    }
)

_ONLY: Final = MappingProxyType(
    {
        word: words.split()[0]
        for words in (
            "父亲 爸爸 爸 爹 老爸 老汉 老汉儿 老爹 爹爹",
            "母亲 妈妈 妈 娘 老妈",
            _HUSBANDS,
            _WIVES,
            "爷爷 祖父",
            "奶奶 祖母",
            "外公 家公 姥爷",
            "外婆 家婆 姥姥",
            "公公 公爹",
            "婆婆 婆母",
            "岳父 丈人 老丈人",
            "岳母 丈母娘",
        )
        for word in words.split()
    }
)
"""Relatives of whom everybody has one."""

_ELDERS: Final = frozenset(_GRANDPARENTS.split())
_OWN_CHILDREN: Final = frozenset(_CHILDREN.split())


def is_grandparent(relation: str) -> bool:
    """Whether it is a word for somebody two generations up."""
    return simplified(relation) in _ELDERS


def is_child(relation: str) -> bool:
    """Whether it is a word for one's own child."""
    return simplified(relation) in _OWN_CHILDREN


def turned(relation: str) -> str:
    """What I am to my `relation`; empty for a word that is not known."""
    return _TURNED.get(simplified(relation), "")


def the_only(relation: str) -> str:
    """One word for a relative of whom everybody has one (妈妈 and 娘 are 母亲); empty for all others."""
    return _ONLY.get(simplified(relation), "")
