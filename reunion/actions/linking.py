"""Linking at once: whoever registers, corrects or withdraws is looked at as soon as their answer is out.

One task goes through what was noted, in steps of milliseconds; the computing is done elsewhere (ports/linking.py).
What is noted here and not yet linked is lost with the process: at the start everybody is looked at.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from reunion.actions.mending import left_undone
from reunion.actions.pairing import LinkCounts, pair_up
from reunion.actions.ports import Clock, Store
from reunion.actions.ports.linking import Circles, Gone, Stumbled
from reunion.domain.backlog import Backlog, first_of
from reunion.domain.circle import known_of, town_names
from reunion.domain.doubles import DoubleStanding, somebody_else
from reunion.domain.people import Registration, Standing
from reunion.domain.rush import Rush

Rest = Callable[[float], Awaitable[None]]
"""Seconds to let everybody else go first; tests rest without waiting."""
PAGE: Final = 100
"""People read at a time."""
BATCH: Final = 128
"""Noted people taken in at a time."""
ASKED: Final = 24
"""Families asked for at a time: some 30 ms of the linking process, 2 ms of the writer."""
LULL_S: Final = 0.25
LULLS: Final = 240
"""A rush of more than a minute is linked while it lasts, a batch a minute."""
SETTLE_AFTER_S: Final = 20.0
WAIT_S: Final = 30.0
AGAIN_S: Final = (0.1, 1.0, 5.0, 30.0)
"""Rests after a failure, then after the next one in a row …; a gathering that fails rests alone."""


class Linking:
    """Keeps links and pairs right while people come, are corrected and go."""

    def __init__(
        self,
        store: Store,
        circles: Circles,
        clock: Clock,
        *,
        rest: Rest = asyncio.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`tell` hears of failures, in words without people."""
        self._store = store
        self._circles = circles
        self._rest = rest
        self._tell = tell
        self._clock = clock
        self._rush = Rush()
        self._work: dict[str, Backlog] = {}
        self._wake = asyncio.Event()
        self._stepped = asyncio.Event()
        self._started = asyncio.Event()
        self._settle_at: float | None = None
        """On the loop's clock; set while the shifts wait for their lull."""
        self._task: asyncio.Task[None] | None = None
        self._rests: set[asyncio.Task[None]] = set()

    def note(self, person: Registration, *, in_bulk: bool = False) -> None:
        """Somebody is stored anew: to be linked when nobody waits. Returns at once."""
        work = self._of(person.gathering)
        before = work.noted.get(person.id)
        if before is None or before.revision <= person.revision:
            work.noted[person.id] = person
        if not in_bulk:
            self._rush.count(self._clock())
        self._wake.set()

    def waiting(self, gathering: str) -> int:
        """How many people and families are still to be looked at."""
        work = self._work.get(gathering)
        return work.left if work else 0

    def looking(self, registration: Registration) -> bool:
        """Whether this one has not been looked at yet."""
        work = self._work.get(registration.gathering)
        return work is not None and (registration.id in work.noted or registration.id in work.fresh)

    async def started(self) -> None:
        """Wait until whoever was stored at the start is known to be looked at."""
        await self._started.wait()

    async def caught_up(self, gathering: str, *, within_s: float = WAIT_S) -> bool:
        """Wait until nobody of this gathering is left; False when it takes longer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                async for _ in self.left(gathering):
                    pass
        return not self.waiting(gathering)

    async def left(self, gathering: str) -> AsyncIterator[int]:
        """How many are still to be looked at, after each step until nobody is."""
        while left := self.waiting(gathering):
            yield left
            await self._stepped.wait()

    async def anew(self, gathering: str, *, within_s: float = WAIT_S) -> LinkCounts:
        """Look at everybody anew; what staff decided stays. Counts what stands then, or so far."""
        self._of(gathering).anew = True
        self._wake.set()
        await self.caught_up(gathering, within_s=within_s)
        counts = await self._store.gatherings.counts(gathering)
        return LinkCounts(counts["linked"], counts["review"], counts["pairs"])

    async def settle(self, gathering: str) -> None:
        """Ask for everybody once more, of the people that are known."""
        work = self._of(gathering)
        if not work.filled:
            work.anew = True
        else:
            work.owe(await self._circles.families(gathering))
            work.changed = 0
        self._wake.set()

    def begin(self) -> None:
        """Look at everybody in the background, then go on with whoever is noted."""
        self._task = asyncio.create_task(self._go_on())

    async def stop(self) -> None:
        """End it; what is left is found at the next start."""
        running = [*self._rests, *filter(None, (self._task,))]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._circles.close()

    def _of(self, gathering: str) -> Backlog:
        return self._work.setdefault(gathering, Backlog())

    async def _go_on(self) -> None:
        failures = 0
        while True:
            try:
                if not self._started.is_set():
                    await self._look_at_everybody()
                    self._started.set()
                await self._idle_until_something()
                await self._once_around()
                failures = 0
            except Exception as failure:  # noqa: BLE001 - nobody awaits this task, and it must go on
                self._tell(_said(failure))
                for work in self._work.values():
                    work.forget()
                await self._rest(_again(failures))
                failures += 1

    async def _look_at_everybody(self) -> None:
        for gathering in await self._store.gatherings.every():
            counts = await self._store.gatherings.counts(gathering.id)
            if counts["workers"] + counts["families"] + counts["pairs"]:
                self._of(gathering.id).anew = True

    async def _idle_until_something(self) -> None:
        shifted = [key for key, work in self._work.items() if work.shifted]
        if not shifted:
            self._settle_at = None
        elif self._settle_at is None:
            self._settle_at = asyncio.get_running_loop().time() + SETTLE_AFTER_S
        if any(work.ready for work in self._work.values()):
            return
        try:
            async with asyncio.timeout_at(self._settle_at):
                await self._wake.wait()
        except TimeoutError:
            self._settle_at = None
            for gathering in shifted:
                await self.settle(gathering)

    async def _once_around(self) -> None:
        """One step for every gathering that has something to do; one that fails does not hold up the others."""
        self._wake.clear()
        await self._lull()
        for gathering, work in list(self._work.items()):
            if not work.ready:
                continue
            work.at_it = True
            try:
                await self._step(gathering, work)
                work.failures = 0
            except Gone:
                raise
            except Exception as failure:  # noqa: BLE001 - of this gathering alone, and it must go on
                self._tell(_said(failure))
                work.forget()
                self._rest_alone(work)
            finally:
                work.at_it = False
                self._stepped.set()
                self._stepped = asyncio.Event()

    def _rest_alone(self, work: Backlog) -> None:
        """Leave a gathering that failed aside for a while."""

        async def rest() -> None:
            await self._rest(_again(work.failures - 1))
            work.resting = False
            self._wake.set()

        work.failures += 1
        work.resting = True
        task = asyncio.create_task(rest())
        self._rests.add(task)
        task.add_done_callback(self._rests.discard)

    async def _lull(self) -> None:
        for _ in range(LULLS):
            if not self._rush.on(self._clock()):
                break
            await self._rest(LULL_S)

    async def _step(self, gathering: str, work: Backlog) -> None:
        if work.anew or not work.filled:
            try:
                await self._fill(gathering, work)
            except BaseException:
                # `anew` was taken off first, so that whoever asks for it meanwhile gets it again.
                work.anew = True
                raise
        changed: set[str] = set()
        if work.noted:
            changed |= await self._take_in(gathering, work)
        if work.due:
            chunk = first_of(work.due, ASKED)
            rows = await self._circles.ask(gathering, chunk)
            changed |= await self._store.matches.suggest_for(gathering, chunk, rows)
        mended = first_of(work.mend, ASKED)
        changed |= await self._look_for_doubles(gathering, mended, known=mended)
        await pair_up(self._store, gathering, sorted(changed))
        if not work.due:
            work.fresh.clear()

    async def _look_for_doubles(
        self, gathering: str, people: Sequence[str], *, known: Iterable[str]
    ) -> set[str]:
        """Store who stands twice; whose pairs that may change. Only `known` ones can have had doubles before."""
        if not people:
            return set()
        rows = await self._circles.alike(gathering, people)
        near = {*known, *(id_ for one in rows for id_ in (one.first, one.second) if id_ in people)}
        if near:
            await self._store.doubles.notice(gathering, sorted(near), rows)
        return near

    async def _fill(self, gathering: str, work: Backlog) -> None:
        """Read everybody, a page at a time, and find what a stop left undone."""
        work.filled = work.anew = False
        known = await self._store.gatherings.get(gathering)
        if known is None:
            self._work[gathering] = Backlog()
            return
        towns = town_names(known.home)
        weighings = await self._store.reviews.weighings(gathering)
        await self._circles.clear(gathering, weighings[0].weights if weighings else "")
        others = somebody_else(await self._store.doubles.every(gathering, [DoubleStanding.APART]))
        people: list[str] = []
        last = 0
        while page := await self._store.registrations.page(gathering, after=last, limit=PAGE):
            last = page[-1].number
            await self._circles.fill(gathering, [known_of(person, towns, others) for person in page])
            people += (person.id for person in page)
        left = await left_undone(self._store, self._circles, gathering, people)
        work.mend |= dict.fromkeys(left)
        work.owe(await self._circles.families(gathering))
        work.filled, work.changed, work.people = True, 0, len(people)

    async def _take_in(self, gathering: str, work: Backlog) -> set[str]:
        known = await self._store.gatherings.get(gathering)
        ids = list(work.noted)[:BATCH]
        people = [work.noted.pop(id_) for id_ in ids]
        towns = town_names(known.home) if known else {}
        others = somebody_else(await self._store.doubles.of(ids))
        there = [known_of(person, towns, others) for person in people if person.standing is Standing.ACTIVE]
        gone = [person.id for person in people if person.standing is not Standing.ACTIVE]
        touched = await self._circles.change(gathering, there, gone)
        work.owe(touched, first=len(people) < ASKED)
        work.fresh.update(ids)
        work.changed += len(people)
        work.people += len(there) - len(gone)
        before = [one.id for one in people if one.revision > 1]
        return await self._look_for_doubles(gathering, ids, known=before)


def _said(failure: Exception) -> str:
    """Its kind; its words only where they name a place and nobody."""
    return f"{type(failure).__name__} {failure if isinstance(failure, Gone | Stumbled) else ''}".strip()


def _again(failures: int) -> float:
    return AGAIN_S[min(failures, len(AGAIN_S) - 1)]
