"""The message that asks a family, or a worker, what would settle a doubtful link. It is for them: always in Chinese.

It says nothing that the other side told us: what is not known for sure must come from whoever is asked. It carries
the invite link, which opens an empty form for the other side, and never a personal link: the message is copied by
hand, may reach the wrong person and is meant to be passed on, and a personal link opens its owner's page. Nor could
it: of a personal link only the digest is stored. Whoever has one is told to correct their own sign-up with it.
"""

from typing import Final

from aiohttp import web

from reunion.domain.people import Gathering, Registration, Side, Source
from reunion.domain.plans import MatchRow
from reunion.web.inviting import invite_address
from reunion.web.locale import DEFAULT, translations

QUESTIONS_MOST: Final = 3
_OF: Final = {
    "name": "name",
    "worker-phone": "worker",
    "contact": "kin",
    "contact-phone": "worker",
    "township": "place",
    "village": "place",
    "group": "place",
    "sex": "kin",
}
"""Which question clears up which field."""
_CLEAR: Final = frozenset({"same", "equal", "equal/same", "equal/turned"})
_WORDS: Final = {
    (Side.FAMILY, "name"): "How exactly is the name of %(them)s written?",
    (Side.FAMILY, "worker"): "What are the last four digits of the telephone number %(them)s uses now?",
    (Side.FAMILY, "place"): "Which township, village and group is your home in?",
    (Side.FAMILY, "kin"): "What are you to %(them)s, and what is your own full name?",
    (Side.WORKER, "name"): "How exactly is your own name written on your identity card?",
    (Side.WORKER, "worker"): "What are the last four digits of the telephone number of %(them)s?",
    (Side.WORKER, "place"): "Which township, village and group is your home in?",
    (Side.WORKER, "kin"): "How exactly is the name of %(them)s written, and what are they to you?",
}


def chinese(msgid: str) -> str:
    """A text in the language of the families, whatever the reader of the page reads."""
    return str(translations(DEFAULT).gettext(msgid))


def questions(row: MatchRow) -> list[str]:
    """What to ask: what disagrees first, then what is unclear, then what is missing."""
    against = [clue.field for clue in row.clues if clue.level not in _CLEAR and clue.bits < 0]
    unclear = [clue.field for clue in row.clues if clue.level not in _CLEAR]
    known = {clue.field for clue in row.clues}
    missing = [field for field in ("name", "worker-phone", "village", "contact") if field not in known]
    wanted = [_OF[field] for field in (*against, *unclear, *missing) if field in _OF]
    return list(dict.fromkeys([*wanted, "name", "worker"]))[:QUESTIONS_MOST]


def message(request: web.Request, gathering: Gathering, asked: Registration, row: MatchRow) -> str:
    """The text to send to `asked`, ready to be copied."""
    them = "、".join(one.name for one in asked.others if one.name) or chinese("your relative")
    numbered = [
        f"{at}. {chinese(_WORDS[asked.side, key]) % {'them': them}}"
        for at, key in enumerate(questions(row), 1)
    ]
    hello = chinese("Hello %(name)s, this is the office of “%(title)s”.")
    why = chinese("You want to meet %(them)s on the screen. So that nobody is mistaken, please answer us:")
    sure = chinese(
        "Or send this link to %(them)s: whoever signs up there, or fills in your invite code %(code)s, "
        "is linked with you for certain."
    )
    lines = [
        hello % {"name": asked.name, "title": gathering.title},
        why % {"them": them},
        *numbered,
    ]
    if asked.source is Source.WEB:
        lines.append(
            chinese(
                "Is something wrong in your own sign-up? "
                "Open the link you got when you signed up and correct it there."
            )
        )
    if asked.invite_code:
        lines += [
            sure % {"them": them, "code": asked.invite_code},
            invite_address(request, asked),
        ]
    if gathering.contact:
        lines.append(chinese("Thank you! Questions: %(contact)s") % {"contact": gathering.contact})
    return "\n".join(lines)
