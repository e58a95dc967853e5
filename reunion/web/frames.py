"""The sign-up form of one gathering: its choices, its review, and the answers a stored registration gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reunion.actions.registering import SignUp
from reunion.domain.consent import Purpose
from reunion.domain.faults import Unfit
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Gathering, Registration, Side, Window
from reunion.domain.phones import local
from reunion.domain.places import written_village
from reunion.domain.plans import ShowHead
from reunion.web.days import clock, evening
from reunion.web.forms import Form, Options, Say, clean
from reunion.web.locale import translations
from reunion.web.questions import CONSENTS
from reunion.web.signup import STEPS, Evening, Frame, fields

HALF_HOUR = 30 * MINUTE
LEAST = 15 * MINUTE
"""A time that somebody can come in has to hold more than one greeting."""
RELATIONS = (
    "母亲",
    "父亲",
    "爱人",
    "儿子",
    "女儿",
    "爷爷",
    "奶奶",
    "哥哥",
    "姐姐",
    "弟弟",
    "妹妹",
    "孙子",
    "孙女",
)
"""Suggestions of the form; any other word is as good."""


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form as the review shows it."""

    title: str
    rows: tuple[tuple[str, str], ...]


def frame_of(
    gathering: Gathering,
    side: Side,
    heads: Sequence[ShowHead],
    language: str,
    *,
    now: Instant,
    helper: bool = False,
) -> Frame:
    """What the form asks in this gathering; shows that are over are not asked about."""
    coming = [head for head in heads if head.planned_end > now]
    evenings = tuple(_evening(head, gathering.zone, language) for head in coming)
    return Frame(
        side=side,
        townships=tuple((town.code, town.name) for town in gathering.home.townships),
        evenings=evenings,
        halves={f"w-{one.show}": _halves(one, gathering.zone, language) for one in evenings},
        helper=helper,
    )


def places(gathering: Gathering, side: Side) -> tuple[str, ...]:
    """Suggestions for where somebody will be."""
    if side is Side.FAMILY:
        return ("家里", "村委会", "村活动室", "亲戚家")
    return (gathering.away, f"{gathering.away} 厂里", f"{gathering.away} 宿舍", f"{gathering.away} 出租屋")


def review(frame: Frame, form: Form, persons: int, say: Say) -> tuple[Section, ...]:
    """Everything that was filled in, step by step; what was left empty is not listed."""
    titles = (
        say("About you") if not frame.helper else say("Who it is for"),
        say("Whom you want to see") if not frame.helper else say("Whom they want to see"),
        say("When and where"),
        say("Your words and your consents") if not frame.helper else say("Their words and their consents"),
    )
    sections = []
    for step in range(1, STEPS + 1):
        asked = fields(frame, step, persons)
        rows = [(say(field.label), _words(form, key)) for key, field in asked.items() if key not in CONSENTS]
        rows = [(label, words) for label, words in rows if words]
        if step == STEPS:
            rows += [
                (say(asked[key].label), say("Yes") if form.value(key) else say("No")) for key in CONSENTS
            ]
        sections.append(Section(titles[step - 1], tuple(rows)))
    return tuple(sections)


def with_further_numbers(before: Registration, form: SignUp) -> SignUp:
    """The form has room for one number each; what a roster gave beside it stays."""
    named = {other.name: other.phones[1:] for other in before.others}
    return replace(
        form,
        phones=_added(form.phones, before.phones[1:]),
        others=tuple(
            replace(other, phones=_added(other.phones, named.get(other.name, ()))) for other in form.others
        ),
    )


def _added(phones: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*phones, *(phone for phone in more if phone not in phones))


def answers_of(registration: Registration, frame: Frame) -> dict[str, str]:
    """What would have to be typed to get this registration."""
    answers = {
        "name": registration.name,
        "phone": local(registration.phones[0]) if registration.phones else "",
        "township": registration.township,
        "village": written_village(registration.village, registration.group),
        "code": registration.code_given,
        "place": registration.place,
        "persons": str(registration.persons),
        "dialect": registration.dialect,
        "years": "" if registration.years_away is None else str(registration.years_away),
        "message": registration.message,
        "story": registration.story,
    }
    for number, other in enumerate(registration.others, start=1):
        answers[f"{number}-other_name"] = other.name
        answers[f"{number}-other_relation"] = other.relation
        answers[f"{number}-other_phone"] = local(other.phones[0]) if other.phones else ""
    answers |= {f"c-{purpose}": "1" for purpose in Purpose if registration.consent.to(purpose)}
    answers |= {f"w-{one.show}": _choice(one, registration.windows) for one in frame.evenings}
    return {key: text for key, text in answers.items() if text}


def villages(gathering: Gathering) -> Mapping[str, Sequence[str]]:
    """Village names by township."""
    return {town.code: list(town.villages) for town in gathering.home.townships}


@lru_cache(maxsize=256)
def _evening(head: ShowHead, zone: str, language: str) -> Evening:
    when = evening(head.planned_start, head.planned_end, zone, language)
    return Evening(head.id, f"{head.title} · {when}", head.planned_start, head.planned_end)


@lru_cache(maxsize=256)
def _halves(one: Evening, zone: str, language: str) -> Options:
    """All of it, nothing of it, or until or from each half hour inside it."""
    first = (one.start // HALF_HOUR + 1) * HALF_HOUR
    marks = [Instant(mark) for mark in range(first, one.end, HALF_HOUR)]
    early = [mark for mark in marks if mark - one.start >= LEAST]
    late = [mark for mark in marks if one.end - mark >= LEAST]
    say = translations(language).gettext
    until = say("Only before %(clock)s")
    after = say("Only after %(clock)s")
    return (
        ("all", say("Any time")),
        *((f"until-{mark}", until % {"clock": clock(mark, zone, language)}) for mark in early),
        *((f"from-{mark}", after % {"clock": clock(mark, zone, language)}) for mark in late),
        ("none", say("Cannot come")),
    )


def _choice(one: Evening, windows: Sequence[Window]) -> str:
    if not windows:
        return "all"
    window = next((span for span in windows if span.start < one.end and span.end > one.start), None)
    if window is None:
        return "none"
    if window.end < one.end:
        return f"until-{window.end}"
    return f"from-{window.start}" if window.start > one.start else "all"


def _words(form: Form, key: str) -> str:
    """What will be stored, as one would write it."""
    field = form.field(key)
    if field.kind in ("select", "radio"):
        return form.chosen(key)
    typed = form.value(key)
    if field.read is None or not typed:
        return typed
    try:
        read = field.read(clean(typed, field.label, field.maxlength))
    except Unfit:
        # The page with the mistake comes back with its sentence; until then it is shown as it was typed.
        return typed
    return local(read) if field.kind == "phone" and read else str(read)
