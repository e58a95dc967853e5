import pytest

from reunion.actions.ports import Deed
from reunion.domain.instants import Instant
from reunion.web.deed_words import DEEDS, KINDS, what, who, whom
from reunion.web.locale import translations
from tests.actions.scenes import worker


def speak(msgid):
    return translations("zh_Hans").gettext(msgid)


def deed(action, subject="dongxing", **details):
    return Deed("dongxing", "a-1", Instant(0), action, subject, details)


def test_every_deed_and_every_kind_is_said_in_chinese():
    said = [what(deed(action), speak) for kind in DEEDS.values() for action in kind]
    assert not [words for words in (*said, *map(speak, KINDS.values())) if words.isascii()]
    assert KINDS.keys() == DEEDS.keys()


def test_who_did_it_is_a_colleague_a_registration_or_the_system():
    people = {"w1": worker("w1", "张伟")}
    told = [
        who(Deed("dongxing", by, Instant(0), "correct", "w1", {}), {"a-1": "小李"}, people, str)
        for by in ("a-1", "w1", "nobody")
    ]
    assert told == ["小李", "No. 0 themselves", "the system"]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (deed("export", "contacts", format="xlsx", phones=True), "通讯录 · xlsx · 含完整电话"),
        (deed("export", "callsheets", format="page", phones=False), "村级通知单 · 纸质"),
        (deed("import", taken=3, unchanged=2, refused=1), "新增 3，已有 2，退回 1"),
        (deed("links-confirmed", links=["a", "b"]), "2 条配对"),
        (deed("plan", version=7), "第 7 版"),
        (deed("settings", changed=["title", "tell_after"]), "名称、时间差多少分钟要通知家里"),
        (deed("account", "a-2"), "小赵"),
        (deed("set-up"), ""),
    ],
)
def test_whom_or_what_it_was_about(done, expected):
    assert whom(done, {"a-2": "小赵"}, {}, speak) == expected
