from dataclasses import replace

from aiohttp.test_utils import make_mocked_request

from reunion.config import Settings
from reunion.domain.people import Source
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.web.keys import SETTINGS
from reunion.web.link_questions import message, questions
from tests.actions.scenes import GATHERING, family, worker


def row(*clues: Clue) -> MatchRow:
    return MatchRow("w1", "f1", 5000, MatchStanding.REVIEW, clues)


def test_what_disagrees_is_asked_first_and_what_is_clear_not_at_all():
    asked = questions(
        row(Clue("name", "equal", 6.0), Clue("village", "other", -4.0), Clue("sex", "other", -1.0))
    )
    assert asked == ["place", "kin", "worker"]
    assert questions(row()) == ["name", "worker", "place"]


def test_the_message_is_chinese_and_says_nothing_the_other_side_told():
    request = make_mocked_request("GET", "/", headers={"Host": "reunion.example"})
    request.app[SETTINGS] = Settings(public_url="https://reunion.example")
    one = worker("w1", "张玮", "李方", "母亲", phones=("+8613800138000",), village="正子")
    other = family("f1", "李芳", "张伟", "儿子", village="双桥", invite_code="ABCDEF")

    text = message(request, GATHERING, other, row(Clue("name", "same-sound", 5.0)))
    assert text.splitlines()[0] == "李芳您好，这里是“为爱止步”报名处。"
    assert "张伟的姓名是哪几个字？" in text
    assert text.splitlines()[-1] == "https://reunion.example/g/dongxing/join/ABCDEF?side=worker"
    for told in ("张玮", "李方", "正子", "8000"):
        assert told not in text
    assert text.count("http") == 1
    assert "请打开报名成功时给您的个人链接改正" in text
    assert "个人链接" not in message(request, GATHERING, replace(other, source=Source.ROSTER), row())
    assert "李方的电话后四位是多少？" in message(request, GATHERING, one, row())
