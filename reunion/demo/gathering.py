"""Builds the sample gathering through the ordinary actions: sign-ups, rosters, links, plan, rundown."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from reunion.actions.arranging import set_show
from reunion.actions.importing import Parse
from reunion.actions.ports import Clock, Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering, SignUp
from reunion.actions.running import Stages
from reunion.actions.scheduling import Solve, make_plan
from reunion.demo.crowd import Crowd
from reunion.demo.evenings import evenings
from reunion.demo.forms import family_form, worker_form
from reunion.demo.memory import Memory
from reunion.demo.offices import bring_rosters, record_paper
from reunion.demo.reviewing import review
from reunion.domain.instants import DAY, Instant
from reunion.domain.people import Gathering, Registration
from reunion.domain.plans import ShowHead
from reunion.domain.priorities import Priorities

GATHERING: Final = "dongxing"
TITLE: Final = "为爱止步，四海为家 · 云团聚"
KEPT_MS: Final = 30 * DAY
AT_ONCE: Final = 64
"""Sign-ups on their way at a time, as many phones would send them; they share commits."""

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
"""(what is being done, how far, of how many)."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """The ordinary parts of a server that the demo works with."""

    store: Store
    stages: Stages
    clock: Clock
    parse: Parse
    link: Callable[[str], Awaitable[None]]
    """Links everybody of a gathering, and returns when that is done."""
    solve: Solve
    by: str
    """Account id of the producer in whose name it is all done."""
    progress: Progress


@dataclass(frozen=True, slots=True)
class Built:
    """What stands when the demo is ready."""

    gathering: Gathering
    shows: tuple[ShowHead, ...]
    tokens: Mapping[str, str]
    """Registration id to the token of its personal link, for those who signed up on the web."""


async def build(shop: Workshop, crowd: Crowd, memory: Memory) -> Built:
    """Everything up to the published rundown; after an interrupted start it is all done again, unchanged."""
    shows = evenings(GATHERING, memory.first_start, memory.workers, memory.speed)
    gathering = _gathering(crowd, shows, memory.speed)
    await shop.store.gatherings.put(gathering)
    for head in shows:
        await set_show(shop.store, head, by=shop.by, clock=shop.clock)
    became, tokens = await sign_everybody_up(shop, crowd, shows, memory)
    shop.progress("导入名册", 0, 1)
    became |= await bring_rosters(
        shop.store, crowd, gathering, parse=shop.parse, by=shop.by, clock=shop.clock
    )
    await record_paper(shop.store, shop.stages, GATHERING, crowd, became, by=shop.by, clock=shop.clock)
    shop.progress("导入名册", 1, 1)
    shop.progress("配对", 0, 2)
    await shop.link(GATHERING)
    shop.progress("配对", 1, 2)
    await review(shop.store, GATHERING, crowd, became, by=shop.by, clock=shop.clock)
    shop.progress("配对", 2, 2)
    await _plan(shop, gathering)
    return Built(gathering, shows, tokens)


def _gathering(crowd: Crowd, shows: Sequence[ShowHead], speed: int) -> Gathering:
    return Gathering(
        id=GATHERING,
        title=TITLE,
        home=crowd.home,
        away="温岭",
        zone="Asia/Shanghai",
        organisers=("内江市东兴区融媒体中心", "温岭市融媒体中心"),
        contact="团聚办 0832-2260000（示例）",
        story="就地过年，云上团聚：让在温岭的东兴人和家里人见上一面。",
        keep_until=Instant(shows[-1].planned_end + KEPT_MS),
        priorities=_wishes(speed),
        sample=True,
    )


def _wishes(speed: int) -> Priorities:
    """The usual wishes with greetings and gaps that are `speed` times shorter."""
    usual = Priorities()
    return replace(
        usual,
        shortest_s=max(1, usual.shortest_s // speed),
        each_more_s=usual.each_more_s // speed,
        longest_s=max(1, usual.longest_s // speed),
        person_gap_s=usual.person_gap_s // speed,
        near_s=usual.near_s // speed,
    )


async def _plan(shop: Workshop, gathering: Gathering) -> None:
    shop.progress("编排", 0, 2)
    await make_plan(shop.store, GATHERING, solve=shop.solve, by=shop.by, clock=shop.clock)
    shop.progress("编排", 1, 2)
    await publish(shop.store, shop.stages, gathering, by=shop.by, clock=shop.clock)
    shop.progress("编排", 2, 2)


def ticket(memory: Memory, row: str) -> str:
    """The form ticket of a row: the same row gets the same personal link when the demo goes on."""
    return hashlib.sha256(f"{memory.secret}/{row}".encode()).hexdigest()[:32]


async def sign_everybody_up(
    shop: Workshop, crowd: Crowd, shows: Sequence[ShowHead], memory: Memory, *, at_once: int = AT_ONCE
) -> tuple[dict[str, Registration], dict[str, str]]:
    """All web rows; what became of each, and its token by registration. Again it gives the same."""
    registering = Registering(shop.store, shop.clock)
    became: dict[str, Registration] = {}
    tokens: dict[str, str] = {}
    total = sum(row.source == "web" for row in (*crowd.workers, *crowd.families))

    async def send(row: str, form: SignUp) -> None:
        receipt = await registering.register(GATHERING, form)
        became[row] = receipt.registration
        tokens[receipt.registration.id] = receipt.token
        shop.progress("网上报名", len(tokens), total)

    workers = (row for row in crowd.workers if row.source == "web")
    await _in_turns(
        (send(row.id, worker_form(row, crowd, shows, ticket(memory, row.id))) for row in workers), at_once
    )
    typed = {row.id: row.invite_code for row in crowd.workers}

    def code(of: str, written: str) -> str:
        """The code the server gave that worker, when the row has it without a wrong letter."""
        whole = of in became and "".join(written.split()).upper() == typed[of]
        return became[of].invite_code if whole else ""

    await _in_turns(
        (
            send(row.id, family_form(row, crowd, shows, ticket(memory, row.id), code(row.code_of, row.code)))
            for row in crowd.families
            if row.source == "web"
        ),
        at_once,
    )
    return became, tokens


async def _in_turns(sends: Iterable[Awaitable[T]], at_once: int) -> None:
    """All of them, so many on their way at a time."""
    waiting: list[Awaitable[T]] = []
    for send in sends:
        waiting.append(send)
        if len(waiting) == at_once:
            await asyncio.gather(*waiting)
            waiting.clear()
    await asyncio.gather(*waiting)
