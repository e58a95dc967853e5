"""Setting up a show: its day and times in the gathering's zone, its stage, its segments."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from reunion.actions.arranging import Impossible, new_show_id, set_show
from reunion.domain.access import PLANNERS
from reunion.domain.instants import DAY, SECOND, Instant, later
from reunion.domain.numerals import MINUTES, SECONDS, whole
from reunion.domain.people import Gathering
from reunion.domain.plans import Segment, ShowHead
from reunion.exports.zoned import local_time
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_sections import frame, one

ROWS: Final = 8
"""Empty rows for segments beyond those there are."""
NO_NUMBER: Final = "“%(text)s” is no number: write how many minutes “%(segment)s” takes, e.g. 5 or 1.5."
YEARS: Final = (2000, 2100)
DIALECTS: Final = ("mandarin", "sichuan")


class Misfilled(Impossible):
    """What stands in one box of the form cannot be; the page marks that box."""

    def __init__(self, sentence: str, *, box: str, **params: str) -> None:
        super().__init__(sentence, **params)
        self.box = box


async def new_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/shows/new."""
    gathering = await the_gathering(request)
    known = await request.app[STORE].shows.every(gathering.id)
    tomorrow = local_time(later(request.app[NOW](), milliseconds=DAY), gathering.zone)
    answers = {
        "stage": known[-1].stage if known else say(request, "Stage 1"),
        "day": f"{tomorrow:%Y-%m-%d}",
        "from": "20:00",
        "to": "22:00",
        "buffer": "15",
        "mandarin": "1",
        "sichuan": "1",
        "0-title": say(request, "Opening"),
        "0-at": "20:00",
        "0-minutes": "5",
    }
    return _page(request, gathering, answers, rows=ROWS)


async def change_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/shows/{show}."""
    gathering, head = await _head(request)
    return _page(
        request, gathering, _answers(head, gathering), rows=len(head.segments) + ROWS // 2, head=head
    )


async def create(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/shows/new."""
    return await _store(request, await the_gathering(request), None)


async def change(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/shows/{show}."""
    gathering, head = await _head(request)
    return await _store(request, gathering, head)


async def _store(request: web.Request, gathering: Gathering, before: ShowHead | None) -> web.Response:
    form = await read_form(request)
    answers = {name: one(form, name, 100) for name in form}
    try:
        head = _read(gathering, answers, before.id if before else new_show_id())
        await set_show(
            request.app[STORE],
            head,
            by=request[IDENTITY].id,
            clock=request.app[NOW],
            stages=request.app[STAGES],
        )
    except Impossible as wrong:
        sentence = say(request, wrong.sentence) % wrong.params
        rows = sum(name.endswith("-title") for name in answers)
        return _page(
            request,
            gathering,
            answers,
            rows=min(rows, 60),
            head=before,
            wrong=sentence,
            box=wrong.box if isinstance(wrong, Misfilled) else "",
            status=422,
        )
    return see_other(f"/staff/{gathering.id}?done=show-saved")


def _read(gathering: Gathering, answers: Mapping[str, str], id_: str) -> ShowHead:
    try:
        day = date.fromisoformat(answers.get("day", ""))
    except ValueError:
        raise Impossible("Write the day like 2027-02-05.") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Impossible("Write the day like 2027-02-05.")
    start = _instant(day, answers.get("from", ""), gathering.zone)
    end = _instant(day, answers.get("to", ""), gathering.zone)
    if end <= start:
        end = _instant(day + timedelta(days=1), answers.get("to", ""), gathering.zone)
    buffer_s = whole(answers.get("buffer", ""), SECONDS)
    if buffer_s is None or buffer_s >= 1000:
        raise Impossible("Write the seconds between two greetings as a number, e.g. 15.")
    return ShowHead(
        id=id_,
        gathering=gathering.id,
        title=answers.get("title", ""),
        stage=answers.get("stage", ""),
        planned_start=start,
        planned_end=end,
        buffer_s=buffer_s,
        segments=tuple(_segments(answers, day, start, gathering.zone)),
        dialects=tuple(one for one in DIALECTS if answers.get(one)) or DIALECTS[:1],
    )


def _segments(answers: Mapping[str, str], day: date, start: Instant, zone: str) -> list[Segment]:
    found = []
    for name in answers:
        number, _, field = name.partition("-")
        title = answers[name]
        if field != "title" or not title:
            continue
        at = _instant(day, answers.get(f"{number}-at", ""), zone)
        if at < start:
            at = _instant(day + timedelta(days=1), answers.get(f"{number}-at", ""), zone)
        seconds = _length(answers.get(f"{number}-minutes", "").strip(), number, title)
        optional = bool(answers.get(f"{number}-optional"))
        found.append(Segment(title, at, seconds, _shortest(answers, number, title), optional))
    return found


def _length(written: str, number: str, title: str) -> int:
    box = f"{number}-minutes"
    if not written:
        raise Misfilled("“%(segment)s” has no length: write its minutes.", segment=title, box=box)
    try:
        return _seconds(written)
    except (ValueError, OverflowError):
        raise Misfilled(NO_NUMBER, text=written[:20], segment=title, box=box) from None


def _shortest(answers: Mapping[str, str], number: str, title: str) -> int | None:
    written = answers.get(f"{number}-shortest", "").strip()
    try:
        return _seconds(written) if written else None
    except (ValueError, OverflowError):
        raise Misfilled(
            "“%(segment)s”: write the minutes to which it may be cut, or leave them empty.",
            segment=title,
            box=f"{number}-shortest",
        ) from None


def _seconds(minutes: str) -> int:
    """Raises ValueError or OverflowError when it is no number."""
    counted = whole(minutes, MINUTES)
    written = float(minutes.replace("。", ".")) if counted is None else counted
    return min(round(written * 60), DAY // SECOND)


def _instant(day: date, text: str, zone: str) -> Instant:
    try:
        moment = datetime.combine(day, time.fromisoformat(text.replace("：", ":")), ZoneInfo(zone))
        return Instant(int(moment.astimezone(UTC).timestamp()) * SECOND)
    except (ValueError, OverflowError):
        raise Impossible("“%(text)s” is not a time: write it like 20:05.", text=text[:20]) from None


def _answers(head: ShowHead, gathering: Gathering) -> dict[str, str]:
    def hours(instant: Instant) -> str:
        return f"{local_time(instant, gathering.zone):%H:%M}"

    answers = {
        "title": head.title,
        "stage": head.stage,
        "day": f"{local_time(head.planned_start, gathering.zone):%Y-%m-%d}",
        "from": hours(head.planned_start),
        "to": hours(head.planned_end),
        "buffer": str(head.buffer_s),
        **dict.fromkeys(head.dialects, "1"),
    }
    for number, segment in enumerate(head.segments):
        answers |= {
            f"{number}-title": segment.title,
            f"{number}-at": hours(segment.start),
            f"{number}-minutes": f"{segment.seconds / 60:g}",
            f"{number}-shortest": "" if segment.shortest_s is None else f"{segment.shortest_s / 60:g}",
            f"{number}-optional": "1" if segment.optional else "",
        }
    return answers


async def _head(request: web.Request) -> tuple[Gathering, ShowHead]:
    gathering = await the_gathering(request)
    head = await request.app[STORE].shows.get(request.match_info["show"])
    if head is None or head.gathering != gathering.id:
        raise not_found()
    return gathering, head


def _page(
    request: web.Request,
    gathering: Gathering,
    answers: Mapping[str, str],
    *,
    rows: int,
    head: ShowHead | None = None,
    wrong: str = "",
    box: str = "",
    status: int = 200,
) -> web.Response:
    context: dict[str, Any] = {"answers": answers, "rows": rows, "head": head, "wrong": wrong, "box": box}
    return render(
        request, "staff/show.html", status=status, **frame(request, gathering, "rundown"), **context
    )


_AT: Final = "/staff/{gathering}/shows"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT + "/new", new_page, PLANNERS),
    Route("POST", _AT + "/new", create, PLANNERS),
    Route("GET", _AT + "/{show}", change_page, PLANNERS),
    Route("POST", _AT + "/{show}", change, PLANNERS),
)
