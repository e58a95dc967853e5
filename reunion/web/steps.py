"""One press of a button on the sign-up: from the posted form to the page that comes next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reunion.domain.limits import OTHERS_MOST
from reunion.web.forms import Form, Say
from reunion.web.signup import REVIEW, STEPS, Frame, every, examine, fields, kept, persons_in, step_of

_LONGEST = 1000
"""More than any field takes, so that a sentence can still say how much too long it is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The page to show; with `values` the form is finished and right."""

    step: int
    form: Form
    persons: int
    """People of the other side the page has room for."""
    seen_review: bool = False
    moved: bool = False
    values: Mapping[str, Any] | None = None
    kept: str = field(default="{}")


def begin(frame: Frame, answers: Mapping[str, str], say: Say, *, step: int = 1) -> Turn:
    """The first page, or the review of a registration that is to be corrected."""
    return _page(frame, dict(answers), say, step, persons_in(answers), seen=step == REVIEW)


def turn(frame: Frame, posted: Mapping[str, str], say: Say) -> Turn:
    """What the button asks for; answers with a mistake keep the page and get their sentences."""
    step = _step(posted)
    seen = posted.get("seen") == "1"
    answers = kept(posted.get("kept", ""), frame)
    _take_in(frame, step, posted, answers)
    go, _, number = posted.get("go", "next").partition("-")
    if go in ("submit", "next"):
        return _onward(frame, answers, say, step, seen=seen, submit=go == "submit" or step == REVIEW)
    persons = max(persons_in(answers), _room(posted))
    if go in ("show", "stay"):
        return _page(frame, answers, say, step, persons, seen=seen)
    if go == "more":
        return _page(frame, answers, say, 2, min(persons + 1, OTHERS_MOST), seen=seen)
    if go == "drop" and number.isdecimal():
        return _page(frame, _without(answers, int(number[:2])), say, 2, max(persons - 1, 1), seen=seen)
    if go == "edit" and number in ("1", "2", "3", "4"):
        return _page(frame, answers, say, int(number), persons, seen=True, moved=True)
    if go == "back":
        return _page(frame, answers, say, max(step - 1, 1), persons_in(answers), seen=seen, moved=True)
    return _onward(frame, answers, say, step, seen=seen, submit=go == "submit" or step == REVIEW)


def _onward(frame: Frame, answers: dict[str, str], say: Say, step: int, *, seen: bool, submit: bool) -> Turn:
    persons = persons_in(answers)
    checked = examine(frame, answers, say, None if submit else step)
    if checked.errors:
        wrong = step_of(next(iter(checked.errors)), frame, persons) if submit else step
        here = fields(frame, wrong, persons)
        errors = {key: sentences for key, sentences in checked.errors.items() if key in here}
        return _page(frame, answers, say, wrong, persons, seen=seen, errors=errors)
    if submit:
        return _page(frame, answers, say, REVIEW, persons, seen=True, values=checked.values)
    return _page(frame, answers, say, REVIEW if seen else step + 1, persons, seen=seen, moved=True)


def _page(
    frame: Frame,
    answers: dict[str, str],
    say: Say,
    step: int,
    persons: int,
    *,
    seen: bool = False,
    moved: bool = False,
    errors: Mapping[str, tuple[str, ...]] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Turn:
    form = Form(every(frame, persons), answers, say, frame.choices, errors or {})
    # What is complete is stored and shown on no page.
    packed = "{}" if values is not None else json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return Turn(step, form, persons, seen or step == REVIEW, moved, values, packed)


def _take_in(frame: Frame, step: int, posted: Mapping[str, str], answers: dict[str, str]) -> None:
    """The fields of the page that was sent win over what travelled; an empty box is an answer too."""
    if step > STEPS or posted.get("go") == "show":
        return
    for key in fields(frame, step, OTHERS_MOST):
        text = posted.get(key, "")[:_LONGEST]
        if text:
            answers[key] = text
        else:
            answers.pop(key, None)


def _step(posted: Mapping[str, str]) -> int:
    text = posted.get("step", "1")
    return int(text) if text in ("1", "2", "3", "4", "5") else 1


def _room(posted: Mapping[str, str]) -> int:
    return sum(f"{number}-other_name" in posted for number in range(1, OTHERS_MOST + 1)) or 1


def _without(answers: dict[str, str], number: int) -> dict[str, str]:
    """The people after the one who is taken out move up."""
    moved = {}
    for key, text in answers.items():
        place, dash, name = key.partition("-")
        if not (dash and place.isdecimal()):
            moved[key] = text
        elif int(place) != number:
            moved[f"{int(place) - (int(place) > number)}-{name}"] = text
    return moved
