from dataclasses import replace

import pytest
from aiohttp.test_utils import make_mocked_request

from reunion.actions.placing import Blocked
from reunion.domain.conflicts import Clash
from reunion.domain.instants import DAY, SECOND
from reunion.web.clash_words import Words
from tests.actions.scenes import EVE_ONE, EVE_TWO, EVENING, GATHERING

AT = EVENING // SECOND
WORDS = Words(
    make_mocked_request("GET", "/"),
    GATHERING,
    {"p-2": {"worker": "刘强", "family": "王芳"}},
    {"s-1": replace(EVE_ONE)},
)
SPAN = ((AT, AT + 300),)


@pytest.mark.parametrize(
    ("clash", "says"),
    [
        (Clash("H1", "p"), "这一对或这个场次已不存在。"),
        (Clash("H2", "p", "worker", spans=SPAN), "务工方只有 19:33–19:38 在。"),
        (Clash("H2", "p", "family", spans=SPAN), "家属方只有 19:33–19:38 在。"),
        (Clash("H3", "p", spans=SPAN), "本场只有 19:33–19:38。"),
        (Clash("H4", "p", spans=SPAN, lane="s-1"), "19:33–19:38 是“开场”。"),
        (Clash("H5", "p", other="p-2", seconds=15), "离前面的 刘强 ↔ 王芳 不到 15 秒。"),
        (Clash("H6", "p"), "本场没有会说他们方言的主持人。"),
        (Clash("H7", "p", lane="s-1"), "已锁定在“第一晚”。"),
        (Clash("H7", "p", spans=SPAN), "已锁定在 19:33–19:38。"),
        (Clash("H7", "p"), "已锁定不排。"),
        (Clash("H8", "p", other="p-2", seconds=600), "其中有人同时在 刘强 ↔ 王芳，中间至少要隔 10 分钟。"),
        (Clash("H9", "p"), "已经播出过了。"),
    ],
    ids=lambda value: value.rule if isinstance(value, Clash) else "",
)
def test_every_rule_is_said_in_a_sentence(clash, says):
    assert WORDS.clash(clash) == says


def test_who_may_be_the_same_person_is_said_with_a_perhaps():
    pairs = {"p": {"worker": "张伟", "family": "李芳", "asked": ["w1", "f1"]}}
    pairs["p-2"] = {"worker": "刘强", "family": "王芳", "asked": ["w2", "f2"]}
    clash = Clash("H8", "p", other="p-2", seconds=600)
    words = replace(WORDS, pairs=pairs)
    assert words.clash(clash) == "其中可能有人也在 刘强 ↔ 王芳，中间至少要隔 10 分钟。"
    assert words.perhaps("p-2") == "可能和 刘强 ↔ 王芳 里的是同一个人：请看“配对”里的“重复登记”。"
    pairs["p-2"]["asked"] = ["w2", "f1"]
    assert words.clash(clash) == "其中有人同时在 刘强 ↔ 王芳，中间至少要隔 10 分钟。"


def test_where_there_are_several_evenings_a_time_has_its_day_however_many_times_are_named():
    words = replace(WORDS, shows={"s-1": EVE_ONE, "s-2": EVE_TWO})
    assert words.times(SPAN) == "2月7日星期日 19:33–19:38"
    assert words.clash(Clash("H2", "p", "family", spans=SPAN)) == "家属方只有 2月7日星期日 19:33–19:38 在。"
    assert words.clash(Clash("H7", "p", spans=SPAN)) == "已锁定在 2月7日星期日 19:33–19:38。"


def test_times_of_several_evenings_say_the_days():
    a_day = DAY // SECOND
    assert WORDS.times((*SPAN, (AT + 600, AT + 900))) == "19:33–19:38、19:43–19:48"
    evenings = (*SPAN, (AT + a_day, AT + a_day + 300))
    assert WORDS.times(evenings) == "2月7日星期日 19:33–19:38、2月8日星期一 19:33–19:38"


def test_whoever_stands_behind_is_named():
    assert WORDS.blocked(Blocked("p-2", 0, locked=True)) == "会撞上已锁定时间的 刘强 ↔ 王芳。"
    assert "刘强 ↔ 王芳" in WORDS.blocked(Blocked("p-2", 0))
