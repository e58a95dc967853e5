"""R1 and R2: whatever moment the server is killed at, what it acknowledged is there, once."""

import asyncio
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.troupe import Desk, History, Screen, Server, at_work, prepared

KILLS = int(os.environ.get("REUNION_KILLS", "10"))
SCREENS = 200
POINTS = ["before-commit", "after-commit", "before-answer"]
"""All six, for every command, are in test_points.py."""


def troupe(
    server: Server, token: str, history: History, seed: int, screens: int
) -> tuple[list[Desk], list[Screen]]:
    desks = [
        Desk(server, token, name, history, random.Random(f"{seed}{name}")) for name in ("ann", "bo", "cai")
    ]
    return desks, [Screen(server, random.Random(seed * 1000 + number)) for number in range(screens)]


@pytest.mark.chaos
async def test_nothing_acknowledged_is_lost_however_often_the_server_is_killed(
    tmp_path: Path, report: Callable[[str], None]
) -> None:
    seed = int(os.environ.get("REUNION_SEED", "20270205"))
    chance = random.Random(seed)
    token = await prepared(tmp_path)
    server, history = Server(tmp_path), History()
    desks, screens = troupe(server, token, history, seed, SCREENS)
    screens_back: list[float] = []
    await server.start()
    async with at_work(*desks, *screens):
        for _ in range(KILLS):
            await asyncio.gather(*(screen.back.wait() for screen in screens))
            await asyncio.sleep(chance.uniform(0.1, 1.2))
            await server.kill()
            assert history.faults(tmp_path) == [], f"seed {seed}"
            for screen in screens:
                screen.back.clear()
            await server.start()
            opened = time.monotonic()
            await asyncio.wait_for(asyncio.gather(*(screen.back.wait() for screen in screens)), 60)
            screens_back.append(time.monotonic() - opened)
        await asyncio.sleep(0.5)
    await server.kill()

    assert history.faults(tmp_path) == [], f"seed {seed}"
    assert len(history.done) > KILLS
    assert [screen.went_back for screen in screens] == [0] * SCREENS
    report(
        f"R1 seed {seed}: {KILLS} kills, {len(history.sent)} sent, {len(history.done)} acknowledged, 0 lost, 0 twice;"
        f" port open median {statistics.median(server.opened_after):.2f} s (worst {max(server.opened_after):.2f});"
        f" desks back worst {max(max(desk.back_after) for desk in desks):.2f} s after the cut;"
        f" last screen back median {statistics.median(screens_back):.2f} s (worst {max(screens_back):.2f})"
    )


@pytest.mark.chaos
@pytest.mark.parametrize("point", POINTS)
async def test_nothing_acknowledged_is_lost_when_it_dies_at_a_named_point(tmp_path: Path, point: str) -> None:
    token = await prepared(tmp_path)
    server, history = Server(tmp_path), History()
    desks, _ = troupe(server, token, history, 7, 0)
    async with at_work(*desks):
        for number in (1, 2, 9):
            await server.start("--die", f"{point}:{number}")
            await server.died()
            assert history.faults(tmp_path) == []
        await server.start()
        await asyncio.wait_for(history.enough.wait(), 60)
    await server.kill()

    assert history.faults(tmp_path) == []


@pytest.mark.chaos
async def test_a_server_that_answers_before_it_stores_is_caught(tmp_path: Path) -> None:
    """The control of both tests above: with the protection off, the same check finds what was lost."""
    token = await prepared(tmp_path)
    server, history = Server(tmp_path), History()
    desks, _ = troupe(server, token, history, 7, 0)
    faults: list[str] = []
    async with at_work(*desks):
        for number in range(3, 12):
            await server.start("--answer-early", "--die", f"before-commit:{number}")
            await server.died()
            await asyncio.sleep(0.1)
            faults = history.faults(tmp_path)
            if faults:
                break
    await server.kill()

    assert any(fault.startswith("lost") for fault in faults)
