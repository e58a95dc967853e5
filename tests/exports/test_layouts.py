from dataclasses import replace

from reunion.domain.lists import End
from reunion.exports.layouts import asrun_pages, callsheet_pages, rundown_pages
from reunion.exports.pages import Page

from .given import CALLS, CHEN, COVER, JIANG, RAN, SHOW, SLOT, say


def table(page: Page) -> list[dict[str, object]]:
    return [
        {
            heading.text: cell
            for heading, cell in zip(page.headings, row, strict=True)
            if cell not in ("", None)
        }
        for row in page.rows
    ]


def test_a_rundown_has_a_summary_and_a_page_a_show():
    summary, show = rundown_pages([SHOW], COVER, say)
    assert (summary.name, show.name) == ("汇总", "第一场")
    assert show.title == "东兴区 2027云团聚 串联单 第一场"
    assert show.line == "东兴区融媒体中心、温岭市融媒体中心    主直播间    2027-02-05 周五 除夕"
    assert show.shaded == {0}
    assert table(summary) == [
        {
            "序号": 1,
            "场次": "第一场",
            "直播间": "主直播间",
            "日期": "2027-02-05 周五 除夕",
            "开始": "19:30:00",
            "结束": "19:35:30",
            "连线数": 1,
            "板块数": 1,
        }
    ]
    assert table(show) == [
        {"序号": 1, "开始": "19:30:00", "时长": "3:00", "内容": "开场", "备注": "主持人"},
        {
            "序号": 2,
            "开始": "19:33:00",
            "时长": "2:30",
            "内容": "连线问候",
            "务工人员": "陈*",
            "务工人员电话": "138****8000",
            "所在地": "温岭 大溪鞋厂",
            "家属": "江*",
            "家属电话": "139****9000",
            "关系": "母亲",
            "乡镇": "田家镇",
            "村（社区）": "双坝",
            "人数": 3,
            "方言": "四川话",
            "留言": "妈，过年好",
        },
    ]


def test_a_rundown_without_telephones_has_no_columns_for_them():
    slot = replace(SLOT, worker=replace(CHEN, phone=""), family=replace(JIANG, phone=""))
    _, show = rundown_pages([replace(SHOW, rows=(slot,))], COVER, say)
    assert [heading.text for heading in show.headings if "电话" in heading.text] == []
    assert {len(row) for row in show.rows} == {len(show.headings)}


def test_an_empty_show_is_still_a_page():
    summary, show = rundown_pages([replace(SHOW, rows=())], COVER, say)
    assert (len(summary.rows), show.rows) == (1, ())


def test_a_call_sheet_says_when_to_gather_whom():
    summary, village = callsheet_pages([CALLS], COVER, say)
    assert table(summary) == [
        {
            "序号": 1,
            "乡镇": "田家镇",
            "村（社区）": "双坝",
            "户数": 1,
            "最早到场": "2027-02-05 周五 19:00",
            "联系人": "村文书 李某",
        }
    ]
    assert (village.name, village.notice) == ("双坝", "各位乡亲，今晚请到村委会。")
    assert table(village) == [
        {
            "序号": 1,
            "到场时间": "19:00",
            "大约连线": "19:30",
            "日期": "2027-02-05 周五 除夕",
            "场次": "第一场",
            "家属": "江*",
            "家属电话": "139****9000",
            "组": "3",
            "人数": 2,
            "关系": "母亲",
            "务工人员": "陈*",
            "务工人员电话": "138****8000",
        }
    ]


def test_a_call_sheet_of_an_unknown_place_says_so():
    summary, sheet = callsheet_pages([replace(CALLS, village="", township="")], COVER, say)
    assert (table(summary)[0]["乡镇"], table(summary)[0]["村（社区）"]) == ("乡镇不详", "村名不详")
    assert (sheet.name, sheet.title) == ("村名不详", "东兴区 2027云团聚 通知单 乡镇不详 村名不详")


def test_what_ran_stands_beside_what_was_planned():
    (page,) = asrun_pages([RAN], COVER, say)
    assert table(page) == [
        {
            "序号": 1,
            "内容": "开场",
            "计划开始": "19:30:00",
            "实际开始": "19:30:02",
            "实际结束": "19:33:10",
            "计划时长": "3:00",
            "实际时长": "3:08",
            "晚于计划": "0:02",
            "状态": "已播出",
        },
        {
            "序号": 2,
            "内容": "连线问候",
            "务工人员": "陈*",
            "家属": "江*",
            "乡镇": "田家镇",
            "计划开始": "19:33:00",
            "计划时长": "2:30",
            "状态": "未到场",
        },
    ]


def test_a_slot_of_unknown_people_is_still_a_row():
    _, show = rundown_pages([replace(SHOW, rows=(replace(SLOT, worker=End(""), family=None),))], COVER, say)
    assert len(show.rows) == 1
