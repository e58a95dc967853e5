"""What most tests need: a clock that is set by hand, a fresh database, the server on it, and people to ask as."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Store
from reunion.app import build
from reunion.beside.linker import Here
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.places import Home, Township
from reunion.logs import configure
from reunion.storage.database import Database
from reunion.storage.migrating import migrate
from reunion.storage.store import open_store
from reunion.web.keys import LINKING, SETTINGS, STORE

# A slow machine is no failure, and no test is timed; the nightly run tries ten times as much.
hypothesis.settings.register_profile(
    "usual", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("nightly", hypothesis.settings.get_profile("usual"), max_examples=1_000)
hypothesis.settings.load_profile("nightly" if os.environ.get("REUNION_NIGHTLY") else "usual")
MANY = 10_000 if os.environ.get("REUNION_NIGHTLY") else 500
"""Random evenings that the show's rules and its projection are tried on."""

SECRET = "0123456789abcdef0123456789abcdef"
FIGURE = "figure"
EVENING = Instant(1_801_828_800_000)
"""2027-02-05 20:00 in Shanghai."""
HOME = Home(
    "511011",
    "东兴区",
    ("四川省", "内江市"),
    (
        Township("511011100", "田家镇", ("双坳", "火花"), ("田家",)),
        Township("511011101", "白合镇", ("长岩", "三脚"), ("白合",)),
    ),
)
GATHERING = Gathering(
    "dongxing",
    "四海为家云团聚",
    HOME,
    "温岭",
    "Asia/Shanghai",
    ("东兴区融媒体中心", "温岭市融媒体中心"),
    "0832-5550100",
    "同一个屏幕，同一个年。",
    Instant(EVENING + 30 * 86_400_000),
)


@pytest.fixture(autouse=True)
def _logs_as_in_production() -> None:
    """Lines without local variables, as `reunion serve` writes them."""
    configure(Settings())


@dataclass
class HandClock:
    """A clock that stands still until a test moves it."""

    instant: Instant = EVENING

    def __call__(self) -> Instant:
        return self.instant

    def move(self, *, seconds: int = 0, milliseconds: int = 0) -> None:
        self.instant = Instant(self.instant + seconds * 1000 + milliseconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating anew for every test would take most of the time."""
    path = tmp_path_factory.mktemp("empty") / "reunion.sqlite3"
    migrate(path)
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings with a data folder of their own and a migrated database in it."""
    shutil.copy(empty_database, tmp_path / "reunion.sqlite3")
    return Settings(data=tmp_path, secret=SECRET)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = Database(settings.database)
    yield opened
    await opened.close()


@pytest.fixture
async def store(database: Database) -> Store:
    """The ports over a fresh database, with one gathering in it."""
    opened = open_store(database, SECRET.encode())
    await opened.gatherings.put(GATHERING)
    return opened


@dataclass
class Site:
    """The server in this process, and ways to ask it as somebody."""

    app: web.Application
    client: TestClient[web.Request, web.Application]
    clock: HandClock
    _clients: list[TestClient[web.Request, web.Application]] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.app[STORE]

    @property
    def app_data(self) -> Path:
        return self.app[SETTINGS].data

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    async def fresh(self) -> TestClient[web.Request, web.Application]:
        """A browser without cookies."""
        made: TestClient[web.Request, web.Application] = TestClient(self.client.server)
        self._clients.append(made)
        return made

    async def signed_in(
        self, role: Role, gathering: str = GATHERING.id, **place: str
    ) -> TestClient[web.Request, web.Application]:
        """A browser of somebody with this role."""
        admitting = Admitting(self.store, self.clock)
        name = f"{role}-{gathering}-{len(self._clients)}"
        account = await admitting.create(name, role, "" if role is Role.ADMINISTRATOR else gathering, **place)
        made = await self.fresh()
        made.session.cookie_jar.update_cookies(
            {"reunion-staff": await admitting.sign_in(account, 12)}, self.client.make_url("/")
        )
        return made

    async def bearer(self, role: Role, gathering: str = GATHERING.id) -> dict[str, str]:
        """Headers of a program with this role."""
        token = await Admitting(self.store, self.clock).program(role, gathering, 12)
        return {"Authorization": f"Bearer {token}"}

    async def close(self) -> None:
        for made in self._clients:
            await made.session.close()


@pytest.fixture
async def site(settings: Settings, clock: HandClock) -> AsyncIterator[Site]:
    """The whole server on a fresh database with one gathering."""
    app = build(settings, now=clock, circles=Here)
    server = TestServer(app)
    client: TestClient[web.Request, web.Application] = TestClient(server)
    await client.start_server()
    made = Site(app, client, clock)
    # What a test stores by hand is not a stop's leftover, which the server would link anew.
    await app[LINKING].started()
    await made.store.gatherings.put(GATHERING)
    yield made
    await made.close()
    await client.close()


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a measured figure for the end of the run, whichever process the test ran in."""
    return lambda line: record_property(FIGURE, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ended = (one for reports in terminalreporter.stats.values() for one in reports)
    for test in (one for one in ended if getattr(one, "when", "") == "call"):
        for name, line in test.user_properties:
            if name == FIGURE:
                terminalreporter.write_line(line)
