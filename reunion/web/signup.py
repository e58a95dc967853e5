"""The sign-up: its fields, its four steps, and the way from what was typed to what is registered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from reunion.actions.registering import SignUp
from reunion.domain import limits
from reunion.domain.codes import LENGTH, check_code
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.names import parse_name
from reunion.domain.people import Named, Side, Window
from reunion.domain.phones import parse_phone
from reunion.web.forms import Checked, Field, Options, Say, check, whole_number

STEPS: Final = 4
REVIEW: Final = STEPS + 1
CONSENTS: Final = ("c-store", "c-on_air", "c-recording", "c-share")


def one_phone(text: str) -> str:
    """A number as E.164, or nothing."""
    return parse_phone(text) if text else ""


PERSON: Final = (
    Field(
        "other_name",
        "Name of the one you want to see",
        limits.NAME_MOST,
        reason="As it stands on the identity card, if you know it: so that we find them on the list.",
        required=True,
        missing="Write the name of the one you want to see.",
        read=parse_name,
    ),
    Field(
        "other_relation",
        "Who is that to you?",
        limits.RELATION_MOST,
        reason="For example: mother, son, wife. The host says it on air.",
        suggestions="relations",
    ),
    Field(
        "other_phone",
        "Their telephone number",
        20,
        kind="phone",
        reason="Helps to find the right one when two people have the same name.",
        inputmode="tel",
        read=one_phone,
    ),
)

_NAME = Field(
    "name",
    "Your name",
    limits.NAME_MOST,
    reason="Your full name, so that your family can be found.",
    required=True,
    missing="Write your name.",
    autocomplete="name",
    read=parse_name,
)
_PHONE = Field(
    "phone",
    "Your telephone number",
    20,
    kind="phone",
    reason="We ring it only for this reunion: to remind you before it is your turn.",
    required=True,
    missing="Write a telephone number on which we can reach you.",
    inputmode="tel",
    autocomplete="tel",
    read=one_phone,
)
_TOWNSHIP = Field("township", "Township at home", 12, kind="select")
_VILLAGE = Field(
    "village",
    "Village or community",
    limits.VILLAGE_MOST,
    reason="With the group if you know it, for example: Shuangqiao village, group 3.",
    suggestions="villages",
)
_CODE = Field(
    "code",
    "Invite code",
    LENGTH + 6,
    reason="Only if your family gave you one: six letters and digits. With it we find each other at once.",
    read=check_code,
    short=True,
)
_PLACE = Field("place", "Where will you be during the show?", limits.PLACE_MOST, suggestions="places")
_PERSONS = Field(
    "persons",
    "How many people will be in the picture?",
    3,
    reason="One is right too.",
    inputmode="numeric",
    short=True,
    read=whole_number("How many people will be in the picture?", limits.PERSONS_LEAST, limits.PERSONS_MOST),
)
_DIALECT = Field(
    "dialect",
    "What do you like to speak?",
    10,
    kind="radio",
    reason="So that the host speaks with you as you like it.",
    options=(("mandarin", "Standard Chinese"), ("sichuan", "Home dialect")),
)
_YEARS = Field(
    "years",
    "How many years have you not been home for the festival?",
    2,
    reason="The host would like to know.",
    inputmode="numeric",
    short=True,
    read=whole_number("How many years have you not been home for the festival?", 0, limits.YEARS_AWAY_MOST),
)
_MESSAGE = Field(
    "message",
    "What would you like to say to them?",
    limits.MESSAGE_MOST,
    kind="long",
    reason="One sentence is enough. You may also say it yourself on air.",
)
_STORY = Field(
    "story",
    "Is there a story you would like to tell?",
    limits.STORY_MOST,
    kind="long",
    reason="The host may tell it. Leave it empty if you like.",
)
_AGREE: Final = (
    Field(
        "c-store",
        "You may keep what I filled in, to prepare the reunion.",
        1,
        kind="check",
        required=True,
        missing="Without this one we may not keep your registration: tick it if you agree.",
        reason="It is erased 30 days after the last show, or at once when you withdraw.",
    ),
    Field(
        "c-on_air",
        "I may be seen in the live show.",
        1,
        kind="check",
        reason="Without it you can register, but cannot be put on air.",
    ),
    Field(
        "c-recording",
        "The recording with me in it may be kept and shown again.",
        1,
        kind="check",
        reason="You may leave this one out and still be on air.",
    ),
    Field(
        "c-share",
        "My family on the other side may see my telephone number.",
        1,
        kind="check",
        reason="So that they can ring you. You may leave it out.",
    ),
)


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


def fields(frame: Frame, step: int, persons: int) -> dict[str, Field]:
    """The fields of one step by key; persons of the other side count from 1."""
    if step == 1:
        phone = replace(_PHONE, required=False) if frame.helper else _PHONE
        township = replace(_TOWNSHIP, required=frame.side is Side.FAMILY, missing="Choose your township.")
        listed = [_NAME, phone, township, _VILLAGE]
    elif step == 2:
        return {
            f"{number}-{field.name}": field if number == 1 else replace(field, required=False)
            for number in range(1, persons + 1)
            for field in PERSON
        } | {"code": _CODE}
    elif step == 3:
        listed = [*(_evening(evening) for evening in frame.evenings), _PLACE, _PERSONS]
        listed += [_DIALECT] if frame.side is Side.FAMILY else [_YEARS]
    else:
        listed = [_MESSAGE, _STORY, *_AGREE]
    return {field.name: field for field in listed}


def every(frame: Frame, persons: int) -> dict[str, Field]:
    """All fields of the form by key."""
    return {key: field for step in range(1, STEPS + 1) for key, field in fields(frame, step, persons).items()}


def step_of(key: str, frame: Frame, persons: int) -> int:
    """The step on which a key is asked."""
    return next(step for step in range(1, STEPS + 1) if key in fields(frame, step, persons))


def kept(text: str, frame: Frame) -> dict[str, str]:
    """The answers that travelled in the hidden field; anything else in it is dropped."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    known = every(frame, limits.OTHERS_MOST).keys()
    if not isinstance(found, dict):
        return {}
    return {key: value[:1000] for key, value in found.items() if key in known and isinstance(value, str)}


def persons_in(answers: Mapping[str, str]) -> int:
    """How many people of the other side the answers name; at least one is asked for."""
    numbers = [
        int(key[0]) for key, value in answers.items() if value and key[:1].isdigit() and key[1:2] == "-"
    ]
    return min(max(numbers, default=1), limits.OTHERS_MOST)


def examine(frame: Frame, answers: Mapping[str, str], say: Say, step: int | None = None) -> Checked:
    """Check one step, or all of it."""
    persons = persons_in(answers)
    asked = fields(frame, step, persons) if step else every(frame, persons)
    values: dict[str, Any] = {}
    errors: dict[str, tuple[str, ...]] = {}
    for key, field in asked.items():
        prefix = key.removesuffix(field.name)
        needed = field
        if field.name == "other_name" and prefix != "1-":
            needed = replace(field, required=any(answers.get(prefix + one.name) for one in PERSON))
        checked = check([needed], answers, say, choices=frame.choices, prefix=prefix)
        values |= checked.values
        errors |= checked.errors
    if frame.evenings and _never(frame, values):
        errors[f"w-{frame.evenings[0].show}"] = (
            say("You chose “cannot come” for every show: choose at least one you can come to."),
        )
    return Checked(values, errors)


def sign_up(frame: Frame, values: Mapping[str, Any], ticket: str = "") -> SignUp:
    """The registration these values ask for."""
    return SignUp(
        side=frame.side,
        name=values["name"],
        phones=tuple(filter(None, (values["phone"],))),
        township=values["township"],
        village=values["village"],
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
