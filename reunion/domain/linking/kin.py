"""Words for relatives as sets of the relations they may mean, and which of them turn into each other."""

from functools import lru_cache
from types import MappingProxyType
from typing import Final

_MEANINGS: Final = (
    ("母亲 妈妈 妈 娘 老妈 阿妈 老娘 继母", "mother"),
    ("父亲 爸爸 爸 爹 爹爹 老爸 老汉 老汉儿 老爹 阿爸 继父", "father"),
    ("父母 家长", "mother father"),
    ("儿子 儿 大儿子 小儿子 二儿子 三儿子 幺儿 幺儿子 大儿 二儿 三儿 老幺", "son"),
    ("女儿 女 闺女 大女儿 小女儿 二女儿 三女儿 幺女 幺女儿 大女 二女 三女", "daughter"),
    ("孩子 子女 娃儿 儿女 老大 老二 老三 老四 老五 老六 老七 老八 老九", "son daughter"),
    ("丈夫 老公 男人", "husband"),
    ("妻子 老婆 婆娘 堂客", "wife"),
    ("媳妇", "wife daughter-in-law"),
    ("配偶 爱人 对象 夫妻", "husband wife"),
    ("哥 哥哥 大哥 二哥 弟 弟弟 幺弟 小弟 兄弟", "brother"),
    ("姐 姐姐 大姐 二姐 妹 妹妹 幺妹 小妹 姐妹", "sister"),
    ("兄妹 姐弟 兄弟姐妹 哥姐", "brother sister"),
    ("爷爷 祖父 外公 姥爷 家公 阿公", "grandfather"),
    ("奶奶 祖母 外婆 姥姥 家婆", "grandmother"),
    ("婆婆", "grandmother husbands-mother"),
    ("婆母", "husbands-mother"),
    ("公公 公爹", "husbands-father"),
    ("岳父 丈人 老丈人", "wifes-father"),
    ("岳母 丈母娘", "wifes-mother"),
    ("儿媳 儿媳妇", "daughter-in-law"),
    ("女婿 姑爷", "son-in-law"),
    ("孙子 孙女 孙儿 孙辈 外孙 外孙女", "grandchild"),
    ("叔叔 叔 伯伯 伯父 舅舅 姨父 姑父 大伯 幺爸", "uncle"),
    ("嫂子 嫂嫂 弟媳", "brothers-wife"),
    ("弟妹", "brother sister brothers-wife"),
    ("祖父母", "grandfather grandmother"),
    ("公婆", "husbands-mother husbands-father"),
    ("岳父母", "wifes-mother wifes-father"),
    # Words for two people together: whoever writes one may be either of them.
    ("母子", "mother son"),
    ("母女", "mother daughter"),
    ("父子 爷俩", "father son"),
    ("父女", "father daughter"),
    ("娘俩 娘儿俩", "mother son daughter"),
    ("亲子", "mother father son daughter"),
    ("夫妇 两口子 小两口 老两口", "husband wife"),
    ("姊妹 姐俩", "sister"),
    ("哥俩", "brother"),
    ("姊弟", "brother sister"),
    ("婆媳", "husbands-mother daughter-in-law"),
    ("翁婿", "wifes-father son-in-law"),
    ("祖孙 爷孙 婆孙", "grandfather grandmother grandchild"),
    ("叔侄 舅甥", "uncle"),
)
MEANS: Final = MappingProxyType(
    {word: frozenset(meant.split()) for words, meant in _MEANINGS for word in words.split()}
)
"""Word → what the relative may be to the person who uses it."""
NO_NAMES: Final = frozenset(
    ["", *(whose + word for whose in ("", "我", "我的", "我家", "他的", "她的") for word in MEANS)]
)
"""What stands where a name is wanted and names nobody."""

_TURNS: Final = (
    ("mother father", "son daughter"),
    ("husband", "wife"),
    ("brother sister", "brother sister"),
    ("grandfather grandmother", "grandchild"),
    ("husbands-mother husbands-father", "daughter-in-law"),
    ("wifes-mother wifes-father", "son-in-law"),
)
_TURNED: Final = MappingProxyType(
    {
        one: frozenset(others.split())
        for pair in _TURNS
        for ones, others in (pair, pair[::-1])
        for one in ones.split()
    }
)
ONLY_ONE: Final = frozenset(
    [
        "mother",
        "father",
        "husband",
        "wife",
        "husbands-mother",
        "husbands-father",
        "wifes-mother",
        "wifes-father",
    ]
)
"""Nobody has two of these: another name under the same word is another household."""
WIFES_SIDE: Final = frozenset({"wifes-mother", "wifes-father"})
_SEX: Final = MappingProxyType(
    {
        "husband": "f",
        "husbands-mother": "f",
        "husbands-father": "f",
        "wife": "m",
        "wifes-mother": "m",
        "wifes-father": "m",
    }
)


@lru_cache(maxsize=256)
def turned(meant: frozenset[str]) -> frozenset[str]:
    """What the same people are called from the other end."""
    return frozenset(other for one in meant for other in _TURNED.get(one, ()))


@lru_cache(maxsize=256)
def workers_sex(meant: frozenset[str]) -> str:
    """`m` or `f` where the relative's word settles the sex of the worker, else empty."""
    sexes = {_SEX.get(one, "") for one in meant}
    return sexes.pop() if len(sexes) == 1 else ""
