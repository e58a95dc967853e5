import asyncio
from dataclasses import replace
from typing import Any

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.moving import take_out
from reunion.actions.ports import Rundown, Shows, Store
from reunion.actions.publishing import card_of, may_air, publish
from reunion.actions.running import Stages
from reunion.actions.scheduling import make_plan
from reunion.domain.cards import Card, CardSide
from reunion.domain.commands import Start
from reunion.domain.consent import Consent, Purpose
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Named, Pair, Party, Registration, Side, Source
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import Kind
from tests.actions.scenes import EVENING, GATHERING, agreed, begin, clock, family, worker
from tests.actions.test_scheduling import OPEN, join, placing

ONE, TWO = "p-dongxing-1", "p-dongxing-2"
LATER = Instant(clock() + MINUTE)
NEVER_ASKED = Consent()
STORED_ONLY = agreed(Purpose.STORE)


async def planned(store: Store, **second: object) -> Stages:
    await begin(
        store,
        worker("w1", "曾会莲", "李芳", "母亲", place="温岭大溪", years_away=3, message="妈，我很好"),
        worker("w2", "张强", "王芳", "妻子"),
        family(
            "f1",
            "李芳",
            "曾会莲",
            "女儿",
            phones=("+8613800138000",),
            place="家里",
            persons=3,
            dialect="sichuan",
        ),
        family("f2", "王芳", **second),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"))
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 300)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    return Stages(store.journal, clock, lambda _: None)


async def test_a_published_show_has_its_segments_and_slots_in_time_order(store: Store) -> None:
    stages = await planned(store)
    published = await publish(store, stages, GATHERING, by="amei", clock=clock)
    assert (published.shows, published.kept, published.told) == (("s-1", "s-2"), (), 2)
    loaded = await store.journal.load("s-1")
    assert loaded is not None
    show = loaded.rundown.show
    assert (show.run, show.order) == ("r1", ("it-1", "it-2", "it-3"))
    assert [(item.kind, item.pair, item.planned) for item in show.items.values()] == [
        (Kind.SEGMENT, "", EVENING),
        (Kind.SLOT, ONE, OPEN * SECOND),
        (Kind.SLOT, TWO, (OPEN + 300) * SECOND),
    ]
    assert show.barred == frozenset()
    assert await store.shows.promises("s-1") == {ONE: OPEN * SECOND, TWO: (OPEN + 300) * SECOND}


async def test_what_may_be_cut_or_left_out_is_on_the_card_of_the_segment(store: Store) -> None:
    stages = await planned(store)
    head = await store.shows.get("s-1")
    assert head is not None
    opening = replace(head.segments[0], shortest_s=60, optional=True)
    await store.shows.put(replace(head, segments=(opening, *head.segments[1:])))
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    loaded = await store.journal.load("s-1")
    assert loaded is not None
    assert loaded.rundown.cards["it-1"] == Card(title="开场", shortest_s=60, optional=True)


async def test_a_card_has_all_the_host_reads_and_no_telephone(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    loaded = await store.journal.load("s-1")
    assert loaded is not None
    assert loaded.rundown.cards["it-1"] == Card(title="开场")
    assert loaded.rundown.cards["it-2"] == Card(
        worker=CardSide(
            "曾会莲", "Zēng Huìlián", "温岭大溪", "温岭", "女儿", "田家镇", 1, 3, "", "", "妈，我很好"
        ),
        family=CardSide("李芳", "Lǐ Fāng", "家里", "田家镇", "母亲", "田家镇", 3, None, "sichuan"),
        people=("w1", "f1"),
    )


async def test_who_did_not_agree_to_be_on_air_is_barred(store: Store) -> None:
    stages = await planned(store, consent=STORED_ONLY)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    assert stage.show.barred == {"it-3"}


async def test_a_show_that_has_begun_is_not_touched(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    await stage.perform(Start(), "c1", "host")
    again = await publish(store, stages, GATHERING, by="amei", clock=clock)
    assert (again.shows, again.kept, again.told) == (("s-2",), ("s-1",), 0)
    assert (stage.show.run, stage.show.revision) == ("r1", 2)


async def test_publishing_again_begins_a_new_run_and_tells_only_whose_time_changed(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 700)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    again = await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    assert (stage.show.run, again.told) == ("r2", 1)
    plan = await store.plans.newest(GATHERING.id)
    assert plan is not None
    assert plan.published


async def test_a_change_made_while_it_is_published_is_neither_lost_nor_called_published(store: Store) -> None:
    stages = await planned(store)
    await asyncio.gather(
        publish(store, stages, GATHERING, by="amei", clock=clock),
        take_out(store, GATHERING.id, ONE, by="lilei", clock=clock),
    )
    plan, loaded = await store.plans.newest(GATHERING.id), await store.journal.load("s-1")
    assert plan is not None
    assert loaded is not None
    assert [slot.pair for slot in plan.slots] == [TWO]
    shown = [item.pair for item in loaded.rundown.show.items.values() if item.pair]
    assert shown == ([TWO] if plan.published else [ONE, TWO])


async def test_who_moves_to_another_show_never_reads_that_the_time_is_gone(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    solve = placing({ONE: ("s-2", OPEN), TWO: ("s-1", OPEN)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    watched = Watched(store.shows)
    await publish(replace(store, shows=watched), stages, GATHERING, by="amei", clock=lambda: LATER)
    assert watched.begun == [("s-1", None), ("s-2", None)]
    assert await store.shows.lost(ONE) is None
    assert (ONE in await store.shows.promises("s-1"), ONE in await store.shows.promises("s-2")) == (
        False,
        True,
    )


class Watched:
    """The shows of a store, looked at before each new run as a page that is open would."""

    def __init__(self, shows: Shows) -> None:
        self._shows = shows
        self.begun: list[tuple[str, Instant | None]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shows, name)

    async def begin_run(self, head: ShowHead, rundown: Rundown) -> None:
        self.begun.append((head.id, await self._shows.lost(ONE)))
        await self._shows.begin_run(head, rundown)


async def test_without_a_plan_there_is_nothing_to_publish(store: Store) -> None:
    await begin(store)
    with pytest.raises(Impossible):
        await publish(store, Stages(store.journal, clock, lambda _: None), GATHERING, by="amei", clock=clock)


def test_everybody_of_a_side_must_have_agreed_to_be_on_air() -> None:
    mother, wife = family("f1", "李芳"), family("f2", "王芳")
    assert may_air([mother, wife])
    assert not may_air([])
    assert not may_air([mother, replace(wife, consent=STORED_ONLY)])
    assert not may_air([mother, replace(wife, consent=NEVER_ASKED)])


def test_a_roster_row_is_covered_by_the_same_persons_own_answer_only() -> None:
    row = family("f1", "李芳", consent=NEVER_ASKED)
    assert not may_air([row])
    assert may_air([row, family("f2", "李方")])
    assert not may_air([row, family("f2", "李方"), replace(row, consent=STORED_ONLY)])


def test_a_worker_who_registered_twice_has_one_name_on_the_card() -> None:
    people = {one.id: one for one in (worker("w1", "张伟"), worker("w2", "小强"), family("f1", "李芳"))}
    pair = Pair("p-1", GATHERING.id, Party(Side.WORKER, ("w1", "w2")), Party(Side.FAMILY, ("f1",)))
    card = card_of(pair, people, GATHERING)
    assert card.worker is not None
    assert (card.worker.name, card.people) == ("张伟", ("w1", "w2", "f1"))


def test_a_family_member_who_registered_in_two_spellings_has_the_first_one_on_the_card() -> None:
    rows = (worker("w1", "张伟"), family("f1", "李芳"), family("f2", "王强"), family("f3", "李方"))
    people = {one.id: one for one in rows}
    pair = Pair("p-1", GATHERING.id, Party(Side.WORKER, ("w1",)), Party(Side.FAMILY, ("f1", "f2", "f3")))
    card = card_of(pair, people, GATHERING)
    assert card.family is not None
    assert (card.family.name, card.people) == ("李芳、王强", ("w1", "f1", "f2", "f3"))


@pytest.mark.parametrize(
    ("relations", "name"),
    [
        (("母亲", "妈妈"), "李秀芳"),
        (("", "妈妈"), "李绣花、李秀芳"),
        (("姐姐", "妹妹"), "李绣花、李秀芳"),
    ],
)
def test_a_mother_whose_name_an_office_misheard_stands_on_the_card_once(
    relations: tuple[str, str], name: str
) -> None:
    misheard = family("f1", "李绣花", relation=relations[0])
    rows = (
        worker("w1", "张伟"),
        replace(misheard, relation=relations[0], source=Source.ROSTER),
        replace(family("f2", "李秀芳"), relation=relations[1]),
    )
    pair = Pair("p-1", GATHERING.id, Party(Side.WORKER, ("w1",)), Party(Side.FAMILY, ("f1", "f2")))
    card = card_of(pair, {one.id: one for one in rows}, GATHERING)
    assert card.family is not None
    assert (card.family.name, card.people) == (name, ("w1", "f1", "f2"))


def calls(person: Registration, name: str, relation: str) -> Registration:
    return replace(person, others=(Named(name, (), relation),))


@pytest.mark.parametrize(
    ("worker_says", "family_says", "roster_says", "shown"),
    [
        # an office read its column the wrong way round: the mother is no son
        (("李绣花", "妈妈"), None, "儿子", ("子女", "妈妈")),
        (None, ("张伟", "小儿子"), "儿子", ("小儿子", "父母")),
        (None, None, "儿子", ("", "儿子")),
        # 老李 is somebody else at home: what he is says nothing of her
        (("老李", "爸爸"), None, "", ("", "")),
        (("", "妈妈"), None, "", ("子女", "妈妈")),
    ],
)
def test_a_card_says_what_the_people_themselves_call_each_other_before_a_roster(
    worker_says: tuple[str, str] | None,
    family_says: tuple[str, str] | None,
    roster_says: str,
    shown: tuple[str, str],
) -> None:
    son, mother = worker("w1", "张伟"), family("f1", "李秀花")
    rows = [
        calls(son, *worker_says) if worker_says else replace(son, others=()),
        replace(mother, id="f2", relation=roster_says, source=Source.ROSTER, others=()),
        *([calls(mother, *family_says)] if family_says else []),
    ]
    pair = Pair("p-1", GATHERING.id, Party(Side.WORKER, ("w1",)), Party(Side.FAMILY, ("f1", "f2")))
    card = card_of(pair, {one.id: one for one in rows}, GATHERING)
    assert card.worker is not None
    assert card.family is not None
    assert (card.worker.relation, card.family.relation) == shown
