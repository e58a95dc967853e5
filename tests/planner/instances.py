"""Evenings made up from a seed, for the planner's tests."""

import random
from dataclasses import replace

from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Rules, Span

EVENING = 7200
TOWNS = ("Tianjia", "Guobei", "Shuangcai", "Baihe", "Shunhe")


def evening(
    seed: int,
    pairs: int = 40,
    lanes: int = 2,
    sessions: int = 2,
    lengths: tuple[int, ...] = (90, 120, 150, 180, 240),
    *,
    locks: bool = True,
) -> Instance:
    """A few shows with a little less room than is asked for, families with two workers, and some locks."""
    chance = random.Random(seed)
    hours = pairs * (sum(lengths) // len(lengths) + 15) // (lanes * sessions)
    hours = max(600, round(hours * 0.95) // 60 * 60)
    stages = tuple(
        _lane(chance, session, stage, hours) for session in range(sessions) for stage in range(lanes)
    )
    asked = [_pair(chance, at, sessions, hours, lengths) for at in range(pairs)]
    if locks:
        asked = [_locked(chance, pair, stages) for pair in asked]
    return Instance(stages, tuple(asked), Rules())


def _lane(chance: random.Random, session: int, stage: int, hours: int) -> Lane:
    opens = session * 86400
    middle = opens + hours // 2 // 60 * 60
    dialects = frozenset({"mandarin", "sichuan"} if stage == 0 else {"mandarin"})
    blocks = ((opens, opens + 120), (middle, middle + 60 * chance.randint(1, 3)))
    return Lane(f"S{session}L{stage}", session, opens, opens + hours + 300, stage, dialects, blocks)


def _windows(chance: random.Random, sessions: int, hours: int) -> tuple[Span, ...]:
    windows = []
    for session in range(sessions):
        opens = session * 86400
        if chance.random() < 0.2:
            continue
        start = opens + 60 * chance.randint(0, hours // 120) * (chance.random() < 0.5)
        windows.append((start, start + 60 * chance.randint(3, hours // 60 + 5)))
    return tuple(windows)


def _pair(chance: random.Random, at: int, sessions: int, hours: int, lengths: tuple[int, ...]) -> PairRequest:
    shared = chance.random() < 0.15
    return PairRequest(
        id=f"R{at:03}",
        duration=chance.choice(lengths),
        weight=chance.choice((1, 1, 1, 2, 2, 4, 8)),
        persons=(f"w{at}", f"h{chance.randrange(4) if shared else at + 100}"),
        township=chance.choice(TOWNS),
        worker_windows=_windows(chance, sessions, hours),
        family_windows=_windows(chance, sessions, hours),
        needs="sichuan" if chance.random() < 0.1 else "",
        prefers="sichuan" if chance.random() < 0.2 else "",
        prefers_session=chance.randrange(sessions) if chance.random() < 0.2 else None,
    )


def _locked(chance: random.Random, pair: PairRequest, lanes: tuple[Lane, ...]) -> PairRequest:
    draw = chance.random()
    if draw < 0.04:
        return replace(pair, lock=Lock(unscheduled=True))
    if draw < 0.08:
        return replace(pair, lock=Lock(lane=chance.choice(lanes).id))
    return pair


def one_lane(*pairs: PairRequest, close: int = EVENING, blocks: tuple[Span, ...] = ()) -> Instance:
    """One stage from 0 to `close` that speaks Mandarin."""
    return Instance((Lane("A", 0, 0, close, 0, frozenset({"mandarin"}), blocks),), pairs, Rules())


def asked(key: str, duration: int = 100, *windows: Span, **more: object) -> PairRequest:
    """A pair both of whose sides have the windows, or all evening."""
    free = windows or ((0, EVENING),)
    return PairRequest(
        id=key,
        duration=duration,
        persons=more.pop("persons", (f"w-{key}", f"h-{key}")),  # type: ignore[arg-type]
        worker_windows=free,
        family_windows=free,
        **more,  # type: ignore[arg-type]
    )
