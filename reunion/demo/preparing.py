"""A demo's data folder made ready: the gathering built or taken up again, staff let in."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reunion.actions.admitting import Admitting, digest
from reunion.actions.arranging import current_show
from reunion.actions.linking import Linking
from reunion.actions.ports import Clock, Store, Upload
from reunion.actions.running import Stages
from reunion.beside.linker import Linker
from reunion.demo import memory as memories
from reunion.demo.evenings import BEFORE_START_MS, evenings
from reunion.demo.gathering import GATHERING, Progress, Workshop, build
from reunion.demo.memory import Memory
from reunion.demo.people import generate
from reunion.domain.access import Account, Role
from reunion.domain.instants import HOUR, MINUTE, SECOND, Instant, later
from reunion.domain.people import Gathering
from reunion.domain.planning import Instance, Plan
from reunion.domain.plans import ShowHead
from reunion.domain.rosters import Roster
from reunion.imports.rosters import read_roster
from reunion.planner import plan

HOURS: Final = 12
"""How long the printed sign-in links and the scripted host's token hold."""
STAFF: Final = (
    ("系统管理员", Role.ADMINISTRATOR),
    ("编导小李", Role.PRODUCER),
    ("主持人小周", Role.HOST),
    ("媒资老陈", Role.MEDIA),
    ("村志愿者", Role.VOLUNTEER),
)
EARLY: Final = 2
"""The third family from the web that can be aired: soon on air, and with time to open its page."""
SCRIPTED: Final = "自动主持"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A demo that can be served."""

    fresh: bool
    """False when it goes on with what stood in the folder."""
    shows: tuple[ShowHead, ...]
    links: Mapping[Role, str]
    """Path of a one-time sign-in link by role."""
    seed: int
    speed: int
    """Of the demo that stands, whatever was asked for this time."""
    on_first_evening: tuple[str, ...]
    """Tokens of the personal links, of both sides, whose pairs are in the first show, in its order."""
    early: str
    """Token of a family that is on air early in the first show; empty when nobody of the web is."""
    unplaced: str
    """Token of a family whose pair found no place; empty when everybody's did, or none of the web's is among them."""


async def prepare(store: Store, folder: Path, wanted: Memory, clock: Clock, progress: Progress) -> Prepared:
    """Build the wanted demo, or take up the one in the folder, whatever was wanted."""
    memory = memories.recall(folder)
    stands = await store.gatherings.get(GATHERING) is not None
    # who deleted the sample and asks for it again gets it made anew
    links = memories.recall_links(folder) if stands else None
    if memory is None:
        memory = wanted
        memories.keep(memory, folder)
    fresh = links is None
    tokens = await _build(store, memory, clock, progress) if links is None else links
    if fresh:
        memories.keep_links(tokens, folder)
    shows = evenings(GATHERING, memory.first_start, memory.workers, memory.speed)
    first, early, unplaced = await _links_of(store, shows[0].id, tokens)
    entrances = await _let_in(store, clock)
    return Prepared(fresh, shows, entrances, memory.seed, memory.speed, first, early, unplaced)


def first_start(now: Instant, speed: int = 1) -> Instant:
    """A whole minute, a couple of minutes ahead; sooner in a demo that runs faster, but never under half a minute."""
    step = MINUTE if speed == 1 else 10 * SECOND
    ahead = max(BEFORE_START_MS // speed, MINUTE // 2)
    return Instant((now + ahead + step - 1) // step * step)


async def scripted_host_token(store: Store, clock: Clock) -> str:
    """A fresh bearer token for the scripted host."""
    account = await _account(store, clock, SCRIPTED, Role.HOST)
    token, now = secrets.token_urlsafe(24), clock()
    expires = later(now, milliseconds=HOURS * HOUR)
    await store.accounts.add_token(account.id, digest(token), "bearer", at=now, expires=expires)
    return token


async def _build(store: Store, memory: Memory, clock: Clock, progress: Progress) -> Mapping[str, str]:
    progress("造人", 0, 1)
    crowd = await asyncio.to_thread(generate, memory.seed, memory.workers)
    progress("造人", 1, 1)
    producer = await _account(store, clock, "编导小李", Role.PRODUCER)
    # Nobody watches yet: stages without followers.
    stages = Stages(store.journal, clock, lambda _: None)

    async def link(gathering: str) -> None:
        linking = Linking(store, Linker(), clock)
        linking.begin()
        try:
            await linking.anew(gathering, within_s=LINKED_WITHIN_S)
        finally:
            await linking.stop()

    shop = Workshop(store, stages, clock, _parse, link, _solve, producer.id, progress)
    built = await build(shop, crowd, memory)
    await stages.settle()
    return built.tokens


async def _parse(upload: Upload, gathering: Gathering) -> Roster:
    return await asyncio.to_thread(read_roster, upload.data, upload.filename, upload.whose, gathering.home)


async def _solve(posed: Instance) -> Plan:
    return await asyncio.to_thread(plan, posed, 1, STEPS)


LINKED_WITHIN_S: Final = 1800.0
"""Ten thousand workers take half a minute; past this something is wrong, and the demo shows what it has."""
STEPS: Final = 1500
"""Steps of search for the sample: half a second; the rundown board plans better at leisure."""


async def _account(store: Store, clock: Clock, name: str, role: Role) -> Account:
    """The account of that name, made when missing; a volunteer's village is the first one of the home."""
    known = await store.accounts.by_name(name)
    if known is not None:
        return known[0]
    township, village = "", ""
    gathering = await store.gatherings.get(GATHERING)
    if role is Role.VOLUNTEER and gathering is not None:
        township, village = await _busiest_village(store)
    where = "" if role is Role.ADMINISTRATOR else GATHERING
    return await Admitting(store, clock).create(name, role, where, township=township, village=village)


async def _busiest_village(store: Store) -> tuple[str, str]:
    """Where a volunteer has most to do."""
    counts: dict[tuple[str, str], int] = {}
    for one in await store.registrations.every(GATHERING):
        if one.township and one.village:
            key = (one.township, one.village)
            counts[key] = counts.get(key, 0) + 1
    return max(counts, key=lambda key: (counts[key], key), default=("", ""))


async def _let_in(store: Store, clock: Clock) -> dict[Role, str]:
    admitting = Admitting(store, clock)
    return {
        role: await admitting.link(await _account(store, clock, name, role), hours=HOURS)
        for name, role in STAFF
    }


async def _barred(store: Store, show: str) -> frozenset[str]:
    """The pairs of that show that may not be aired: somebody of a side has not agreed."""
    standing = await current_show(store, show)
    return frozenset(standing.items[item].pair for item in standing.barred) if standing else frozenset()


async def _links_of(store: Store, show: str, tokens: Mapping[str, str]) -> tuple[tuple[str, ...], str, str]:
    """Tokens of everybody in that show in its order, of a family early in it, of one whose pair has no slot."""
    pairs = {pair.id: pair for pair in await store.pairs.every(GATHERING)}
    newest = await store.plans.newest(GATHERING)
    slots = sorted(newest.slots if newest else (), key=lambda slot: slot.start)
    here = [pairs[slot.pair] for slot in slots if slot.show == show and slot.pair in pairs]
    sides = [party.registrations for pair in here for party in (pair.worker, pair.family)]
    first = [tokens[id_] for registrations in sides for id_ in registrations if id_ in tokens]
    barred = await _barred(store, show)
    families = [
        tokens[id_]
        for pair in here
        if pair.id not in barred
        for id_ in pair.family.registrations
        if id_ in tokens
    ]
    without = [pairs[one.pair] for one in newest.unplaced if one.pair in pairs] if newest else []
    lost = [tokens[id_] for pair in without for id_ in pair.family.registrations if id_ in tokens]
    return tuple(first), next(iter(families[EARLY:]), ""), next(iter(lost), "")
