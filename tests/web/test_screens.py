import pytest

from ..actions import gala


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
