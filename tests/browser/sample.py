"""The demo's gathering in a server of its own, with somebody of every role: pages as full as they get."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer

from reunion.actions import exporting
from reunion.actions.admitting import Admitting
from reunion.actions.exporting import Reader
from reunion.actions.ports import Store, Upload
from reunion.actions.reminding import remind
from reunion.actions.returning import keep
from reunion.app import build, opened, system_clock
from reunion.beside.linker import Here
from reunion.config import Settings
from reunion.demo import memory
from reunion.demo.gathering import GATHERING
from reunion.demo.memory import recall_links
from reunion.demo.preparing import Prepared, first_start, prepare
from reunion.domain.access import Role
from reunion.domain.people import Side
from reunion.domain.plans import ShowHead
from reunion.exports.lists import contacts
from reunion.exports.pages import Form
from reunion.web.keys import STORE

from ..conftest import SECRET

WORKERS = 40
ROSTER = "姓名,电话,乡镇,村,想见的人\n张晓明,13800138000,田家镇,双坳,李秀英\n王,1,不知道,,\n"


@dataclass
class Sample:
    """The server and what its addresses are made of."""

    address: str
    app: Any
    prepared: Prepared
    links: dict[str, str]
    """Token of the personal link by registration."""
    upload: str
    returned: str
    """A contact list that came back with changed cells."""
    account: str
    """A host who is signed in somewhere."""
    families: dict[str, str]
    """Tokens of two families: `early` in the first show, and `waiting` without a slot."""

    @property
    def show(self) -> ShowHead:
        return self.prepared.shows[0]

    def path(self, pattern: str, **more: str) -> str:
        """A route's path with the sample's ids in it."""
        ids = {
            "gathering": GATHERING,
            "show": self.show.id,
            "side": "worker",
            "code": "3JPVER",
            "registration": next(iter(self.links)),
            "upload": self.upload,
            "account": self.account,
        }
        return self.address + pattern.format(**(ids | more))

    async def staff(self, role: Role) -> dict[str, Any]:
        """The cookie of somebody with this role."""
        admitting = Admitting(self.app[STORE], system_clock)
        where = "" if role is Role.ADMINISTRATOR else GATHERING
        known = await self.app[STORE].accounts.by_name(f"看页面的{role}")
        account = known[0] if known else await admitting.create(f"看页面的{role}", role, where)
        return {"name": "reunion-staff", "value": await admitting.sign_in(account, 1), "url": self.address}

    async def asked_again(self, role: Role) -> str:
        """By what the one who looks in this role finds the messages that ask everybody of the web again."""
        known = await self.app[STORE].accounts.by_name(f"看页面的{role}")
        by = known[0].id if known else ""
        return str(await remind(self.app[STORE], GATHERING, [*self.links], by=by, clock=system_clock))


@asynccontextmanager
async def sample(folder: Path) -> AsyncIterator[Sample]:
    """Made once: it takes a few seconds."""
    settings = Settings(data=folder, secret=SECRET)
    async with opened(settings) as store:
        wanted = memory.begin(1, WORKERS, 1, first_start(system_clock()))
        prepared = await prepare(store, folder, wanted, system_clock, lambda *_: None)
    app = build(settings, circles=Here)
    server = TestServer(app)
    await server.start_server()
    upload = Upload("up-1", GATHERING, Side.WORKER, "工人.csv", "st-1", system_clock(), ROSTER.encode())
    await app[STORE].uploads.put(upload)
    returned = await changed_list(app[STORE])
    admitting = Admitting(app[STORE], system_clock)
    host = await admitting.create("看页面的人", Role.HOST, GATHERING)
    await admitting.sign_in(host, 1)
    links = dict(recall_links(folder) or {})
    families = {"early": prepared.early, "waiting": await waiting(app[STORE], links)}
    address = str(server.make_url("/")).rstrip("/")
    yield Sample(address, app, prepared, links, upload.id, returned, host.id, families)
    await server.close()


async def waiting(store: Store, links: dict[str, str]) -> str:
    """Token of a family that is in no pair: of so few everybody who is in one has a slot."""
    paired = {id_ for pair in await store.pairs.every(GATHERING) for id_ in pair.family.registrations}
    families = [one.id for one in await store.registrations.every(GATHERING, Side.FAMILY)]
    return next(links[id_] for id_ in families if id_ in links and id_ not in paired)


async def changed_list(store: Store) -> str:
    """The contact list came back: one name is another one, and one number is no number."""
    gathering = await store.gatherings.get(GATHERING)
    assert gathering is not None
    reader = Reader(Role.PRODUCER, "st-1", "")
    (found,) = await exporting.contacts(store, gathering, reader, str)
    rows = [
        replace(found.rows[0], name="张改名"),
        replace(found.rows[1], phone="1380013"),
        *found.rows[2:],
    ]
    cover = exporting.cover_of(gathering, reader, system_clock())
    data = contacts(replace(found, rows=tuple(rows)), cover, Form.CSV, str).data
    return await keep(store, gathering, "通讯录.csv", data, by="st-1", clock=system_clock)
