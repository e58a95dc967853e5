"""Characters that are taken for one another when a name is copied by hand or by eye.

Our own list: simple characters one stroke apart and common name characters that share all but one part.
"""

from typing import Final

_GROUPS: Final = (
    "余佘 己已巳 未末本木 土士 大太犬 天夫无元 王玉主五 日曰目 人入八 贝见 田由甲申 午牛 干千于 刀力 刘列 勇男 贵责 "
    "波泼 光先 朋明 东乐 冈岗 今令 住佳 永水 正止 月用 全金 芳芬 群君 丽而 清青 晴睛 扬杨 阳汤 陈阵 邓登 "
    "代伐 仕任 伍仵 仑仓 伦抡 洁结 浩洁 洪供 洋样 活话 海悔 涛寿 淑叔 渊洲 源原 泽择 江汪 沙纱 治冶 法去 "
    "柏伯 相桐 桂挂 桃挑 栋拣 梅海 林村 材村 杜社 权杈 枫机 标示 检捡 棋琪 模摸 "
    "志态 忠患 思恩 怡治 恒桓 惠患 慧彗 成戍 戌戊 戎戒 戴载 "
    "兵宾 丘兵 北比 华毕 卫卩 厂广 历厉 友发 叶计 司可 吉古 吕昌 君群 周同 和知 品晶 唐康 商裔 "
    "国困 园圆 坤坛 城诚 培陪 堂常 墨黑 声芦 复夏 备各 姜美 娟捐 婷停 孝考 季李 学字 宁宇 安女 宏宠 宜宣 "
    "家象 宾兵 富福 寿涛 尚向 少小 尤龙 居屈 岚风 岩石 峰锋 崇祟 川州 巧朽 巨臣 布市 师帅 常堂 平半 年午 幸辛 "
    "延廷 建健 开井 强弹 彬杉 彩采 德得 忙忘 念会 怀坏 慎镇 拓石 振震 捷婕 敏每 文交 斌赋 斤斥 方万 旦但 旭旮 "
    "昆晃 易昌 春舂 昭照 晓烧 景影 智知 曼蔓 曾鲁 朗郎 朱牛 朴补 权杈 李季 来米 松柏 根银 格洛 梁粱 森林 楠南 "
    "武式 民氏 水永 汉汊 沈忱 泉皇 泰秦 润闰 淳谆 湘相 滨宾 潘番 澄登 灵炅 炎淡 炳柄 烈列 煜昱 熊能 燕蒸 牛午 "
    "玲铃 珍诊 珠株 琳林 琴芩 琼京 瑞端 瑶摇 璐路 甫浦 甘廿 申甲 男勇 畅杨 白百 皓浩 盈盆 盛成 睿容 石右 碧壁 "
    "礼札 祖租 祥详 禹属 秀季 科料 程呈 立位 章竟 竹行 笑芙 符付 简间 米来 素索 红江 纯钝 纲钢 绍召 绪续 维准 "
    "罗夕 羊美 翠卒 耀跃 胜性 臣巨 艳绝 良食 芝乏 芬芳 花华 苏办 英央 茂戊 荣莹 莉利 莲连 菊匊 菲非 萍苹 蓉容 "
    "蓝篮 薇微 蕾雷 虎虚 行竹 袁哀 裕浴 西酉 言信 许午 诗持 贤坚 贺驾 超起 越趋 辉挥 达过 迎仰 远元 连车 遥摇 "
    "郑关 郭敦 钟种 铁轶 铭名 锋峰 锦棉 长张 门们 闯闪 阮玩 陆击 雄难 雅推 雨两 雪雷 雯雨 霞假 静争 韦伟 顺须 "
    "颖颍 飞气 香番 马鸟 驰弛 骏俊 高亮 魁槐 鲁曾 鸣鸟 鸿鸣 麦夌 鹏朋 黄簧 龙尤"
)


_ALIKE: Final = frozenset(
    first + second for group in _GROUPS.split() for first in group for second in group if first != second
)


def look_alike(first: str, second: str) -> bool:
    """Whether one of the two characters is easily read as the other."""
    return first + second in _ALIKE
