import asyncio
import threading

import pytest
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from reunion.actions.moving import lock
from reunion.app import build
from reunion.domain.access import Role
from reunion.planner import Moves
from reunion.web.staff_planning import PLANNER, Job, begin_planning, job_of, search
from tests.actions.scenes import GATHERING
from tests.conftest import Site

from .offices import AT, bare, fill, post


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
    assert (await site.store.plans.newest(GATHERING.id)).version == 1
    assert job_of(request, GATHERING.id).proposal.version.version == 2


async def test_what_cannot_be_planned_is_kept_to_be_shown(site):
    job = begin_planning(Asking(site.app), GATHERING.id, "a")
    await asyncio.wait_for(job.task, 10)
    assert "no show" in str(job.wrong)


class Waiting:
    """The planner, which begins when the test lets it."""

    def __init__(self):
        self.may = threading.Event()
        self.asked = threading.Event()

    def __call__(self, posed, progress, previous, moves, most):
        self.asked.set()
        self.told = (previous, moves, most)
        assert self.may.wait(10)
        return search(posed, progress, previous, moves, most)


@pytest.fixture
async def site_with(settings, clock):
    """A server with another planner, filled."""
    clients = []

    async def start(planner):
        app = build(settings, now=clock)
        app[PLANNER] = planner
        client = TestClient(TestServer(app))
        await client.start_server()
        made = Site(app, client, clock)
        clients.append((made, client))
        await fill(made)
        return made

    yield start
    for made, client in clients:
        await made.close()
        await client.close()


async def test_a_plan_that_was_changed_while_the_planner_worked_stays_and_the_board_says_so(site_with):
    waiting = Waiting()
    site = await site_with(waiting)
    waiting.may.set()
    await begin_planning(Asking(site.app), GATHERING.id, "a").task
    (first, *_) = (await site.store.plans.newest(GATHERING.id)).slots

    waiting.may.clear()
    waiting.asked.clear()
    job = begin_planning(Asking(site.app), GATHERING.id, "a", Moves.NEEDED)
    await asyncio.to_thread(waiting.asked.wait, 10)
    await lock(site.store, GATHERING.id, first.pair, locked=True, by="b", clock=site.clock)
    waiting.may.set()
    await job.task
    assert (len(waiting.told[0].assign), waiting.told[1]) == (2, Moves.NEEDED)
    client = await site.signed_in(Role.PRODUCER)
    page = bare(await (await post(client, f"{AT}/rundown/keep")).text())
    plan = await site.store.plans.newest(GATHERING.id)
    assert (plan.version, plan.by) == (2, "b")
    assert "别人刚刚改过这里" in page


async def test_the_planner_hears_how_many_may_be_moved_and_the_proposal_says_it(site_with):
    waiting = Waiting()
    waiting.may.set()
    site = await site_with(waiting)
    client = await site.signed_in(Role.PRODUCER)
    await begin_planning(Asking(site.app), GATHERING.id, "a").task
    asked = {"moves": "needed", "most": " ３ "}
    await post(client, f"{AT}/rundown/plan", asked, follow=False)
    await job_of(Asking(site.app), GATHERING.id).task
    assert waiting.told[1:] == (Moves.NEEDED, 3)
    assert "原本可以不动的，最多动 3 家" in bare(await (await client.get(f"{AT}/rundown/proposal")).text())
    assert (await post(client, f"{AT}/rundown/plan", asked | {"most": "few"})).status == 422
    await post(client, f"{AT}/rundown/plan", {"moves": "free", "most": "3"}, follow=False)
    await job_of(Asking(site.app), GATHERING.id).task
    assert waiting.told[1:] == (Moves.FREE, None)


async def test_a_planner_that_fails_is_logged_without_names_and_shown(site_with):
    def failing(posed, progress, previous, moves, most):
        raise KeyError("李芳")

    site = await site_with(failing)
    with capture_logs() as lines:
        await begin_planning(Asking(site.app), GATHERING.id, "a").task
    (line,) = [line for line in lines if line["event"] == "planning failed"]
    assert (line["gathering"], line["kind"], "failing:" in line["place"]) == (GATHERING.id, "KeyError", True)
    assert "李芳" not in str(line)
    page = await (await (await site.signed_in(Role.PRODUCER)).get(f"{AT}/rundown")).text()
    assert "编排未成功" in bare(page)


async def test_a_server_that_stops_ends_its_planners_before_the_database(settings, clock):
    waiting = Waiting()
    app = build(settings, now=clock)
    app[PLANNER] = waiting
    client = TestClient(TestServer(app))
    await client.start_server()
    await fill(Site(app, client, clock))
    job = begin_planning(Asking(app), GATHERING.id, "a")
    await asyncio.to_thread(waiting.asked.wait, 10)
    await client.close()
    waiting.may.set()
    assert (job.running, job.enough, job.task.cancelled()) == (False, True, True)


def test_progress_is_never_finished_before_the_end():
    assert (Job().percent, Job(done=5, steps=10).percent, Job(done=10, steps=10).percent) == (0, 50, 99)
