"""The composition root: the only file that knows everything."""

import asyncio
import gc
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import structlog
from aiohttp import web
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from reunion.actions.answering import own_slot
from reunion.actions.attending import Attending
from reunion.actions.calling import Calling
from reunion.actions.casting import Casting
from reunion.actions.following import Count, Following
from reunion.actions.joining import Joining
from reunion.actions.linking import Linking
from reunion.actions.patrolling import Patrol
from reunion.actions.ports import Clock, Conflict, Loaded, NotSaved, Remade, Store
from reunion.actions.ports.linking import Circles
from reunion.actions.registering import Chance
from reunion.actions.rehearsing import Rehearsals
from reunion.actions.running import Change, Stage, Stages
from reunion.actions.sending import Sending
from reunion.actions.suggesting import Suggesting
from reunion.beside.linker import Linker
from reunion.config import Settings, secret_of
from reunion.domain.entries import Entry, HandedOver, replaced
from reunion.domain.instants import Instant
from reunion.domain.people import Standing
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Show
from reunion.live.cast import Cast
from reunion.live.hub import Hub
from reunion.live.recent import Step, by_hand, recent
from reunion.live.room import Room
from reunion.live.rows import Stored
from reunion.live.seats import Turns
from reunion.live.ways import counted
from reunion.storage.database import Database, Hook
from reunion.storage.migrating import alive, migrate
from reunion.storage.store import open_store
from reunion.web import keys, pages
from reunion.web.compressing import static_file
from reunion.web.guard import ROUTE, guard, keep_static
from reunion.web.kept import Kept
from reunion.web.openapi import describe
from reunion.web.rehearsals import rehearsal_room
from reunion.web.requests import UPLOAD_MOST
from reunion.web.routes import ROUTES, add_routes
from reunion.web.sought import SOUGHT, Sought
from reunion.web.staff_importing import IMPORTS, stop_imports
from reunion.web.staff_namesakes import IN_VAIN
from reunion.web.staff_planning import PLANNER, PLANNINGS, search, stop_planning
from reunion.web.twins import ASKED
from reunion.web.webhook import carrier_of

COLLECT_AFTER = (50_000, 20, 20)
"""Thresholds of the collector: with 10,000 sockets a full collection stops the loop for 0.3 s (bench/fanout)."""

log = structlog.get_logger("reunion")


def system_clock() -> Instant:
    """Now, in UTC milliseconds."""
    return Instant(time.time_ns() // 1_000_000)


def steady_ticks() -> int:
    """Milliseconds of a clock that never steps."""
    return time.monotonic_ns() // 1_000_000


def build(
    settings: Settings,
    *,
    now: Clock = system_clock,
    hook: Hook | None = None,
    circles: Callable[[], Circles] = Linker,
    ticks: Callable[[], int] = steady_ticks,
    turns: Turns | None = None,
    rounds: bool = False,
) -> web.Application:
    """The server; `hook` is called at the named points of a commit (crash tests), `turns` is the hub's loop.

    With `rounds` it calls families, notices who is lost and sends messages by itself, as a served one must.
    """
    app = web.Application(middlewares=[guard], client_max_size=UPLOAD_MOST)
    folder = pages.asset_folder("static")
    app[keys.SETTINGS] = settings
    app[keys.NOW] = now
    app[keys.NAMES] = keys.Names({})
    app[keys.HUB] = Hub(now, turns=turns)
    app[keys.CHANCE] = Chance()
    app[keys.KEPT] = Kept()
    app[keys.WINDOWS] = MovingWindowRateLimiter(MemoryStorage())
    app[ASKED] = {}
    app[PLANNER] = search
    app[PLANNINGS] = {}
    app[IMPORTS] = {}
    app[SOUGHT] = Sought()
    app[IN_VAIN] = {}
    app[keys.PAGES] = pages.Environments()
    app[keys.STATIC_ROOT] = f"/static/{pages.static_digest(folder)}"
    app[keys.OPENAPI] = describe(ROUTES)
    app[ROUTE] = add_routes(app)
    app[keys.STATIC_FILES] = pages.static_files(folder)
    app.router.add_get(f"{app[keys.STATIC_ROOT]}/{{path:.+}}", static_file)
    app.on_response_prepare.append(keep_static)
    app.cleanup_ctx.append(lambda app: _open(app, settings, now, ticks, hook, circles(), rounds=rounds))
    return app


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The storage alone, migrated, for commands that need no server."""
    await asyncio.to_thread(migrate, settings.database)
    database = Database(settings.database)
    try:
        yield open_store(database, secret_of(settings))
    finally:
        await database.close()


async def _open(
    app: web.Application,
    settings: Settings,
    now: Clock,
    ticks: Callable[[], int],
    hook: Hook | None,
    circles: Circles,
    *,
    rounds: bool,
) -> AsyncIterator[None]:
    """Database, stages and hub, for as long as the server runs."""
    await asyncio.to_thread(migrate, settings.database)
    database = Database(settings.database, hook=hook)
    app[keys.STORE] = store = open_store(database, secret_of(settings), partial(_follow_pairs, app))
    hub = app[keys.HUB]
    app[keys.STAGES] = stages = Stages(store.journal, now, lambda stage: _follow(hub, stage, app[keys.NAMES]))
    app[keys.REHEARSALS] = _rehearsals(hub, stages, app[keys.NAMES], now)
    # Who did something before a restart is named after it, also while they are away.
    app[keys.NAMES].known.update({account.id: account.name for account in await store.accounts.every()})
    app[keys.CASTING] = Casting(store, stages)
    await app[keys.CASTING].begin()
    app[keys.ATTENDING] = Attending(stages, ticks)
    app[keys.CALLING] = Calling(
        store, stages, now, ticks, lambda by: log.error("the clock stepped: nobody is called", by_ms=by)
    )
    app[keys.FOLLOWING] = _following(app, store, now, ticks)
    app[keys.LINKING] = linking = _linking(store, circles, now)
    linking.begin()
    app[keys.JOINING] = Joining(store, now)
    app[keys.READY] = lambda: database.read(alive)
    app.on_shutdown.append(lambda _: hub.close())
    gc.set_threshold(*COLLECT_AFTER)
    gc.freeze()
    patrol = _patrol(app, store, stages, now)
    if rounds:
        patrol.begin()
    yield
    await patrol.stop()
    await stop_planning(app)
    await stop_imports(app)
    await linking.stop()
    await stages.settle()
    await database.close()
    gc.unfreeze()


def _linking(store: Store, circles: Circles, now: Clock) -> Linking:
    return Linking(store, circles, now, tell=lambda what: log.error("linking failed", what=what))


async def _follow_pairs(app: web.Application, remade: Remade) -> None:
    """What becomes of rundowns and open pages once pairs are others; whoever changed them waits for no repair."""
    app[keys.CASTING].owe(remade)
    await _look_anew(app, remade.people)
    try:
        await app[keys.CASTING].look()
    except (Conflict, NotSaved, Refused):
        log.exception("a rundown did not follow its pairs")


async def _look_anew(app: web.Application, people: Collection[str]) -> None:
    """Whose open page follows a pair that is their own no more loads it anew."""
    hub, store, stages = app[keys.HUB], app[keys.STORE], app[keys.STAGES]
    for person, pair in hub.places(people):
        mine = await store.registrations.get(person)
        if mine is None or mine.standing is not Standing.ACTIVE:
            continue  # who withdrew is told that, and their page ends with it
        slot = await own_slot(store, stages, mine)
        if slot is None or slot.pair != pair:
            hub.lose(person, pair)


def _following(app: web.Application, store: Store, now: Clock, ticks: Callable[[], int]) -> Following:
    gallery = _Gallery(app[keys.HUB], app[keys.NAMES])
    return Following(app[keys.STAGES], gallery, now, ticks, lambda: Suggesting(store, now))


def _patrol(app: web.Application, store: Store, stages: Stages, now: Clock) -> Patrol:
    """What is looked at every second while the server runs."""
    sending = Sending(store, stages, now, carrier_of(app))
    looks = {
        "attending": app[keys.ATTENDING].look,
        "calling": app[keys.CALLING].look,
        "casting": app[keys.CASTING].look,
        "following": app[keys.FOLLOWING].look,
        "sending": sending.look,
    }
    return Patrol(looks, lambda name, failure: log.error("look failed", what=name, exc_info=failure))


def _follow(hub: Hub, stage: Stage, names: keys.Names, room: str = "") -> None:
    screens = _Screens(names)
    screens.read(stage.loaded)
    screens.room = hub.open(stage.show, screens.cast(stage.loaded), room)
    stage.add(screens)


def _rehearsals(hub: Hub, stages: Stages, names: keys.Names, now: Clock) -> Rehearsals:
    return Rehearsals(stages, now, lambda stage: _follow(hub, stage, names, rehearsal_room(stage.id)))


@dataclass(slots=True)
class _Screens:
    """Tells the room of a show what became of it."""

    names: keys.Names
    texts: dict[str, str] = field(init=False)
    """The words beside the journal; the cast holds this very dict, so a new one is there before it is shown."""
    authors: dict[str, str] = field(init=False)
    """Who wrote them, where that is said."""
    done: deque[Step] = field(init=False)
    """What was done last; the cast holds it too."""
    room: Room = field(init=False)

    def read(self, loaded: Loaded) -> None:
        """Take the words and the steps of a show as it is stored."""
        self.texts, self.authors = dict(loaded.texts), _authors(loaded, self.names)
        steps = (Step(one.revision, self.names.of(one.by), one.entry) for one in loaded.entries)
        self.done = recent(steps)

    def follow(self, change: Change) -> None:
        """One more entry for everybody in the room."""
        by = self.names.of(change.by)
        self.texts.update(change.texts)
        self.texts.pop(replaced(change.entry), None)
        self.authors.update(_author(change.entry, by))
        if by_hand(change.entry):
            self.done.append(Step(change.after.revision, by, change.entry))
        self.room.follow(Stored(change.before, change.after, change.entry, by))

    def begin(self, loaded: Loaded, show: Show) -> None:
        """Everything anew for everybody in the room."""
        self.read(loaded)
        self.room.begin(show, self.cast(loaded))

    def cast(self, loaded: Loaded) -> Cast:
        """The words of a show."""
        return Cast(
            loaded.head.title, loaded.rundown.cards, self.texts, self.authors, loaded.promises, self.done
        )


@dataclass(frozen=True, slots=True)
class _Gallery:
    """The desks, for proposals that take themselves."""

    hub: Hub
    names: keys.Names

    def watched(self, show: str) -> bool:
        room = self.hub.room(show)
        return room is not None and room.desks.watched()

    def tell(self, show: str, count: Count | None) -> None:
        room = self.hub.room(show)
        if room is not None:
            room.desks.count(None if count is None else counted(count, self.names.of(count.by)))


def _author(entry: Entry, by: str) -> dict[str, str]:
    return {entry.text: by} if isinstance(entry, HandedOver) else {}


def _authors(loaded: Loaded, names: keys.Names) -> dict[str, str]:
    """By the id of a hand-over note, the name of who wrote it."""
    authors: dict[str, str] = {}
    for recorded in loaded.entries:
        authors |= _author(recorded.entry, names.of(recorded.by))
    return authors
