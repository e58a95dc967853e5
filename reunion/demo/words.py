"""What synthetic people say: relations in several mouths, employers, greetings, stories for the cue card."""

from typing import Final

RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "mother": ("母亲", "妈妈", "妈", "老妈", "母亲", "妈妈", "娘"),
    "father": ("父亲", "爸爸", "爸", "老汉", "爹", "父亲"),
    "wife": ("妻子", "老婆", "爱人", "配偶", "媳妇"),
    "husband": ("丈夫", "老公", "爱人", "配偶"),
    "son": ("儿子", "儿子", "大儿子", "小儿子", "幺儿"),
    "daughter": ("女儿", "女儿", "大女儿", "幺女", "闺女"),
    "brother-elder": ("哥哥", "哥", "大哥"),
    "brother-younger": ("弟弟", "弟", "兄弟"),
    "sister-elder": ("姐姐", "姐", "大姐"),
    "sister-younger": ("妹妹", "妹", "幺妹"),
    "grandmother": ("奶奶", "祖母", "婆婆"),
    "grandfather": ("爷爷", "祖父"),
    "husbands-mother": ("婆婆", "婆母", "妈"),
    "husbands-father": ("公公", "公爹", "爸"),
    "wifes-mother": ("岳母", "丈母娘"),
    "wifes-father": ("岳父", "丈人", "老丈人"),
    "daughter-in-law": ("儿媳", "媳妇"),
    "son-in-law": ("女婿",),
    "grandson": ("孙子",),
    "granddaughter": ("孙女",),
    "nephew": ("侄子", "侄儿"),
    "niece": ("侄女",),
    "sister-in-law": ("嫂子", "弟媳"),
    "brother-in-law": ("姐夫", "妹夫"),
}
"""Relation to the words people use for it; the second and third meanings of 婆婆 and 媳妇 are meant."""

EMPLOYERS: Final = (
    "大溪鞋厂",
    "横峰鞋业",
    "泽国电机厂",
    "温峤工具厂",
    "松门水产冷冻",
    "新河船厂",
    "利欧工业园",
    "钱江摩托",
    "滨海模具厂",
    "箬横物流园",
    "石塘渔港",
    "城南建筑工地",
    "城西餐饮街",
    "太平快递站",
    "鑫磊泵业",
)

_TOWNS: Final = ("大溪", "横峰", "泽国", "松门", "新河", "太平", "箬横", "石塘")
PLACES: Final = tuple(f"温岭{town}" for town in _TOWNS)

WORKER_STORIES: Final = (
    "在鞋厂做了十二年，从学徒做到班长。",
    "去年台风天帮邻居搬家，被社区表扬。",
    "夫妻两人同在一个车间，三年没有回过家。",
    "孩子刚出生，还没有抱过。",
    "送快递每天走三万步。",
    "在船厂焊了八年船，说等船下水就回家。",
    "",
    "",
    "",
)
FAMILY_STORIES: Final = (
    "婆婆今年八十岁，一个人带两个孙子。",
    "孩子今年上一年级，会自己视频了。",
    "老两口种了三亩柑橘，今年丰收。",
    "家里新修了房子，等他回来看。",
    "",
    "",
    "",
)

INVENTED_FIRST: Final = "安白北兴长大东凤富高光合和红湖黄火吉佳金井靖来老梨李隆马满南宁佛平清泉仁瑞三沙"
INVENTED_LAST: Final = "坝桥店溪河家岭门庙泉寺塘滩坪石湾安义胜华丰林"
VILLAGE_LAST: Final = "坝坡嘴岩湾塘洞沟寨冈口梁桥庙泉滩坳园井堰山田林岭店"
