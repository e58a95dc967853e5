"""The questions of the sign-up, each declared once; labels and reasons are msgids."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reunion.domain import limits, numerals
from reunion.domain.codes import LENGTH, check_code
from reunion.domain.faults import Unfit
from reunion.domain.names import is_nothing, parse_name
from reunion.domain.phones import parse_phone
from reunion.web.forms import Field, whole_number

CONSENTS: Final = ("c-store", "c-on_air", "c-recording", "c-share")


def invite_code(text: str) -> str:
    """The code as it was given out, or nothing; the sentence about a wrong one also says that it may be left out."""
    try:
        return check_code(text)
    except Unfit as unfit:
        raise Unfit(f"{unfit.code}-or-none", **unfit.params) from None


def one_phone(text: str) -> str:
    """A number as E.164, or nothing."""
    return parse_phone(text) if text else ""


def phone_or_nothing(text: str) -> str:
    """The same where there need be none: “没有” says so too."""
    return "" if is_nothing(text) else parse_phone(text)


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
        read=phone_or_nothing,
    ),
)

NAME: Final = Field(
    "name",
    "Your name",
    limits.NAME_MOST,
    reason="Your full name, so that your family can be found.",
    required=True,
    missing="Write your name.",
    autocomplete="name",
    read=parse_name,
)
PHONE: Final = Field(
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
TOWNSHIP: Final = Field("township", "Township at home", 12, kind="select")
VILLAGE: Final = Field(
    "village",
    "Village or community",
    limits.VILLAGE_MOST,
    reason="With the group if you know it, for example: Shuangqiao village, group 3.",
    suggestions="villages",
)
CODE: Final = Field(
    "code",
    "Invite code",
    LENGTH + 6,
    reason="Only if your family gave you one: six letters and digits. With it we find each other at once.",
    read=invite_code,
    short=True,
)
PLACE: Final = Field("place", "Where will you be during the show?", limits.PLACE_MOST, suggestions="places")
PERSONS: Final = Field(
    "persons",
    "How many people will be in the picture?",
    numerals.LONGEST,
    reason="One is right too.",
    inputmode="numeric",
    short=True,
    read=whole_number(
        "How many people will be in the picture?", numerals.PEOPLE, limits.PERSONS_LEAST, limits.PERSONS_MOST
    ),
)
DIALECT: Final = Field(
    "dialect",
    "What do you like to speak?",
    10,
    kind="radio",
    reason="So that the host speaks with you as you like it.",
    options=(("mandarin", "Standard Chinese"), ("sichuan", "Home dialect")),
)
YEARS: Final = Field(
    "years",
    "How many years have you not been home for the festival?",
    numerals.LONGEST,
    reason="The host would like to know.",
    inputmode="numeric",
    short=True,
    read=whole_number(
        "How many years have you not been home for the festival?", numerals.YEARS, 0, limits.YEARS_AWAY_MOST
    ),
)
MESSAGE: Final = Field(
    "message",
    "What would you like to say to them?",
    limits.MESSAGE_MOST,
    kind="long",
    reason="One sentence is enough. You may also say it yourself on air.",
)
STORY: Final = Field(
    "story",
    "Is there a story you would like to tell?",
    limits.STORY_MOST,
    kind="long",
    reason="The host may tell it. Leave it empty if you like.",
)
AGREE: Final = (
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

_FOR_ANOTHER: Final[Mapping[str, Mapping[str, str]]] = {
    "name": {
        "label": "Name of the one who signs up",
        "reason": "The full name, so that the family can be found.",
        "missing": "Write the name of the one who signs up.",
    },
    "phone": {
        "label": "Telephone number of the one who signs up",
        "reason": "Leave it empty if there is none; we ring it only for this reunion.",
        "missing": "“%(field)s” is still empty: please fill it in.",
    },
    "other_name": {
        "label": "Name of the one they want to see",
        "missing": "Write the name of the one they want to see.",
    },
    "other_relation": {"label": "Who is that to the one who signs up?"},
    "code": {"reason": "Only if the family was given one: six letters and digits."},
    "place": {"label": "Where will they be during the show?"},
    "dialect": {
        "label": "What do they like to speak?",
        "reason": "So that the host speaks with them as they like it.",
    },
    "years": {"label": "How many years have they not been home for the festival?"},
    "message": {
        "label": "What would they like to say?",
        "reason": "One sentence is enough. They may also say it themselves on air.",
    },
    "story": {"label": "Is there a story they would like to tell?"},
    "c-store": {
        "label": "They agree that what was filled in is kept, to prepare the reunion.",
        "reason": "It is erased 30 days after the last show, or at once when they withdraw.",
        "missing": "Without this one the registration may not be kept: tick it if they have said yes.",
    },
    "c-on_air": {
        "label": "They agree to be seen in the live show.",
        "reason": "Without it they can register, but cannot be put on air.",
    },
    "c-recording": {
        "label": "They agree that the recording with them in it is kept and shown again.",
        "reason": "They may leave this one out and still be on air.",
    },
    "c-share": {
        "label": "They agree that the family on the other side sees their telephone number.",
        "reason": "So that they can be rung. They may leave it out.",
    },
}
"""The msgids that differ when a volunteer fills in the form, by the field's name."""


def for_another(field: Field) -> Field:
    """The same question put to a volunteer who signs somebody else up."""
    words = _FOR_ANOTHER.get(field.name, {})
    return replace(
        field,
        label=words.get("label", field.label),
        reason=words.get("reason", field.reason),
        missing=words.get("missing", field.missing),
        autocomplete="",
    )
