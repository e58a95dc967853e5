"""Making a plan public: a new run for each show that has not begun, with items, cue cards and promises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.arranging import Impossible
from reunion.actions.carrying import Telling, begun, replaced, telling, told_before
from reunion.actions.ports import Clock, Conflict, Deed, Rundown, Store
from reunion.actions.running import Stages
from reunion.actions.surveying import read_pairs
from reunion.domain.cards import Card, CardSide
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.kinship import the_only, turned
from reunion.domain.names import display_pinyin, pinyin
from reunion.domain.people import Gathering, Pair, Registration, Side, Source
from reunion.domain.plans import PlanVersion, Segment, ShowHead, Slot
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Show

_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to."""

    shows: tuple[str, ...]
    """Shows with a new rundown; every open page of theirs must be told."""
    kept: tuple[str, ...]
    """Shows that are live or over and stay as they are."""
    told: int
    """Pairs whose time is new, another one than they were told, or gone."""


async def publish(
    store: Store, stages: Stages, gathering: Gathering, *, by: str, clock: Clock, version: int | None = None
) -> Published:
    """Make the newest plan the rundown of every show that has not begun; raises Impossible without a plan.

    A plan that somebody changes meanwhile is published anew; when that does not end, raises Conflict. So it does
    where a version was looked at and another one is the newest.
    """
    told: set[str] = set()
    async with stages.settling:
        for _ in range(_TRIES):
            try:
                plan = await _looked_at(store, gathering.id, version)
                return await _publish(store, stages, gathering, plan, told, by=by, clock=clock)
            except Conflict:
                continue
    raise Conflict


async def _looked_at(store: Store, gathering: str, version: int | None) -> PlanVersion:
    plan = await store.plans.newest(gathering)
    if plan is None:
        raise Impossible("There is no plan yet: press “Plan” first.")
    if version not in (None, plan.version):
        raise Conflict
    return plan


async def _publish(
    store: Store,
    stages: Stages,
    gathering: Gathering,
    plan: PlanVersion,
    told: set[str],
    *,
    by: str,
    clock: Clock,
) -> Published:
    fresh: dict[str, tuple[ShowHead, set[str]]] = {}
    kept, now = [], clock()
    shows = await store.shows.every(gathering.id)
    promises = await told_before(store, shows)
    placed = {slot.pair for slot in plan.slots}
    found, people = await read_pairs(store, gathering.id, placed | promises.keys())
    pairs = {pair.id: pair for pair in found}
    try:
        for standing in shows:
            head = replace(standing, run=_next_run(standing.run))
            slots = [slot for slot in plan.slots if slot.show == head.id and slot.pair in pairs]
            rundown = rundown_of(head, slots, pairs, people, gathering)
            news = telling(rundown.show, promises, gathering.tell_after)
            here = {pair for pair, (show, _) in promises.items() if show == head.id and pair in pairs}
            gone = here - {slot.pair for slot in slots}
            if await _begin(store, stages, head, rundown, news, now):
                fresh[head.id] = head, gone
                told.update(news.pairs | gone)
            else:
                kept.append(head.id)
    finally:
        # Last: whose new time is on another show has it by now, and never reads that there is none.
        for head, gone in fresh.values():
            await store.shows.break_promises(head.id, head.run, gone, told=now, lost=gone - placed)
    await store.plans.put(gathering.id, replace(plan, published=True))
    details = {"version": plan.version, "shows": [*fresh], "kept": kept}
    await store.audit.record(Deed(gathering.id, by, now, "publish", gathering.id, details))
    return Published(tuple(fresh), tuple(kept), len(told))


async def _begin(
    store: Store,
    stages: Stages,
    head: ShowHead,
    rundown: Rundown,
    news: Telling,
    now: Instant,
) -> bool:
    """Whether the show could still be given a new run, with what its families are told."""
    stage = await stages.get(head.id)

    async def put() -> None:
        stored = await store.journal.load(head.id) if stage else None
        before = replaced(stage.show, stored) if stage and stored else None
        await store.shows.begin_run(head, begun(rundown, before, news, now))

    if stage is None:
        await put()
        return True
    try:
        await stage.begin_run(put)
    except Refused as refused:
        if refused.code != "already-started":
            raise
        return False
    return True


def rundown_of(
    head: ShowHead,
    slots: Iterable[Slot],
    pairs: Mapping[str, Pair],
    people: Mapping[str, Registration],
    gathering: Gathering,
) -> Rundown:
    """The show before its first entry, its items in time order, and the card of each."""
    rows: list[Slot | Segment] = sorted([*slots, *head.segments], key=lambda row: row.start)
    items: dict[str, Item] = {}
    cards: dict[str, Card] = {}
    barred = set()
    for number, row in enumerate(rows, start=1):
        key = f"it-{number}"
        if isinstance(row, Segment):
            items[key] = Item(key, Kind.SEGMENT, row.seconds, row.start, row.start)
            cards[key] = Card(title=row.title, shortest_s=row.shortest_s, optional=row.optional)
            continue
        items[key] = Item(key, Kind.SLOT, row.seconds, row.start, row.earliest, row.pair)
        cards[key] = card_of(pairs[row.pair], people, gathering)
        if not may_air(_party(pairs[row.pair].worker.registrations, people)) or not may_air(
            _party(pairs[row.pair].family.registrations, people)
        ):
            barred.add(key)
    show = Show(
        id=head.id,
        run=head.run,
        planned_start=head.planned_start,
        planned_end=head.planned_end,
        buffer_s=head.buffer_s,
        items=items,
        order=tuple(items),
        barred=frozenset(barred),
    )
    return Rundown(show, cards)


def card_of(pair: Pair, people: Mapping[str, Registration], gathering: Gathering) -> Card:
    """The cue card of a pair; without a telephone number."""
    workers = _party(pair.worker.registrations, people)
    families = _party(pair.family.registrations, people)
    return Card(
        worker=_card_side(workers, gathering.away, gathering, relation=_relation(workers, families)),
        family=_card_side(families, "", gathering, relation=_relation(families, workers)),
        people=tuple(person.id for person in (*workers, *families)),
    )


def may_air(party: Sequence[Registration]) -> bool:
    """Whether everybody of one side agreed to be on air.

    A roster row that nobody was asked about yet is covered by another answer of the same person (same sound
    of the name), never by somebody else's.
    """
    asked = [person for person in party if person.consent.given]
    if not asked or any(not person.consent.to(Purpose.ON_AIR) for person in asked):
        return False
    unasked = {person.name for person in party} - {person.name for person in asked}
    # a name is spelt only where it has to be compared: a board asks this of hundreds
    return not unasked or {*map(pinyin, unasked)} <= {pinyin(person.name) for person in asked}


def _next_run(run: str) -> str:
    return f"r{int(run.removeprefix('r') or 0) + 1}"


def _party(ids: Iterable[str], people: Mapping[str, Registration]) -> list[Registration]:
    return sorted((people[id_] for id_ in ids if id_ in people), key=lambda person: person.number)


def _relation(side: Sequence[Registration], other: Sequence[Registration]) -> str:
    """What this side is to the other one: in its own words, else in the other's, else its own turned round.

    Whoever signed up knows it better than a roster, whose column many an office reads the wrong way round; and
    what was said of somebody else says nothing. Empty when nobody said it of these people.
    """
    for rosters in (False, True):
        mine = [person for person in side if (person.source is Source.ROSTER) == rosters]
        theirs = [person for person in other if (person.source is Source.ROSTER) == rosters]
        said = [person.relation for person in mine]
        turned_round = [turned(word) for word in _said_of(other, mine)]
        if word := next(filter(None, (*said, *_said_of(side, theirs), *turned_round)), ""):
            return word
    return ""


def _said_of(party: Sequence[Registration], by: Sequence[Registration]) -> list[str]:
    """What they call anybody of the party by name, then what they call somebody they did not name."""
    names = {pinyin(person.name) for person in party}
    others = [one for person in by for one in person.others]
    named = [one.relation for one in others if one.name and pinyin(one.name) in names]
    return named + [one.relation for one in others if not one.name]


def _told_themselves(party: Sequence[Registration]) -> list[Registration]:
    """Without a roster's row of a relative who has signed up in person: whoever wrote the row misheard the name."""
    own = {the_only(person.relation) for person in party if person.source is not Source.ROSTER} - {""}
    return [
        person
        for person in party
        if person.source is not Source.ROSTER or the_only(person.relation) not in own
    ]


def _card_side(party: Sequence[Registration], town: str, gathering: Gathering, *, relation: str) -> CardSide:
    # Two rows that sound the same are one person's who wrote the name twice: the first spelling stands.
    spellings: dict[tuple[str, ...], str] = {}
    for person in _told_themselves(party):
        spellings.setdefault(pinyin(person.name), person.name)
    names = list(spellings.values())
    if party and party[0].side is Side.WORKER:
        # All rows of a worker's side are one person's; who wrote the name twice is not two people on air.
        names = names[:1]
    township = next((person.township for person in party if person.township), "")
    named = next((town.name for town in gathering.home.townships if town.code == township), "")
    years = [person.years_away for person in party if person.years_away is not None]
    return CardSide(
        name="、".join(names),
        pinyin=", ".join(display_pinyin(name) for name in names),
        place=next((person.place for person in party if person.place), ""),
        town=town or named or gathering.home.name,
        relation=relation,
        township=named,
        persons=max((person.persons for person in party), default=1),
        years_away=max(years, default=None),
        dialect=next((person.dialect for person in party if person.dialect), ""),
        story="\n".join(dict.fromkeys(person.story for person in party if person.story)),
        message="\n".join(dict.fromkeys(person.message for person in party if person.message)),
    )
