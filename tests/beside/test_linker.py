import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from reunion.actions.ports.linking import Gone, Stumbled
from reunion.beside.linker import Here, Linker
from reunion.domain.circle import known_of
from tests.actions.scenes import family, worker

WEI = known_of(worker("w1", "张伟", "李芳", "母亲"), {})
FANG = known_of(family("f1", "李芳", "张伟", "儿子"), {})


@pytest.fixture
async def linker() -> AsyncIterator[Linker]:
    made = Linker()
    yield made
    await made.close()


@pytest.mark.parametrize("own", [True, False])
async def test_it_says_who_belongs_together(linker: Linker, own: bool) -> None:
    circles = linker if own else Here()
    await circles.fill("dongxing", [WEI])
    assert list(await circles.change("dongxing", [FANG])) == ["f1"]
    assert list(await circles.families("dongxing")) == ["f1"]
    (row,) = await circles.ask("dongxing", ["f1"])
    assert (row.worker, row.family) == ("w1", "f1")
    await circles.clear("dongxing")
    assert list(await circles.ask("dongxing", ["f1"])) == []
    await circles.close()


async def test_the_process_computes_what_the_server_would(linker: Linker) -> None:
    here = Here()
    for circles in (linker, here):
        await circles.fill("dongxing", [WEI, FANG])
    assert list(await linker.ask("dongxing", ["f1"])) == list(await here.ask("dongxing", ["f1"]))


async def test_a_process_that_died_says_so_once_and_begins_anew(linker: Linker) -> None:
    await linker.fill("dongxing", [WEI, FANG])
    assert linker.pid is not None
    os.kill(linker.pid, signal.SIGKILL)
    with pytest.raises(Gone):
        await linker.ask("dongxing", ["f1"])
    assert list(await linker.families("dongxing")) == []


async def test_an_error_in_the_process_is_told(linker: Linker) -> None:
    with pytest.raises(Stumbled, match="TypeError"):
        await linker.ask("dongxing", [["f1"]])  # type: ignore[list-item]
    assert list(await linker.families("dongxing")) == []


async def test_a_process_that_cannot_be_started_is_gone() -> None:
    with pytest.raises(Gone):
        await Linker(["/nonexistent"]).families("dongxing")


async def test_who_goes_away_in_the_middle_leaves_no_half_answer(linker: Linker) -> None:
    await linker.fill("dongxing", [WEI, FANG])
    waiting = asyncio.create_task(linker.ask("dongxing", ["f1"]))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert list(await linker.families("dongxing")) == []


async def test_it_ends_with_the_server(linker: Linker) -> None:
    await linker.families("dongxing")
    process = vars(linker)["_process"]
    os.kill(process.pid, signal.SIGTERM)
    os.kill(process.pid, signal.SIGINT)
    await linker.families("dongxing")
    await linker.close()
    assert process.returncode == 0
    assert linker.pid is None


async def test_one_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reunion.beside.linker.ENDS_WITHIN_S", 0.01)
    says = "o = sys.stdout.buffer; o.write(bytes([0, 0, 0, 9]) + b'{\"is\":[]}'); o.flush()"
    deaf = f"import sys, time; sys.stdin.buffer.read(4); {says}; time.sleep(60)"
    linker = Linker([sys.executable, "-c", deaf])
    assert list(await linker.families("dongxing")) == []
    process = vars(linker)["_process"]
    await linker.close()
    assert process.returncode == -signal.SIGKILL
