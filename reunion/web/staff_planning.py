"""Planning in the background: one planner a gathering at a time, its progress, and its answer to be kept or dropped."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from traceback import extract_tb
from typing import Final

import structlog
from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.actions.bringing import propose_brought
from reunion.actions.ports import Conflict
from reunion.actions.scheduling import Proposal, keep, propose
from reunion.domain.names import plain
from reunion.domain.planning import Instance, Plan
from reunion.planner import Moves, budget, plan
from reunion.web.keys import LINKING, NOW, STORE
from reunion.web.requests import Refusal
from reunion.web.staff_sections import one

SECONDS: Final = 5.0
"""Of search; the rest is a few tenths. 255 pairs are within a percent of the best plan after two."""
CHANGED: Final = "Somebody changed this in the meantime. Load the page again, then look once more."
"""What the boards say of a Conflict."""
FAILED: Final = (
    "Planning failed and nothing was changed. Try again; if it fails again, tell whoever runs the server."
)
log = structlog.get_logger("reunion.planning")


@dataclass(slots=True)
class Job:
    """One planning under way or just over."""

    done: int = 0
    steps: int = 0
    enough: bool = False
    """Somebody asked to keep the best so far."""
    wrong: Impossible | None = None
    moves: Moves = Moves.FREE
    most: int | None = None
    """How many of those who could stay it may move, where it moves only whom it takes."""
    file: Instance | None = None
    """What was brought in to be planned."""
    proposal: Proposal | None = None
    """A plan that waits to be kept or dropped."""
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether it is still at it."""
        return self.task is not None and not self.task.done()

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(99, 100 * self.done // self.steps) if self.steps else 0


Progress = Callable[[int, int], bool]
"""Told (steps done, steps in all); False when it is enough."""
Planner = Callable[[Instance, Progress, Plan | None, Moves, int | None], Plan]
"""Given what is to be planned, whom to tell, the plan that stands, what may become of who is in it, and how many of
those who could stay may be moved at most."""
PLANNER: web.AppKey[Planner] = web.AppKey("PLANNER", Callable)  # type: ignore[arg-type]
PLANNINGS: web.AppKey[dict[str, Job]] = web.AppKey("PLANNINGS", dict)
"""The newest planning of each gathering."""


def job_of(request: web.Request, gathering: str) -> Job | None:
    """The newest planning of this gathering since the server started."""
    return request.app[PLANNINGS].get(gathering)


def asked_moves(form: Mapping[str, list[str]]) -> tuple[Moves, int | None]:
    """What may become of those who have a place, and how many may be moved; raises Refusal for what is no number."""
    chosen, most = one(form, "moves"), plain(one(form, "most", 9))
    moves = Moves(chosen) if chosen in set(Moves) else Moves.FREE
    if moves is not Moves.NEEDED or not most:
        return moves, None
    if not most.isdecimal():
        raise Refusal(422, "invalid")
    return moves, int(most)


def begin_planning(
    request: web.Request,
    gathering: str,
    by: str,
    moves: Moves = Moves.FREE,
    file: Instance | None = None,
    most: int | None = None,
) -> Job:
    """Start a planner, or give back the one that is running; a proposal nobody decided about is dropped."""
    standing = job_of(request, gathering)
    if standing is not None and standing.running:
        return standing
    job = request.app[PLANNINGS][gathering] = Job(moves=moves, most=most, file=file)
    job.task = asyncio.create_task(_run(request.app, gathering, by, job))
    return job


def put_forward(request: web.Request, gathering: str, job: Job) -> bool:
    """Let this wait for staff in the place of the newest planning; False while a planner is at work.

    To be asked after whatever is awaited: a planning may begin while a file comes in.
    """
    standing = job_of(request, gathering)
    if standing is not None and standing.running:
        return False
    request.app[PLANNINGS][gathering] = job
    return True


def search(
    posed: Instance, progress: Progress, previous: Plan | None, moves: Moves, most: int | None
) -> Plan:
    """The planner with as many steps as `SECONDS` allow."""
    steps = budget(posed, SECONDS)
    return plan(posed, iterations=steps, progress=progress, previous=previous, moves=moves, most=most)


async def _run(app: web.Application, gathering: str, by: str, job: Job) -> None:
    def progress(done: int, steps: int) -> bool:
        job.done, job.steps = done, steps
        return not job.enough

    async def solve(posed: Instance, previous: Plan | None) -> Plan:
        return await asyncio.to_thread(app[PLANNER], posed, progress, previous, job.moves, job.most)

    try:
        # Whoever has just signed up is linked in a moment; a plan without them would have to be made again.
        await app[LINKING].caught_up(gathering)
        store, clock = app[STORE], app[NOW]
        if job.file is not None:
            job.proposal = await propose_brought(store, gathering, job.file, solve=solve, by=by, clock=clock)
            return
        proposal = await propose(store, gathering, solve=solve, by=by, clock=clock)
        if proposal.now.before is None:
            await keep(store, gathering, proposal, clock=clock)
        else:
            job.proposal = proposal
    except Impossible as wrong:
        job.wrong = wrong
    except Conflict:
        job.wrong = Impossible(CHANGED)
    except Exception as failure:  # noqa: BLE001 - nobody awaits this task: the board must say it
        job.wrong = Impossible(FAILED)
        _record(gathering, failure)


def _record(gathering: str, failure: Exception) -> None:
    """The words of an error may quote a row; its kind and its place never do."""
    place = " ".join(f"{one.name}:{one.lineno}" for one in extract_tb(failure.__traceback__))
    log.error("planning failed", gathering=gathering, kind=type(failure).__name__, place=place)


async def stop_planning(app: web.Application) -> None:
    """End every planner, so that none writes into a database that is closed."""
    tasks = []
    for job in app[PLANNINGS].values():
        job.enough = True
        if job.task is not None:
            job.task.cancel()
            tasks.append(job.task)
    await asyncio.gather(*tasks, return_exceptions=True)
