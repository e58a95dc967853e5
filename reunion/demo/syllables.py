"""How synthetic people are called: surnames, given-name characters by sound, what sounds or looks alike.

Surname weights are shares per 10,000 people, after the yearly name report of the Ministry of Public Security
(2020) for the first hundred, raised a little for names that are frequent in the Tuo valley. The given-name
characters are our own list.
"""

from typing import Final

_SURNAMES: Final = """
李/li/790 王/wang/715 张/zhang/674 刘/liu/538 陈/chen/453 杨/yang/338 黄/huang/240 周/zhou/225
罗/luo/190 吴/wu/204 何/he/175 邓/deng/150 曾/zeng/135 唐/tang/120 谢/xie/118 赵/zhao/160 徐/xu/145
胡/hu/130 林/lin/112 钟/zhong/105 朱/zhu/110 郭/guo/95 高/gao/80 彭/peng/98 冯/feng/72 余/yu/88
蒋/jiang/86 肖/xiao/80 杜/du/70 苏/su/62 魏/wei/64 叶/ye/60 廖/liao/66 孙/sun/90 马/ma/78 潘/pan/52
雷/lei/50 郑/zheng/56 夏/xia/48 范/fan/46 兰/lan/36 付/fu/42 汪/wang/40 任/ren/38 姚/yao/34 宋/song/58
梁/liang/64 韩/han/42 许/xu/48 江/jiang/36 龙/long/34 万/wan/34 段/duan/30 邱/qiu/38 陶/tao/26 卢/lu/40
袁/yuan/46 邹/zou/32 熊/xiong/34 黎/li/38 侯/hou/24 尹/yin/26 欧/ou/20 方/fang/32 官/guan/14 敖/ao/12
卓/zhuo/12 薛/xue/26 甘/gan/18 税/shui/10 骆/luo/16 温/wen/20 贺/he/22 伍/wu/22 倪/ni/16 冷/leng/12
卿/qing/10 阳/yang/16 尧/yao/4 牟/mou/8 祝/zhu/14 易/yi/20 章/zhang/16 文/wen/18 左/zuo/10 古/gu/12
石/shi/30 秦/qin/26 田/tian/32 白/bai/24 严/yan/20 晏/yan/8 单/shan/4 仇/qiu/3 查/zha/3 解/xie/3
曹/cao/46 欧阳/ouyang/9 司马/sima/2 上官/shangguan/1 诸葛/zhuge/1
"""

_SOUNDS: Final = """
ming:明铭鸣茗 guo:国果 hua:华花 jian:建剑健坚 jun:军君俊钧均 qiang:强蔷 wei:伟卫维威蔚 yong:勇永咏
fu:福富芙 gui:贵桂 xiang:祥翔香湘 qing:清青庆晴 zhong:忠中仲 ping:平萍坪 fang:芳方 lan:兰岚
ying:英莹颖迎 xiu:秀修 zhen:珍贞真振镇 mei:美梅玫 fen:芬 li:丽莉力利立 yan:艳燕彦妍 hong:红洪宏鸿
xia:霞夏 qin:琴勤 juan:娟 hui:慧惠辉会 rong:蓉荣容 shu:淑书树 lin:林琳霖 yun:云芸运 xue:雪学 jing:静晶婧
ting:婷廷 xin:欣鑫馨信 yi:怡艺毅义益 hao:浩豪昊 yu:宇玉雨羽钰 ze:泽 chen:晨辰 bo:波博 tao:涛 peng:鹏
fei:飞菲 long:龙隆 gang:刚钢 bin:斌彬 cheng:成诚程 chao:超朝 dong:东冬 hai:海 jie:杰洁 kai:凯开 kun:坤昆
lei:雷磊蕾 liang:亮良 quan:全权泉 sheng:生胜盛升 song:松 tian:天田 wen:文雯 wu:武 xian:先贤显 xing:兴星
xu:旭 yang:洋阳扬 you:友有 yuan:元媛远源 zhi:志芝智 zhou:洲舟 zhu:珠竹 cai:才财彩 chang:昌长 de:德 fa:发
feng:凤峰丰 guang:光广 he:和荷 shi:世诗 shou:寿 xiao:小晓孝 da:大 zheng:正政 hu:虎 ke:可科 qi:琪奇其启
ling:玲灵凌 mu:木 ning:宁 nan:南楠 gen:根 shun:顺 fan:凡帆 bang:邦 hang:航 rui:瑞蕊睿 zi:子梓 han:涵翰
xuan:轩萱 meng:梦萌 ru:如茹 dan:丹 na:娜 sha:莎 shan:珊山 qun:群 di:迪 chun:春纯 ju:菊 lian:莲连 qiu:秋
yue:月悦 jia:佳家嘉 ai:爱 xi:喜溪 gao:高 heng:恒 tong:彤同 zhang:章璋 huan:欢焕 lu:露璐 bei:贝蓓 su:素
chuan:川 shui:水 kang:康 an:安
"""

_LOOK_ALIKE: Final = """
土士 天夫 大太 玉王 贝见 秀季 明朋 芳芬 海梅 林村 峰锋 洋详 辉挥 建健 永水 贵责 刚钢 娟捐 超起 清请 杨扬
陈阵 刘刈 何向 邓郑 曾鲁 余佘 蒋将 胡湖 徐涂 彭澎 冯马 唐庚
"""

_PLACES: Final = """
三山 园远元圆 河合和何 堰岩燕 坳敖 塘堂唐 五伍武 胜圣盛 铺蒲 丰凤峰 响乡香 梁良粮 桥乔荞 溪西 店垫 岭林 庙妙
坪平 石十时 双霜 龙隆 新心兴 清青 高膏 长常 太泰 正政 红洪 家加 杨洋 白百柏 中钟 永勇 福富 才财 安岸 马麻 田天
寺市 井景 湾弯 沟勾 门们 嘴咀 观关官 华花 仁人 义易 黄皇 火伙 金今 东冬
"""

_TRADITIONAL: Final = """
国國 张張 陈陳 杨楊 刘劉 贵貴 华華 丽麗 兰蘭 凤鳳 红紅 云雲 学學 庆慶 荣榮 军軍 东東 伟偉 义義 书書 显顯
乡鄉 镇鎮 龙龍 万萬 邓鄧 谭譚 罗羅 马馬 叶葉 吴吳 赵趙 钟鐘 谢謝 黄黃 玛瑪 莲蓮 财財 贞貞 颖穎 莹瑩 强強
兴興 双雙 顺順 庙廟 桥橋 梁樑
"""

SURNAMES: Final[dict[str, tuple[str, int]]] = {
    surname: (sound, int(weight))
    for surname, sound, weight in (entry.split("/") for entry in _SURNAMES.split())
}
"""Surname to its true reading and its weight."""

SOUNDS: Final[dict[str, str]] = {
    entry.partition(":")[0]: entry.partition(":")[2] for entry in _SOUNDS.split()
}
"""Toneless sound to the given-name characters that have it."""

MALE: Final = (
    "明国建军强伟勇福贵祥忠平华清林云志文武兴斌彬波涛鹏飞龙刚成超东海杰凯坤雷亮良全生松天洋友元洲才昌德发峰光和世寿大正"
    "虎科奇木南根顺凡邦航瑞子涵轩浩豪宇泽晨博旭辉荣洪宏学义毅信鑫水康川家先贤富永仲启山春"
)
FEMALE: Final = (
    "芳兰英秀珍贞美梅芬丽莉艳燕红霞琴娟慧惠蓉淑琳芸雪静晶婷欣馨怡玉雨钰菲洁蕾雯凤萍琪玲灵梦如丹娜莎群春菊莲秋月悦佳爱素"
    "彩香桂清云华平琼颖莹媛芝珠竹诗蕊梓萱彤露贝碧会容"
)
YOUNG: Final = frozenset("子梓涵轩萱浩宇泽晨雨钰瑞睿诗欣怡馨彤悦嘉航博昊豪露贝梦")
"""Characters that hardly anybody born before 1985 bears."""
OLD: Final = frozenset("国建军福贵秀珍贞芬桂芝菊素淑兰英德发寿根财友良全富永会容碧琼香")
"""Characters that hardly anybody born after 1995 bears."""

LOOK_ALIKE: Final[dict[str, str]] = {pair[at]: pair[1 - at] for pair in _LOOK_ALIKE.split() for at in (0, 1)}
PLACES_ALIKE: Final[dict[str, str]] = {
    character: group.replace(character, "") for group in _PLACES.split() for character in group
}
TRADITIONAL: Final[dict[str, str]] = {pair[0]: pair[1] for pair in _TRADITIONAL.split()}


def ear(sound: str) -> str:
    """What a Sichuan ear keeps of a toneless sound: zh=z, n=l, hui=fei, ing=in."""
    for full, short in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")):
        if sound.startswith(full):
            sound = short + sound[len(full) :]
            break
    for full, short in (("huang", "fang"), ("huan", "fan"), ("hua", "fa"), ("hui", "fei")):
        if sound == full:
            sound = short
    if sound.endswith(("ing", "eng")):
        sound = sound[:-1]
    return sound


SOUND_OF: Final[dict[str, str]] = {c: sound for sound, members in SOUNDS.items() for c in members} | {
    c: sound for c, (sound, _) in SURNAMES.items() if len(c) == 1
}


def _groups() -> tuple[dict[str, str], dict[str, str]]:
    by_sound: dict[str, str] = {}
    by_ear: dict[str, str] = {}
    for character, sound in SOUND_OF.items():
        by_sound[sound] = by_sound.get(sound, "") + character
        by_ear[ear(sound)] = by_ear.get(ear(sound), "") + character
    same = {c: "".join(o for o in by_sound[s] if o != c) for c, s in SOUND_OF.items()}
    near = {
        c: "".join(o for o in by_ear[ear(s)] if o != c and o not in by_sound[s]) for c, s in SOUND_OF.items()
    }
    return {c: o for c, o in same.items() if o}, {c: o for c, o in near.items() if o}


HOMOPHONES, EAR_ALIKE = _groups()
"""Character to the others with the same sound, and to those a Sichuan ear takes for it."""
