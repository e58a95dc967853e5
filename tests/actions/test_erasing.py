import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from sqlalchemy import Connection, func, select

from reunion.actions.arranging import Impossible
from reunion.actions.erasing import delete_sample, due, erase, purge, wipe
from reunion.actions.ports import Conflict, Deed, Deeds, NewRegistration, NotSaved, Store, Upload
from reunion.actions.ports.people import Gatherings
from reunion.actions.registering import Registering
from reunion.actions.rehearsing import Rehearsals
from reunion.actions.running import Stages
from reunion.domain.access import Account, Role
from reunion.domain.commands import End, Start
from reunion.domain.filters import SavedFilter
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Registration, Side, Standing
from reunion.domain.plans import PlanVersion
from reunion.domain.refusal import Refused
from reunion.storage.columns import metadata
from reunion.storage.database import Database
from tests.actions import gala
from tests.actions.test_returning import Met
from tests.conftest import GATHERING, HandClock


async def filled(store: Store) -> None:
    people = [
        Registration(f"r-{n}", "dongxing", Side.FAMILY, 0, "李秀英", ("+8613800138000",), story="四年")
        for n in (1, 2)
    ]
    await store.registrations.add([NewRegistration(person) for person in people])


async def keep_filter(store: Store, clock: HandClock) -> None:
    """One that names nobody in full, so that no single withdrawal takes it along."""
    await store.accounts.put(Account("a-1", "职员", Role.PRODUCER), at=clock())
    await store.filters.put(SavedFilter("fl-1", "a-1", "dongxing", "儿子住院", {}, "秀英"), at=clock())
    assert await store.filters.of("a-1", "dongxing") != ()


async def test_an_erased_person_leaves_a_number_and_no_word(store: Store, clock: HandClock) -> None:
    await filled(store)
    await erase(store, Stages(store.journal, clock, lambda _: None), clock, "r-1", by="command-line")

    left = await store.registrations.get("r-1")
    assert left is not None
    assert (left.standing, left.number, left.name, left.phones, left.story) == (
        Standing.WITHDRAWN,
        1,
        "",
        (),
        "",
    )
    assert [person.id for person in await store.registrations.every("dongxing")] == ["r-2"]


async def test_erasing_nobody_says_so(store: Store, clock: HandClock) -> None:
    with pytest.raises(LookupError):
        await erase(store, Stages(store.journal, clock, lambda _: None), clock, "r-9", by="command-line")


async def test_a_gathering_is_purged_when_its_time_has_come_and_not_before(
    store: Store, clock: HandClock
) -> None:
    await filled(store)
    stages = Stages(store.journal, clock, lambda _: None)
    assert await purge(store, stages, clock, by="command-line") == ()

    kept = Upload("u-1", "dongxing", Side.FAMILY, "名单.csv", "a-1", Instant(clock() - 1), b"bytes")
    await store.uploads.put(kept)
    await keep_filter(store, clock)
    over = replace(GATHERING, keep_until=Instant(clock() - 1))
    await store.gatherings.put(over)
    assert [(one.gathering, one.people) for one in await due(store, clock)] == [(over, 2)]
    assert await store.registrations.every("dongxing") != ()
    await purge(store, stages, clock, by="command-line")
    assert await store.registrations.every("dongxing") == ()
    assert await store.uploads.get("u-1") is None
    assert await store.filters.of("a-1", "dongxing") == ()
    assert await due(store, clock) == ()


async def test_only_a_sample_is_wiped_and_then_nobody_is_left(store: Store, clock: HandClock) -> None:
    await filled(store)
    registering = Registering(store, clock)
    with pytest.raises(Refused):
        await wipe(store, registering, GATHERING, gone=print, by="a-1", clock=clock)
    assert len(await store.registrations.every("dongxing")) == 2
    await wiped(store, registering, clock)
    assert await store.registrations.every("dongxing") == ()
    assert (await deed(store)).details == {"people": 2}


async def test_an_empty_sample_is_wiped_of_its_files(store: Store, clock: HandClock) -> None:
    kept = Upload("u-1", "dongxing", Side.FAMILY, "名单.csv", "a-1", Instant(clock() - 1), b"bytes")
    await store.uploads.put(kept)
    await keep_filter(store, clock)
    assert await store.uploads.get("u-1") is not None
    await wiped(store, Registering(store, clock), clock)
    assert await store.uploads.get("u-1") is None
    assert await store.filters.of("a-1", "dongxing") == ()


async def test_who_signs_up_while_a_sample_is_wiped_is_erased_too(store: Store, clock: HandClock) -> None:
    async def sign_up() -> None:
        late = Registration("r-3", "dongxing", Side.WORKER, 0, "张伟")
        await store.registrations.add([NewRegistration(late)])

    await filled(store)
    assert await wiped(store, met(store, clock, "r-2", sign_up), clock) == ["r-1", "r-2", "r-3"]
    assert await store.registrations.every("dongxing") == ()


async def test_who_is_erased_is_told_before_the_next_one_is_begun_with(
    store: Store, clock: HandClock
) -> None:
    told: list[str] = []
    before: list[str] = []

    async def see() -> None:
        before.extend(told)

    await filled(store)
    await wiped(store, met(store, clock, "r-2", see), clock, told)
    assert (before, told) == (["r-1"], ["r-1", "r-2"])


async def test_who_cannot_be_erased_at_once_is_erased_in_the_end(store: Store, clock: HandClock) -> None:
    tries = iter(range(50))

    async def clash() -> None:
        if next(tries) < 20:
            raise Conflict

    await filled(store)
    await wiped(store, met(store, clock, "r-1", clash), clock)
    assert await store.registrations.every("dongxing") == ()
    assert (next(tries) > 20, (await deed(store)).details) == (True, {"people": 2})


async def test_a_wipe_that_is_cut_off_is_on_record_with_whom_it_erased(
    store: Store, clock: HandClock
) -> None:
    async def fail() -> None:
        raise NotSaved

    await filled(store)
    told: list[str] = []
    with pytest.raises(NotSaved):
        await wiped(store, met(store, clock, "r-2", fail), clock, told)
    assert (told, (await deed(store)).action, (await deed(store)).details) == (["r-1"], "wipe", {"people": 1})


SAMPLE = replace(GATHERING, sample=True)


async def rows(database: Database) -> dict[str, int]:
    """How many rows each table has, without the empty ones."""

    def count(connection: Connection) -> dict[str, int]:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }

    return {name: number for name, number in (await database.read(count)).items() if number}


async def sample_with_a_show(store: Store, clock: HandClock) -> Stages:
    """Nobody is in it any more; its show was on and has ended, an account was made for it, a plan is there."""
    await filled(store)
    await store.gatherings.put(SAMPLE)
    await gala.stored(store)
    await store.plans.put("dongxing", PlanVersion(1, clock(), "a-1", (), ()))
    await store.accounts.put(Account("a-1", "职员", Role.PRODUCER, "dongxing"), at=clock())
    await store.accounts.put(Account("a-2", "管理员", Role.ADMINISTRATOR), at=clock())
    stages = Stages(store.journal, clock, lambda _: None)
    stage = await stages.get("gala")
    assert stage is not None
    await stage.perform(Start(), "c-1", "a-1")
    return stages


async def test_a_sample_goes_whole_once_its_show_has_ended_and_nobody_is_in_it(
    store: Store, database: Database, clock: HandClock
) -> None:
    stages = await sample_with_a_show(store, clock)

    async def delete() -> tuple[str, ...]:
        return await deleted(store, stages, clock)

    with pytest.raises(Impossible, match="is on"):
        await delete()
    with pytest.raises(Impossible, match="is on"):
        await wiped(store, Registering(store, clock), clock)
    assert len(await store.registrations.every("dongxing")) == 2
    stage = await stages.get("gala")
    assert stage is not None
    await stage.perform(End(), "c-2", "a-1")
    with pytest.raises(Impossible, match="Somebody is still in it"):
        await delete()
    before = await rows(database)
    assert before.keys() >= {"show", "entry", "rundown_item", "registration", "plan", "staff", "gathering"}

    await wiped(store, Registering(store, clock), clock)
    assert await delete() == ("gala",)
    assert (await rows(database)).keys() - {"alembic_version"} == {"staff", "audit"}
    assert [one.id for one in await store.accounts.every()] == ["a-2"]
    assert await stages.get("gala") is None
    assert ((await deed(store)).action, (await deed(store)).details) == ("delete", {"shows": 1})


@dataclass
class Meanwhile:
    """Gatherings before whose deletion something else happens."""

    real: Gatherings
    happens: Callable[[], Awaitable[None]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def delete(self, before: Gathering, deed: Deed) -> None:
        await self.happens()
        await self.real.delete(before, deed)


@pytest.mark.parametrize(("same_node", "begins"), [(True, "not-saved"), (False, 1)])
async def test_a_show_that_begins_while_its_sample_is_deleted_does_not_go_in_the_middle(
    store: Store, clock: HandClock, same_node: bool, begins: int | str
) -> None:
    """The control is the same where the deletion cannot hold the show still: another node has it."""
    await store.gatherings.put(SAMPLE)
    await gala.stored(store)
    stages = Stages(store.journal, clock, lambda _: None)
    stage = await (stages if same_node else Stages(store.journal, clock, lambda _: None)).get("gala")
    assert stage is not None
    begun: list[asyncio.Task[int]] = []

    async def begin() -> None:
        begun.append(asyncio.ensure_future(stage.perform(Start(), "c-1", "a-1")))
        for _ in range(3):  # the writer takes one after the other: what was asked before is stored before
            await store.audit.record(Deed("dongxing", "a-1", clock(), "reveal", "r-1", {}))

    store = replace(store, gatherings=cast("Gatherings", Meanwhile(store.gatherings, begin)))
    assert await deleted(store, stages, clock) == ("gala",)
    ended: int | str
    try:
        ended = await begun[0]
    except Refused as refused:
        ended = refused.code
    assert ended == begins


async def test_the_rehearsal_of_a_show_that_was_deleted_is_forgotten(store: Store, clock: HandClock) -> None:
    await store.gatherings.put(SAMPLE)
    await gala.stored(store)
    stages = Stages(store.journal, clock, lambda _: None)
    rehearsals = Rehearsals(stages, clock, lambda _: None)
    assert await rehearsals.begin("gala") is rehearsals.get("gala") is not None
    await delete_sample(store, stages, rehearsals, SAMPLE, by="a-2", clock=clock)
    assert rehearsals.get("gala") is None


async def deleted(
    store: Store, stages: Stages, clock: HandClock, gathering: Gathering = SAMPLE
) -> tuple[str, ...]:
    rehearsals = Rehearsals(stages, clock, lambda _: None)
    return await delete_sample(store, stages, rehearsals, gathering, by="a-2", clock=clock)


async def test_only_a_sample_is_deleted(store: Store, clock: HandClock) -> None:
    stages = Stages(store.journal, clock, lambda _: None)
    with pytest.raises(Refused):
        await deleted(store, stages, clock, GATHERING)
    assert await store.gatherings.get("dongxing") == GATHERING


async def test_a_sample_that_somebody_changes_meanwhile_stays(store: Store, clock: HandClock) -> None:
    await store.gatherings.put(replace(SAMPLE, title="别的名称"))
    stages = Stages(store.journal, clock, lambda _: None)
    with pytest.raises(Conflict):
        await deleted(store, stages, clock)
    assert await store.gatherings.get("dongxing") is not None


def met(store: Store, clock: HandClock, whose: str, happens: Callable[[], Awaitable[None]]) -> Registering:
    """Erases in a store where something happens before one person is stored."""
    return Registering(replace(store, registrations=Met(store.registrations, whose, happens)), clock)


async def wiped(
    store: Store, registering: Registering, clock: HandClock, told: list[str] | None = None
) -> list[str]:
    """Wipe the gathering as a sample; gives who is gone, in this order."""
    gone = [] if told is None else told
    await wipe(store, registering, SAMPLE, gone=gone.append, by="a-1", clock=clock)
    return gone


async def deed(store: Store) -> Deed:
    return (await store.audit.page("dongxing", Deeds(), limit=1))[0][0]
