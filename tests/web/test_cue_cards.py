import pytest

from reunion.domain.access import Role
from reunion.domain.commands import Start, Take
from reunion.web.keys import STAGES
from tests.actions import gala
from tests.conftest import Site

AT = "/api/v1/shows/gala/items/it-1/card"


@pytest.fixture
async def live(site: Site) -> Site:
    await gala.stored(site.store)
    return site


async def put(site: Site, body: object, role: Role = Role.HOST, path: str = AT) -> tuple[int, dict]:
    async with site.client.put(path, json=body, headers=await site.bearer(role)) as answer:
        return answer.status, await answer.json()


async def test_a_host_corrects_a_card_and_whoever_reads_it_is_asked(live: Site):
    first = await put(live, {"run": "r1", "version": 0, "family": {"relation": "外婆", "years_away": None}})
    stage = await live.app[STAGES].get("gala")
    assert stage is not None
    await stage.perform(Start(), "c-1", "st-1")
    await stage.perform(Take(None), "c-2", "st-1")
    second = await put(live, {"run": "r1", "version": 1, "worker": {"message": "妈，等我\n明年回"}})
    use = {"run": "r1", "version": 2, "use": True}
    async with live.client.post(f"{AT}/offer", json=use, headers=await live.bearer(Role.HOST)) as answer:
        third = answer.status, await answer.json()

    assert first == (200, {"version": 1, "offered": False})
    assert second == (200, {"version": 2, "offered": True})
    assert third == (200, {"version": 3, "offered": False})
    card = stage.loaded.rundown.cards["it-1"]
    assert (card.family.relation, card.worker.message) == ("外婆", "妈，等我\n明年回")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"run": "r1", "version": 1}, 409),
        ({"run": "r0", "version": 0, "worker": {"story": "修了十年船"}}, 409),
        ({"version": 0}, 422),
        ({"run": "r1", "version": 0, "worker": {"name": "别人"}}, 422),
        ({"run": "r1", "version": 0, "worker": {"message": "x" * 201}}, 422),
        ({"run": "r1", "version": 0, "worker": {"message": None}}, 422),
        ({"run": "r1", "version": 0, "worker": {"years_away": -1}}, 422),
        ({"run": "r1", "version": 0, "worker": {"story": "a\u0000b"}}, 422),
        ({}, 422),
    ],
)
async def test_what_cannot_stand_on_a_card_is_refused(live: Site, body: object, status: int):
    assert (await put(live, body))[0] == status


async def test_only_hosts_write_on_cards(live: Site):
    assert (await put(live, {"run": "r1", "version": 0}, Role.MEDIA))[0] == 403
    assert (await put(live, {"run": "r1", "version": 0}, path="/api/v1/shows/gala/items/it-0/card"))[0] == 409
    assert (await put(live, {"run": "r1", "version": 0}, path="/api/v1/shows/none/items/it-1/card"))[0] == 404
