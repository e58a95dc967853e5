import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

import pytest

from reunion.actions.linking import AGAIN_S, Linking
from reunion.actions.pairing import decide, suggestions
from reunion.actions.ports import Choice, NewRegistration, NotSaved, Store
from reunion.actions.ports.linking import Gone, Stumbled
from reunion.actions.registering import Registering, tombstone
from reunion.beside.linker import Here
from reunion.domain.people import Registration
from reunion.domain.plans import MatchStanding
from reunion.domain.rush import RUSH
from tests.actions.crowds import crowd, mistaken
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, worker
from tests.conftest import HandClock

DONGXING = GATHERING.id
WEI, FANG = worker("w1", "张伟", "李芳", "母亲"), family("f1", "李芳", "张伟", "儿子")
MINUTE_S = 60.0


async def no_rest(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def linking(store: Store):  # type: ignore[no-untyped-def]
    made = Linking(store, Here(), clock, rest=no_rest)
    yield made
    await made.stop()


async def stored(store: Store, linking: Linking, *people: Registration) -> list[Registration]:
    added = await store.registrations.add([NewRegistration(one) for one in people])
    for one in added:
        linking.note(one.registration)
    return [one.registration for one in added]


async def links(store: Store) -> set[tuple[str, str, MatchStanding]]:
    return {(row.worker, row.family, row.standing) for row in await store.matches.every(DONGXING)}


async def pairs(store: Store) -> list[str]:
    return sorted(
        "+".join((*pair.worker.registrations, *pair.family.registrations))
        for pair in await store.pairs.every(DONGXING)
    )


async def test_who_registers_is_linked_without_anybody_pressing_anything(
    store: Store, linking: Linking
) -> None:
    await begin(store)
    linking.begin()
    await stored(store, linking, WEI)
    assert await linking.caught_up(DONGXING)
    assert await links(store) == set()
    (fang,) = await stored(store, linking, FANG)
    assert linking.looking(fang)
    assert linking.waiting(DONGXING) > 0
    assert await linking.caught_up(DONGXING)
    assert not linking.looking(fang)
    assert await links(store) == {("w1", "f1", MatchStanding.LINKED)}
    assert await pairs(store) == ["w1+f1"]


async def test_a_correction_and_a_withdrawal_are_followed(store: Store, linking: Linking) -> None:
    await begin(store)
    linking.begin()
    registering = Registering(store, clock, note=linking.note)
    wei, fang = await stored(store, linking, WEI, FANG)
    assert await linking.caught_up(DONGXING)
    other = replace(fang, name="赵六", others=(), revision=2)
    await store.registrations.put(other, by="f1", at=NOON, action="correct")
    linking.note(other)
    assert await linking.caught_up(DONGXING)
    assert await links(store) == set()
    assert await pairs(store) == []
    again = replace(fang, revision=3)
    await store.registrations.put(again, by="f1", at=NOON, action="correct")
    linking.note(again)
    assert await linking.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    await registering.withdraw(wei.id)
    assert (await links(store), await pairs(store)) == (set(), [])
    assert await linking.caught_up(DONGXING)
    await linking.anew(DONGXING)
    assert (await links(store), await pairs(store)) == (set(), [])


async def test_who_registered_twice_is_found_at_once_and_forgotten_on_leaving(
    store: Store, linking: Linking
) -> None:
    await begin(store)
    linking.begin()
    number = ("+8613800138000",)
    await stored(store, linking, replace(WEI, phones=number), replace(WEI, id="w2", phones=number), FANG)
    assert await linking.caught_up(DONGXING)
    assert [(one.first, one.second) for one in await store.doubles.every(DONGXING)] == [("w1", "w2")]
    assert await pairs(store) == ["w1+w2+f1"]
    await Registering(store, clock, note=linking.note).withdraw("w1")
    assert await store.doubles.every(DONGXING) == ()
    assert await linking.caught_up(DONGXING)
    assert (await store.doubles.every(DONGXING), await pairs(store)) == ((), ["w2+f1"])


async def test_what_staff_decided_stays(store: Store, linking: Linking) -> None:
    await begin(store)
    linking.begin()
    await stored(store, linking, WEI, FANG)
    assert await linking.caught_up(DONGXING)
    await decide(store, DONGXING, [Choice("w1", "f1", MatchStanding.REFUSED)], by="amei", clock=clock)
    linking.note(replace(FANG, number=2))
    assert await linking.caught_up(DONGXING)
    counts = await linking.anew(DONGXING)
    assert (counts.linked, counts.review, counts.pairs) == (0, 0, 0)
    assert await links(store) == {("w1", "f1", MatchStanding.REFUSED)}


@pytest.mark.parametrize("seed", [1, 2])
async def test_one_by_one_with_corrections_and_withdrawals_ends_where_all_at_once_does(
    store: Store, linking: Linking, seed: int
) -> None:
    home, people = crowd(seed, 30)
    rng = Random(seed)
    await begin(store)
    await store.gatherings.put(replace(GATHERING, home=home))
    linking.begin()
    wrong = {one.id: mistaken(one, rng) for one in rng.sample(people, len(people) // 4)}
    gone = {one.id for one in rng.sample(people, len(people) // 6)}
    rng.shuffle(people)
    for one in people:
        (now,) = await stored(store, linking, wrong.get(one.id, one))
        if rng.random() < 0.3:
            assert await linking.caught_up(DONGXING)
        if one.id in wrong:
            now = replace(one, number=now.number, invite_code=now.invite_code, revision=2)
            await store.registrations.put(now, by=one.id, at=NOON, action="correct")
            linking.note(now)
        if one.id in gone:
            after = tombstone(now)
            await store.registrations.put(after, by=one.id, at=NOON, action="withdraw")
            linking.note(after)
    assert await linking.caught_up(DONGXING)
    left = await store.registrations.every(DONGXING)
    batch = suggestions(left, home)
    assert await links(store) == {(row.worker, row.family, row.standing) for row in batch}
    await linking.settle(DONGXING)
    assert await linking.caught_up(DONGXING)
    assert sorted(await store.matches.every(DONGXING), key=_by_ids) == sorted(batch, key=_by_ids)
    as_they_came = await pairs(store)
    await linking.anew(DONGXING)
    assert await pairs(store) == as_they_came


def _by_ids(row):  # type: ignore[no-untyped-def]
    return row.worker, row.family


async def test_who_was_stored_and_not_linked_when_the_server_stopped_is_linked_at_the_next_start(
    store: Store,
) -> None:
    await begin(store)
    first = Linking(store, Here(), clock, rest=no_rest)
    first.begin()
    await stored(store, first, WEI, FANG)
    await first.stop()
    assert await links(store) == set()
    second = Linking(store, Here(), clock, rest=no_rest)
    second.begin()
    await second.started()
    assert await second.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    await second.stop()


async def test_a_stop_between_the_links_and_their_pairs_heals_at_the_next_start(store: Store) -> None:
    await begin(store, WEI, FANG)
    rows = suggestions(await store.registrations.every(DONGXING), GATHERING.home)
    await store.matches.suggest_for(DONGXING, ["f1"], rows)
    linking = Linking(store, Here(), clock, rest=no_rest)
    linking.begin()
    await linking.started()
    assert await linking.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    await linking.stop()


class Failing(Here):
    """Ends a few times, as a process does that is killed."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    async def ask(self, gathering, families):  # type: ignore[no-untyped-def]
        if self.times:
            self.times -= 1
            await self.close()
            raise Gone("killed")
        return await super().ask(gathering, families)


async def test_when_the_linking_process_dies_everybody_is_told_to_the_next_one(store: Store) -> None:
    heard, rests = list[str](), list[float]()

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        await asyncio.sleep(0)

    await begin(store)
    linking = Linking(store, Failing(len(AGAIN_S) + 1), clock, rest=rest, tell=heard.append)
    linking.begin()
    await stored(store, linking, WEI, FANG)
    assert await linking.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    assert heard == ["Gone killed"] * 5
    assert [seconds for seconds in rests if seconds] == [*AGAIN_S, AGAIN_S[-1]]
    await linking.stop()


async def test_what_the_disk_did_not_take_is_tried_again(store: Store) -> None:
    matches, failures = store.matches, [NotSaved("the disk is full"), ValueError("张伟")]

    class Full:
        def __getattr__(self, name: str) -> Callable[..., Awaitable[object]]:
            if name == "suggest_for" and failures:
                raise failures.pop()
            return getattr(matches, name)  # type: ignore[no-any-return]

    await begin(store)
    heard = list[str]()
    full = replace(store, matches=Full())  # type: ignore[arg-type]
    linking = Linking(full, Here(), clock, rest=no_rest, tell=heard.append)
    linking.begin()
    await stored(store, linking, WEI, FANG)
    assert await linking.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    assert heard == ["ValueError", "NotSaved"]
    await linking.stop()


async def test_in_a_rush_sign_ups_go_first(store: Store) -> None:
    hand = HandClock()
    rests = list[float]()

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        hand.move(milliseconds=int(seconds * 1000))
        await asyncio.sleep(0)

    await begin(store)
    linking = Linking(store, Here(), hand, rest=rest)
    linking.begin()
    await stored(store, linking, *(worker(f"x{at}", "王五") for at in range(RUSH)), WEI, FANG)
    assert await linking.caught_up(DONGXING)
    assert 1 <= sum(rests) <= 2 + MINUTE_S
    assert await pairs(store) == ["w1+f1"]
    await linking.stop()


async def test_who_waits_for_too_long_is_told_so(store: Store) -> None:
    await begin(store, WEI)
    linking = Linking(store, Here(), clock)
    linking.note(WEI)
    assert not await linking.caught_up(DONGXING, within_s=0.01)
    assert (await linking.anew(DONGXING, within_s=0.01)).pairs == 0
    await linking.stop()


async def test_a_gathering_that_is_not_there_is_nothing_to_do(store: Store, linking: Linking) -> None:
    linking.begin()
    linking.note(replace(WEI, gathering="elsewhere"))
    assert await linking.caught_up("elsewhere")
    await linking.settle("elsewhere")
    assert await linking.caught_up("elsewhere")


class Stumbling(Here):
    """Fails over what it is asked, a few times or for ever."""

    def __init__(self, what: str, times: int, kind: type[Exception] = Stumbled) -> None:
        super().__init__()
        self.what, self.times, self.kind = what, times, kind

    def _trip(self, what: str, gathering: str) -> None:
        if what == self.what and gathering == DONGXING and self.times:
            self.times -= 1
            raise self.kind(f"at {what}:1")

    async def clear(self, gathering, weights=""):  # type: ignore[no-untyped-def]
        self._trip("clear", gathering)
        await super().clear(gathering, weights)

    async def fill(self, gathering, people):  # type: ignore[no-untyped-def]
        self._trip("fill", gathering)
        await super().fill(gathering, people)

    async def ask(self, gathering, families):  # type: ignore[no-untyped-def]
        self._trip("ask", gathering)
        return await super().ask(gathering, families)


@pytest.mark.parametrize("kind", [Stumbled, Gone])
@pytest.mark.parametrize("what", ["clear", "fill"])
async def test_a_first_look_that_fails_is_tried_again(store: Store, what: str, kind: type[Exception]) -> None:
    await begin(store, WEI, FANG)
    heard = list[str]()
    linking = Linking(store, Stumbling(what, 3, kind), clock, rest=no_rest, tell=heard.append)
    linking.begin()
    await linking.started()
    assert await linking.caught_up(DONGXING)
    assert await pairs(store) == ["w1+f1"]
    assert heard == [f"{kind.__name__} at {what}:1"] * 3
    await linking.stop()


async def test_a_gathering_that_always_fails_does_not_hold_up_the_others(store: Store) -> None:
    await begin(store)
    other = replace(GATHERING, id="other")
    await store.gatherings.put(other)
    held = asyncio.Event()

    async def rest(seconds: float) -> None:
        await (held.wait() if seconds == AGAIN_S[-1] else asyncio.sleep(0))

    linking = Linking(store, Stumbling("ask", 10**6), clock, rest=rest)
    linking.begin()
    await stored(store, linking, WEI, FANG)
    theirs = [replace(WEI, id="w9", gathering="other"), replace(FANG, id="f9", gathering="other")]
    await stored(store, linking, *theirs)
    assert await linking.caught_up("other")
    assert [row.worker for row in await store.matches.every("other")] == ["w9"]
    assert linking.waiting(DONGXING)
    assert await pairs(store) == []
    await linking.stop()
