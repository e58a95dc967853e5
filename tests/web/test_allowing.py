from aiohttp.test_utils import TestClient, TestServer

from reunion.app import build
from reunion.web.keys import STORE

from ..conftest import GATHERING
from .test_twins import BODY, PATH


async def test_an_operator_can_bound_the_sign_ups_of_one_address(settings, clock):
    app = build(settings.model_copy(update={"signups_per_minute": 2}), now=clock)
    async with TestClient(TestServer(app)) as client:
        await app[STORE].gatherings.put(GATHERING)
        statuses = [(await client.post(PATH, json=BODY)).status for _ in range(3)]
        error = (await (await client.post(PATH, json=BODY)).json())["error"]
    assert statuses == [200, 200, 429]
    assert error["code"] == "too-many"


async def test_without_a_bound_nobody_is_stopped(site):
    assert [(await site.client.post(PATH, json=BODY)).status for _ in range(5)] == [200] * 5
