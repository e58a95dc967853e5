import io
from dataclasses import replace

import docx

from reunion.exports.pages import Form
from reunion.exports.scripts import opening_line, script

from .given import COVER, HOSTILE, PAIRED, SCRIPT, say


def read(*shows) -> str:
    made = docx.Document(io.BytesIO(script(shows, COVER, Form.DOCX, say).data))
    texts = [part.text for part in made.paragraphs]
    texts += [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def test_the_file_is_named_like_the_other_lists():
    made = script([SCRIPT], COVER, Form.DOCX, say)
    assert made.filename == "东兴区_2027云团聚_主持串词_20270205.docx"
    assert made.media_type.endswith("wordprocessingml.document")


def test_every_item_stands_there_in_order_with_its_time_and_length():
    lines = read(SCRIPT).splitlines()
    heads = [line for line in lines if line.startswith(("1　", "2　"))]
    assert heads == ["1　19:30:00　3:00　开场", "2　19:33:00　2:30　陈伟 ↔ 江秀英"]


def test_the_host_reads_names_with_pinyin_towns_relation_story_and_message():
    text = read(SCRIPT)
    for words in (
        "陈伟　Chén Wěi",
        "江秀英　Jiāng Xiùyīng",
        "老家田家镇，温岭 大溪鞋厂，儿子，3 年没回家",
        "田家镇，家里，母亲，3 人，家乡话",
        "想说的话：妈，过年好",
        "故事：腌了腊肉等你",
        "备注：先看短片",
    ):
        assert words in text


def test_the_opening_line_says_only_what_is_known():
    assert PAIRED.worker is not None
    assert PAIRED.family is not None
    assert opening_line(PAIRED, say) == (
        "现在连线：在温岭的陈伟，和家乡田家镇的江秀英。江秀英是陈伟的母亲。上次回家是 3 年前。"
    )
    bare = replace(
        PAIRED,
        worker=replace(PAIRED.worker, town="", place="", years_away=None),
        family=replace(PAIRED.family, relation=""),
    )
    assert opening_line(bare, say) == "现在连线：陈伟和江秀英。"
    assert opening_line(replace(PAIRED, family=None), say) == ""
    assert opening_line(PAIRED, lambda msgid: msgid).endswith("years ago.")


def test_who_has_not_agreed_is_not_named():
    opening, slot = SCRIPT.rows
    text = read(replace(SCRIPT, rows=(opening, replace(slot, barred=True))))
    assert "未同意播出，请勿连线" in text
    assert "陈伟" not in text
    assert "腊肉" not in text


def test_any_text_can_stand_in_it():
    for text in HOSTILE:
        assert PAIRED.worker is not None
        card = replace(PAIRED, worker=replace(PAIRED.worker, name=text, message=text))
        assert read(replace(SCRIPT, title=text, rows=(replace(SCRIPT.rows[1], card=card, note=text),)))


def test_two_shows_begin_on_pages_of_their_own():
    made = docx.Document(io.BytesIO(script([SCRIPT, SCRIPT], COVER, Form.DOCX, say).data))
    assert made.element.xml.count('w:type="page"') == 1
    assert script([], COVER, Form.DOCX, say).data.startswith(b"PK")
