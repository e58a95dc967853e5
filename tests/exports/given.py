"""One cover and one of each list, as the tests of the exports use them."""

from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import Instant
from reunion.domain.lists import (
    AsRun,
    AsRunRow,
    Call,
    CallSheet,
    Contact,
    ContactList,
    Cover,
    End,
    Guest,
    RundownList,
    RundownRow,
    Script,
    ScriptRow,
)
from reunion.web.locale import translations

say = translations("zh_Hans").gettext

EVENING = Instant(1_801_827_000_000)
"""2027-02-05 19:30 in Shanghai."""
COVER = Cover(
    "东兴区", "2027云团聚", "Asia/Shanghai", "王小明", EVENING, ("东兴区融媒体中心", "温岭市融媒体中心")
)
CHEN = End("陈*", "138****8000", "温岭 大溪鞋厂", "儿子")
JIANG = End("江*", "139****9000", "家里", "母亲")
OPENING = RundownRow("it-1", EVENING, 180, "开场", note="主持人")
SLOT = RundownRow(
    "it-2", Instant(EVENING + 180_000), 150, "", CHEN, JIANG, "田家镇", "双坝", 3, "四川话", "妈，过年好", ""
)
SHOW = RundownList("s1", "第一场", "主直播间", (OPENING, SLOT))
CALLS = CallSheet(
    "田家镇",
    "双坝",
    (Call(Instant(EVENING - 1_800_000), EVENING, "第一场", JIANG, CHEN, "3", 2),),
    "村文书 李某",
    "各位乡亲，今晚请到村委会。",
)
CONTACTS = ContactList(
    (Contact(7, "worker", "陈*", "138****8000", "田家镇", "双坝", "温岭", "江*（母亲）", "J6RZAP"),)
)
RAN = AsRun(
    "s1",
    "第一场",
    "主直播间",
    (
        AsRunRow("it-1", EVENING, 180, "aired", Instant(EVENING + 2_000), Instant(EVENING + 190_400), "开场"),
        AsRunRow("it-2", Instant(EVENING + 180_000), 150, "no_show", None, None, "", "陈*", "江*", "田家镇"),
    ),
)
HOSTILE = (
    "=1+2",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    " =1",
    "\x00a",
    "\ud800",
    "]]>&<",
    "{{7*7}}",
    "a\u202eb",
    "b" * 40_000,
)

PAIRED = Card(
    "",
    CardSide("陈伟", "Chén Wěi", "温岭 大溪鞋厂", "温岭", "儿子", "田家镇", 1, 3, "", "", "妈，过年好"),
    CardSide(
        "江秀英", "Jiāng Xiùyīng", "家里", "田家镇", "母亲", "田家镇", 3, None, "sichuan", "腌了腊肉等你", ""
    ),
)
SCRIPT = Script(
    "第一场",
    "主直播间",
    (ScriptRow(EVENING, 180, Card("开场")), ScriptRow(Instant(EVENING + 180_000), 150, PAIRED, "先看短片")),
)
GUESTS = (
    Guest(
        7,
        "worker",
        "陈伟",
        "温岭 大溪鞋厂",
        "第一场",
        Instant(EVENING - 1_200_000),
        EVENING,
        1,
        "江秀英",
        "http://reunion.example/staff/dongxing/door/r-1",
    ),
    Guest(
        8,
        "family",
        "江秀英",
        "田家镇 双坝",
        "第一场",
        Instant(EVENING - 1_200_000),
        EVENING,
        3,
        "陈伟",
        "http://reunion.example/staff/dongxing/door/r-2",
    ),
)
