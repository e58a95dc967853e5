"""A small show on a real database, and journals that fail on purpose."""

from collections.abc import Mapping

from reunion.actions.ports import Journal, Loaded, NotSaved, Recorded, Rundown, Store
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import Instant
from reunion.domain.plans import ShowHead
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Show

START = Instant(1_801_828_800_000)


def head(show: str = "gala", *, run: str = "r1", slots: int = 4) -> ShowHead:
    end = Instant(START + (60 + slots * 105) * 1000)
    return ShowHead(show, "dongxing", "除夕云团聚", "一号直播间", START, end, 15, run=run)


def rundown(show: str = "gala", *, run: str = "r1", slots: int = 4) -> Rundown:
    rows = [Item("it-0", Kind.SEGMENT, 60, START)]
    rows += [
        Item(f"it-{n}", Kind.SLOT, 90, Instant(START + (60 + (n - 1) * 105) * 1000), pair=f"p-{n}")
        for n in range(1, slots + 1)
    ]
    heading = head(show, run=run, slots=slots)
    value = Show(
        show,
        run,
        heading.planned_start,
        heading.planned_end,
        heading.buffer_s,
        {row.id: row for row in rows},
        tuple(row.id for row in rows),
    )
    cards = {"it-0": Card("开场")}
    cards |= {
        f"it-{n}": Card("", CardSide(f"张{n}娃", town="温岭"), CardSide(f"李{n}娘", township="田家镇"))
        for n in range(1, slots + 1)
    }
    return Rundown(value, cards)


async def stored(store: Store, show: str = "gala", *, slots: int = 4) -> None:
    """Put the show and its first run in place."""
    await store.shows.begin_run(head(show, slots=slots), rundown(show, slots=slots))


class Failing:
    """A journal whose call number `fail_at` fails: before it stored anything, or after."""

    def __init__(self, journal: Journal, fail_at: int, *, stored: bool) -> None:
        self._journal = journal
        self._fail_at = fail_at
        self._stored = stored
        self.calls = 0

    @property
    def failed(self) -> bool:
        return self.calls >= self._fail_at

    def _count(self) -> bool:
        self.calls += 1
        return self.calls == self._fail_at

    async def load(self, show: str) -> Loaded | None:
        if self._count():
            raise NotSaved
        return await self._journal.load(show)

    async def append(
        self, show: str, run: str, recorded: Recorded, texts: Mapping[str, str], at: Instant
    ) -> None:
        fails = self._count()
        if not fails or self._stored:
            await self._journal.append(show, run, recorded, texts, at)
        if fails:
            raise NotSaved

    async def refuse(self, show: str, command: str, refused: Refused, revision: int) -> None:
        fails = self._count()
        if not fails or self._stored:
            await self._journal.refuse(show, command, refused, revision)
        if fails:
            raise NotSaved
