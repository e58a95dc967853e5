"""Evenings for the planning bench, made from a seed: as messy as a real gathering's availability."""

import json
import random
from pathlib import Path
from typing import Any

DAY = 86_400
OPENS = 68_400
"""Shows open at 19:00."""
SHAPES = {255: (3, 2), 2_000: (5, 6), 10_000: (10, 16), 100_000: (40, 40)}
"""Sessions and stages for so many pairs."""
LENGTHS, SHARES = (90, 120, 150, 180, 240, 300), (18, 25, 22, 18, 10, 7)
EQUAL = 165
LOADS = {"v": 1.05, "e": 0.90, "u": 1.05}
"""Seconds asked for over seconds there are: too much, nearly room for everybody, too much in equal lengths."""
SHIFTS = (("any", 38), ("late", 24), ("early", 24), ("break", 14))
"""When a worker is free: all evening, after a shift, before one, in a break."""
HOME = (("any", 58), ("late", 22), ("moment", 14), ("early", 6))
BUFFER = 15


def make(path: Path, kind: str, pairs: int, seed: int) -> Path:
    """Write an instance to the path: `kind` is v (lengths vary), e (easy, they vary too) or u (equal lengths)."""
    path.write_text(json.dumps(evening(kind, pairs, seed), separators=(",", ":")), encoding="utf-8")
    return path


def evening(kind: str, pairs: int, seed: int) -> dict[str, Any]:
    """The instance as JSON values."""
    chance = random.Random(f"{kind} {pairs} {seed}")
    sessions, stages = SHAPES.get(pairs) or (max(1, round(pairs**0.25)), max(1, pairs // 60))
    lengths = [EQUAL if kind == "u" else chance.choices(LENGTHS, SHARES)[0] for _ in range(pairs)]
    asked = sum(length + BUFFER for length in lengths)
    # Blocks take a tenth of a show.
    open_s = round(asked / LOADS[kind] / (sessions * stages) * 1.1) // 60 * 60
    lanes = [_lane(chance, session, stage, open_s) for session in range(sessions) for stage in range(stages)]
    rows = [_pair(chance, at, length, sessions, open_s) for at, length in enumerate(lengths)]
    _share_homes(chance, rows)
    if kind != "u":
        _lock(chance, rows, lanes)
    rules = {"buffer_s": BUFFER, "person_gap_s": 600, "near_s": 120}
    return {"format": "reunion-rundown/1", "seed": seed, "rules": rules, "lanes": lanes, "pairs": rows}


def _lane(chance: random.Random, session: int, stage: int, open_s: int) -> dict[str, Any]:
    opens = OPENS + session * DAY
    blocks, at = [[opens, opens + 180]], opens + 180
    while True:
        at += chance.randrange(1800, 2760, 30)
        long = chance.choice((120, 180, 240, 300))
        if at + long > opens + open_s - 300:
            break
        blocks.append([at, at + long])
        at += long
    return {
        "id": f"S{session + 1}L{stage + 1}",
        "session": session,
        "stage": stage,
        "open": opens,
        "close": opens + open_s,
        "dialects": ["mandarin", "sichuan"] if stage % 2 == 0 else ["mandarin"],
        "blocks": blocks,
    }


def _windows(
    chance: random.Random, habits: tuple[tuple[str, int], ...], evenings: list[int], open_s: int, ahead: int
) -> list[list[int]]:
    many = min(len(evenings), chance.choices((1, 2, 3, 4), (3, 17, 41, 39))[0])
    habit = chance.choices([name for name, _ in habits], [share for _, share in habits])[0]
    usual = chance.randrange(1800, max(1860, open_s - 3600), 60)
    windows = []
    for session in sorted(chance.sample(evenings, many)):
        opens, closes = OPENS + session * DAY, OPENS + session * DAY + open_s
        moved = usual + 60 * chance.randint(-8, 8)
        if habit == "any":
            windows.append([opens - ahead, closes])
        elif habit == "late":
            windows.append([opens + moved // 2, closes])
        elif habit == "early":
            windows.append([opens, opens + max(2400, moved)])
        elif habit == "break":
            windows.append([opens + moved, opens + moved + 1320 + 60 * chance.randint(-1, 1)])
        else:
            windows.append([opens + moved, opens + moved + 2280])
    return windows


def _pair(chance: random.Random, at: int, length: int, sessions: int, open_s: int) -> dict[str, Any]:
    tier = chance.choices((0, 1, 2, 3), (8, 17, 25, 50))[0]
    needs = chance.random() < 0.117
    prefers = not needs and chance.random() < 0.33
    # Both sides answer for the same few evenings, or most large gatherings would never meet.
    evenings = chance.sample(range(sessions), min(sessions, 4))
    for _ in range(4):  # most of those who would never meet were asked again
        worker = _windows(chance, SHIFTS, evenings, open_s, 600)
        home = _windows(chance, HOME, evenings, open_s, 0)
        if any(min(b, d) - max(a, c) >= length for a, b in worker for c, d in home):
            break
    return {
        "id": f"R{at:06}",
        "duration": length,
        "tier": tier,
        "weight": (8, 4, 2, 1)[tier],
        "persons": [f"w{at}", f"h{at}"],
        "township": f"T{min(28, int(chance.expovariate(0.11))):02}",
        "worker_windows": worker,
        "family_windows": home,
        "needs": "sichuan" if needs else None,
        "prefers": "sichuan" if prefers else None,
        "prefers_session": chance.randrange(sessions) if chance.random() < 0.24 else None,
        "lock": None,
    }


def _share_homes(chance: random.Random, rows: list[dict[str, Any]]) -> None:
    """One family in twenty has two away, who come on one after the other."""
    for _ in range(len(rows) // 18):
        first, second = chance.sample(rows, 2)
        for key in ("township", "worker_windows", "family_windows"):
            second[key] = first[key]
        second["persons"][1] = first["persons"][1]


def _lock(chance: random.Random, rows: list[dict[str, Any]], lanes: list[dict[str, Any]]) -> None:
    """Three in a hundred are promised a time, which they can keep, and one a stage."""
    held: dict[str, list[tuple[int, int]]] = {lane["id"]: list(map(tuple, lane["blocks"])) for lane in lanes}
    seen: set[str] = set()
    for row in chance.sample(rows, len(rows) // 25):
        lane = chance.choice(lanes)
        if seen.intersection(row["persons"]) or (row["needs"] and row["needs"] not in lane["dialects"]):
            continue
        start = _possible(chance, row, lane)
        if chance.random() < 0.25:
            row["lock"] = {"lane": lane["id"]} if start else None
            continue
        end = start + row["duration"]
        if start and all(end + BUFFER <= a or b + BUFFER <= start for a, b in held[lane["id"]]):
            held[lane["id"]].append((start, end))
            seen.update(row["persons"])
            row["lock"] = {"lane": lane["id"], "start": start}


def _possible(chance: random.Random, row: dict[str, Any], lane: dict[str, Any]) -> int:
    for a, b in row["worker_windows"]:
        for c, d in row["family_windows"]:
            first, last = max(a, c, lane["open"]), min(b, d, lane["close"]) - row["duration"]
            if first <= last:
                return chance.randrange(first, last + 1) // 30 * 30 + 30 * (first % 30 > 0)
    return 0
