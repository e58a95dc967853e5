import json
import re

import pytest

from reunion.domain.instants import MINUTE, Instant

from ..actions import gala
from ..conftest import EVENING


@pytest.fixture
async def live(site):
    await gala.stored(site.store)
    return site


async def test_the_hall_screen_has_now_next_and_the_clock_without_javascript(live):
    text = await (await live.client.get("/shows/gala/hall")).text()
    assert all(
        words in text
        for words in ("20:00", "还没开始", "接下来", "张*", '<meta http-equiv="refresh" content="20">')
    )


@pytest.mark.parametrize("path", ["/shows/gala", "/shows/gala/hall"])
async def test_one_minute_is_said_as_one_in_english(live, path):
    text = await (await live.client.get(f"{path}?lang=en")).text()
    words = json.loads(re.search(r'id="words">(.*?)</script>', text, re.DOTALL)[1])
    assert (words["left_one"], words["left"]) == (
        "About %(minutes)s more minute",
        "About %(minutes)s more minutes",
    )
    assert words["begins_in_one"] == "Begins in about %(minutes)s minute"
    text = await (await live.client.get(f"{path}?lang=zh-Hans")).text()
    words = json.loads(re.search(r'id="words">(.*?)</script>', text, re.DOTALL)[1])
    assert words["left_one"] == words["left"] == "大约还有 %(minutes)s 分钟"


@pytest.mark.parametrize("path", ["/shows/gala", "/shows/gala/hall"])
@pytest.mark.parametrize("published", [True, False])
async def test_after_its_time_no_page_says_that_the_show_begins_at_it(site, path, published):
    if published:
        await gala.stored(site.store)
    else:
        await site.store.shows.put(gala.head(run=""))
    seen = []
    for minutes in (0, 1, 22):
        site.clock.instant = Instant(EVENING + minutes * MINUTE)
        text = await (await site.client.get(path)).text()
        page = text.split("<main", 1)[1].split("</main>", 1)[0]
        seen.append([words in page for words in ("还没开始", "20:00 开始", "稍后开始")])
    assert seen == [[True, True, False], [True, False, True], [True, False, True]]


async def test_the_overlay_is_empty_until_something_is_on_air(live):
    text = await (await live.client.get("/shows/gala/overlay")).text()
    assert text.count("hidden") == 3
    assert 'class="strip"' in text


@pytest.mark.parametrize("path", ["/shows/elsewhere/hall", "/shows/elsewhere/overlay"])
async def test_a_show_that_does_not_exist_is_not_found(site, path):
    assert (await site.client.get(path)).status == 404


async def test_a_show_without_a_rundown_has_its_screen_already(site):
    await site.store.shows.put(gala.head(run=""))
    text = await (await site.client.get("/shows/gala/hall")).text()
    assert "四海为家云团聚" in text
