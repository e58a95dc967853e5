from dataclasses import dataclass

import pytest

from reunion.actions.admitting import digest
from reunion.actions.erasing import delete_sample, wipe
from reunion.actions.moving import take_out
from reunion.actions.posing import instance, placements
from reunion.actions.registering import Registering
from reunion.actions.rehearsing import Rehearsals
from reunion.actions.running import Stages
from reunion.actions.surveying import situation
from reunion.demo import memory
from reunion.demo.gathering import GATHERING
from reunion.demo.preparing import first_start, prepare
from reunion.domain.access import STAFF
from reunion.domain.conflicts import clashes
from reunion.domain.instants import MINUTE
from reunion.domain.people import Side
from reunion.domain.rundown import Kind
from reunion.storage.database import Database
from reunion.storage.store import open_store
from tests.conftest import SECRET


@dataclass
class Told:
    """What the progress said."""

    parts: dict[str, tuple[int, int]]

    def __call__(self, part: str, done: int, total: int) -> None:
        self.parts[part] = (done, total)


async def families_without(store, plan):
    """Families of the pairs that the plan does not place."""
    pairs = {pair.id: pair for pair in await store.pairs.every(GATHERING)}
    return {id_ for one in plan.unplaced for id_ in pairs[one.pair].family.registrations}


@pytest.fixture
async def empty(settings):
    """The ports over a fresh database without a gathering."""
    opened = Database(settings.database)
    yield open_store(opened, SECRET.encode())
    await opened.close()


def wanted(clock, speed=1):
    return memory.begin(1, 40, speed, first_start(clock()))


async def test_a_demo_is_linked_planned_and_published_by_the_ordinary_actions(empty, settings, clock):
    told = Told({})
    prepared = await prepare(empty, settings.data, wanted(clock), clock, told)
    counts = await empty.gatherings.counts(GATHERING)
    assert prepared.fresh
    assert counts["workers"] > 30
    assert counts["families"] > 30
    assert counts["pairs"] > 25
    assert counts["linked"] > 25
    newest = await empty.plans.newest(GATHERING)
    assert newest.published
    assert len(newest.slots) + len(newest.unplaced) == counts["pairs"]
    assert all(done == total for done, total in told.parts.values())


async def test_the_family_without_a_slot_belongs_to_a_pair_that_found_no_place(empty, settings, clock):
    """Whoever was never linked is without a slot too, but nothing on the board says why; rosters have no links."""
    prepared = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    links = memory.recall_links(settings.data)
    placed = {slot.pair for slot in (await empty.plans.newest(GATHERING)).slots}
    known = await empty.registrations.by_link(digest(prepared.early))
    (of_the_web,) = await empty.pairs.of(known.id)
    of_a_roster = next(
        pair
        for pair in await empty.pairs.every(GATHERING)
        if pair.id in placed and links.keys().isdisjoint(pair.family.registrations)
    )

    async def without(pair):
        """Take the pair out; the family that the demo then names."""
        await take_out(empty, GATHERING, pair.id, by="a", clock=clock)
        return (await prepare(empty, settings.data, wanted(clock), clock, Told({}))).unplaced

    assert await without(of_a_roster) == prepared.unplaced
    named = await empty.registrations.by_link(digest(await without(of_the_web)))
    assert named.id in await families_without(empty, await empty.plans.newest(GATHERING))


async def test_both_evenings_have_slots_and_segments(empty, settings, clock):
    prepared = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    for head in prepared.shows:
        show = (await empty.journal.load(head.id)).rundown.show
        kinds = [item.kind for item in show.items.values()]
        assert kinds.count(Kind.SEGMENT) == 5
        assert kinds.count(Kind.SLOT) > 3
        assert show.items[show.order[0]].kind is Kind.SEGMENT


async def test_the_family_to_look_at_is_on_air_early_with_everybodys_consent(empty, settings, clock):
    prepared = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    mine = await empty.registrations.by_link(digest(prepared.early))
    (pair,) = await empty.pairs.of(mine.id)
    show = (await empty.journal.load(prepared.shows[0].id)).rundown.show
    (item,) = [key for key in show.order if show.items[key].pair == pair.id]
    assert item not in show.barred
    assert show.order.index(item) < 15


async def test_rosters_and_web_sign_ups_both_came_in_and_some_consent_is_missing(empty, settings, clock):
    await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    everybody = await empty.registrations.every(GATHERING)
    sources = {(one.side, one.source.value) for one in everybody}
    assert sources >= {
        (Side.WORKER, "web"),
        (Side.WORKER, "roster"),
        (Side.FAMILY, "web"),
        (Side.FAMILY, "roster"),
    }
    assert any(not one.consent.given for one in everybody)
    assert any(
        {given.channel.value for given in one.consent.given.values()} == {"paper"} for one in everybody
    )


async def test_a_demo_that_stands_goes_on_whatever_is_asked_for(empty, settings, clock):
    first = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    clock.move(seconds=600)
    again = await prepare(empty, settings.data, memory.begin(9, 80, 20, clock()), clock, Told({}))
    assert not again.fresh
    assert (again.shows, again.on_first_evening, again.early) == (
        first.shows,
        first.on_first_evening,
        first.early,
    )
    assert len(await empty.gatherings.every()) == 1


async def test_a_start_that_broke_off_is_finished(empty, settings, clock):
    first = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    before = await empty.gatherings.counts(GATHERING)
    (settings.data / memory.LINKS).unlink()
    again = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    after = await empty.gatherings.counts(GATHERING)
    assert again.fresh
    assert {name: after[name] for name in ("workers", "families", "shows")} == {
        name: before[name] for name in ("workers", "families", "shows")
    }
    assert again.shows == first.shows


async def test_a_demo_whose_sample_was_deleted_is_made_anew(empty, settings, clock):
    first = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    before = await empty.gatherings.counts(GATHERING)
    stages, sample = Stages(empty.journal, clock, lambda _: None), await empty.gatherings.get(GATHERING)
    assert sample is not None
    await wipe(empty, Registering(empty, clock, stages), sample, gone=lambda _: None, by="a", clock=clock)
    rehearsals = Rehearsals(stages, clock, lambda _: None)
    await delete_sample(empty, stages, rehearsals, sample, by="a", clock=clock)
    clock.move(seconds=1)
    again = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    assert again.fresh
    assert (again.shows, await empty.gatherings.counts(GATHERING)) == (first.shows, before)


async def test_everybody_of_the_staff_gets_a_link_that_works_once(empty, settings, clock):
    from reunion.actions.admitting import Admitting

    prepared = await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    assert set(prepared.links) == STAFF
    for path in prepared.links.values():
        token = path.rsplit("/", 1)[1]
        assert await Admitting(empty, clock).enter(token, 1) is not None
        assert await Admitting(empty, clock).enter(token, 1) is None


async def test_the_volunteer_belongs_to_a_village_with_people(empty, settings, clock):
    await prepare(empty, settings.data, wanted(clock), clock, Told({}))
    account, _ = await empty.accounts.by_name("村志愿者")
    everybody = await empty.registrations.every(GATHERING)
    assert any((one.township, one.village) == (account.township, account.village) for one in everybody)


async def test_a_higher_speed_makes_every_slot_shorter(empty, settings, clock):
    await prepare(empty, settings.data, wanted(clock, speed=20), clock, Told({}))
    newest = await empty.plans.newest(GATHERING)
    assert {slot.seconds for slot in newest.slots} <= {3, 4}


@pytest.mark.parametrize("speed", [1, 20])
async def test_the_rundown_of_the_demo_breaks_no_rule(empty, settings, clock, speed):
    await prepare(empty, settings.data, wanted(clock, speed), clock, Told({}))
    now = await situation(empty, GATHERING, clock())
    posed = instance(now)
    placed = placements(now.before, posed)
    assert len(placed.assign) > 20
    assert clashes(posed, placed) == ()


def test_the_first_show_begins_on_a_whole_minute_a_couple_of_minutes_ahead(clock):
    assert first_start(clock(), 20) - clock() in range(30_000, 41_000)
    start = first_start(clock())
    assert start % MINUTE == 0
    assert 2 * MINUTE <= start - clock() < 3 * MINUTE
