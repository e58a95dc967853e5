"""Every picture that a screen receives is the show as it was stored at that revision, whole; no change comes twice."""

import asyncio
import json
import random
from contextlib import AsyncExitStack, suppress
from dataclasses import replace

import pytest
from websockets.asyncio.client import ClientConnection, connect

from reunion.domain.cards import Card
from reunion.domain.commands import (
    Command,
    End,
    Extend,
    Hold,
    MarkReady,
    Move,
    Resume,
    Skip,
    Start,
    Take,
    Undo,
)
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Show
from reunion.domain.show import apply
from reunion.domain.timing import project
from reunion.live.cast import Cast
from reunion.live.pictures import picture
from reunion.live.scene import FRESH_MS
from reunion.web.keys import STAGES
from tests.actions import gala
from tests.conftest import Site

SLOTS = 30
CHANGES = 120


def a_command(show: Show, chance: random.Random) -> Command:
    item = f"it-{chance.randrange(1, SLOTS)}"
    choices: list[Command] = [
        Take(show.on_air),
        Extend(item, chance.choice((-15, 15, 30))),
        Hold(),
        Resume(),
        Skip(item),
        Move(item, f"it-{chance.randrange(1, SLOTS)}", show.order_revision),
        MarkReady(item, Side.FAMILY, Ready.READY),
        # The start itself stays: a show that is not live cannot end.
        Undo(max(show.undoable or 0, 2)),
    ]
    return chance.choice(choices)


async def heard_by(screen: ClientConnection) -> list[dict]:
    """Every picture that this screen hears until the show has ended."""
    pictures: list[dict] = []
    while not pictures or pictures[-1]["state"] != "ended":
        message = json.loads(await screen.recv())
        if message["type"] == "picture":
            pictures.append(message)
    return pictures


def is_whole(show: Show, cards: dict[str, Card], message: dict) -> bool:
    """Whether the message is the picture of this show at its instant; a projection serves for a tenth of a second."""
    now, cast = Instant(message["server_time"]), Cast("除夕云团聚", cards)
    seen = (project(show, Instant(now - age)) for age in range(FRESH_MS))
    text = json.dumps(message, sort_keys=True)
    return any(json.dumps(json.loads(picture(show, one, cast, now)), sort_keys=True) == text for one in seen)


@pytest.mark.parametrize("seed", range(3))
async def test_no_picture_is_torn_and_no_change_comes_twice(site: Site, seed: int):
    await gala.stored(site.store, slots=SLOTS)
    stage = await site.app[STAGES].get("gala")
    assert stage is not None
    chance, shows = random.Random(seed), {0: stage.show}
    address = site.origin.replace("http", "ws") + "/shows/gala/screen/socket"
    async with AsyncExitStack() as lines:
        screens = [await lines.enter_async_context(connect(address)) for _ in range(4)]
        listening = [asyncio.create_task(heard_by(screen)) for screen in screens]
        for number in range(CHANGES):
            site.clock.move(milliseconds=chance.randrange(3_000))
            command = Start() if number == 0 else a_command(stage.show, chance)
            with suppress(Refused):
                await stage.perform(command, f"c-{number}", "st-1")
                shows[stage.show.revision] = stage.show
            if chance.random() < 0.3:
                # Longer than changes are joined into one picture.
                await asyncio.sleep(0.05)
        await stage.perform(End(), "c-end", "st-1")
        shows[stage.show.revision] = stage.show
        heard = await asyncio.wait_for(asyncio.gather(*listening), 20)

    journal = await site.store.journal.load("gala")
    assert journal is not None
    folded = {0: journal.rundown.show}
    for recorded in journal.entries:
        folded[recorded.revision] = apply(folded[recorded.revision - 1], recorded.entry)
    assert folded == shows
    cards = dict(journal.rundown.cards)
    for pictures in heard:
        revisions = [message["revision"] for message in pictures]
        assert len(revisions) == len(set(revisions))
        assert revisions == sorted(revisions)
        for message in pictures:
            assert is_whole(folded[message["revision"]], cards, message)
    # The control: what stood before the change, under the number after it, is found to be torn.
    moved = [message for message in heard[0] if message["revision"] > 1]
    late = {number + 1: replace(show, revision=number + 1) for number, show in folded.items()}
    assert sum(not is_whole(late[one["revision"]], cards, one) for one in moved) > 10
