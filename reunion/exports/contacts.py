"""The contact list: everybody who is registered, with how to reach them."""

from typing import Final

from reunion.domain.faults import Say
from reunion.domain.lists import ContactList, Cover
from reunion.exports.layouts import MARK, columns, one_a_line, titled, underline
from reunion.exports.pages import Heading, Page

_SIDES: Final = {"worker": "worker", "family": "family"}


def contact_pages(contacts: ContactList, cover: Cover, say: Say) -> tuple[Page, ...]:
    """One page of all registrations; by the mark in its last column a row is known when the list comes back."""
    headings = columns(
        say,
        ("No.", 6),
        ("Registration", 8),
        ("Side", 10),
        ("Name", 12),
        ("Telephone", 18),
        ("Township", 12),
        ("Village", 12),
        ("Place", 20),
        ("People", 6),
        ("Wants to see", 22),
        ("Invite code", 10),
        ("Agreed to", 27),
        ("Remarks", 16),
    )
    headings += (Heading(say(MARK), 6, quiet=True),)
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
