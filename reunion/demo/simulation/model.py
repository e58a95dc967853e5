"""One evening as chance makes it: a plan that everybody knows, and what only the evening shows (docs/simulation.md)."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Loaded, Rundown
from reunion.actions.sighting import Windows
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import Item, Kind, Show, State

START: Final = Instant(1_801_915_200_000)
"""2027-02-06 20:00 in China; a show may run over midnight."""
EARLY_S: Final = 300
STEP_S: Final = 15


@dataclass(frozen=True, slots=True)
class Setting:
    """What kind of evenings; the defaults are those of the command."""

    slots: int = 85
    shortest_s: int = 90
    longest_s: int = 300
    segments: int = 8
    """Segments, the opening and the closing among them; half of those between may be cut."""
    segment_s: int = 240
    cut_to_s: int = 60
    changeover_s: int = 10
    """Planned between two greetings; not counted as dead air."""
    waiting: float = 0.05
    """So many more pairs than slots, who were told that they come on when there is room."""
    never: float = 0.08
    late: float = 0.12
    late_min: tuple[int, int] = (2, 15)
    drops: float = 0.03
    drop_s: tuple[int, int] = (30, 240)
    overrun: float = 0.10
    overrun_s: tuple[int, int] = (30, 90)
    before_min: tuple[int, int] = (5, 40)
    """How long before the time they were told punctual people are there."""
    window_min: tuple[int, int] = (30, 120)
    """How long before and after that time they are free."""
    patience_s: int = 60
    """How long the plain host waits for whoever is missing."""
    reaction_s: int = 4
    """How long a proposal stands on the desk before the host presses."""


Span = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True)
class People:
    """What only the evening shows of a pair."""

    there: Mapping[Side, tuple[Span, ...]]
    """When each side is before its camera."""
    over_ms: int
    """How much longer than planned they talk."""

    def both(self, at: Instant) -> bool:
        """Whether both sides are there."""
        return all(any(a <= at < b for a, b in spans) for spans in self.there.values())

    def met(self) -> tuple[Span, ...]:
        """When both sides are."""
        worker, family = self.there.values()
        spans = ((max(a, c), min(b, d)) for a, b in worker for c, d in family)
        return tuple(span for span in spans if span[0] < span[1])


@dataclass(frozen=True, slots=True)
class Evening:
    """A plan, and its people by item."""

    loaded: Loaded
    free: Windows
    people: Mapping[str, People]
    promised: Mapping[str, Instant]
    """The time each pair was told; nobody of the waiting list was told one."""

    @property
    def show(self) -> Show:
        """The show before it begins."""
        return self.loaded.rundown.show


def an_evening(setting: Setting, seed: str) -> Evening:
    """The evening of this seed, the same on every machine."""
    rng = random.Random(seed)  # noqa: S311
    items, cards, end = _planned(setting, rng)
    waiting = round(setting.slots * setting.waiting)
    for number in range(waiting):
        key = f"it-w{number}"
        # They are left out when the show begins, and recalled when there is room.
        items[key] = Item(key, Kind.SLOT, _length(setting, rng), end, end, f"p-w{number}", State.SKIPPED)
        cards[key] = _card(rng)
    free, people = {}, {}
    for key, item in items.items():
        if item.kind is Kind.SLOT:
            promised = item.state is State.PLANNED
            span = _window(setting, rng, item.planned) if promised else (START, end)
            free[key] = ((span[0] // SECOND, span[1] // SECOND),)
            people[key] = _people(setting, rng, item, span, promised=promised)
    rows = {key: _bounded(item, free) for key, item in items.items()}
    show = Show("simulated", "r1", START, end, setting.changeover_s, rows, tuple(rows))
    head = ShowHead(
        "simulated", "simulation", "simulated", "stage", START, end, setting.changeover_s, run="r1"
    )
    promised_at = {key: row.planned for key, row in rows.items() if row.state is State.PLANNED and row.pair}
    return Evening(Loaded(head, Rundown(show, cards), (), {}, {}, {}, {}), free, people, promised_at)


def _planned(setting: Setting, rng: random.Random) -> tuple[dict[str, Item], dict[str, Card], Instant]:
    """Slots one after the other, the segments spread evenly among them."""
    between = max(setting.segments - 2, 0)
    places = {round((n + 1) * setting.slots / (between + 1)): n for n in range(between)}
    items: dict[str, Item] = {}
    cards: dict[str, Card] = {}
    clock = START

    def add(key: str, kind: Kind, seconds: int, card: Card, pair: str = "") -> None:
        nonlocal clock
        items[key] = Item(key, kind, seconds, clock, pair=pair)
        cards[key] = card
        clock = Instant(clock + seconds * SECOND)

    add("opening", Kind.SEGMENT, setting.segment_s, Card("opening"))
    last = Kind.SEGMENT
    for number in range(setting.slots):
        if number in places:
            cut = setting.cut_to_s if places[number] % 2 == 0 else None
            add(f"song-{number}", Kind.SEGMENT, setting.segment_s, Card("song", shortest_s=cut))
            last = Kind.SEGMENT
        if last is Kind.SLOT:
            clock = Instant(clock + setting.changeover_s * SECOND)
        add(f"it-{number}", Kind.SLOT, _length(setting, rng), _card(rng), f"p-{number}")
        last = Kind.SLOT
    if setting.segments > 1:
        add("closing", Kind.SEGMENT, setting.segment_s, Card("closing", shortest_s=setting.cut_to_s))
    return items, cards, clock


def _length(setting: Setting, rng: random.Random) -> int:
    return rng.randrange(setting.shortest_s, setting.longest_s + 1, STEP_S)


def _card(rng: random.Random) -> Card:
    return Card("", CardSide("", years_away=rng.randint(0, 10)), CardSide(""))


def _window(setting: Setting, rng: random.Random, planned: Instant) -> Span:
    before, after = (rng.randint(*setting.window_min) for _ in range(2))
    return Instant(planned - before * MINUTE), Instant(planned + after * MINUTE)


def _bounded(item: Item, free: Windows) -> Item:
    """Never expected before their window, nor long before what they were told; as rundowns are published."""
    if item.kind is Kind.SEGMENT or item.state is not State.PLANNED:
        return item
    earliest = max(free[item.id][0][0] * SECOND, item.planned - EARLY_S * SECOND)
    return Item(item.id, item.kind, item.seconds, item.planned, Instant(earliest), item.pair)


def _people(setting: Setting, rng: random.Random, item: Item, span: Span, *, promised: bool) -> People:
    chance, side = rng.random(), rng.choice(tuple(Side))
    there: dict[Side, tuple[Span, ...]] = {}
    for one in Side:
        before = rng.randint(setting.before_min[0] * 60, setting.before_min[1] * 60)
        comes = item.planned - before * SECOND if promised else START + before * SECOND
        if one is side and chance < setting.never:
            there[one] = ()
            continue
        if one is side and chance < setting.never + setting.late and promised:
            comes = item.planned + rng.randint(setting.late_min[0] * 60, setting.late_min[1] * 60) * SECOND
        comes = max(comes, span[0])
        there[one] = ((Instant(comes), span[1]),) if comes < span[1] else ()
    drops, at, lasts = rng.random() < setting.drops, rng.random(), rng.randint(*setting.drop_s)
    if drops and there[side]:
        ((comes, goes),) = there[side]
        # Somewhere in the first half hour of waiting.
        gone = Instant(comes + int(at * min(goes - comes, 30 * MINUTE)))
        back = Instant(min(gone + lasts * SECOND, goes))
        there[side] = tuple(one for one in ((comes, gone), (back, goes)) if one[0] < one[1])
    over = rng.randint(*setting.overrun_s) if rng.random() < setting.overrun else 0
    return People(there, over * SECOND)
