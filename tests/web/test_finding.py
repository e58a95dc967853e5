import pytest

from reunion.web.finding import gathering_of
from reunion.web.requests import Refusal

from ..actions import gala


async def test_a_gathering_is_found_by_its_id_and_a_stranger_is_not(site):
    assert (await gathering_of(site.store, "dongxing")).away == "温岭"
    with pytest.raises(Refusal) as refused:
        await gathering_of(site.store, "elsewhere")
    assert refused.value.status == 404


async def test_a_show_has_no_picture_before_a_rundown_is_published(site):
    await site.store.shows.put(gala.head(run=""))
    planned = await (await site.client.get("/api/v1/shows/gala")).json()
    assert planned["type"] == "planned"
    await gala.stored(site.store)
    assert (await (await site.client.get("/api/v1/shows/gala")).json())["type"] == "picture"
