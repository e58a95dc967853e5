"""Planning in the background: one planner a gathering at a time, its progress, and its end."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.actions.ports import Conflict
from reunion.actions.scheduling import make_plan
from reunion.domain.planning import Instance, Plan
from reunion.planner import budget, plan
from reunion.web.keys import NOW, STORE

SECONDS: Final = 5.0
"""Of search; the rest is a few tenths. 255 pairs are within a percent of the best plan after two."""
CHANGED: Final = "Somebody changed this in the meantime. Load the page again, then look once more."
"""What the boards say of a Conflict."""


@dataclass(slots=True)
class Job:
    """One planning under way or just over."""

    done: int = 0
    steps: int = 0
    enough: bool = False
    """Somebody asked to keep the best so far."""
    wrong: Impossible | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether it is still at it."""
        return self.task is not None and not self.task.done()

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(99, 100 * self.done // self.steps) if self.steps else 0


PLANNINGS: web.AppKey[dict[str, Job]] = web.AppKey("PLANNINGS", dict)
"""The newest planning of each gathering."""


def job_of(request: web.Request, gathering: str) -> Job | None:
    """The newest planning of this gathering since the server started."""
    return request.app[PLANNINGS].get(gathering)


def begin_planning(request: web.Request, gathering: str, by: str) -> Job:
    """Start a planner, or give back the one that is running."""
    standing = job_of(request, gathering)
    if standing is not None and standing.running:
        return standing
    job = request.app[PLANNINGS][gathering] = Job()
    job.task = asyncio.create_task(_run(request.app, gathering, by, job))
    return job


async def _run(app: web.Application, gathering: str, by: str, job: Job) -> None:
    def progress(done: int, steps: int) -> bool:
        job.done, job.steps = done, steps
        return not job.enough

    async def solve(posed: Instance) -> Plan:
        return await asyncio.to_thread(plan, posed, iterations=budget(posed, SECONDS), progress=progress)

    try:
        await make_plan(app[STORE], gathering, solve=solve, by=by, clock=app[NOW])
    except Impossible as wrong:
        job.wrong = wrong
    except Conflict:
        job.wrong = Impossible(CHANGED)
