"""What one's own page asks of a family before its turn, and what it says when the time has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from reunion.domain.calls import Call
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Gathering
from reunion.domain.readiness import THERE, Ready
from reunion.domain.rundown import Why
from reunion.web.days import clock, long_day
from reunion.web.pages import language_of, say

HERE_FROM_MS: Final = 2 * HOUR
"""Sooner before the time nobody is asked whether they sit there."""
OPEN: Final = frozenset({"planned", "standby"})


@dataclass(frozen=True, slots=True)
class Question:
    """A call on the page: what it says, and the one button that answers it."""

    title: str
    button: str
    says: Ready


# Without a number: the countdown above counts on while a question waits.
QUESTIONS: Final[Mapping[Call, Question]] = {
    Call.HOUR: Question("Your turn is coming up. Will you be there?", "Yes, I will come", Ready.CONFIRMED),
    Call.HALF: Question("It is getting near. Will you be there?", "Yes, I will come", Ready.CONFIRMED),
    Call.TEN: Question("It is your turn before long. Are you here?", "Yes, I am here", Ready.WAITING),
    Call.THREE: Question("Only a few are before you. Do you sit there?", "Yes, I sit here", Ready.WAITING),
    Call.NOW: Question("It is your turn in a moment. Are you there?", "Yes, I am there", Ready.WAITING),
}  # fmt: skip
REASONS: Final[Mapping[Why, str]] = {
    Why.START: "The show begins later than planned.",
    Why.HELD: "The show pauses for a moment.",
    Why.LONGER: "Those before you talked a little longer.",
    Why.MOVED: "The order has changed a little.",
    Why.EARLIER: "Somebody before you could not come, so it goes faster.",
    Why.PLACED: "Your time is fixed.",
    Why.PLANNED: "We planned the evening anew.",
}
TEXTS: Final = frozenset(
    {text for one in QUESTIONS.values() for text in (one.title, one.button)} | set(REASONS.values())
)


def asked_of(request: web.Request, you: Mapping[str, Any], now: Instant) -> dict[str, Any]:
    """What the page asks: the call that waits for an answer, and which answers stand open."""
    call = you["asked"]["call"] if you["asked"] and you["state"] in OPEN else ""
    question = QUESTIONS[Call(call)] if call else None
    soon = you["expected"] is not None and you["expected"] - now <= HERE_FROM_MS
    ready = Ready(you["ready"])
    return {
        "open": you["state"] in OPEN,
        "question": question
        and {
            "call": call,
            "title": say(request, question.title),
            "button": say(request, question.button),
            "says": question.says.value,
        },
        "soon": soon,
        "there": ready in THERE,
        "try": soon and you["state"] in OPEN and ready not in (Ready.CHECKED, Ready.READY),
        "checked": ready is Ready.CHECKED,
    }


def told_of(request: web.Request, you: Mapping[str, Any], gathering: Gathering) -> str:
    """That the time is another one than it was, and why; empty when nothing changed or it is over."""
    told = you["told"]
    if not told or you["state"] not in OPEN:
        return ""
    language = language_of(request)
    if told["was"] == you["promise"]:
        return say(request, REASONS[Why(told["why"])])
    days = {long_day(at, gathering.zone, language) for at in (told["was"], you["promise"])}
    was, now = (
        f"{long_day(at, gathering.zone, language)} {clock(at, gathering.zone, language)}"
        if len(days) > 1
        else clock(at, gathering.zone, language)
        for at in (told["was"], you["promise"])
    )
    changed = say(request, "Before: about %(was)s. Now: about %(now)s.") % {"was": was, "now": now}
    return f"{say(request, REASONS[Why(told['why'])])} {changed}"
