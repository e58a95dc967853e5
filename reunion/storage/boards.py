"""The ports of the links board, filled: each method hands a plain function to the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reunion.actions.ports.reviewing import (
    Asked,
    Batch,
    Checked,
    Filter,
    Namesakes,
    Waiting,
    Weighing,
)
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.storage import batches, deciding, doubles, namesakes, reviewing
from reunion.storage.database import Database
from reunion.storage.sealing import Seal


@dataclass(frozen=True, slots=True)
class Reviews:
    """See ports.Reviews."""

    db: Database
    seal: Seal

    async def queue(
        self, gathering: str, wanted: Filter, *, limit: int, offset: int = 0
    ) -> tuple[tuple[Waiting, ...], int]:
        return await self.db.read(reviewing.queue, gathering, wanted, limit, offset, self.seal)

    async def tally(self, gathering: str) -> Mapping[str, int]:
        return await self.db.read(reviewing.tally, gathering)

    async def namesakes(self, gathering: str) -> tuple[Namesakes, ...]:
        return await self.db.read(namesakes.namesakes, gathering, self.seal)

    async def standing(
        self, gathering: str, links: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], MatchStanding]:
        return await self.db.read(reviewing.standing, gathering, links)

    async def rows(self, gathering: str, links: Sequence[tuple[str, str]]) -> tuple[MatchRow, ...]:
        return await self.db.read(reviewing.rows_of, gathering, links)

    async def rivals(self, families: Sequence[str]) -> tuple[MatchRow, ...]:
        return await self.db.read(reviewing.rivals, families)

    async def rules(self, gathering: str, standings: Sequence[MatchStanding]) -> Mapping[str, int]:
        return await self.db.read(reviewing.rules, gathering, standings)

    async def ask(self, gathering: str, asked: Asked) -> None:
        await self.db.write(reviewing.ask, gathering, asked)

    async def take_question_back(self, gathering: str, registration: str, other: str, *, at: Instant) -> None:
        await self.db.write(reviewing.take_question_back, gathering, registration, other, at)

    async def asked(self, gathering: str, worker: str, family: str) -> tuple[Asked, ...]:
        return await self.db.read(reviewing.asked, gathering, worker, family)

    async def confirm(self, asked: Batch) -> Batch:
        return await self.db.write(deciding.confirm, asked)

    async def merge(self, asked: Batch, first: str, second: str) -> Batch:
        return await self.db.write(deciding.merge, asked, first, second)

    async def say_of_two(
        self, gathering: str, two: tuple[str, str], standing: DoubleStanding, *, by: str, at: Instant
    ) -> frozenset[str]:
        return await self.db.write(deciding.say_of_two, gathering, two, standing, by, at)

    async def undo(self, gathering: str, batch: str, *, by: str, at: Instant) -> tuple[Batch, int | None]:
        return await self.db.write(deciding.undo, gathering, batch, by, at)

    async def judge(self, gathering: str, said: Checked) -> bool:
        return await self.db.write(deciding.judge, gathering, said)

    async def batches(self, gathering: str, *, limit: int) -> tuple[Batch, ...]:
        return await self.db.read(batches.batches, gathering, limit)

    async def batch(self, batch: str) -> Batch | None:
        return await self.db.read(batches.get_batch, batch)

    async def linked_ids(self, gathering: str) -> tuple[tuple[str, str, int], ...]:
        return await self.db.read(reviewing.linked_ids, gathering)

    async def expected(self, gathering: str) -> tuple[int, float]:
        return await self.db.read(reviewing.expected, gathering)

    async def checks(self, gathering: str, day: str = "") -> tuple[Checked, ...]:
        return await self.db.read(batches.checks, gathering, day)

    async def draw(self, gathering: str, checks: Sequence[Checked]) -> None:
        await self.db.write(batches.draw, gathering, checks)

    async def decided(self, gathering: str, *, limit: int) -> tuple[MatchRow, ...]:
        return await self.db.read(reviewing.decided, gathering, limit)

    async def weighings(self, gathering: str) -> tuple[Weighing, ...]:
        return await self.db.read(batches.weighings, gathering)

    async def put_weighing(self, gathering: str, weighing: Weighing) -> None:
        await self.db.write(batches.put_weighing, gathering, weighing)


@dataclass(frozen=True, slots=True)
class Doubles:
    """See ports.Doubles."""

    db: Database

    async def notice(self, gathering: str, registrations: Sequence[str], rows: Sequence[Double]) -> None:
        await self.db.write(doubles.notice, gathering, registrations, rows)

    async def every(self, gathering: str, standings: Sequence[DoubleStanding] = ()) -> tuple[Double, ...]:
        return await self.db.read(doubles.every, gathering, standings)

    async def page(
        self, gathering: str, standing: DoubleStanding, *, limit: int, offset: int
    ) -> tuple[tuple[Double, ...], int]:
        return await self.db.read(doubles.page, gathering, standing, limit, offset)

    async def of(self, registrations: Sequence[str]) -> tuple[Double, ...]:
        return await self.db.read(doubles.of, registrations)

    async def latest(self, gathering: str, by: str) -> Double | None:
        return await self.db.read(doubles.latest, gathering, by)
