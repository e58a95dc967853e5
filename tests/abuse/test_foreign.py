"""S5: an id of another gathering's thing, put into an address of one's own, opens nothing and shows nobody."""

import re

from reunion.domain.access import STAFF
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind
from tests.abuse.test_roles import SAME_SITE
from tests.abuse.world import CANARY, World


def swapped(world: World, path: str) -> str:
    """Our own gathering, everything else theirs."""
    return re.sub(
        r"{(\w+)[^}]*}",
        lambda found: (world.theirs | {"gathering": "dongxing"}).get(found[1], "unknown"),
        path,
    )


async def test_no_foreign_id_opens_anything(world: World) -> None:
    wrong = []
    tried = 0
    for route in ROUTES:
        names = set(re.findall(r"{(\w+)", route.path))
        if route.kind is Kind.SOCKET or "gathering" not in names or not names & world.theirs.keys():
            continue
        if not route.roles & STAFF:
            continue
        tried += 1
        for role in route.roles & STAFF:
            async with world.clients[role].request(
                route.method, swapped(world, route.path), headers=SAME_SITE, allow_redirects=False
            ) as response:
                text = (await response.read()).decode("utf-8", "replace")
                if response.status not in (404, 415, 400, 422) or CANARY in text:
                    wrong.append(f"{route.method} {route.path} as {role}: {response.status}")

    assert wrong == []
    assert tried >= 5


async def test_the_same_addresses_open_our_own_things(world: World) -> None:
    """The control: with our own ids the pages are there."""
    for path in (f"/staff/dongxing/registrations/{world.ids['registration']}", "/staff/dongxing/shows/gala"):
        async with world.clients["producer"].get(path) as response:
            assert response.status == 200


async def test_nobody_from_elsewhere_is_named_anywhere(world: World) -> None:
    """Every page that our people can open, searched for the name of somebody who is not ours."""
    found = []
    for route in ROUTES:
        if route.method != "GET" or route.kind is Kind.SOCKET:
            continue
        for name in ("public", "family", "producer", "host", "media", "volunteer"):
            async with world.clients[name].get(world.path(route), allow_redirects=False) as response:
                if CANARY in (await response.read()).decode("utf-8", "replace"):
                    found.append(f"{route.path} as {name}")

    assert found == []
