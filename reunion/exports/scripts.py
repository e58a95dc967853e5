"""主持串词: the host's script as a Word document, one item below the other in the order of the show."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reunion.domain.cards import Card, CardSide
from reunion.domain.faults import Say
from reunion.domain.lists import Cover, Script, ScriptRow
from reunion.exports.layouts import dialect
from reunion.exports.lists import named
from reunion.exports.pages import MEDIA_TYPES, Exported, Form
from reunion.exports.papers import packed, paper, shade, whole, write
from reunion.exports.zoned import clock, day, span

_BODY, _TO_SAY, _HEAD, _TITLE = 13, 16, 15, 20
_SEGMENT, _BAND, _BARRED = "F5E6D3", "EDEDED", "FBE3E4"


def script(shows: Sequence[Script], cover: Cover, form: Form, say: Say) -> Exported:
    """A document with a part a show; whoever has not agreed to be on air is not named."""
    first = min((row.start for show in shows for row in show.rows), default=cover.made_at)
    title = f"{cover.home} {cover.title} {say('Host script')}"
    made = paper(title, cover, say, points=_BODY, margin_cm=1.8)
    for at, show in enumerate(shows):
        if at:
            made.add_page_break()
        _show(made, show, cover, say)
    return Exported(named(cover, say("Host script"), first, form), MEDIA_TYPES[form], packed(made))


def opening_line(card: Card, say: Say) -> str:
    """What the host can say to bring a pair on, from what both sides told."""
    worker, family = card.worker, card.family
    if worker is None or family is None or not (worker.name and family.name):
        return ""
    names = {"worker": worker.name, "family": family.name}
    said = [
        say("On the line now: %(worker)s in %(away)s and, at home in %(home)s, %(family)s. ")
        % {**names, "away": worker.town or worker.place, "home": family.township or family.town}
        if (worker.town or worker.place) and (family.township or family.town)
        else say("On the line now: %(worker)s and %(family)s. ") % names
    ]
    if family.relation:
        said.append(
            say("%(family)s is %(relation)s of %(worker)s. ") % {**names, "relation": family.relation}
        )
    if worker.years_away:
        said.append(say("The last visit home was %(years)d years ago. ") % {"years": worker.years_away})
    return "".join(said).strip()


def _show(made: Any, show: Script, cover: Cover, say: Say) -> None:
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(head, f"{cover.home} {cover.title}\n{say('Host script')} {show.title}", points=_TITLE, bold=True)
    days = dict.fromkeys(day(row.start, cover.zone, say) for row in show.rows)
    line = made.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(
        line, "    ".join(part for part in (show.stage, "、".join(days), "、".join(cover.organisers)) if part)
    )
    for at, row in enumerate(show.rows, 1):
        _item(made, at, row, cover, say)


def _item(made: Any, at: int, row: ScriptRow, cover: Cover, say: Say) -> None:
    slot = row.card.worker or row.card.family
    title = row.card.title or _names(row.card) or say("Greeting")
    if row.barred:
        title = say("Not agreed to be on air: do not put it on")
    head = made.add_paragraph()
    head.paragraph_format.keep_with_next = bool(slot and not row.barred)
    head.paragraph_format.space_before, head.paragraph_format.space_after = Pt(12), Pt(4)
    colour = _BARRED if row.barred else _BAND if slot else _SEGMENT
    shade(head.paragraph_format.element.get_or_add_pPr(), colour)
    write(head, f"{at}　{clock(row.start, cover.zone)}　{span(row.seconds)}　", points=_BODY)
    write(head, title, points=_HEAD, bold=True)
    if slot and not row.barred:
        _greeting(made, row.card, say)
    if row.note:
        write(made.add_paragraph(), f"{say('Remarks')}：{row.note}")


def _greeting(made: Any, card: Card, say: Say) -> None:
    line = opening_line(card, say)
    if line:
        to_say = made.add_paragraph()
        to_say.paragraph_format.keep_with_next = True
        to_say.paragraph_format.space_after = Pt(4)
        write(to_say, line, points=_TO_SAY)
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    whole(table.rows[0])
    sides = ((card.worker, "Worker"), (card.family, "Family"))
    for cell, (side, called) in zip(table.rows[0].cells, sides, strict=True):
        paragraph = cell.paragraphs[0]
        write(paragraph, f"{say(called)}　", points=_BODY - 3)
        if side is not None:
            home = say("from %(township)s") if side is card.worker else "%(township)s"
            _side(paragraph, side, home, say)
    made.add_paragraph().paragraph_format.space_after = Pt(0)


def _side(paragraph: Any, side: CardSide, home: str, say: Say) -> None:
    write(paragraph, side.name, points=_HEAD, bold=True)
    write(paragraph, f"　{side.pinyin}\n" if side.pinyin else "\n", points=_BODY - 1)
    facts = [
        home % {"township": side.township} if side.township else "",
        side.place or side.town,
        side.relation,
        say("%(count)d people") % {"count": side.persons} if side.persons > 1 else "",
        say("%(years)d years since the last visit") % {"years": side.years_away} if side.years_away else "",
        dialect(side.dialect, say),
    ]
    write(paragraph, "，".join(dict.fromkeys(fact for fact in facts if fact)))
    for called, words in (("Wants to say", side.message), ("Story", side.story)):
        if words:
            write(paragraph, f"\n{say(called)}：", points=_BODY - 3)
            write(paragraph, words)


def _names(card: Card) -> str:
    return " ↔ ".join(side.name for side in (card.worker, card.family) if side and side.name)
