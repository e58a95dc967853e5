"""村村响: what the loudspeaker of a village says, as plain text to read out or to have read."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reunion.domain.faults import Say
from reunion.domain.instants import Instant
from reunion.domain.lists import CallSheet, Cover
from reunion.exports.lists import named
from reunion.exports.pages import MEDIA_TYPES, Exported, Form, filename, showable
from reunion.exports.zoned import clock, day, local_time

_WHEN: Final = (2021, 1, 1, 0, 0, 0)
"""Date of every member: the same notices give the same bytes."""


def with_notices(sheets: Sequence[CallSheet], cover: Cover, say: Say) -> tuple[CallSheet, ...]:
    """The same sheets, each with its text for the loudspeaker."""
    return tuple(replace(sheet, notice=loudspeaker(sheet, cover, say)) for sheet in sheets)


def loudspeaker(sheet: CallSheet, cover: Cover, say: Say) -> str:
    """The text for one village. A whole village hears it, so it names times and no people."""
    starts = sorted(call.start for call in sheet.calls)
    times: dict[str, dict[str, None]] = {}
    for start in starts:
        times.setdefault(_day(start, cover, say), {})[clock(start, cover.zone)[:-3]] = None
    sentence = say(
        "Attention please in %(village)s: %(count)d families of the village are on air in “%(title)s”: "
        "%(times)s. Please be before the camera 20 minutes before your time. Questions: %(contact)s."
    )
    return sentence % {
        "village": sheet.village or sheet.township or cover.home,
        "count": len(sheet.calls),
        "title": cover.title,
        "times": "；".join(f"{one} {'、'.join(clocks)}" for one, clocks in times.items()),
        "contact": sheet.contact or "、".join(cover.organisers),
    }


def notices(sheets: Sequence[CallSheet], cover: Cover, form: Form, say: Say) -> Exported:
    """One text with all villages, or a zip with a text a village."""
    first = min((call.gather for sheet in sheets for call in sheet.calls), default=cover.made_at)
    name = named(cover, say("Loudspeaker notices"), first, form)
    texts = [(_called(sheet, say), _read_out(sheet, cover, say)) for sheet in sheets]
    if form is Form.TXT:
        data = _text("\n\n\n".join(f"【{called}】\n{text}" for called, text in texts))
    else:
        data = _zipped(texts)
    return Exported(name, MEDIA_TYPES[form], data)


def _read_out(sheet: CallSheet, cover: Cover, say: Say) -> str:
    text = loudspeaker(sheet, cover, say)
    return f"{text}\n\n{say('Once more:')}\n{text}"


def _called(sheet: CallSheet, say: Say) -> str:
    return " ".join(part for part in (sheet.township, sheet.village) if part) or say("Village unknown")


def _zipped(texts: Sequence[tuple[str, str]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for at, (called, text) in enumerate(texts, 1):
            # numbered: two villages may have one name
            member = zipfile.ZipInfo(filename((f"{at:03d}", called), Form.TXT), _WHEN)
            packed.writestr(member, _text(text), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _text(text: str) -> bytes:
    return (showable(text).replace("\n", "\r\n") + "\r\n").encode("utf-8-sig")


def _day(start: Instant, cover: Cover, say: Say) -> str:
    moment = local_time(start, cover.zone)
    spoken = say("%(month)d/%(day)d") % {"month": moment.month, "day": moment.day}
    return f"{spoken} {day(start, cover.zone, say).split()[-1]}"
