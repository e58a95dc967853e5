from dataclasses import replace

from reunion.exports.contacts import contact_pages

from .given import CONTACTS, COVER, say
from .test_layouts import table


def test_contacts_are_one_page():
    (page,) = contact_pages(CONTACTS, COVER, say)
    assert table(page) == [
        {
            "序号": 1,
            "报名号": 7,
            "类别": "务工人员",
            "姓名": "陈*",
            "电话": "138****8000",
            "乡镇": "田家镇",
            "村（社区）": "双坝",
            "地点": "温岭",
            "人数": 1,
            "想见的人": "江*（母亲）",
            "邀请码": "J6RZAP",
        }
    ]


def test_the_mark_stands_in_the_last_column_for_programs_only():
    marked = replace(CONTACTS, rows=(replace(CONTACTS.rows[0], stamp="r-1.abcde"),))
    (page,) = contact_pages(marked, COVER, say)
    assert (page.headings[-1].text, page.headings[-1].quiet, page.rows[0][-1]) == (
        *("标记（请勿改动）", True),
        "r-1.abcde",
    )
    assert [heading.text for heading in page.headings if heading.quiet] == ["标记（请勿改动）"]
