"""What the actions need from the outside, as protocols; storage and app.py fill them.

Every method that changes something returns only after the change is durable.
"""

from dataclasses import dataclass

from reunion.actions.ports.outbox import Carrier, Fate, Message, Outbox, Unreached
from reunion.actions.ports.outcomes import Clock, Conflict, Inhabited, NotSaved, Unusable
from reunion.actions.ports.pairing import (
    Choice,
    Matches,
    Moved,
    Pairs,
    PairUp,
    Plans,
    Remade,
    WithoutSlot,
)
from reunion.actions.ports.people import Added, Gatherings, NewRegistration, Order, Registrations, Search
from reunion.actions.ports.reviewing import (
    Adds,
    Asked,
    Batch,
    Checked,
    Doubles,
    Filter,
    Reviews,
    Waiting,
    Weighing,
)
from reunion.actions.ports.shows import Journal, Loaded, Recorded, Rundown, Shows
from reunion.actions.ports.staff import Accounts, Audit, Deed, Deeds, Filters, Mark, Session, Upload, Uploads

__all__ = [
    "Accounts",
    "Added",
    "Adds",
    "Asked",
    "Audit",
    "Batch",
    "Carrier",
    "Checked",
    "Choice",
    "Clock",
    "Conflict",
    "Deed",
    "Deeds",
    "Doubles",
    "Fate",
    "Filter",
    "Filters",
    "Gatherings",
    "Inhabited",
    "Journal",
    "Loaded",
    "Mark",
    "Matches",
    "Message",
    "Moved",
    "NewRegistration",
    "NotSaved",
    "Order",
    "Outbox",
    "PairUp",
    "Pairs",
    "Plans",
    "Recorded",
    "Registrations",
    "Remade",
    "Reviews",
    "Rundown",
    "Search",
    "Session",
    "Shows",
    "Store",
    "Unreached",
    "Unusable",
    "Upload",
    "Uploads",
    "Waiting",
    "Weighing",
    "WithoutSlot",
]


@dataclass(frozen=True, slots=True)
class Store:
    """Every port, as app.py hands them to the actions."""

    gatherings: Gatherings
    registrations: Registrations
    matches: Matches
    pairs: Pairs
    plans: Plans
    shows: Shows
    journal: Journal
    accounts: Accounts
    uploads: Uploads
    audit: Audit
    reviews: Reviews
    doubles: Doubles
    outbox: Outbox
    filters: Filters
