"""Instance and plan of a gathering as files, piece by piece: of a hundred thousand neither stands in memory whole."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from reunion.actions.posing import instance, placements
from reunion.actions.scheduling import sentences_of
from reunion.actions.surveying import Situation
from reunion.domain.planning import (
    Plan,
    Reason,
    Sentence,
    Try,
    WhyNot,
    check,
    instance_to,
    objective_to,
    plan_to,
)
from reunion.domain.plans import PlanVersion, Unplaced


async def instance_pieces(now: Situation, parts: AsyncIterator[Situation]) -> AsyncIterator[bytes]:
    """What the planner is asked, a line for each pair; `now` needs only who has a slot, `parts` hold everybody."""
    yield await asyncio.to_thread(_head, now)
    mark = b""
    async for part in parts:
        lines = await asyncio.to_thread(_requests, part)
        yield mark + lines
        mark = b",\n" if lines else mark
    yield b"\n]}\n"


async def plan_pieces(now: Situation, parts: AsyncIterator[Situation]) -> AsyncIterator[bytes]:
    """The plan that stands, a line for each pair without a slot, and the tiers; both as above."""
    if now.before is None:
        yield _text(plan_to(Plan({}))) + b"\n"
        return
    stands = await asyncio.to_thread(_stands, now, now.before)
    yield b'{"assign": ' + _text(plan_to(stands)["assign"]) + b', "unscheduled": {\n'
    told = await asyncio.to_thread(_told, now.before)
    of_weight, mark = 0, b""
    async for part in parts:
        weight, lines = await asyncio.to_thread(_left_out, part, told, stands)
        of_weight += weight
        yield mark + lines if lines else b""
        mark = b",\n" if lines else mark
    goal = replace(stands.objective, of_weight=of_weight)
    yield b'\n}, "objective": ' + _text(objective_to(goal)) + b"}\n"


def _head(now: Situation) -> bytes:
    head = instance_to(instance(replace(now, pairs=())))
    head.pop("pairs")
    return _text(head).removesuffix(b"}") + b', "pairs": [\n'


def _stands(now: Situation, plan: PlanVersion) -> Plan:
    """Who has a slot, and the tiers but for what everybody weighs."""
    posed = instance(now)
    stands = placements(plan, posed)
    return replace(stands, objective=check(posed, stands).objective)


def _requests(part: Situation) -> bytes:
    return b",\n".join(_text(row) for row in instance_to(instance(part))["pairs"])


def _told(plan: PlanVersion) -> Mapping[str, Unplaced]:
    return {one.pair: one for one in plan.unplaced}


def _left_out(part: Situation, told: Mapping[str, Unplaced], stands: Plan) -> tuple[int, bytes]:
    """What the pairs of a part weigh, and a line for each that the plan gives no slot."""
    asked = instance(part).pairs
    missing = [told.get(one.id, Unplaced(one.id, "")) for one in asked if one.id not in stands.assign]
    rows = plan_to(Plan({}, {one.pair: _why(one) for one in missing}))["unscheduled"]
    lines = (_text(pair) + b": " + _text(row) for pair, row in rows.items())
    return sum(one.weight for one in asked), b",\n".join(lines)


def _why(one: Unplaced) -> WhyNot:
    """The reason as the planner gave it; one by hand is a lock to whoever reads the file."""
    if not one.reason:
        return WhyNot(Reason.NOT_PLANNED, Sentence("Not planned yet."))
    if one.reason not in set(Reason):
        return WhyNot(Reason.LOCKED, Sentence("Taken out by hand."))
    says, *tries = [Sentence(text, numbers) for text, numbers in sentences_of(one)] or [Sentence("")]
    return WhyNot(Reason(one.reason), says, tuple(Try("", sentence) for sentence in tries))


def _text(value: Any) -> bytes:
    # half a sign, as an escape in a file may write it, is no text that can be sent
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
