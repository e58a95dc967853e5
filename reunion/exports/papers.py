"""Word documents as offices print them: A4, Chinese letters, pages counted, who made it and when."""

import io
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reunion.domain.faults import Say
from reunion.domain.lists import Cover
from reunion.exports.pages import showable
from reunion.exports.zoned import clock, day, local_time

_A4: Final = (Cm(21), Cm(29.7))
_FONT: Final = "等线"


def paper(title: str, cover: Cover, say: Say, *, points: int, margin_cm: float, wide: bool = False) -> Any:
    """An empty document with its footer; `points` is the size of its letters."""
    made = docx.Document()
    _lettered(made.styles["Normal"], points)
    section = made.sections[0]
    section.page_width, section.page_height = reversed(_A4) if wide else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    for edge in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, edge, Cm(margin_cm))
    section.footer_distance = Cm(0.8)
    _foot(section.footer.paragraphs[0], cover, say)
    about = made.core_properties
    about.title, about.author, about.comments = showable(title)[:200], showable(cover.made_by)[:80], ""
    about.created = about.modified = local_time(cover.made_at, "UTC").replace(tzinfo=None)
    return made


def packed(document: Any) -> bytes:
    """The document as a file."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def write(paragraph: Any, text: str, *, points: float = 0, bold: bool = False) -> Any:
    """More text in a paragraph; line breaks stay."""
    run = paragraph.add_run(showable(text))
    run.bold = bold or None
    if points:
        run.font.size = Pt(points)
    return run


def shade(element: Any, colour: str) -> None:
    """Colour the ground of a paragraph's or a cell's properties."""
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        ground.set(qn(f"w:{name}"), value)
    element.append(ground)


def open_side(cell: Any, edge: str) -> None:
    """Leave out the line on one edge (`left`, `right`) of a cell."""
    lines, line = OxmlElement("w:tcBorders"), OxmlElement(f"w:{edge}")
    line.set(qn("w:val"), "nil")
    lines.append(line)
    cell._tc.get_or_add_tcPr().append(lines)  # noqa: SLF001


def whole(row: Any) -> None:
    """Keep the row of a table on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library has no other way


def _lettered(style: Any, points: int) -> None:
    style.font.name, style.font.size = _FONT, Pt(points)
    # without the second name Word sets Chinese letters in the font of its own template
    letters = style.element.get_or_add_rPr()
    letters.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    # else LibreOffice takes the stops of another Chinese, in the middle of their square
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    letters.append(language)


def _foot(paragraph: Any, cover: Cover, say: Say) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    when = f"{day(cover.made_at, cover.zone, say)} {clock(cover.made_at, cover.zone)[:-3]}"
    write(paragraph, f"{say('Exported by')} {cover.made_by}  {when}    ", points=9)
    before, between, after = _around(say("Page %(page)s of %(pages)s"))
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        write(paragraph, text, points=9)
        if field:
            counted = OxmlElement("w:fldSimple")
            counted.set(qn("w:instr"), field)
            # what stands in it lends the number its size, until the pages are counted
            counted.append(write(paragraph, "1", points=9)._r)  # noqa: SLF001 - the library knows no fields
            paragraph._p.append(counted)  # noqa: SLF001


def _around(sentence: str) -> tuple[str, str, str]:
    before, _, rest = sentence.partition("%(page)s")
    between, _, after = rest.partition("%(pages)s")
    return before, between, after
