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
            "想见的人": "江*（母亲）",
            "邀请码": "J6RZAP",
        }
    ]
