"""Publishing tells whoever knows another time, or none, and nobody else; the board counts the same before."""

from random import Random

import pytest

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Store
from reunion.actions.publishing import publish
from reunion.actions.running import Stages
from reunion.actions.scheduling import differences, make_plan, take_back
from reunion.actions.surveying import situation
from reunion.domain.instants import DAY, MINUTE, SECOND, Instant
from reunion.domain.plans import MatchStanding
from tests.actions.scenes import GATHERING, NOON, begin, family, worker
from tests.actions.test_scheduling import OPEN, join, placing
from tests.conftest import HandClock

Knows = dict[str, tuple[str, Instant] | None]
"""By pair, the show and time that its family was told last; None once it was told that it has none."""
DONGXING = GATHERING.id
STARTS = {"s-1": OPEN, "s-2": OPEN + DAY // SECOND}
ROUNDS = 12


class Office:
    """Three pairs, what they know, and an office that plans, goes back and publishes as it likes."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.rng, self.clock = store, Random(seed), HandClock()
        self.clock.instant = NOON
        self.stages = Stages(store.journal, self.clock, lambda _: None)
        self.knows: Knows = {}

    async def open(self) -> None:
        people = [(worker(f"w{n}", f"张{n}"), family(f"f{n}", f"李{n}")) for n in (1, 2, 3)]
        await begin(self.store, *(one for two in people for one in two))
        await join(self.store, *((f"w{n}", f"f{n}") for n in (1, 2, 3)))

    async def part_or_join(self) -> None:
        """One of two pairs comes apart, or is together again."""
        number = self.rng.randint(2, 3)
        paired = bool(await self.store.pairs.of(f"w{number}"))
        becomes = MatchStanding.REFUSED if paired else MatchStanding.CONFIRMED
        choice = Choice(f"w{number}", f"f{number}", becomes)
        await decide(self.store, DONGXING, [choice], by="amei", clock=self.clock)

    async def plan(self) -> None:
        """Some on this evening, some on that, some a little later than before, some not at all."""
        newest = await self.store.plans.newest(DONGXING)
        if newest and self.rng.random() < 0.4:
            version = self.rng.randint(1, newest.version)
            await take_back(self.store, DONGXING, version, by="amei", clock=self.clock)
            return
        there = [pair.id for pair in await self.store.pairs.every(DONGXING) if self.rng.random() < 0.8]
        places = {}
        for number, pair in enumerate(there):
            show = self.rng.choice(("s-1", "s-2"))
            places[pair] = show, STARTS[show] + number * 300 + self.rng.choice((0, 120, 240))
        await make_plan(self.store, DONGXING, solve=placing(places), by="amei", clock=self.clock)

    async def expected(self) -> set[str]:
        """Who knows something else than the newest plan says."""
        plan = await self.store.plans.newest(DONGXING)
        assert plan is not None
        says = {slot.pair: (slot.show, slot.start) for slot in plan.slots}
        there = {pair.id for pair in await self.store.pairs.every(DONGXING)}
        return {pair for pair in there if _is_news(self.knows.get(pair), says.get(pair))}

    async def publish(self) -> tuple[int, int, set[str]]:
        """How many the board counts, how many publishing does, and who has a message; now they know it."""
        now = await situation(self.store, DONGXING, self.clock())
        assert now.before is not None
        counted = differences(now.published, now.before, now.tell_after).told
        told = (await publish(self.store, self.stages, GATHERING, by="amei", clock=self.clock)).told
        heard: list[str] = []
        for show in STARTS:
            loaded = await self.store.journal.load(show)
            rows = loaded.rundown.show.items if loaded else {}
            sent = [one for one in await self.store.outbox.newest(show, limit=99) if one.at == self.clock()]
            # Both sides of a pair have one.
            pairs = [one.item if one.kind == "lost" else rows[one.item].pair for one in sent]
            assert all(pairs.count(pair) == 2 for pair in pairs)
            heard += set(pairs)
        assert len(heard) == len(set(heard))
        says = {slot.pair: (slot.show, slot.start) for slot in now.before.slots}
        self.knows |= {pair: says.get(pair) for pair in heard}
        return counted, told, set(heard)


def _is_news(knows: tuple[str, Instant] | None, says: tuple[str, Instant] | None) -> bool:
    if knows is None or says is None:
        return knows is not says
    return knows[0] != says[0] or abs(knows[1] - says[1]) > GATHERING.tell_after * MINUTE


@pytest.mark.parametrize("seed", range(24))
async def test_whoever_knows_the_time_is_not_told_it_again_whatever_the_office_did_meanwhile(
    store: Store, seed: int
) -> None:
    office = Office(store, seed)
    await office.open()
    for _ in range(ROUNDS):
        office.clock.move(seconds=60)
        if office.rng.random() < 0.3:
            await office.part_or_join()
        await office.plan()
        if office.rng.random() < 0.6:
            office.clock.move(seconds=1)
            expected = await office.expected()
            counted, told, heard = await office.publish()
            assert (heard, told, counted) == (expected, len(expected), len(expected))
