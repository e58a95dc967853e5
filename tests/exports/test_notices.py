import io
import zipfile
from dataclasses import replace

from reunion.domain.instants import DAY, MINUTE, Instant
from reunion.domain.lists import Call
from reunion.exports.notices import loudspeaker, notices, with_notices
from reunion.exports.pages import Form

from .given import CALLS, CHEN, COVER, EVENING, HOSTILE, JIANG, say


def at(*starts: int) -> tuple[Call, ...]:
    return tuple(
        Call(Instant(start - 20 * MINUTE), Instant(start), "第一场", JIANG, CHEN) for start in starts
    )


def test_a_notice_says_how_many_families_when_and_whom_to_ask():
    sheet = replace(CALLS, calls=at(EVENING, EVENING + 9 * MINUTE, EVENING + 9 * MINUTE, EVENING + DAY))
    assert loudspeaker(sheet, COVER, say) == (
        "双坝的乡亲们请注意：咱们这里有 4 户参加“2027云团聚”直播连线，"
        "时间是 2 月 5 日 周五 19:30、19:39；2 月 6 日 周六 19:30。"
        "请提前 20 分钟到镜头前准备。有疑问请联系：村文书 李某。"
    )


def test_a_notice_names_nobody_and_no_number():
    text = loudspeaker(CALLS, COVER, say)
    assert [word for word in ("江*", "陈*", "138", "139") if word in text] == []


def test_a_village_without_a_name_is_called_by_its_township():
    assert loudspeaker(replace(CALLS, village=""), COVER, say).startswith("田家镇的乡亲们")
    nameless = replace(CALLS, village="", township="", contact="")
    assert loudspeaker(nameless, COVER, say).startswith("东兴区的乡亲们")
    assert "融媒体中心" in loudspeaker(nameless, COVER, say)


def test_every_sheet_gets_its_own_notice():
    first, second = with_notices([CALLS, replace(CALLS, village="长桥")], COVER, say)
    assert (first.notice[:2], second.notice[:2]) == ("双坝", "长桥")


def test_a_zip_holds_a_text_a_village_that_notepad_opens():
    made = notices([CALLS, replace(CALLS, village="长/桥")], COVER, Form.ZIP, say)
    assert made.filename == "东兴区_2027云团聚_村村响广播稿_20270205.zip"
    with zipfile.ZipFile(io.BytesIO(made.data)) as packed:
        assert packed.namelist() == ["001_田家镇 双坝.txt", "002_田家镇 长 桥.txt"]
        text = packed.read("001_田家镇 双坝.txt")
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").split("\r\n")
    assert lines == [loudspeaker(CALLS, COVER, say), "", "再播送一遍：", loudspeaker(CALLS, COVER, say), ""]


def test_the_same_notices_give_the_same_bytes():
    assert notices([CALLS], COVER, Form.ZIP, say) == notices([CALLS], COVER, Form.ZIP, say)


def test_one_text_holds_every_village_under_its_name():
    text = notices([CALLS, replace(CALLS, village="长桥")], COVER, Form.TXT, say).data.decode("utf-8-sig")
    assert [line for line in text.split("\r\n") if line.startswith("【")] == [
        "【田家镇 双坝】",
        "【田家镇 长桥】",
    ]


def test_hostile_names_end_in_a_zip_all_the_same():
    sheets = [replace(CALLS, village=text, contact=text) for text in HOSTILE]
    with zipfile.ZipFile(io.BytesIO(notices(sheets, COVER, Form.ZIP, say).data)) as packed:
        assert len(set(packed.namelist())) == len(HOSTILE)
        assert [name for name in packed.namelist() if "/" in name or "\\" in name] == []
