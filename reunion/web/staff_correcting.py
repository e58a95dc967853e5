"""The form with which staff correct a registration, and the way from it to what is stored."""

from collections.abc import Mapping
from typing import Any, Final

from reunion.actions.registering import SignUp
from reunion.domain import limits, numerals
from reunion.domain.codes import LENGTH, check_code
from reunion.domain.consent import Purpose
from reunion.domain.names import parse_name
from reunion.domain.people import Gathering, Named, Registration, Side
from reunion.domain.phones import local, parse_phones
from reunion.domain.places import split_village, written_village
from reunion.web.forms import Checked, Field, Form, Options, Say, check, whole_number


def _phones(text: str) -> tuple[str, ...]:
    return tuple(phone.number for phone in parse_phones(text))


def _name_or_nothing(text: str) -> str:
    return parse_name(text, least=1) if text else ""


_PHONES_LENGTH: Final = 80
_OWN: Final = (
    Field("name", "Name", limits.NAME_MOST, required=True, missing="Write the name.", read=parse_name),
    Field("phones", "Telephone numbers", _PHONES_LENGTH, kind="phone", read=_phones),
    Field("township", "Home township", 12, kind="select"),
    Field("village", "Village and group", limits.VILLAGE_MOST + limits.GROUP_MOST),
    Field("place", "Place during the show", limits.PLACE_MOST),
    Field(
        "persons",
        "People in the picture",
        numerals.LONGEST,
        inputmode="numeric",
        read=whole_number(
            "People in the picture", numerals.PEOPLE, limits.PERSONS_LEAST, limits.PERSONS_MOST
        ),
    ),
    Field(
        "dialect",
        "Language",
        10,
        kind="select",
        options=(("mandarin", "Standard Chinese"), ("sichuan", "Home dialect")),
    ),
    Field(
        "years",
        "Years since the last visit home",
        numerals.LONGEST,
        inputmode="numeric",
        read=whole_number("Years since the last visit home", numerals.YEARS, 0, limits.YEARS_AWAY_MOST),
    ),
    Field("code", "Invite code of the other side", LENGTH + 6, read=check_code),
    Field("message", "What they would like to say", limits.MESSAGE_MOST, kind="long", rows=2),
    Field("story", "Their story", limits.STORY_MOST, kind="long", rows=3),
)
_OTHER: Final = (
    Field("other_name", "Whom they want to see", limits.NAME_MOST, read=_name_or_nothing),
    Field("other_relation", "Who that is to them", limits.RELATION_MOST),
    Field("other_phones", "Their telephone numbers", _PHONES_LENGTH, kind="phone", read=_phones),
)


def fields(registration: Registration) -> dict[str, Field]:
    """The fields of the form by key; one more person of the other side than there are."""
    count = min(len(registration.others) + 1, limits.OTHERS_MOST)
    others = {f"{number}-{one.name}": one for number in range(1, count + 1) for one in _OTHER}
    own = {one.name: one for one in _OWN if one.name != "years" or registration.side is Side.WORKER}
    return own | others


def answers_of(registration: Registration) -> dict[str, str]:
    """What would have to be typed to get this registration."""
    answers = {
        "name": registration.name,
        "phones": "、".join(map(local, registration.phones)),
        "township": registration.township,
        "village": written_village(registration.village, registration.group),
        "place": registration.place,
        "persons": str(registration.persons),
        "dialect": registration.dialect,
        "years": "" if registration.years_away is None else str(registration.years_away),
        "code": registration.code_given,
        "message": registration.message,
        "story": registration.story,
    }
    for number, other in enumerate(registration.others, start=1):
        answers[f"{number}-other_name"] = other.name
        answers[f"{number}-other_relation"] = other.relation
        answers[f"{number}-other_phones"] = "、".join(map(local, other.phones))
    return answers


def form_of(
    registration: Registration,
    gathering: Gathering,
    say: Say,
    answers: Mapping[str, str],
    errors: Mapping[str, tuple[str, ...]] | None = None,
) -> Form:
    """The form as the template prints it."""
    declared = fields(registration)
    declared |= {one.name: one for one in _OTHER}
    return Form(declared, answers, say, {"township": _townships(gathering)}, errors or {})


def read(registration: Registration, gathering: Gathering, say: Say, answers: Mapping[str, str]) -> Checked:
    """What was typed, or what is wrong with it."""
    return check(fields(registration), answers, say, choices={"township": _townships(gathering)})


def sign_up(registration: Registration, values: Mapping[str, Any]) -> SignUp:
    """The registration as it is to be; consents and times stay as they are."""
    village, group = split_village(values["village"])
    return SignUp(
        side=registration.side,
        name=values["name"],
        phones=values["phones"],
        township=values["township"],
        village=village[: limits.VILLAGE_MOST],
        group=group[: limits.GROUP_MOST],
        place=values["place"],
        others=_others(values),
        code_given=values["code"],
        persons=values["persons"] or 1,
        dialect=values["dialect"],
        years_away=values.get("years"),
        windows=registration.windows,
        story=values["story"],
        message=values["message"],
        purposes=frozenset(purpose for purpose in Purpose if registration.consent.to(purpose)),
    )


def _others(values: Mapping[str, Any]) -> tuple[Named, ...]:
    found = []
    for number in range(1, limits.OTHERS_MOST + 1):
        name, phones = values.get(f"{number}-other_name", ""), values.get(f"{number}-other_phones", ())
        if name or phones:
            found.append(Named(name, phones, values.get(f"{number}-other_relation", "")))
    return tuple(found)


def _townships(gathering: Gathering) -> Options:
    return [(town.code, town.name) for town in gathering.home.townships]
