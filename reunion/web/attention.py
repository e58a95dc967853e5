"""What needs somebody now, each with its number and one click; and the way of a new gathering to its first evening."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from reunion.actions.ports import Unreached
from reunion.actions.sending import to_ring
from reunion.domain.instants import Instant
from reunion.domain.latecomers import WAITS
from reunion.domain.people import Gathering
from reunion.domain.plans import PlanVersion, ShowHead
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Phase, Show, State
from reunion.web.forms import Say

NOT_AGREED: Final = "%(count)d people have not agreed to be on air."
NOT_AGREED_BARRED: Final = (
    "%(count)d people have not agreed to be on air; "
    "because of it %(slots)d slots of the rundown cannot be aired."
)
TODAY: Final = "“%(show)s” is today. Slots: %(slots)d, without a yes of both sides: %(count)d."
ALL_COME: Final = "“%(show)s” is today, and everybody has said yes. Slots: %(count)d."
UNCONFIRMED: Final = "Slots of “%(show)s” without a yes of both sides: %(count)d."
LATE: Final = "Found for pairs that have their time already, by name alone: %(count)d."
APART: Final = "Slots of “%(show)s” whose two sides do not belong together any more: %(count)d."
UNREACHED: Final = (
    "Sides of “%(show)s” that no message reached and that nobody heard from since: %(count)d. Ring them."
)
NAMESAKES: Final = (
    "Families that were offered nobody, because too many have the name they ask for: %(count)d."
)
REFUSED: Final = "Rows of the newest roster that could not be taken: %(count)d."
_UNSURE: Final = frozenset({Ready.NO_SHOW, Ready.LOST, Ready.INVITED})


@dataclass(frozen=True, slots=True)
class Showing:
    """A show as the overview lists it."""

    head: ShowHead
    phase: Phase = Phase.READY
    slots: int = 0
    aired: int = 0
    barred: int = 0
    unconfirmed: int = 0
    """Slots to come of which one side or both have not said that they will be there."""
    unreached: int = 0
    """Sides that no message reached and that are still to be told."""
    today: bool = False
    apart: int = 0
    """Slots to come whose pair came apart since."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with the page or the button that does it; the worse, the further up."""

    words: str
    button: str
    href: str
    icon: str = "arrow-right"
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the way from an empty gathering to the first evening."""

    title: str
    does: str
    href: str
    done: bool


@dataclass(frozen=True, slots=True)
class Office:
    """What an office has on its desk."""

    gathering: Gathering
    counts: Mapping[str, int]
    plan: PlanVersion | None
    published: bool
    shows: Sequence[Showing]
    refused: int = 0
    """Rows of the newest roster that could not be taken."""
    missing: int = 0
    """Pairs without a slot, as the rundown board counts them."""
    urgent: int = 0
    """Of them those that must be on air."""
    in_vain: int = 0
    """Families that were offered nobody, because too many have the name they ask for."""
    late: int = 0
    """Of the uncertain links those that would bring somebody into a pair that has its time; counted a moment later."""

    @property
    def at(self) -> str:
        """Where its pages are."""
        return f"/staff/{self.gathering.id}"


def showing(
    head: ShowHead,
    show: Show | None,
    unreached: Iterable[Unreached],
    now: Instant,
    zone: str,
    apart: Collection[str] = (),
) -> Showing:
    """A show and how it stands; `show` is None before its rundown was published, `apart` are no pairs any more."""
    today = _day(head.planned_start, zone) == _day(now, zone)
    if show is None:
        return Showing(head, today=today)
    slots = [item for item in show.items.values() if item.pair]
    to_come = [item for item in slots if item.state is State.PLANNED]
    return Showing(
        head,
        show.phase,
        len(slots),
        sum(item.state is State.AIRED for item in slots),
        sum(show.items[item].pair not in apart for item in show.barred),
        sum(bool(_UNSURE.intersection(show.sides(item.id))) for item in to_come),
        to_ring(show, unreached),
        today,
        sum(item.pair in apart for item in to_come),
    )


def attention(office: Office, say: Say) -> list[Step]:
    """What somebody has to do now, the most urgent first; nothing is said that needs nobody."""
    needs = [
        *_of_plan(office),
        *(need for one in office.shows for need in _of_show(one)),
        *_of_people(office),
    ]
    return [
        Step(
            say(need.words) % {"count": need.count, "slots": need.slots, "show": need.show},
            say(need.button),
            f"{office.at}/{need.path}",
            need.icon,
            need.urgent,
        )
        for need in sorted(needs, key=lambda need: not need.urgent)
        if need.count
    ]


@dataclass(frozen=True, slots=True)
class _Need:
    """What there is of something; no need while `count` is nought."""

    count: int
    words: str
    button: str
    path: str
    icon: str = "arrow-right"
    urgent: bool = False
    show: str = ""
    slots: int = 0


def _of_plan(office: Office) -> list[_Need]:
    plan = office.plan
    if plan is None:
        return []
    waits = int(bool(plan.slots) and not plan.published)
    place, why = "rundown#unplaced", "See why"
    return [
        _Need(
            office.urgent, "Pairs that must be on air and have no slot: %(count)d.", why, place, urgent=True
        ),
        _Need(office.missing - office.urgent, "Pairs without a slot: %(count)d.", why, place),
        _Need(waits, "The newest plan is not published.", "Look at it", "rundown", "send"),
    ]


def _of_show(one: Showing) -> list[_Need]:
    if one.phase is Phase.ENDED or not one.head.run:
        return []
    title, fetch = one.head.title, ("Whom to fetch", "fetch")
    call = fetch if one.today else ("Call sheet", "callsheet")
    words = TODAY if one.today else UNCONFIRMED
    sure = one.slots if one.today and not one.unconfirmed else 0
    return [
        _Need(one.unconfirmed, words, *call, "phone", show=title, slots=one.slots),
        _Need(sure, ALL_COME, *fetch, "bell", show=title),
        _Need(one.unreached, UNREACHED, *fetch, "phone", urgent=True, show=title),
        _Need(one.apart, APART, "Look at them", "rundown", urgent=True, show=title),
    ]


def _of_people(office: Office) -> list[_Need]:
    counts = office.counts
    barred = sum(one.barred for one in office.shows if one.phase is not Phase.ENDED)
    silent = "registrations?consent=missing"
    words, look = NOT_AGREED_BARRED if barred else NOT_AGREED, "Look at them"
    return [
        _Need(counts["unconsented"], words, "Ask them", silent, "phone", bool(barred), slots=barred),
        _Need(office.late, LATE, look, f"links?rule={WAITS}", "link"),
        _Need(max(counts["review"] - office.late, 0), "Uncertain links: %(count)d.", look, "links", "link"),
        _Need(office.in_vain, NAMESAKES, look, "links/namesakes", "users"),
        _Need(office.refused, REFUSED, "Import a roster", "import", "upload"),
    ]


def way(office: Office, say: Say) -> list[Stage]:
    """From the empty gathering to the evening; nothing any more once a plan was published."""
    if office.published:
        return []
    counts, at, gathering = office.counts, office.at, office.gathering
    both = bool(counts["workers"] and counts["families"])
    stages = (
        (
            "Describe it",
            "Contact, organisers, story",
            "settings",
            bool(gathering.contact and gathering.organisers),
        ),
        (
            "Sign-up",
            "Print the notice with its QR code",
            "notice",
            bool(counts["workers"] + counts["families"]),
        ),
        ("Rosters", "Bring the lists of both sides", "import", both),
        ("Shows", "Days, hours and segments", "shows/new", bool(office.shows)),
        ("Links", "See who belongs together", "links", bool(counts["linked"]) and not counts["review"]),
        ("Plan", "Give each pair its time", "rundown", office.plan is not None),
        ("Publish", "Families see their times; then rehearse at the desk", "rundown", office.published),
    )
    return [Stage(say(title), say(does), f"{at}/{path}", done) for title, does, path, done in stages]


def _day(instant: int, zone: str) -> str:
    return f"{datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d}"
