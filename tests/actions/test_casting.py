"""Who joins a pair that has its time, or leaves it, is on the card of its slot, or is not any more."""

import asyncio
from dataclasses import replace

import pytest

from reunion.actions.answering import own_slot
from reunion.actions.arriving import coming, turn_of
from reunion.actions.barring import catch_up
from reunion.actions.casting import Casting
from reunion.actions.cueing import Correcting, Seen, Who
from reunion.actions.exporting import Reader, callsheets
from reunion.actions.fetching import to_fetch
from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, NewRegistration, NotSaved, Remade, Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.actions.running import Stage, Stages
from reunion.domain.access import Identity, Role
from reunion.domain.calls import Call
from reunion.domain.cards import Card, words
from reunion.domain.commands import (
    Agree,
    CallUp,
    End,
    MarkReady,
    NoShow,
    Note,
    Recall,
    Skip,
    Standby,
    Start,
    Take,
    Undo,
)
from reunion.domain.instants import HOUR, MINUTE, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.plans import MatchStanding
from reunion.domain.readiness import Ready
from reunion.domain.rundown import is_read
from reunion.storage.database import Database
from reunion.storage.store import open_store
from tests.actions.scenes import EVENING, GATHERING, clock, family
from tests.actions.test_publishing import NEVER_ASKED, ONE, planned
from tests.conftest import SECRET, HandClock

ITEM = "it-2"
HOST = Identity(Role.HOST, "st-1", "dongxing")
SON = family("f9", "李小军", "曾会莲", "儿子", village="双桥", persons=2)
CONFIRMED, REFUSED, REVIEW = MatchStanding.CONFIRMED, MatchStanding.REFUSED, MatchStanding.REVIEW


class Evening:
    """A published evening that hears of every pair that is made anew; the first pair is w1 and f1."""

    def __init__(self, database: Database) -> None:
        self.store = open_store(database, SECRET.encode(), self._hear)
        self.casting: Casting | None = None
        self.heard: list[Remade] = []

    async def _hear(self, remade: Remade) -> None:
        self.heard.append(remade)
        if self.casting is not None:
            self.casting.owe(remade)
            await self.casting.look()

    async def begin(self, *, follows: bool = True, **second: object) -> None:
        self.stages = await planned(self.store, **second)
        await publish(self.store, self.stages, GATHERING, by="amei", clock=clock)
        stage = await self.stages.get("s-1")
        assert stage is not None
        self.stage: Stage = stage
        if follows:
            self.casting = Casting(self.store, self.stages)

    async def comes(self, person: Registration, beside: str = "w1") -> None:
        """Sign up, and be confirmed as somebody's relative."""
        await self.store.registrations.add([NewRegistration(person)])
        await self.says(beside, person.id, CONFIRMED)

    async def says(self, one: str, other: str, standing: MatchStanding) -> None:
        await decide(self.store, GATHERING.id, [Choice(one, other, standing)], by="amei", clock=clock)

    def card(self, item: str = ITEM) -> Card:
        return self.stage.loaded.rundown.cards[item]

    def names(self, item: str = ITEM) -> tuple[str, str]:
        card = self.card(item)
        assert card.worker is not None
        assert card.family is not None
        return card.worker.name, card.family.name

    def times(self) -> list[object]:
        rows = [(row.planned, row.earliest, row.seconds) for row in self.stage.show.items.values()]
        return [rows, self.stage.show.order, self.stage.show.told]

    async def looks_again(self) -> None:
        """As when something else of the pair becomes another."""
        assert self.casting is not None
        self.casting.owe(Remade(GATHERING.id, frozenset([ONE]), frozenset()))
        await self.casting.look()

    async def perform(self, *commands: object) -> None:
        for number, command in enumerate(commands):
            await self.stage.perform(command, f"c-{self.stage.show.revision}-{number}", "host")  # type: ignore[arg-type]


@pytest.fixture
async def evening(store: Store, database: Database) -> Evening:
    made = Evening(database)
    await made.begin()
    return made


@pytest.mark.parametrize("begun", [False, True])
async def test_who_joins_stands_on_the_card_and_nobodys_time_changes(evening: Evening, begun: bool) -> None:
    if begun:
        await evening.perform(Start(), Take(None))
        # the slot of the other pair is next
        await evening.perform(Standby("it-3"))
    before, promises = evening.times(), await evening.store.shows.promises("s-1")
    await evening.comes(SON)
    assert evening.names() == ("曾会莲", "李芳、李小军")
    assert (evening.card().people, evening.card().offer) == (("w1", "f1", "f9"), None)
    assert (evening.times(), await evening.store.shows.promises("s-1")) == (before, promises)
    assert (evening.stage.show.run, evening.stage.show.barred) == ("r1", frozenset())


async def test_without_casting_the_card_stays_what_was_published(store: Store, database: Database) -> None:
    """The control: the pair has them, the card has not."""
    evening = Evening(database)
    await evening.begin(follows=False)
    await evening.comes(SON)
    assert [one.pairs for one in evening.heard][-1] == {ONE}
    assert evening.names() == ("曾会莲", "李芳")


async def test_door_and_fetch_and_call_sheet_know_who_joined(evening: Evening) -> None:
    soon = HandClock(Instant(EVENING - HOUR // 2))
    await evening.comes(SON)
    store, stages = evening.store, evening.stages
    person = await store.registrations.get("f9")
    assert person is not None
    helper = Identity(Role.VOLUNTEER, "st-2", "dongxing", "511011101", "双桥")
    (fetch,) = await to_fetch(store, stages, "dongxing", helper, soon)
    turn, slot = await turn_of(stages, store, HOST, person, soon), await own_slot(store, stages, person)
    assert turn is not None
    assert slot is not None
    (sheet,) = await callsheets(
        store, GATHERING, Reader(Role.VOLUNTEER, "st-2", "", "511011101", "双桥"), str
    )
    assert (fetch.item, [one.name for one in fetch.people], fetch.worker) == (ITEM, ["李小军"], "曾会莲")
    assert (turn.item, turn.others) == (slot.item, ("曾会莲",)) == (ITEM, ("曾会莲",))
    assert [
        one.name for turn in await coming(store, stages, "dongxing", helper, soon) for one in turn.people
    ] == ["李小军"]
    assert [(call.family.name, call.family.relation) for call in sheet.calls] == [("李小军", "母亲")]


async def test_who_joins_a_card_that_is_being_read_is_offered_and_known_at_the_door(evening: Evening) -> None:
    await evening.perform(Start(), Standby(ITEM))
    assert is_read(evening.stage.show, ITEM)
    await evening.comes(SON)
    offer = evening.card().offer
    assert offer is not None
    assert offer.family is not None
    assert (evening.names()[1], offer.family.name) == ("李芳", "李芳、李小军")
    assert evening.card().people == ("w1", "f1", "f9")
    desk = Correcting(evening.store, evening.stage, clock, Who("st-1", "周导"))
    await desk.settle(ITEM, Seen("r1", evening.card().version), use=True)
    assert evening.names() == ("曾会莲", "李芳、李小军")


async def test_who_joins_keeps_what_a_desk_wrote(evening: Evening) -> None:
    desk = Correcting(evening.store, evening.stage, clock, Who("st-1", "周导"))
    await desk.reword(ITEM, Seen("r1", 0), {Side.WORKER: {"story": "修了十年船"}})
    await evening.comes(SON)
    card = evening.card()
    assert card.worker is not None
    assert (card.worker.story, evening.names()[1]) == ("修了十年船", "李芳、李小军")


async def test_a_desks_words_outlive_whoever_joins_and_leaves_again(evening: Evening) -> None:
    desk = Correcting(evening.store, evening.stage, clock, Who("st-1", "周导"))
    await desk.reword(ITEM, Seen("r1", 0), {Side.WORKER: {"story": "修了十年船"}})
    await evening.comes(replace(SON, message="妈，我也来了"))
    version = evening.card().version
    await desk.reword(ITEM, Seen("r1", version), {Side.FAMILY: {"message": "都来了"}})
    stood = evening.card()
    await evening.looks_again()
    assert evening.card() == stood
    await evening.says("w1", "f9", REFUSED)
    left = evening.card()
    assert left.worker is not None
    assert left.worker.story == "修了十年船"
    await evening.looks_again()
    assert evening.card() == left


async def test_who_joins_and_was_not_taken_over_by_the_desk_is_not_offered_a_second_time(
    evening: Evening,
) -> None:
    await evening.perform(Start(), Standby(ITEM))
    await evening.comes(SON)
    desk = Correcting(evening.store, evening.stage, clock, Who("st-1", "周导"))
    await desk.settle(ITEM, Seen("r1", evening.card().version), use=False)
    await evening.looks_again()
    assert (evening.names()[1], evening.card().offer) == ("李芳", None)


async def test_who_signed_up_twice_is_known_at_the_door_by_either_badge(evening: Evening) -> None:
    await evening.comes(replace(SON, name="李芳", persons=1))
    assert (evening.names()[1], evening.card().people) == ("李芳", ("w1", "f1", "f9"))


async def test_who_joins_and_never_agreed_to_be_on_air_bars_the_slot_until_they_do(evening: Evening) -> None:
    await evening.comes(replace(SON, consent=NEVER_ASKED))
    assert ({*evening.stage.show.barred}, evening.names()[1]) == ({ITEM}, "李芳、李小军")
    await evening.says("w1", "f9", REVIEW)
    assert (evening.stage.show.barred, evening.names()[1]) == (frozenset(), "李芳")


@pytest.mark.parametrize("read", [False, True])
async def test_who_is_parted_from_the_pair_leaves_the_card_at_once(evening: Evening, read: bool) -> None:
    await evening.comes(SON)
    if read:
        await evening.perform(Start(), Standby(ITEM))
    await evening.says("w1", "f9", REFUSED)
    assert (evening.names(), evening.card().offer) == (("曾会莲", "李芳"), None)


async def test_who_joins_and_withdraws_is_nowhere(evening: Evening) -> None:
    await evening.comes(SON)
    await Registering(evening.store, clock, evening.stages).withdraw("f9")
    assert (evening.names()[1], evening.card().people) == ("李芳", ("w1", "f1"))
    assert (await evening.store.pairs.every(GATHERING.id))[0].family.registrations == ("f1",)


async def test_a_pair_that_came_apart_is_shown_to_nobody_and_cannot_be_taken(evening: Evening) -> None:
    before = evening.card()
    await evening.perform(MarkReady(ITEM, Side.FAMILY, Ready.READY))
    await evening.says("w1", "f1", REFUSED)
    assert (evening.names(), evening.card().people) == (("", ""), ())
    assert evening.stage.show.barred == {ITEM}
    assert evening.stage.show.sides(ITEM) == (Ready.INVITED, Ready.INVITED)
    await evening.says("w1", "f1", CONFIRMED)
    assert (words(evening.card()), evening.card().people) == (words(before), before.people)
    assert evening.stage.show.barred == frozenset()


async def test_what_was_known_of_another_family_says_nothing_of_who_has_its_place(evening: Evening) -> None:
    there = (MarkReady(ITEM, Side.FAMILY, Ready.READY), MarkReady(ITEM, Side.WORKER, Ready.WAITING))
    await evening.perform(*there)
    await evening.store.registrations.add([NewRegistration(SON)])
    choices = [Choice("w1", "f1", REFUSED), Choice("w1", "f9", CONFIRMED)]
    await decide(evening.store, GATHERING.id, choices, by="amei", clock=clock)
    assert evening.names() == ("曾会莲", "李小军")
    assert evening.stage.show.sides(ITEM) == (Ready.WAITING, Ready.INVITED)


async def test_calls_to_another_family_are_none_to_who_has_its_place(evening: Evening) -> None:
    ten = CallUp(ITEM, Call.TEN, Instant(clock() + 9 * MINUTE))
    await evening.perform(ten)
    await evening.store.registrations.add([NewRegistration(SON)])
    choices = [Choice("w1", "f1", REFUSED), Choice("w1", "f9", CONFIRMED)]
    await decide(evening.store, GATHERING.id, choices, by="amei", clock=clock)
    show = evening.stage.show
    assert [len(show.heard(ITEM, side)) for side in Side] == [1, 0]
    await evening.perform(ten)
    assert [len(evening.stage.show.heard(ITEM, side)) for side in Side] == [1, 1]
    calls = [one for one in await evening.store.outbox.newest("s-1", limit=9) if one.kind == "call"]
    assert sorted((one.revision, one.side) for one in calls) == [
        (show.revision - 1, Side.FAMILY),
        (show.revision - 1, Side.WORKER),
        (show.revision + 1, Side.FAMILY),
    ]


async def test_who_joins_somebody_who_is_there_makes_them_no_less_there(evening: Evening) -> None:
    await evening.perform(MarkReady(ITEM, Side.FAMILY, Ready.READY))
    await evening.comes(SON)
    assert evening.stage.show.side(ITEM, Side.FAMILY)[0] is Ready.READY


async def test_who_goes_over_to_another_pair_leaves_one_card_and_stands_on_the_other(
    evening: Evening,
) -> None:
    await evening.comes(SON)
    await evening.says("w1", "f9", REFUSED)
    await evening.says("w2", "f9", CONFIRMED)
    assert (evening.names(), evening.names("it-3")) == (("曾会莲", "李芳"), ("张强", "王芳、李小军"))


async def test_what_has_been_on_air_stays_what_was_seen_and_a_skipped_slot_is_kept_right(
    evening: Evening,
) -> None:
    await evening.perform(Start(), Skip("it-3"), Take(None, ITEM))
    await evening.comes(SON)
    assert evening.card().people == ("w1", "f1")
    await evening.perform(Recall("it-3"), Take(ITEM, "it-3"))
    await evening.comes(replace(SON, id="f8", name="王小妹", invite_code="F8"), beside="w2")
    assert (evening.card().people, evening.card("it-3").people) == (("w1", "f1"), ("w2", "f2"))
    await evening.perform(End())


@pytest.mark.parametrize("parked", [Skip(ITEM), NoShow(ITEM)])
async def test_who_joins_a_pair_that_was_skipped_or_missed_is_there_when_it_is_recalled(
    evening: Evening, parked: object
) -> None:
    await evening.perform(Start(), parked)
    await evening.comes(SON)
    assert (evening.names()[1], evening.card().people) == ("李芳、李小军", ("w1", "f1", "f9"))


async def test_of_a_slot_that_was_on_air_the_journal_says_nothing_more_when_its_pair_comes_apart(
    evening: Evening,
) -> None:
    ready = MarkReady(ITEM, Side.FAMILY, Ready.READY)
    await evening.perform(ready, Start(), Take(None, ITEM), Take(ITEM, "it-3"))
    before = evening.stage.show
    await evening.says("w1", "f1", REFUSED)
    assert (evening.stage.show, evening.card().people) == (before, ("w1", "f1"))


async def test_who_withdraws_after_their_slot_leaves_its_card_and_the_other_side_stays(
    evening: Evening,
) -> None:
    await evening.perform(Start(), Take(None, ITEM), Note(ITEM, "李芳耳背"), Take(ITEM, "it-3"))
    await Registering(evening.store, clock, evening.stages).withdraw("f1")
    assert (evening.names(), evening.card().people) == (("曾会莲", ""), ("w1",))
    assert {*evening.stage.loaded.texts.values()} == set()


@pytest.mark.parametrize("over", [Take(None, ITEM), End()])
async def test_what_comes_back_from_the_air_after_a_start_joins_those_who_are_together_now(
    evening: Evening, over: object
) -> None:
    await evening.perform(Start(), over)
    last = evening.stage.show.revision
    await evening.says("w1", "f1", REFUSED)
    restarted = Casting(evening.store, evening.stages)
    await restarted.begin()
    await restarted.look()
    assert (evening.card().people, evening.stage.show.barred) == (("w1", "f1"), frozenset())
    await evening.perform(Undo(last))
    await restarted.look()
    assert (evening.card().people, {*evening.stage.show.barred}) == ((), {ITEM})


@pytest.mark.parametrize("over", [Take(None, ITEM), End()])
async def test_what_comes_back_from_having_been_on_air_joins_those_who_are_together_now(
    evening: Evening, over: object
) -> None:
    await evening.perform(Start(), over)
    last = evening.stage.show.revision
    await evening.says("w1", "f1", REFUSED)
    assert (evening.card().people, evening.stage.show.barred) == (("w1", "f1"), frozenset())
    assert evening.casting is not None
    await evening.casting.look()
    assert evening.card().people == ("w1", "f1")
    await evening.perform(Undo(last))
    await evening.casting.look()
    assert (evening.card().people, {*evening.stage.show.barred}) == ((), {ITEM})


async def test_a_slot_is_free_only_once_who_never_agreed_is_off_its_card(evening: Evening) -> None:
    await evening.comes(replace(SON, consent=NEVER_ASKED))
    full = _Full(evening.store.shows)
    broken = evening.casting = Casting(replace(evening.store, shows=full), evening.stages)  # type: ignore[arg-type]
    with pytest.raises(NotSaved):
        await evening.says("w1", "f9", REVIEW)
    assert (evening.names()[1], {*evening.stage.show.barred}) == ("李芳、李小军", {ITEM})
    full.full = False
    await broken.look()
    assert (evening.names()[1], evening.stage.show.barred) == ("李芳", frozenset())


async def test_two_looks_at_once_take_over_every_gathering_once(evening: Evening) -> None:
    casting = evening.casting
    assert casting is not None
    for gathering in ("elsewhere", "dongxing", "far"):
        casting.owe(Remade(gathering, frozenset({ONE}), frozenset()))
    await asyncio.gather(casting.look(), casting.look())


async def test_what_another_family_agreed_and_what_was_remarked_on_it_goes_with_it(evening: Evening) -> None:
    desk = Correcting(evening.store, evening.stage, clock, Who("st-1", "周导"))
    await desk.reword(ITEM, Seen("r1", 0), {Side.WORKER: {"story": "修了十年船"}})
    await evening.perform(
        Agree(ITEM, agreed=True), Note(ITEM, "李芳耳背，请大声"), Note("it-3", "这家先唱歌")
    )
    await evening.store.registrations.add([NewRegistration(SON)])
    choices = [Choice("w1", "f1", REFUSED), Choice("w1", "f9", CONFIRMED)]
    await decide(evening.store, GATHERING.id, choices, by="amei", clock=clock)
    assert not evening.stage.show.items[ITEM].agreed
    assert list(evening.stage.loaded.texts.values()) == ["这家先唱歌"]
    card = evening.card()
    assert card.worker is not None
    assert (evening.names(), card.worker.story) == (("曾会莲", "李小军"), "修了十年船")


async def test_whom_a_stop_left_out_is_taken_over_at_the_next_start(store: Store, database: Database) -> None:
    evening = Evening(database)
    await evening.begin(follows=False)
    await evening.comes(SON)
    await evening.says("w2", "f2", REFUSED)
    stages = Stages(evening.store.journal, clock, lambda _: None)
    await catch_up(evening.store, stages, by="server")
    stage = await stages.get("s-1")
    assert stage is not None
    assert [stage.loaded.rundown.cards[item].people for item in (ITEM, "it-3")] == [("w1", "f1", "f9"), ()]
    revision = stage.show.revision
    await catch_up(evening.store, stages, by="server")
    assert (stage.show.revision, {*stage.show.barred}) == (revision, {"it-3"})


async def test_what_was_on_air_with_those_who_are_still_together_is_not_watched_after_a_start(
    evening: Evening,
) -> None:
    await evening.perform(Start(), Take(None, ITEM), Take(ITEM, "it-3"))
    assert await catch_up(evening.store, evening.stages, by="server") == {GATHERING.id: {}}
    await evening.says("w1", "f1", REFUSED)
    over = await catch_up(evening.store, evening.stages, by="server")
    assert [item for _, item in over[GATHERING.id]] == [ITEM]


async def test_what_cannot_be_stored_is_owed_and_taken_over_later(evening: Evening) -> None:
    shows = evening.store.shows
    full = _Full(shows)
    broken = Casting(replace(evening.store, shows=full), evening.stages)  # type: ignore[arg-type]
    evening.casting = broken
    with pytest.raises(NotSaved):
        await evening.comes(SON)
    assert evening.names()[1] == "李芳"
    full.full = False
    await broken.look()
    assert evening.names()[1] == "李芳、李小军"


class _Full:
    """Shows on a disk that is full until it is not."""

    def __init__(self, shows: object) -> None:
        self._shows = shows
        self.full = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._shows, name)

    async def put_cards(self, *cards: object) -> None:
        if self.full:
            raise NotSaved
        await self._shows.put_cards(*cards)  # type: ignore[attr-defined]

    async def empty_card(self, *card: object) -> None:
        if self.full:
            raise NotSaved
        await self._shows.empty_card(*card)  # type: ignore[attr-defined]


async def test_who_joins_while_the_plan_is_published_again_is_in_the_new_rundown(evening: Evening) -> None:
    await asyncio.gather(
        publish(evening.store, evening.stages, GATHERING, by="amei", clock=clock), evening.comes(SON)
    )
    assert (evening.stage.show.run, evening.names()[1]) == ("r2", "李芳、李小军")


async def test_several_cards_are_one_message_for_everybody_in_the_room(evening: Evening) -> None:
    begun = []

    class Ear:
        def follow(self, change: object) -> None:
            raise AssertionError(change)

        def begin(self, loaded: object, show: object) -> None:
            begun.append(loaded)

    evening.stage.add(Ear())
    both = [SON, replace(SON, id="f8", name="王小妹", invite_code="F8")]
    await evening.store.registrations.add([NewRegistration(one) for one in both])
    choices = [Choice("w1", "f9", CONFIRMED), Choice("w2", "f8", CONFIRMED)]
    await decide(evening.store, GATHERING.id, choices, by="amei", clock=clock)
    assert (evening.names()[1], evening.names("it-3")[1]) == ("李芳、李小军", "王芳、王小妹")
    assert len(begun) == 1
