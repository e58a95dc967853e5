import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from reunion.domain.access import Role
from reunion.domain.commands import Start
from reunion.web.keys import STAGES
from reunion.web.rehearsals import ROUTES
from tests.actions import gala
from tests.conftest import Site

HERE = "/shows/gala/rehearsal"


@pytest.fixture
async def live(site: Site) -> Site:
    await gala.stored(site.store)
    return site


async def begin(site: Site) -> None:
    host = await site.signed_in(Role.HOST)
    begun = await host.post(HERE, headers={"Origin": site.origin}, allow_redirects=False)
    assert (begun.status, begun.headers["Location"]) == (303, f"{HERE}/desk")


async def line(site: Site, path: str, role: Role = Role.HOST):
    return connect(site.origin.replace("http", "ws") + path, additional_headers=await site.bearer(role))


async def test_a_rehearsal_moves_its_own_desk_and_screen_and_no_viewer_sees_it(live: Site):
    await begin(live)
    viewer = connect(live.origin.replace("http", "ws") + "/shows/gala/screen/socket")
    async with (
        viewer as public,
        await line(live, f"{HERE}/desk/socket") as desk,
        await line(live, f"{HERE}/screen/socket") as screen,
    ):
        before = [json.loads(await peer.recv()) for peer in (public, desk, screen)]
        await desk.send('{"type":"do","id":"c-1","do":"start"}')
        await desk.send('{"type":"do","id":"c-2","do":"take","leaving":null}')
        shown = before[2]
        while shown.get("on_air") is None:
            shown = json.loads(await asyncio.wait_for(screen.recv(), 5))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(public.recv(), 0.2)

    real = await live.app[STAGES].get("gala")
    assert [frame["revision"] for frame in before] == [0, 0, 0]
    assert (before[0]["run"], before[1]["run"][0], shown["run"]) == ("r1", "x", before[1]["run"])
    assert shown["on_air"]["title"] == "开场"
    assert real is not None
    assert (real.show.phase.value, real.show.revision) == ("ready", 0)


async def test_every_page_of_a_rehearsal_says_that_it_is_one_and_follows_its_own_line(live: Site):
    await begin(live)
    host = await live.signed_in(Role.HOST)
    texts = [await (await host.get(HERE + path)).text() for path in ("", "/desk", "/desk/prompter", "/hall")]

    assert ["彩排" in text for text in texts] == [True] * 4
    assert [f'data-socket="{HERE}/desk/socket"' in text for text in texts[1:3]] == [True, True]
    assert 'data-rehearsal="yes"' in texts[1]
    assert 'data-show="gala/rehearsal"' in texts[3]
    ordinary = [await (await host.get(path)).text() for path in ("/shows/gala/desk", "/shows/gala/hall")]
    assert ['data-rehearsal=""' in ordinary[0], "彩排</b>" in ordinary[1]] == [True, False]


async def test_before_it_was_begun_there_is_nothing_to_see_but_the_way_to_it(live: Site):
    host = await live.signed_in(Role.PRODUCER)

    assert "开始彩排" in await (await host.get(HERE)).text()
    assert [(await host.get(HERE + path)).status for path in ("/desk", "/desk/prompter", "/hall")] == [
        404
    ] * 3
    for path in ("/desk/socket", "/screen/socket"):
        with pytest.raises(InvalidStatus) as refused:
            async with await line(live, HERE + path):
                pass
        assert refused.value.response.status_code == 404


async def test_a_show_that_has_begun_is_not_rehearsed_and_the_page_says_so(live: Site):
    stage = await live.app[STAGES].get("gala")
    assert stage is not None
    await stage.perform(Start(), "c-1", "ann")
    host = await live.signed_in(Role.HOST)

    answer = await host.post(HERE, headers={"Origin": live.origin}, allow_redirects=False)

    assert answer.status == 409
    assert "不能再彩排" in await answer.text()


async def test_rehearsals_are_for_hosts(live: Site):
    await begin(live)
    media = await live.signed_in(Role.MEDIA)
    gets = [route.path.replace("{show}", "gala") for route in ROUTES if route.method == "GET"]
    statuses = {(await media.get(path)).status for path in gets}
    stranger = await live.client.get(f"{HERE}/hall", allow_redirects=False)
    assert (statuses, stranger.status) == ({403}, 303)
