"""The record of who did what, in words: one place for the page and for the file."""

from collections.abc import Mapping
from typing import Any, Final

from reunion.actions.ports import Deed
from reunion.domain.people import Registration
from reunion.web.forms import Say

DEEDS: Final[Mapping[str, Mapping[str, str]]] = {
    "seen": {
        "reveal": "looked at telephone numbers",
        "export": "downloaded a list",
        "door-search": "looked people up at the door",
    },
    "people": {
        "correct": "corrected",
        "withdraw": "withdrew",
        "wipe": "erased everybody of the sample",
        "delete": "deleted the sample with its shows",
        "remind": "asked again for what a sign-up lacks",
        "remind-undone": "took back that somebody was asked again",
        "consent-on-paper": "stored consents given on paper",
        "consent-undone": "took consents given on paper back",
        "new-link": "made a new personal link",
        "import": "imported a roster",
        "returned": "took changes from a contact list",
        "returned-undone": "took the changes from a contact list back",
        "check-in": "checked in at the door",
        "check-in-undone": "took a check-in at the door back",
    },
    "links": {
        "link": "looked for links",
        "link-confirmed": "confirmed a link",
        "link-refused": "refused a link",
        "link-review": "took a decision about a link back",
        "link-linked": "took a decision about a link back",
        "links-confirmed": "confirmed several links at one stroke",
        "batch-undone": "took a batch of decisions back",
        "merge": "merged two registrations",
        "double-apart": "called two registrations two people",
        "double-review": "took a decision about two registrations back",
        "ask": "asked about a link",
        "ask-undone": "took back that a question was sent",
        "weights": "took over what the decisions say",
        "weights-undone": "went back to the weights used before",
    },
    "plan": {
        "set-show": "set up a show",
        "plan": "made a plan",
        "plan-edit": "changed the plan by hand",
        "publish": "published the plan",
        "card": "corrected a cue card",
        "card-offer": "decided what was offered for a cue card",
    },
    "office": {
        "set-up": "set up the gathering",
        "settings": "changed the settings of the gathering",
        "account": "made an account",
        "account-disabled": "shut an account out",
        "account-enabled": "let an account in again",
        "account-link": "made a one-time link",
        "account-signed-out": "signed an account out everywhere",
        "account-session-ended": "ended one session of an account",
        "control": "made a key for external control",
        "control-ended": "ended a key for external control",
    },
}
"""What may be done, by the part of the work it belongs to."""
KINDS: Final[Mapping[str, str]] = {
    "seen": "Seen and downloaded",
    "people": "Registrations",
    "links": "Links",
    "plan": "Plans and shows",
    "office": "Accounts and settings",
}
_LISTS: Final[Mapping[str, str]] = {
    "rundown": "Rundown",
    "script": "Host script",
    "programme": "Programme",
    "callsheets": "Call sheets",
    "notices": "Loudspeaker notices",
    "badges": "Name badges",
    "contacts": "Contacts",
    "messages": "Messages to send",
    "asrun": "As-run record",
    "ontime": "Rundown for Ontime",
    "audit": "Record",
}
_FIELDS: Final[Mapping[str, str]] = {
    "title": "Title",
    "home": "Townships",
    "away": "City where the workers are",
    "organisers": "Organisers",
    "contact": "Contact",
    "story": "What it is about",
    "keep_until": "Day of the erasure",
    "priorities": "What the plans go by",
    "tell_after": "Minutes after which families are told another time",
}
_MANY_LINKS: Final = ("links-confirmed", "batch-undone", "merge")
_VERSIONED: Final = ("plan", "publish", "plan-edit", "weights", "weights-undone")
_ALL: Final = {action: words for kind in DEEDS.values() for action, words in kind.items()}


def what(deed: Deed, say: Say) -> str:
    """What was done; a deed that has no words yet is named as it is stored."""
    return say(_ALL.get(deed.action, deed.action))


def who(deed: Deed, accounts: Mapping[str, str], people: Mapping[str, Registration], say: Say) -> str:
    """A member of staff by name, a registration by number."""
    if deed.by in accounts:
        return accounts[deed.by]
    if deed.by in people:
        return say("No. %(number)d themselves") % {"number": people[deed.by].number}
    return say("the system")


def whom(deed: Deed, accounts: Mapping[str, str], people: Mapping[str, Registration], say: Say) -> str:
    """To whom or what it was done; people by number only."""
    details: Mapping[str, Any] = deed.details
    if deed.subject in people:
        return say("No. %(number)d") % {"number": people[deed.subject].number}
    if deed.subject in accounts:
        return accounts[deed.subject]
    if deed.action == "export":
        form = say("on paper") if details["format"] == "page" else str(details["format"])
        more = [say("with telephone numbers")] if details["phones"] else []
        return " · ".join([say(_LISTS.get(deed.subject, deed.subject)), form, *more])
    if deed.action == "import":
        return say("%(taken)d taken, %(unchanged)d known, %(refused)d refused") % details
    if deed.action in _MANY_LINKS:
        return say("Links: %(count)d") % {"count": len(details["links"])}
    if deed.action in _VERSIONED:
        return say("version %(number)d") % {"number": details["version"]}
    if deed.action == "settings":
        return "、".join(say(_FIELDS.get(name, name)) for name in details["changed"])
    return "" if deed.subject == deed.gathering else deed.subject
