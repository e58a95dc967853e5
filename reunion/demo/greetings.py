"""What synthetic people want to say, fitting whom they say it to.

Every list is eight long, so that a crowd stays the same whatever the words are.
"""

from typing import Final

_FROM_ALL: Final = ("祝全家身体健康，平平安安。", "我们都想你。", "新年好，盼着早点团圆。")
_ANYBODY: Final = (
    *_FROM_ALL,
    "祝大家新年好，身体健康。",
    "好久没有见面了，真想你们。",
    "等明年，我们一起过年。",
    "",
    "",
)

FROM_AWAY: Final[dict[str, tuple[str, ...]]] = {
    "parent": (
        "爸，妈，我在这边一切都好，你们要按时吃药。",
        "爸妈新年好，今年不回去了，明年一定回来。",
        "爸，妈，天冷，莫舍不得开电热毯。",
        "爸，妈，我想吃家里的香肠了。",
        "祝爸妈身体健康，平平安安。",
        "祝全家身体健康，平平安安。",
        "爸妈放心，厂里安排了年夜饭。",
        "",
    ),
    "grandparent": (
        "婆婆爷爷，我在这边一切都好，你们要按时吃药。",
        "你们把我带大的，明年一定回来看你们。",
        "天冷，出门慢点走，莫滑倒。",
        "我想吃家里的香肠了。",
        "祝你们长命百岁。",
        "祝全家身体健康，平平安安。",
        "等我回来，带你们去城里耍。",
        "",
    ),
    "spouse": (
        "辛苦了，家里全靠你。",
        "今年不回去了，明年一定回来陪你。",
        "屋头的事莫一个人扛，给我打电话。",
        "我想吃你做的香肠了。",
        "照顾好自己，也照顾好老人。",
        "祝全家身体健康，平平安安。",
        "工资打回去了，过年莫节约。",
        "",
    ),
    "child": (
        "幺儿要听话，好好读书。",
        "娃儿，给你买了新书包，过几天就到。",
        "幺儿，今年不回来了，明年一定回来。",
        "娃儿，你又长高了吧？",
        "早点睡，少看手机。",
        "祝全家身体健康，平平安安。",
        "想吃什么就说，给你寄回来。",
        "",
    ),
    "sibling": (
        "爸妈就辛苦你了。",
        "今年不回去了，明年一定回来。",
        "家里有事给我打电话。",
        "等我回来，我们好好喝一杯。",
        "你也要照顾好自己。",
        "祝全家身体健康，平平安安。",
        "莫太累了，过年好好歇几天。",
        "",
    ),
    "anybody": _ANYBODY,
}
"""From a worker, by whom they speak to."""

FROM_HOME: Final[dict[str, tuple[str, ...]]] = {
    "child": (
        "在外头要吃好，莫节约。",
        "家里都好，不要挂念。",
        "幺儿，天冷多穿点。",
        "等你回来过年，猪都给你留起的。",
        "注意安全，早点回家。",
        "我们都想你。",
        "幺儿，莫熬夜，身体要紧。",
        "",
    ),
    "spouse": (
        "在外头要吃好，莫节约。",
        "家里都好，不要挂念。",
        "娃儿天天念你。",
        "天冷多穿点，莫只顾到上班。",
        "注意安全，早点回家。",
        "我们都想你。",
        "老人身体都好，你放心。",
        "",
    ),
    "father": (
        "爸爸，我考了双百分！",
        "爸爸，我会做饭了。",
        "爸爸，你什么时候回来？",
        "爸爸，天冷多穿点。",
        "爸爸辛苦了，注意安全。",
        "我们都想你。",
        "家里都好，不要挂念。",
        "",
    ),
    "mother": (
        "妈妈，我考了双百分！",
        "妈妈，我会做饭了。",
        "妈妈，你什么时候回来？",
        "妈妈，天冷多穿点。",
        "妈妈辛苦了，注意安全。",
        "我们都想你。",
        "家里都好，不要挂念。",
        "",
    ),
    "sibling": (
        "爸妈都好，不要挂念。",
        "在外头要吃好，莫节约。",
        "等你回来过年。",
        "天冷多穿点。",
        "注意安全，早点回家。",
        "我们都想你。",
        "有空多给爸妈打电话。",
        "",
    ),
    "anybody": _ANYBODY,
}
"""From somebody at home, by what the worker is to them."""

_GROUPS: Final = {
    "husbands-mother": "mother",
    "husbands-father": "father",
    "wifes-mother": "mother",
    "wifes-father": "father",
    "grandmother": "grandparent",
    "grandfather": "grandparent",
    "wife": "spouse",
    "husband": "spouse",
    "son": "child",
    "daughter": "child",
    "brother-elder": "sibling",
    "brother-younger": "sibling",
    "sister-elder": "sibling",
    "sister-younger": "sibling",
}


def from_away(to: str) -> tuple[str, ...]:
    """What a worker may say to that relation, a key of words.RELATIONS; empty when nobody is named."""
    group = _GROUPS.get(to, to)
    # Whichever of the two registers, both sit before the screen.
    return FROM_AWAY.get("parent" if group in ("father", "mother") else group, FROM_AWAY["anybody"])


def from_home(to: str) -> tuple[str, ...]:
    """What somebody at home may say to a worker who is that to them."""
    return FROM_HOME.get(_GROUPS.get(to, to), FROM_HOME["anybody"])
