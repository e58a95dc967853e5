from dataclasses import dataclass, field, replace

import pytest

from reunion.actions.ports import Fate, Message, NewRegistration, Unreached
from reunion.actions.running import Stages
from reunion.actions.sending import AGAIN_MS, WORTH_MS, Sending, to_ring, worth_ms
from reunion.domain.calls import Call
from reunion.domain.commands import CallUp, MarkReady, Promise, Skip
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Why

from . import gala

MOTHER = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英", ("+8613900139000", "+8613900139001"))
SON = Registration("rg-2", "dongxing", Side.WORKER, 2, "张晓明", ("+8613800138000",))


@dataclass
class Gateway:
    """Takes messages, or refuses the first few."""

    refuses: int = 0
    got: list[tuple[Message, tuple[str, ...]]] = field(default_factory=list)

    async def carry(self, message, gathering, phones):
        self.got.append((message, tuple(phones)))
        return len(self.got) > self.refuses


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    await store.registrations.add([NewRegistration(MOTHER), NewRegistration(SON)])
    card = replace(gala.rundown().cards["it-2"], people=("rg-1", "rg-2"))
    await store.shows.put_cards("gala", "r1", {"it-2": card})
    made = Stages(store.journal, clock, lambda _: None)
    stage = await made.get("gala")
    await stage.perform(CallUp("it-2", Call.TEN, Instant(clock() + 10 * MINUTE)), "c1", "calls")
    return made


async def test_each_side_gets_its_own_message_once(store, stages, clock):
    gateway = Gateway()
    sending = Sending(store, stages, clock, gateway)
    for _ in range(3):
        await sending.look()
        clock.move(seconds=60)
    assert {phones for _, phones in gateway.got} == {("+8613900139000",), ("+8613800138000",)}
    assert len({message.key for message, _ in gateway.got}) == len(gateway.got) == 2
    assert {one.fate for one in await store.outbox.newest("gala", limit=9)} == {Fate.SENT}


async def test_what_is_not_taken_is_tried_again_later_with_the_same_key(store, stages, clock):
    gateway = Gateway(refuses=4)
    sending = Sending(store, stages, clock, gateway)
    tries = []
    for _ in range(120):
        await sending.look()
        tries.append(len(gateway.got))
        clock.move(seconds=1)
    assert tries[0] == tries[4] == 2
    assert tries[5] == tries[19] == 4
    assert tries[20] == tries[-1] == 6
    assert len({message.key for message, _ in gateway.got}) == 2
    assert AGAIN_MS[:2] == (5_000, 15_000)


async def test_what_nobody_takes_is_dropped_when_it_helps_no_more(store, stages, clock):
    gateway = Gateway(refuses=1000)
    sending = Sending(store, stages, clock, gateway)
    for _ in range(400):
        await sending.look()
        clock.move(seconds=1)
    messages = await store.outbox.newest("gala", limit=9)
    assert {one.fate for one in messages} == {Fate.DROPPED}
    last = max(message.tries for message, _ in gateway.got)
    assert 2 < last < 10


async def test_without_a_gateway_a_message_is_kept_and_never_sent_later(store, stages, clock):
    await Sending(store, stages, clock).look()
    assert {one.fate for one in await store.outbox.newest("gala", limit=9)} == {Fate.WAITING}
    clock.move(seconds=3600)
    gateway = Gateway()
    await Sending(store, stages, clock, gateway).look()
    assert gateway.got == []
    assert {one.fate for one in await store.outbox.newest("gala", limit=9)} == {Fate.DROPPED}


async def test_who_withdrew_is_written_to_no_more(store, stages, clock):
    gone = replace(MOTHER, standing=Standing.WITHDRAWN, phones=(), name="", revision=2)
    await store.registrations.put(gone, by="rg-1", at=clock(), action="withdraw")
    gateway = Gateway()
    await Sending(store, stages, clock, gateway).look()
    assert [phones for _, phones in gateway.got] == [("+8613800138000",)]


async def test_a_new_time_is_worth_ten_minutes_and_a_call_until_it_is_red(store, stages, clock):
    stage = await stages.get("gala")
    await stage.perform(Promise(Why.LONGER, (("it-2", Instant(clock() + 20 * MINUTE)),)), "c2", "calls")
    found = {one.kind: worth_ms(one) for one in await store.outbox.newest("gala", limit=9)}
    assert found == {"call": 4 * MINUTE, "promise": WORTH_MS}


async def test_whom_no_message_reached_is_rung_until_somebody_heard_from_them_or_their_turn_is_over(
    store, stages, clock
):
    async def to_be_rung() -> int:
        return to_ring(stage.show, await store.outbox.unreached("gala", stage.show.run))

    stage = await stages.get("gala")
    sending = Sending(store, stages, clock)
    await sending.look()
    assert await to_be_rung() == 0
    clock.move(seconds=300)
    await sending.look()
    assert await to_be_rung() == 2
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.CONFIRMED), "c2", "amei")
    assert await to_be_rung() == 1
    clock.move(seconds=1)
    later = Instant(clock() + 20 * MINUTE)
    await stage.perform(Promise(Why.LONGER, (("it-2", later),)), "c3", "calls")
    clock.move(seconds=660)
    for _ in range(2):
        await sending.look()
    assert await to_be_rung() == 2
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.WAITING), "c4", "amei")
    assert await to_be_rung() == 1
    await stage.perform(Skip("it-2", ""), "c5", "amei")
    assert await to_be_rung() == 0


def test_who_lost_a_time_is_rung_unless_the_pair_has_another_one_by_now():
    show = gala.rundown(slots=2).show
    lost = [Unreached(pair, Side.FAMILY, gala.START) for pair in ("p-2", "p-9")]
    assert [to_ring(show, [one]) for one in lost] == [0, 1]
