import io

import docx
from docx.shared import Cm

from reunion.exports.papers import open_side, packed, paper, shade, whole, write

from .given import COVER, EVENING, HOSTILE, say


def blank(**more: bool) -> docx.document.Document:
    made = paper("东兴区 串词", COVER, say, points=13, margin_cm=1.8, **more)
    return docx.Document(io.BytesIO(packed(made)))


def test_a_paper_is_a4_with_chinese_letters():
    section = blank().sections[0]
    # Word keeps lengths in twentieths of a point
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert abs(section.left_margin - Cm(1.8)) < Cm(0.01)
    letters = blank().styles["Normal"].element.xml
    assert 'w:eastAsia="等线"' in letters
    assert '<w:lang w:eastAsia="zh-CN"/>' in letters


def test_a_wide_paper_lies_on_its_side():
    section = blank(wide=True).sections[0]
    assert section.page_width > section.page_height


def test_the_foot_says_who_and_when_and_counts_the_pages():
    foot = blank().sections[0].footer.paragraphs[0]
    assert foot.text.startswith("导出人 王小明  2027-02-05 周五 19:30")
    assert [each for each in ("PAGE", "NUMPAGES") if f'w:instr="{each}"' in foot._p.xml] == [
        "PAGE",
        "NUMPAGES",
    ]
    assert "第 " in foot._p.xml
    assert " 页 共 " in foot._p.xml


def test_the_file_names_who_made_it_and_not_its_library():
    about = blank().core_properties
    assert (about.author, about.title, about.comments) == ("王小明", "东兴区 串词", "")
    assert about.created.timestamp() * 1000 == EVENING


def test_any_text_can_be_written():
    made = paper("x", COVER, say, points=12, margin_cm=2)
    for text in HOSTILE:
        write(made.add_paragraph(), text)
    read = docx.Document(io.BytesIO(packed(made)))
    assert [one.text for one in read.paragraphs][:2] == ["=1+2", "+1"]


def test_grounds_edges_and_rows_are_set():
    made = paper("x", COVER, say, points=12, margin_cm=2)
    table = made.add_table(rows=1, cols=1)
    whole(table.rows[0])
    open_side(table.cell(0, 0), "left")
    line = made.add_paragraph()
    shade(line.paragraph_format.element.get_or_add_pPr(), "EDEDED")
    assert 'w:fill="EDEDED"' in line._p.xml
    assert "cantSplit" in table._tbl.xml
    assert '<w:left w:val="nil"/>' in table._tbl.xml
