import gc
from dataclasses import replace

import pytest

from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.domain.access import Role
from reunion.domain.commands import Bar, Start, Take
from reunion.live.cast import Cast
from reunion.web.keys import KEPT, STAGES

from ..actions import gala
from ..conftest import GATHERING
from .offices import fill
from .test_staff_rundown import planned

PAGES = ("/g/dongxing", "/shows/gala")
FEEDS = ("/shows/gala/schedule.json", "/shows/gala/schedule.ics")


@pytest.fixture
async def live(site):
    await gala.stored(site.store)
    return site


@pytest.mark.parametrize("path", [*PAGES, *FEEDS])
async def test_a_page_is_made_once_for_many_visitors(live, path):
    texts = {await (await live.client.get(path)).read() for _ in range(5)}
    assert (len(texts), live.app[KEPT].made) == (1, 1)


@pytest.mark.parametrize("path", PAGES)
async def test_a_visitor_who_has_the_page_gets_nothing_again(live, path):
    first = await live.client.get(path)
    again = await live.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "no-cache"
    assert first.headers["Vary"] == again.headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"


async def test_each_language_size_of_letters_and_colours_is_a_page_of_its_own(live):
    client = await live.fresh()
    chosen = ({"Accept-Language": "en"}, {"Cookie": "reunion-size=huge"}, {"Cookie": "reunion-theme=dark"})
    for headers in ({}, *chosen, {}):
        await client.get("/g/dongxing", headers=headers)
    assert live.app[KEPT].made == 4


@pytest.mark.parametrize("path", ["/shows/gala", *FEEDS])
async def test_every_change_of_the_show_makes_it_anew_at_once(live, path):
    stage = await live.app[STAGES].get("gala")
    texts = [await (await live.client.get(path)).text()]
    for number, command in enumerate((Start(), Take(None, "it-1"), Bar("it-1", barred=True)), start=1):
        await stage.perform(command, f"c{number}", "st-1")
        texts.append(await (await live.client.get(path)).text())
    assert live.app[KEPT].made == 4
    assert texts[-1].count("张*") < texts[-2].count("张*")


async def test_expected_times_move_while_nobody_presses_anything(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, "it-0"), "c2", "st-1")
    before = await (await live.client.get("/shows/gala")).text()
    live.clock.move(seconds=600)
    after = await (await live.client.get("/shows/gala")).text()
    assert (before != after, live.app[KEPT].made) == (True, 2)


async def test_changed_words_of_the_gathering_are_there_at_once(live):
    await live.client.get("/g/dongxing")
    await live.store.gatherings.put(replace(GATHERING, story="改过的一句话。"))
    assert "改过的一句话。" in await (await live.client.get("/g/dongxing")).text()


async def test_who_asks_leaves_no_trace_in_what_the_next_one_gets(live):
    staff = await live.signed_in(Role.PRODUCER)
    text = await (await staff.get("/g/dongxing")).text()
    assert text == await (await (await live.fresh()).get("/g/dongxing")).text()


def in_memory(name):
    gc.collect()
    casts = [one for one in gc.get_objects() if isinstance(one, Cast)]
    return sum(name in repr(cast.cards) for cast in casts)


async def test_the_name_of_who_withdraws_stays_in_no_words_of_a_show(site):
    await fill(site)
    await planned(await site.signed_in(Role.PRODUCER))
    stages = site.app[STAGES]
    await publish(site.store, stages, GATHERING, by="a", clock=site.clock)
    show = (await site.store.shows.every("dongxing"))[0].id
    for path in ("", "/schedule.json", "/schedule.ics"):
        assert (await site.client.get(f"/shows/{show}{path}")).status == 200
    assert in_memory("张伟") > 0
    await Registering(site.store, site.clock, stages).withdraw("w1", by="w1")
    assert in_memory("张伟") == 0
