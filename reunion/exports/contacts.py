"""The contact list: everybody who is registered, with how to reach them."""

from typing import Final

from reunion.domain.faults import Say
from reunion.domain.lists import ContactList, Cover
from reunion.exports.layouts import MARK, MARK_WIDE, columns, one_a_line, titled, underline
from reunion.exports.pages import Heading, Page

_SIDES: Final = {"worker": "worker", "family": "family"}


def contact_pages(contacts: ContactList, cover: Cover, say: Say) -> tuple[Page, ...]:
    """One page of all registrations; by the mark in its last column a row is known when the list comes back."""
    headings = columns(
        say,
        ("No.", 5),
        ("Registration", 7),
        ("Side", 9),
        ("Name", 10),
        ("Telephone", 13),
        ("Township", 10),
        ("Village", 12),
        ("Place", 14),
        ("People", 5),
        ("Wants to see", 17),
        ("Invite code", 9),
        ("Agreed to", 27),
        ("Remarks", 12),
    )
    headings += (Heading(say(MARK), MARK_WIDE, quiet=True),)
    rows = tuple(
        (
            at,
            row.number,
            say(_SIDES.get(row.side, row.side)),
            row.name,
            one_a_line(row.phone),
            row.township,
            row.village,
            row.place,
            row.persons,
            row.others,
            row.code,
            row.consent,
            row.note,
            row.stamp,
        )
        for at, row in enumerate(contacts.rows, 1)
    )
    return (Page(say("Contacts"), titled(cover, say("Contacts")), underline(cover), headings, rows),)
