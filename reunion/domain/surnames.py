"""Chinese surnames: which there are, and how those are read that dictionaries read as ordinary characters.

The list is our own, after the common surnames of the household registers and the classical double surnames;
where two readings live (覃 tán and qín, 牟 mù and móu), the one of Sichuan stands here.
"""

from types import MappingProxyType
from typing import Final

_DOUBLE: Final = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳  "
    "公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙  "
    "壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘  "
    "东门 西门 第五 歐陽 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽 公孫 仲孫 鍾離 長孫 鮮于  "
    "閭丘 軒轅 穀梁 "
)
_SINGLE: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾"
    "毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付阳卿税敬补涂官佘代闫苟岳帅尧缑亢况郇有琴佟年爱"
    "仝覃区朴种召句牟谌占冼员幺母鄢兰但侴练蹇淡漆青粟庹辜甯揭邸晋凡苑仵乞折撖哈楚丘仉督归海南呙趙錢孫"
    "吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒蘇範魯韋馬鳳費賀湯羅畢鄔樂時齊顧黃蕭紀項賈婁顏鍾駱萬盧經單鄧諸龔陸"
    "榮儲寧厲劉葉龍賴譚勞連習閻滿國廣聶饒關權蓋遊陽稅塗閆嶽帥堯歐蘭練"
)
_READINGS: Final = (
    "曾:zēng 单:shàn 單:shàn 翟:zhái 覃:qín 区:ōu 區:ōu 仇:qiú 查:zhā 解:xiè 盖:gě 蓋:gě 朴:piáo  "
    "阚:kàn 闞:kàn 缪:miào 繆:miào 召:shào 种:chóng 任:rén 华:huà 華:huà 纪:jǐ 紀:jǐ 葛:gě 员:yùn  "
    "員:yùn 冼:xiǎn 洗:xiǎn 乐:yuè 樂:yuè 柏:bǎi 卜:bǔ 晁:cháo 褚:chǔ 郗:xī 那:nā 能:nài 秘:bì  "
    "祭:zhài 车:chē 盛:shèng 尧:yáo 郝:hǎo 佴:nài 句:gōu 勾:gōu 过:guō 哈:hǎ 黑:hè 隗:wěi 逄:páng  "
    "繁:pó 费:fèi 谌:chén 干:gān 谷:gǔ 咸:xián 相:xiàng 肖:xiāo 撒:sǎ 沙:shā 莘:shēn 折:shé 行:xíng  "
    "要:yāo 么:yāo 幺:yāo 应:yīng 應:yīng 於:yū 郁:yù 乜:niè 万:wàn 宓:mì 宿:sù 藏:zāng 曲:qū 訾:zī  "
    "占:zhān 冒:mào 牟:móu 降:jiàng 尉:wèi 蔚:yù 郇:xún 渠:qú 瞿:qú 阿:ā 贲:bēn 薄:bó 都:dū 妫:guī  "
    "炅:guì 呙:guō 郏:jiá 贾:jiǎ 賈:jiǎ 缴:jiǎo 隽:juàn 蒯:kuǎi 令:lìng 逯:lù 甪:lù 糜:mí 芈:mǐ  "
    "粟:sù 眭:suī 睢:suī 邰:tái 庹:tuǒ 韦:wéi 鲜:xiān 燕:yān 郧:yún 恽:yùn 郓:yùn 昝:zǎn 仉:zhǎng  "
    "长:zhǎng 中:zhōng 重:chóng 俞:yú 贠:yùn 强:qiáng 佘:shé 厍:shè 舍:shè 殳:shū 谯:qiáo 阙:quē  "
    "阮:ruǎn 宁:níng 寧:níng 甯:nìng 亢:kàng 仝:tóng 亓:qí 卒:zú 晟:chéng 筦:guǎn 桂:guì 涡:guō  "
    "角:jué 麴:qū 弗:fú 父:fǔ 番:pān 浑:hún 会:guì 嵇:jī 戴:dài 邸:dǐ 酆:fēng 尢:yóu 尤:yóu 呂:lǚ  "
    "吕:lǚ 闾:lǘ 侴:chǒu 况:kuàng 蹇:jiǎn 尉迟:yù-chí 尉遲:yù-chí 万俟:mò-qí 萬俟:mò-qí 澹台:tán-tái  "
    "澹臺:tán-tái 长孙:zhǎng-sūn 長孫:zhǎng-sūn 令狐:líng-hú 鲜于:xiān-yú 鮮于:xiān-yú 单于:chán-yú  "
    "乐正:yuè-zhèng 亓官:qí-guān 颛孙:zhuān-sūn 宰父:zǎi-fǔ 谷梁:gǔ-liáng 拓跋:tuò-bá 夹谷:jiá-gǔ  "
    "呼延:hū-yán 濮阳:pú-yáng 皇甫:huáng-fǔ 钟离:zhōng-lí 公冶:gōng-yě 太叔:tài-shū 宇文:yǔ-wén  "
    "司徒:sī-tú 欧阳:ōu-yáng 歐陽:ōu-yáng 诸葛:zhū-gě 諸葛:zhū-gě 上官:shàng-guān "
)

DOUBLE: Final = frozenset(_DOUBLE.split())

READINGS: Final = MappingProxyType(dict(entry.split(":") for entry in _READINGS.split()))
"""Surname → its syllables with tone marks, joined by a hyphen."""

SINGLE: Final = frozenset(_SINGLE) | READINGS.keys()


def surname(name: str) -> str:
    """The surname a Chinese name begins with, empty when it begins with none we know."""
    if len(name) > len("欧阳") and name[:2] in DOUBLE:
        return name[:2]
    return name[0] if len(name) > 1 and name[0] in SINGLE else ""
