"""The file format `reunion-rundown/1`: plain JSON values to instance and plan, and back."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from reunion.domain.planning.instance import (
    Instance,
    Lane,
    Lock,
    Objective,
    PairRequest,
    Placed,
    Plan,
    Reason,
    Rules,
    Sentence,
    Span,
    WhyNot,
)

FORMAT = "reunion-rundown/1"
T = TypeVar("T")


class Unreadable(ValueError):
    """The file is not what it should be; the message says where and what to do."""


def instance_from(data: object) -> Instance:
    """The instance in parsed JSON.

    Raises:
        Unreadable: with the place of the first mistake.
    """
    top = _table(data, "the file")
    if top.get("format") != FORMAT:
        raise Unreadable(f'this is not a planning instance: "format" must be "{FORMAT}"')
    lanes = tuple(_row(top, "lanes", _lane))
    pairs = tuple(_row(top, "pairs", _pair))
    _once("lane", [lane.id for lane in lanes])
    _once("pair", [pair.id for pair in pairs])
    known = {lane.id for lane in lanes}
    for pair in pairs:
        if pair.lock is not None and not pair.lock.unscheduled and pair.lock.lane not in known:
            raise Unreadable(
                f'pair {pair.id}: its lock names the lane "{pair.lock.lane}", which does not exist'
            )
    return Instance(lanes, pairs, _rules(_table(top.get("rules", {}), "rules")))


def plan_from(data: object) -> Plan:
    """The plan in parsed JSON; reasons keep their sentences only.

    Raises:
        Unreadable: with the place of the first mistake.
    """
    top = _table(data, "the file")
    assign = {
        key: Placed(_text(place, "lane"), _whole(place, "start")) for key, place in _each(top, "assign")
    }
    unscheduled = {key: _why_not(key, why) for key, why in _each(top, "unscheduled")}
    return Plan(assign, unscheduled, Objective())


def instance_to(instance: Instance) -> dict[str, Any]:
    """The instance as JSON values."""
    rules = instance.rules
    return {
        "format": FORMAT,
        "rules": {
            "buffer_s": rules.buffer_s,
            "person_gap_s": rules.person_gap_s,
            "near_s": rules.near_s,
            "late_s": rules.late_s,
            "early_s": rules.early_s,
            **({"rhythm": rules.rhythm} if rules.rhythm else {}),
            **({"published": True} if rules.published else {}),
        },
        "lanes": [
            {
                "id": lane.id,
                "session": lane.session,
                "stage": lane.stage,
                "open": lane.open,
                "close": lane.close,
                "dialects": sorted(lane.dialects),
                "blocks": [list(block) for block in lane.blocks],
            }
            for lane in instance.lanes
        ],
        "pairs": [_pair_to(pair) for pair in instance.pairs],
    }


def plan_to(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values; keys in a fixed order, so equal plans give equal bytes."""
    goal = plan.objective
    return {
        "assign": {key: {"lane": p.lane, "start": p.start} for key, p in sorted(plan.assign.items())},
        "unscheduled": {
            key: {
                "reason": str(why.reason),
                "detail": str(why.detail),
                "try": [str(t.says) for t in why.tries],
            }
            for key, why in sorted(plan.unscheduled.items())
        },
        "objective": objective_to(goal),
    }


def objective_to(goal: Objective) -> dict[str, int]:
    """The tiers as JSON values."""
    return {
        "T1": goal.placed_weight,
        "of": goal.of_weight,
        "placed": goal.placed,
        "T2": goal.wishes,
        "clashes": goal.clashes,
        "dialect_missed": goal.dialect_missed,
        "session_missed": goal.session_missed,
        "rhythm_missed": goal.rhythm_missed,
        "T3": goal.promise_cost,
        "T4": goal.idle_s,
    }


def _pair_to(pair: PairRequest) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": pair.id,
        "duration": pair.duration,
        "tier": pair.tier,
        "weight": pair.weight,
        "persons": list(pair.persons),
        "township": pair.township,
        "worker_windows": [list(w) for w in pair.worker_windows],
        "family_windows": [list(w) for w in pair.family_windows],
        "needs": pair.needs or None,
        "prefers": pair.prefers or None,
        "prefers_session": pair.prefers_session,
        "lock": None if pair.lock is None else _lock_to(pair.lock),
    }
    if pair.promise is not None:
        row["promise"] = pair.promise
    return row


def _lock_to(lock: Lock) -> dict[str, Any]:
    if lock.unscheduled:
        return {"unscheduled": True}
    row: dict[str, Any] = {"lane": lock.lane}
    if lock.start is not None:
        row["start"] = lock.start
    if lock.aired:
        row["aired"] = True
    return row


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: an object {{…}} is expected here")
    return value


def _each(top: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
    rows = _table(top.get(key, {}), f'"{key}"')
    return [(name, _table(row, f"{key} {name}")) for name, row in rows.items()]


def _row(top: Mapping[str, Any], key: str, make: Callable[[Mapping[str, Any]], T]) -> list[T]:
    rows = top.get(key)
    if not isinstance(rows, list):
        raise Unreadable(f'"{key}": a list […] is expected here')
    made = []
    for number, row in enumerate(rows, 1):
        try:
            made.append(make(_table(row, f"{key}, entry {number}")))
        except Unreadable as wrong:
            raise Unreadable(f"{key}, entry {number}: {wrong}") from None
    return made


def _once(kind: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for key in ids:
        if key in seen:
            raise Unreadable(f'the {kind} "{key}" is there twice; give every {kind} its own id')
        seen.add(key)


def _whole(row: Mapping[str, Any], key: str, default: int | None = None, least: int | None = None) -> int:
    value = row.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        limit = "" if least is None else f" of at least {least}"
        raise Unreadable(f'"{key}" must be a whole number{limit}, not {value!r}')
    return value


def _text(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Unreadable(f'"{key}" must be a text, not {value!r}')
    return value


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unreadable(f'"{key}" must be a list of texts')
    return tuple(value)


def _spans(row: Mapping[str, Any], key: str) -> tuple[Span, ...]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise Unreadable(f'"{key}" must be a list of [start, end]')
    for span in value:
        whole = isinstance(span, list) and len(span) == 2 and all(type(t) is int for t in span)
        if not whole or span[0] >= span[1]:
            raise Unreadable(f'"{key}": {span!r} is not [start, end] in whole seconds with start before end')
    return tuple((a, b) for a, b in value)


def _rules(row: Mapping[str, Any]) -> Rules:
    usual = Rules()
    return Rules(
        buffer_s=_whole(row, "buffer_s", usual.buffer_s, 0),
        person_gap_s=_whole(row, "person_gap_s", usual.person_gap_s, 0),
        near_s=_whole(row, "near_s", usual.near_s, 0),
        late_s=_whole(row, "late_s", usual.late_s, 0),
        early_s=_whole(row, "early_s", usual.early_s, 0),
        rhythm=_whole(row, "rhythm", usual.rhythm, 0),
        published=row.get("published") is True,
    )


def _lane(row: Mapping[str, Any]) -> Lane:
    lane = Lane(
        id=_text(row, "id"),
        session=_whole(row, "session", 0),
        stage=_whole(row, "stage", 0),
        open=_whole(row, "open"),
        close=_whole(row, "close"),
        dialects=frozenset(_texts(row, "dialects")),
        blocks=_spans(row, "blocks"),
    )
    if lane.open >= lane.close:
        raise Unreadable(f'lane {lane.id}: "open" must be before "close"')
    return lane


def _pair(row: Mapping[str, Any]) -> PairRequest:
    return PairRequest(
        id=_text(row, "id"),
        duration=_whole(row, "duration", least=1),
        weight=_whole(row, "weight", 1, 0),
        persons=_texts(row, "persons"),
        township=_text(row, "township", ""),
        worker_windows=_spans(row, "worker_windows"),
        family_windows=_spans(row, "family_windows"),
        needs=_text(row, "needs", ""),
        prefers=_text(row, "prefers", ""),
        prefers_session=None if row.get("prefers_session") is None else _whole(row, "prefers_session"),
        lock=_lock(row.get("lock")),
        promise=None if row.get("promise") is None else _whole(row, "promise"),
        tier=_whole(row, "tier", 0),
    )


def _lock(value: object) -> Lock | None:
    if value is None:
        return None
    row = _table(value, '"lock"')
    if row.get("unscheduled"):
        return Lock(unscheduled=True)
    start = None if row.get("start") is None else _whole(row, "start")
    return Lock(lane=_text(row, "lane"), start=start, aired=bool(row.get("aired")) and start is not None)


def _why_not(key: str, row: Mapping[str, Any]) -> WhyNot:
    try:
        reason = Reason(_text(row, "reason"))
    except ValueError:
        raise Unreadable(f'unscheduled {key}: "reason" is not one of {", ".join(Reason)}') from None
    return WhyNot(reason, Sentence(_text(row, "detail", "").replace("%", "%%")))
