import asyncio

from reunion.web.staff_planning import Job, begin_planning, job_of
from tests.actions.scenes import GATHERING

from .offices import fill


class Asking:
    """A request as far as planning looks at it."""

    def __init__(self, app):
        self.app = app


async def test_one_planner_works_for_a_gathering_at_a_time(site):
    await fill(site)
    request = Asking(site.app)
    first = begin_planning(request, GATHERING.id, "a")
    assert begin_planning(request, GATHERING.id, "b") is first
    assert first.running
    await first.task
    assert not first.running
    assert begin_planning(request, GATHERING.id, "b") is not first
    await job_of(request, GATHERING.id).task
    assert (await site.store.plans.newest(GATHERING.id)).version == 2


async def test_what_cannot_be_planned_is_kept_to_be_shown(site):
    job = begin_planning(Asking(site.app), GATHERING.id, "a")
    await asyncio.wait_for(job.task, 10)
    assert "no show" in str(job.wrong)


def test_progress_is_never_finished_before_the_end():
    assert (Job().percent, Job(done=5, steps=10).percent, Job(done=10, steps=10).percent) == (0, 50, 99)
