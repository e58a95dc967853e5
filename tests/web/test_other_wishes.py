"""A family corrects whom it wants, after both have their times: its page never mixes the two."""

from dataclasses import replace

import pytest

from reunion.actions.ports import NewRegistration
from reunion.actions.publishing import publish
from reunion.domain.access import Role
from reunion.domain.people import Named
from reunion.web.keys import LINKING, STAGES
from reunion.web.tokens import digest
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, begin, clock, family, worker

from .offices import post_json, text_of
from .test_staff_rundown import planned

NUMBERS = {"w1": "+8613800138001", "w2": "+8613800138002"}
WANTS = {"f1": ("李秀英", "张晓明", "w1"), "f2": ("王大娘", "王建国", "w2"), "f3": ("赵长福", "王建国", "w2")}
LOOKED_AT = "正在核对您刚才的修改"


def wanting(id_, worker_id):
    name, _, _ = WANTS[id_]
    wanted = next(wanted for _, wanted, key in WANTS.values() if key == worker_id)
    return replace(family(id_, name), others=(Named(wanted, (NUMBERS[worker_id],), ""),))


@pytest.fixture
async def told(site):
    """Two pairs that have their times; both families of the second have a page."""
    people = [
        worker("w1", "张晓明", phones=(NUMBERS["w1"],)),
        worker("w2", "王建国", phones=(NUMBERS["w2"],)),
        *(wanting(id_, key) for id_, (_, _, key) in WANTS.items()),
    ]
    await begin(site.store, shows=(EVE_ONE, EVE_TWO))
    added = await site.store.registrations.add(
        [NewRegistration(one, link=digest(f"of-{one.id}")) for one in people]
    )
    for one in added:
        site.app[LINKING].note(one.registration)
    assert await site.app[LINKING].caught_up(GATHERING.id)
    await planned(await site.signed_in(Role.PRODUCER))
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    return site


async def browser(site, id_):
    client = await site.fresh()
    client.session.cookie_jar.update_cookies({"reunion-family": f"of-{id_}"}, site.client.make_url("/"))
    return client


async def corrected(site, id_, worker_id):
    (mine,) = (await site.store.registrations.many([id_])).values()
    after = replace(mine, others=wanting(id_, worker_id).others, revision=mine.revision + 1)
    await site.store.registrations.put(after, by=id_, at=clock(), action="correct")
    site.app[LINKING].note(after)


async def opened(client, site):
    line = await client.ws_connect(
        "/me/socket", headers={"Origin": str(site.client.make_url("")).rstrip("/")}
    )
    return line, [(await line.receive_json())["type"] for _ in range(2)]


async def item(client):
    return (await (await client.get("/api/v1/me/slot")).json())["you"]["item"]


async def test_an_open_page_loads_anew_when_its_pair_is_another_and_no_other_page_does(told):
    mine, theirs = await browser(told, "f3"), await browser(told, "f2")
    before = await item(mine)
    (line, greeted), (other, _) = await opened(mine, told), await opened(theirs, told)
    await corrected(told, "f3", "w1")
    assert await told.app[LINKING].caught_up(GATHERING.id)
    assert greeted == ["you", "picture"]
    assert (await line.receive_json())["type"] == "gone"
    assert await item(mine) != before
    await corrected(told, "f2", "w1")
    assert await told.app[LINKING].caught_up(GATHERING.id)
    # whose pair is the smaller by one is shown that, and loads nothing anew
    assert [(await other.receive_json())["type"] for _ in range(2)] == ["picture", "gone"]
    await line.close()
    await other.close()


@pytest.mark.parametrize(
    ("path", "said", "whose"),
    [
        ("links", {"worker": "w2", "family": "f3", "standing": "refused"}, "f3"),
        # the pair of whoever hangs together with the merged ones goes with it
        ("links/merge", {"one": "w1", "other": "w2"}, "f2"),
    ],
)
async def test_an_open_page_loads_anew_also_when_staff_change_its_pair(told, path, said, whose):
    producer, page = await told.signed_in(Role.PRODUCER), await browser(told, whose)
    line, greeted = await opened(page, told)
    answer = await post_json(producer, f"/api/v1/gatherings/{GATHERING.id}/{path}", said)
    assert (answer.status, greeted) == (200, ["you", "picture"])
    assert (await line.receive_json(timeout=5))["type"] == "gone"
    await line.close()


async def test_until_it_is_looked_at_the_page_says_so_beside_the_time_that_holds(told):
    mine = await browser(told, "f3")
    at_rest = await text_of(mine, "/me")
    await told.app[LINKING].stop()
    await corrected(told, "f3", "w1")
    page = await text_of(mine, "/me")
    assert LOOKED_AT not in at_rest
    assert LOOKED_AT in page
    assert (await (await mine.get("/api/v1/me/found")).json())["looking"] is True
    told.app[LINKING].begin()
    assert await told.app[LINKING].caught_up(GATHERING.id)
    assert LOOKED_AT not in await text_of(mine, "/me")
    assert (await (await mine.get("/api/v1/me/found")).json())["looking"] is False
