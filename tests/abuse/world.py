"""Two gatherings with people in them, and everybody who might knock: each role of this gathering and of the other."""

import re
from dataclasses import dataclass, field, replace

from aiohttp import web
from aiohttp.test_utils import TestClient

from reunion.actions.admitting import Admitting
from reunion.actions.ports import NewRegistration, Upload
from reunion.domain.access import STAFF, Role
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side
from reunion.domain.places import Township
from reunion.web.routing import Route
from reunion.web.tokens import digest
from tests.actions.gala import head, stored
from tests.conftest import EVENING, GATHERING, Site

Client = TestClient[web.Request, web.Application]
CANARY = "龘小龘"
"""Name of the one person of the other gathering."""
OTHER = replace(GATHERING, id="elsewhere", title="别处的团聚")
TOWN: Township = GATHERING.home.townships[0]


@dataclass
class World:
    """The site with its people; `clients` are browsers by name, `foreign-…` of the other gathering."""

    site: Site
    clients: dict[str, Client] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """Of our own gathering, by the name of the part of an address."""
    theirs: dict[str, str] = field(default_factory=dict)
    """The same of the other gathering."""

    def path(self, route: Route) -> str:
        """An address of the route about things of our own gathering."""
        return re.sub(r"{(\w+)[^}]*}", lambda found: self.ids.get(found[1], "unknown"), route.path)


async def built(site: Site) -> World:
    """Fill both gatherings."""
    world = World(site)
    store = site.store
    await store.gatherings.put(OTHER)
    await stored(store)
    await _family(site, "dongxing", "own-token", "李秀英")
    ours = await _family(site, "dongxing", "neighbour-token", "王菊")
    theirs = await _family(site, "elsewhere", "other-token", CANARY)
    await store.uploads.put(
        Upload("u-1", "dongxing", Side.FAMILY, "名单.csv", "a-1", EVENING, "姓名\n".encode())
    )
    world.clients["public"] = await site.fresh()
    for name, token in (("family", "own-token"), ("foreign-family", "other-token")):
        world.clients[name] = made = await site.fresh()
        made.session.cookie_jar.update_cookies({"reunion-family": token}, site.client.make_url("/"))
    for role in sorted(STAFF):
        place = {"township": TOWN.code, "village": TOWN.villages[0]} if role is Role.VOLUNTEER else {}
        world.clients[role] = await site.signed_in(role, **place)
        if role is not Role.ADMINISTRATOR:
            world.clients[f"foreign-{role}"] = await site.signed_in(role, "elsewhere", **place)
    world.ids = {
        "gathering": "dongxing",
        "show": "gala",
        "registration": ours.id,
        "upload": "u-1",
        "side": "worker",
        "code": ours.invite_code,
        "item": "it-1",
        "account": (await Admitting(store, site.clock).create("小赵", Role.MEDIA, "dongxing")).id,
        "worker": ours.id,
        "family": theirs.id,
        "list": "rundown",
        "format": "csv",
    }
    world.theirs = {"registration": theirs.id, "upload": "u-2", "show": "their-show", "account": "a-unknown"}
    await store.shows.put(replace(head("their-show", run=""), gathering="elsewhere"))
    their_file = f"姓名\n{CANARY}\n".encode()
    await store.uploads.put(
        Upload("u-2", "elsewhere", Side.FAMILY, f"{CANARY}.csv", "a-1", EVENING, their_file)
    )
    return world


async def _family(site: Site, gathering: str, token: str, name: str) -> Registration:
    value = Registration(
        id=f"r-{token}",
        gathering=gathering,
        side=Side.FAMILY,
        number=0,
        name=name,
        phones=("+8613800138000",),
        township=TOWN.code,
        village=TOWN.villages[0],
        invite_code="23456A" if token == "own-token" else "",
        created=Instant(EVENING),
    )
    (added,) = await site.store.registrations.add([NewRegistration(value, link=digest(token))])
    return added.registration
