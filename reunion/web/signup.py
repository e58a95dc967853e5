"""The sign-up: its fields, its four steps, and the way from what was typed to what is registered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from reunion.actions.registering import SignUp
from reunion.domain import limits
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.people import Named, Side, Window
from reunion.domain.places import split_village
from reunion.web import questions
from reunion.web.forms import Checked, Field, Options, Say, check

STEPS: Final = 4
REVIEW: Final = STEPS + 1


@dataclass(frozen=True, slots=True)
class Evening:
    """One show as the form asks about it."""

    show: str
    words: str
    """Title, day and time in the reader's language."""
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Frame:
    """What the form needs to know of the gathering: choices and shows, in the reader's words."""

    side: Side
    townships: Options
    evenings: tuple[Evening, ...]
    halves: Mapping[str, Options]
    """Choices of each `w-{show}` field."""
    helper: bool = False
    """A volunteer fills it in for somebody who may have no telephone."""

    @property
    def choices(self) -> Mapping[str, Options]:
        """Options by the name of the field."""
        return {"township": self.townships, **self.halves}


def fields(frame: Frame, step: int, persons: int) -> Mapping[str, Field]:
    """The fields of one step by key; persons of the other side count from 1."""
    return _fields(frame.side, frame.helper, frame.evenings, step, persons)


def every(frame: Frame, persons: int) -> Mapping[str, Field]:
    """All fields of the form by key."""
    return _every(frame.side, frame.helper, frame.evenings, persons)


@lru_cache(maxsize=512)
def _every(side: Side, helper: bool, evenings: tuple[Evening, ...], persons: int) -> Mapping[str, Field]:
    steps = (_fields(side, helper, evenings, step, persons) for step in range(1, STEPS + 1))
    return {key: field for asked in steps for key, field in asked.items()}


@lru_cache(maxsize=512)
def _fields(
    side: Side, helper: bool, evenings: tuple[Evening, ...], step: int, persons: int
) -> Mapping[str, Field]:
    asked = _asked(side, evenings, step, persons, phone=not helper)
    return {key: questions.for_another(field) for key, field in asked.items()} if helper else asked


def _asked(
    side: Side, evenings: tuple[Evening, ...], step: int, persons: int, *, phone: bool
) -> Mapping[str, Field]:
    listed: list[Field]
    if step == 1:
        read = questions.one_phone if phone else questions.phone_or_nothing
        number = replace(questions.PHONE, required=phone, read=read)
        township = replace(
            questions.TOWNSHIP,
            required=side is Side.FAMILY,
            missing="Choose the township." if not phone else "Choose your township.",
        )
        listed = [questions.NAME, number, township, questions.VILLAGE]
    elif step == 2:
        return {
            f"{number}-{field.name}": field if number == 1 else replace(field, required=False)
            for number in range(1, persons + 1)
            for field in questions.PERSON
        } | {"code": questions.CODE}
    elif step == 3:
        listed = [*map(_evening, evenings), questions.PLACE, questions.PERSONS]
        listed += [questions.DIALECT] if side is Side.FAMILY else [questions.YEARS]
    else:
        listed = [questions.MESSAGE, questions.STORY, *questions.AGREE]
    return {field.name: field for field in listed}


def step_of(key: str, frame: Frame, persons: int) -> int:
    """The step on which a key is asked."""
    return next(step for step in range(1, STEPS + 1) if key in fields(frame, step, persons))


def kept(text: str, frame: Frame) -> dict[str, str]:
    """The answers that travelled in the hidden field; anything else in it is dropped."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    known = every(frame, limits.OTHERS_MOST).keys()
    if not isinstance(found, dict):
        return {}
    texts = {key: value[:1000] for key, value in found.items() if key in known and isinstance(value, str)}
    if "\\u" not in text:
        return texts
    # Escapes can hold halves of characters, which no page can be made of.
    return {key: value.encode("utf-8", "ignore").decode() for key, value in texts.items()}


def persons_in(answers: Mapping[str, str]) -> int:
    """How many people of the other side the answers name; at least one is asked for."""
    numbers = [
        int(key[0]) for key, value in answers.items() if key[1:2] == "-" and value and key[0].isdigit()
    ]
    return min(max(numbers, default=1), limits.OTHERS_MOST)


def examine(frame: Frame, answers: Mapping[str, str], say: Say, step: int | None = None) -> Checked:
    """Check one step, or all of it."""
    persons = persons_in(answers)
    asked = fields(frame, step, persons) if step else every(frame, persons)
    checked = check(_needed(asked, answers, persons), answers, say, choices=frame.choices)
    if frame.evenings and _never(frame, checked.values):
        sentence = say(
            "“Cannot come” is chosen for every show: choose at least one they can come to."
            if frame.helper
            else "You chose “cannot come” for every show: choose at least one you can come to."
        )
        errors = {**checked.errors, f"w-{frame.evenings[0].show}": (sentence,)}
        return Checked(checked.values, errors)
    return checked


def sign_up(frame: Frame, values: Mapping[str, Any], ticket: str = "") -> SignUp:
    """The registration these values ask for."""
    village, group = split_village(values["village"]) if values["village"] else ("", "")
    return SignUp(
        side=frame.side,
        name=values["name"],
        phones=tuple(filter(None, (values["phone"],))),
        township=values["township"],
        village=village,
        group=group,
        place=values["place"],
        others=_others(values),
        code_given=values["code"],
        persons=values["persons"] or 1,
        dialect=values.get("dialect", ""),
        years_away=values.get("years"),
        windows=_windows(frame, values),
        story=values["story"],
        message=values["message"],
        purposes=frozenset(purpose for purpose in Purpose if values[f"c-{purpose}"]),
        ticket=ticket,
    )


def _needed(asked: Mapping[str, Field], answers: Mapping[str, str], persons: int) -> Mapping[str, Field]:
    """A further person needs a name as soon as anything is said about them."""
    needed = dict(asked)
    for number in range(2, persons + 1):
        key = f"{number}-other_name"
        if key in asked and any(answers.get(f"{number}-{one.name}") for one in questions.PERSON):
            needed[key] = replace(asked[key], required=True)
    return needed


def _others(values: Mapping[str, Any]) -> tuple[Named, ...]:
    found = []
    for number in range(1, limits.OTHERS_MOST + 1):
        if name := values.get(f"{number}-other_name"):
            phone = values.get(f"{number}-other_phone")
            relation = values.get(f"{number}-other_relation", "")
            found.append(Named(name, (phone,) if phone else (), relation))
    return tuple(found)


def _windows(frame: Frame, values: Mapping[str, Any]) -> tuple[Window, ...]:
    """Nothing when every show suits in full: then a show added later suits too."""
    chosen = [(evening, values[f"w-{evening.show}"] or "all") for evening in frame.evenings]
    if all(choice == "all" for _, choice in chosen):
        return ()
    windows = []
    for evening, choice in chosen[: limits.WINDOWS_MOST]:
        word, _, text = choice.partition("-")
        if word == "from":
            windows.append(Window(Instant(int(text)), evening.end))
        elif word == "until":
            windows.append(Window(evening.start, Instant(int(text))))
        elif word == "all":
            windows.append(Window(evening.start, evening.end))
    return tuple(windows)


def _never(frame: Frame, values: Mapping[str, Any]) -> bool:
    return all(values.get(f"w-{evening.show}") == "none" for evening in frame.evenings)


def _evening(evening: Evening) -> Field:
    return Field(f"w-{evening.show}", evening.words, 40, kind="select", preset="all")
