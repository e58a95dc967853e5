from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from reunion.actions.ports import Deeds, Store
from reunion.actions.reminding import (
    AGAIN_AFTER,
    Lack,
    lacks,
    lately_asked,
    newest_stroke,
    remind,
    reminded,
    take_back,
)
from reunion.domain.instants import later
from tests.actions.scenes import GATHERING, begin, family
from tests.actions.test_publishing import NEVER_ASKED, STORED_ONLY
from tests.conftest import HandClock

AT = GATHERING.id
EVERYBODY = ("f1", "f2", "f3")


def test_only_its_owner_is_asked_for_what_a_sign_up_lacks() -> None:
    agreed, never = family("f1", "李芳"), family("f2", "王芳", consent=NEVER_ASKED)
    assert lacks(agreed, found=True) == ()
    assert lacks(agreed, found=False) == (Lack.OTHER_SIDE,)
    assert lacks(never, found=True) == (Lack.CONSENT,)
    assert lacks(never, found=False) == (Lack.CONSENT, Lack.OTHER_SIDE)
    # who said no to being on air has answered
    assert lacks(family("f3", "陈芳", consent=STORED_ONLY), found=True) == ()


async def test_whoever_was_asked_is_known_for_a_day_and_by_the_instant(
    store: Store, clock: HandClock
) -> None:
    await begin(store)
    first = await remind(store, AT, ["f1", "f2"], by="amei", clock=clock)
    assert await remind(store, AT, ["f2"], by="amei", clock=clock) == first
    clock.move(seconds=60)
    second = await remind(store, AT, ["f3"], by="amei", clock=clock)
    assert await reminded(store, AT, first, by="amei") == ("f1", "f2")
    assert await reminded(store, AT, first, by="bo") == ()
    assert await lately_asked(store, AT, EVERYBODY, clock()) == {"f1", "f2", "f3"}
    assert await lately_asked(store, AT, EVERYBODY, later(second, milliseconds=AGAIN_AFTER)) == {"f3"}
    assert await lately_asked(store, AT, EVERYBODY, later(second, milliseconds=AGAIN_AFTER + 1)) == set()


async def test_one_undo_takes_all_of_an_instant_back_and_nothing_else(store: Store, clock: HandClock) -> None:
    await begin(store)
    first = await remind(store, AT, ["f1", "f2"], by="amei", clock=clock)
    clock.move(seconds=60)
    second = await remind(store, AT, ["f3"], by="amei", clock=clock)
    assert await take_back(store, AT, first, by="bo", clock=clock) == 0
    assert await take_back(store, AT, first, by="amei", clock=clock) == 2
    assert await take_back(store, AT, first, by="amei", clock=clock) == 0
    assert (await reminded(store, AT, first, by="amei"), await reminded(store, AT, second, by="amei")) == (
        (),
        ("f3",),
    )
    assert await lately_asked(store, AT, EVERYBODY, clock()) == {"f3"}
    clock.move(seconds=60)
    again = await remind(store, AT, ["f1"], by="amei", clock=clock)
    assert await reminded(store, AT, again, by="amei") == ("f1",)
    assert await lately_asked(store, AT, EVERYBODY, clock()) == {"f1", "f3"}
    deeds, _ = await store.audit.page(AT, Deeds(subject="f1"), limit=9)
    assert [deed.action for deed in deeds] == ["remind", "remind-undone", "remind"]


async def test_taking_an_old_stroke_back_leaves_what_somebody_else_asked_since(
    store: Store, clock: HandClock
) -> None:
    await begin(store)
    first = await remind(store, AT, ["f1"], by="amei", clock=clock)
    clock.move(seconds=AGAIN_AFTER // 1000 + 1)
    second = await remind(store, AT, ["f1"], by="bo", clock=clock)
    assert await take_back(store, AT, first, by="amei", clock=clock) == 1
    assert await lately_asked(store, AT, ["f1"], clock()) == {"f1"}
    assert await take_back(store, AT, second, by="bo", clock=clock) == 1
    assert await lately_asked(store, AT, ["f1"], clock()) == set()


async def test_whoever_was_asked_is_known_however_many_were_asked_since(
    store: Store, clock: HandClock
) -> None:
    await begin(store)
    await remind(store, AT, ["f1"], by="amei", clock=clock)
    clock.move(seconds=60)
    many = [f"g{number}" for number in range(10_001)]
    at = await remind(store, AT, many, by="bo", clock=clock)
    assert await lately_asked(store, AT, ["f1", "f2"], clock()) == {"f1"}
    assert await reminded(store, AT, at, by="bo") == tuple(many)


async def test_the_newest_stroke_of_the_day_is_found_until_it_is_taken_back(
    store: Store, clock: HandClock
) -> None:
    await begin(store)
    first = await remind(store, AT, ["f1"], by="amei", clock=clock)
    clock.move(seconds=60)
    second = await remind(store, AT, ["f2"], by="amei", clock=clock)
    clock.move(seconds=60)
    await remind(store, AT, ["f3"], by="bo", clock=clock)
    assert await newest_stroke(store, AT, clock(), by="amei") == second
    await take_back(store, AT, second, by="amei", clock=clock)
    assert await newest_stroke(store, AT, clock(), by="amei") == first
    assert await newest_stroke(store, AT, later(first, milliseconds=AGAIN_AFTER + 1), by="amei") is None


async def test_a_stroke_that_fails_in_the_middle_notes_nobody(store: Store, clock: HandClock) -> None:
    await begin(store)
    nobody: Any = None
    with pytest.raises(IntegrityError):
        await remind(store, AT, ["f1", nobody, "f2"], by="amei", clock=clock)
    assert await lately_asked(store, AT, EVERYBODY, clock()) == set()
