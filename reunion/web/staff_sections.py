"""What every staff page shows around its content: the sections this person may open, and what was just done."""

from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.domain.access import DOORKEEPERS, HELPERS, LISTS, PLANNERS, STAFF, Identity, Role
from reunion.domain.people import Gathering
from reunion.web.keys import IDENTITY
from reunion.web.pages import say
from reunion.web.requests import Refusal


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the navigation; `title` is already in the reader's language."""

    id: str
    title: str
    href: str
    icon: str


FILE_GONE: Final = (
    "This file is not kept any more: it was taken already, or it was deleted to protect privacy because somebody "
    "withdrew or it had waited for days. If it is still needed, please upload it again."
)
"""Of a roster or a returned list that waits no longer; which of these it was, nobody keeps."""
_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
_SECTIONS: Final = (
    ("overview", "Overview", "", "home", STAFF),
    ("registrations", "Sign-ups", "/registrations", "users", PLANNERS),
    ("import", "Import", "/import", "upload", PLANNERS),
    ("links", "Links", "/links", "link", PLANNERS),
    ("rundown", "Rundown", "/rundown", "list", PLANNERS),
    ("exports", "Lists", "/exports", "download", LISTS),
    ("helping", "Helping", "/helper", "pencil", HELPERS),
    ("fetch", "Fetch now", "/fetch", "bell", HELPERS),
    ("door", "Check-in", "/door", "qr-code", DOORKEEPERS),
    ("callsheet", "Call sheet", "/callsheet", "phone", frozenset({Role.VOLUNTEER})),
    ("people", "Accounts", "/people", "user", _ADMINISTRATORS),
    ("audit", "Record", "/audit", "file-text", PLANNERS),
)
_DONE: Final = {
    "saved": "Saved.",
    "settings": "Saved. The public pages show it now.",
    "wiped": "Everybody of the sample is erased.",
    "deleted": "The sample is deleted, with its shows and accounts.",
    "withdrawn": "Withdrawn. The words and numbers are gone.",
    "withdrawn-many": "Withdrawn. Their words and numbers are gone.",
    "agreed": "The consents given on paper are stored.",
    "linked": "Linked. What is unsure waits on this page.",
    "confirmed": "Confirmed.",
    "refused": "Refused.",
    "undone": "Taken back.",
    "filter": "Kept: only you see it, wherever you sign in.",
    "sought": "This search is kept no more: search once more, please.",
    "meanwhile": "Somebody decided this otherwise in the meantime: nothing was changed. It stands here as it is now.",
    "batch": "Confirmed at one stroke. It can be taken back below.",
    "batch-none": "Nothing was confirmed: somebody decided these links in the meantime.",
    "batch-undone": "The whole batch is taken back.",
    "batch-partly": "Taken back, without the links that somebody decided otherwise since.",
    "asked": "Noted that you asked. The link waits at the end of the list.",
    "merged": "Merged: the two count as one person.",
    "apart": "Noted: these are two people.",
    "judged-right": "Noted as right.",
    "judged-wrong": "Noted as wrong; the link is refused.",
    "weights": "In use. Everybody was looked at anew with it.",
    "weights-back": "What was used before is in use again. Everybody was looked at anew with it.",
    "weights-none": "Nothing changed.",
    "planned": "The plan is ready.",
    "moved": "Moved.",
    "locked": "Locked to its time.",
    "unlocked": "Free to be moved again.",
    "taken-out": "Taken out of the plan.",
    "held-show": "Locked to this show.",
    "held-out": "Locked out: no plan gives it a slot.",
    "held-must": "Marked: it must be on air.",
    "kept": "The new plan stands. Publish it when it is right.",
    "dropped": "Dropped. The plan is as it was.",
    "back": "The plan is as it was then, as a new version.",
    "priorities": "Stored. The next plan goes by it.",
    "published": "Published. The families see their times now.",
    "show-saved": "The show is stored.",
    "shut": "Shut out. Every session has ended.",
    "let-in": "Let in again. A one-time link lets them sign in.",
    "signed-out": "Signed out.",
    "password": "Your password is stored.",
    "other-account": "Somebody else is signed in here now: what was pressed before was not stored under this name.",
    "other-family": "Another family has this turn now: what was pressed for the one before was not stored.",
}
"""What a page says after a change, by the value of `?done=`."""


def frame(request: web.Request, gathering: Gathering | None, section: str) -> dict[str, Any]:
    """The context of layout/staff.html."""
    identity = request[IDENTITY]
    done = _DONE.get(request.query.get("done", ""))
    return {
        "gathering": gathering,
        "section": section,
        "sections": sections_of(request, identity, gathering) if gathering else [],
        "done": say(request, done) if done else "",
        "plans": identity.role in PLANNERS,
        "lists": identity.role in LISTS,
    }


def sections_of(request: web.Request, identity: Identity, gathering: Gathering) -> list[Section]:
    """The navigation of a gathering for this person."""
    return [
        Section(id_, say(request, title), f"/staff/{gathering.id}{path}", icon)
        for id_, title, path, icon, roles in _SECTIONS
        if identity.role in roles
    ]


def impossible(request: web.Request, wrong: Impossible) -> Refusal:
    """A refusal that says in the reader's language why it cannot be."""
    return Refusal(409, "impossible", say(request, wrong.sentence) % wrong.params)


def page_number(text: str) -> int:
    """The page that an address or a form names; what makes no sense is the first."""
    return max(int(text) if text.isdecimal() and len(text) < 6 else 1, 1)


def one(form: Any, name: str, most: int = 200) -> str:
    """The first value of a form field, cut to a length nobody reaches by typing."""
    return str(next(iter(form.get(name, ())), ""))[:most].strip()
