"""Messages to many as a workbook: a row for each, as programs that send them want it."""

from reunion.domain.faults import Say
from reunion.domain.lists import ContactList, Cover
from reunion.exports.layouts import columns, one_a_line, titled, underline
from reunion.exports.lists import named
from reunion.exports.pages import MEDIA_TYPES, Exported, Form, Page
from reunion.exports.xlsx import write_workbook


def messages(people: ContactList, texts: tuple[str, ...], cover: Cover, say: Say) -> Exported:
    """A text for each of these people, in their order."""
    title = say("Messages to send")
    headings = columns(say, ("Registration", 7), ("Name", 12), ("Telephone", 15), ("Message", 90))
    rows = tuple(
        (row.number, row.name, one_a_line(row.phone), text)
        for row, text in zip(people.rows, texts, strict=True)
    )
    page = Page(title, titled(cover, title), underline(cover), headings, rows)
    name = named(cover, title, cover.made_at, Form.XLSX)
    return Exported(name, MEDIA_TYPES[Form.XLSX], write_workbook((page,), cover, say))
