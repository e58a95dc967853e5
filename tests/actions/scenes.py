"""A small gathering for the tests of the actions: two evenings, a few households."""

from collections.abc import Sequence
from dataclasses import replace

from reunion.actions.ports import NewRegistration, Store
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.instants import HOUR, MINUTE, Instant
from reunion.domain.people import Gathering, Named, Pair, Registration, Side, Window
from reunion.domain.places import Home, Township
from reunion.domain.plans import MatchRow, Segment, ShowHead

NOON = Instant(1_801_800_000_000)
EVENING = Instant(1_802_000_000_000)
HOME = Home(
    "511011",
    "东兴区",
    ("四川省", "内江市"),
    (
        Township("511011101", "田家镇", ("双桥", "正子")),
        Township("511011102", "高梁镇", ("大坪",)),
        Township("511011103", "石子镇", ("石子",)),
    ),
)
GATHERING = Gathering(
    "dongxing", "为爱止步", HOME, "温岭", "Asia/Shanghai", keep_until=Instant(NOON + 90 * 24 * HOUR)
)
EVE_ONE = ShowHead(
    "s-1",
    "dongxing",
    "第一晚",
    "一号直播间",
    EVENING,
    Instant(EVENING + HOUR),
    15,
    (Segment("开场", EVENING, 300),),
    ("mandarin", "sichuan"),
)
EVE_TWO = replace(
    EVE_ONE,
    id="s-2",
    title="第二晚",
    planned_start=Instant(EVENING + 24 * HOUR),
    planned_end=Instant(EVENING + 25 * HOUR),
    segments=(),
)


def clock() -> Instant:
    return NOON


def agreed(*purposes: Purpose) -> Consent:
    return Consent({purpose: Given("2026-11", Channel.WEB, NOON) for purpose in purposes or tuple(Purpose)})


def person(id_: str, side: Side, name: str, **more: object) -> Registration:
    fields = {
        "consent": agreed(),
        "township": "511011101",
        "created": NOON,
        "invite_code": id_.upper(),
    } | more
    return Registration(id_, "dongxing", side, 0, name, **fields)  # type: ignore[arg-type]


def worker(id_: str, name: str, meets: str = "", relation: str = "", **more: object) -> Registration:
    others = (Named(meets, (), relation),) if meets else ()
    return person(id_, Side.WORKER, name, others=others, **more)


def family(id_: str, name: str, meets: str = "", relation: str = "", **more: object) -> Registration:
    others = (Named(meets, (), relation),) if meets else ()
    return person(id_, Side.FAMILY, name, others=others, **more)


def between(start_minutes: int, end_minutes: int, evening: Instant = EVENING) -> Window:
    return Window(Instant(evening + start_minutes * MINUTE), Instant(evening + end_minutes * MINUTE))


async def begin(
    store: Store, *people: Registration, shows: tuple[ShowHead, ...] = (EVE_ONE, EVE_TWO)
) -> None:
    await store.gatherings.put(GATHERING)
    await store.registrations.add([NewRegistration(one) for one in people])
    for show in shows:
        await store.shows.put(show)


async def suggest(store: Store, rows: Sequence[MatchRow]) -> None:
    """What the engine thinks of these families, as if it had been asked."""
    await store.matches.suggest_for(GATHERING.id, sorted({row.family for row in rows}), rows)


async def put_pairs(store: Store, pairs: Sequence[Pair]) -> None:
    """These pairs, whatever links say."""
    members = [id_ for pair in pairs for id_ in (*pair.worker.registrations, *pair.family.registrations)]
    await store.pairs.remake(GATHERING.id, members, lambda *_: tuple(pairs))
