"""The rundown board as values: shows with their rows in time order, and the pairs without a slot and why."""

import re
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from reunion.actions.arranging import phase_of
from reunion.actions.moving import TAKEN_OUT
from reunion.actions.publishing import may_air
from reunion.actions.scheduling import by_show, sentences_of
from reunion.domain.instants import MINUTE, SECOND
from reunion.domain.people import Gathering, Pair, Registration
from reunion.domain.plans import PlanVersion, Segment, ShowHead, Slot, Unplaced
from reunion.domain.rundown import Phase
from reunion.web.days import evening
from reunion.web.keys import STORE
from reunion.web.pages import clock, language_of, say


async def board_of(request: web.Request, gathering: Gathering) -> dict[str, Any]:
    """The newest plan with the names that belong to it; no telephone stands in it."""
    store = request.app[STORE]
    plan = await store.plans.newest(gathering.id)
    people = {person.id: person for person in await store.registrations.every(gathering.id)}
    pairs = {pair.id: pair for pair in await store.pairs.every(gathering.id)}
    words = {key: _pair(pair, people, gathering) for key, pair in pairs.items()}
    heads = await store.shows.every(gathering.id)
    shows = [await _show(request, gathering, head, plan, words) for head in heads]
    titles = {head.id: head.title for head in heads}
    without = _unplanned(plan, words)
    return {
        "version": plan.version if plan else 0,
        "published": plan.published if plan else False,
        "placed": sum(len(show["rows"]) - len(show["segments"]) for show in shows),
        "barred": sum(bool(row.get("barred")) for show in shows for row in show["rows"]),
        "shows": shows,
        "unplaced": [
            {**words[one.pair], "pair": one.pair, "why": _why(request, one, words, titles)}
            for one in without
            if one.pair in words
        ],
    }


async def _show(
    request: web.Request,
    gathering: Gathering,
    head: ShowHead,
    plan: PlanVersion | None,
    words: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    language = language_of(request)
    slots = by_show(plan.slots).get(head.id, []) if plan else []
    parts: list[Slot | Segment] = sorted(
        [*head.segments, *(slot for slot in slots if slot.pair in words)], key=lambda part: part.start
    )
    rows = []
    for part in parts:
        row: dict[str, Any] = {"time": clock(part.start, gathering.zone, language), "seconds": part.seconds}
        if isinstance(part, Segment):
            row |= {"title": part.title}
        else:
            row |= {"pair": part.pair, "locked": part.locked, **words[part.pair]}
        rows.append(row)
    phase = await phase_of(request.app[STORE], head.id)
    return {
        "id": head.id,
        "title": head.title,
        "stage": head.stage,
        "when": evening(head.planned_start, head.planned_end, gathering.zone, language),
        "phase": phase,
        "open": phase is Phase.READY,
        "run": head.run,
        "segments": [segment.title for segment in head.segments],
        "rows": rows,
    }


def _pair(pair: Pair, people: Mapping[str, Registration], gathering: Gathering) -> dict[str, Any]:
    workers = [people[id_] for id_ in pair.worker.registrations if id_ in people]
    families = [people[id_] for id_ in pair.family.registrations if id_ in people]
    towns = {town.code: town.name for town in gathering.home.townships}
    home = next((person for person in [*families, *workers] if person.township), None)
    return {
        "worker": "、".join(dict.fromkeys(person.name for person in workers)),
        "family": "、".join(dict.fromkeys(person.name for person in families)),
        "place": f"{towns.get(home.township, '')} {home.village}".strip() if home else "",
        "barred": not (may_air(workers) and may_air(families)),
        "asked": [person.id for person in [*workers, *families]],
    }


def _unplanned(plan: PlanVersion | None, words: Mapping[str, Any]) -> list[Unplaced]:
    """Those the plan says so of, and those it does not know yet."""
    if plan is None:
        return [Unplaced(pair, "") for pair in words]
    placed = {slot.pair for slot in plan.slots}
    told = {one.pair for one in plan.unplaced}
    return [*plan.unplaced, *(Unplaced(pair, "") for pair in words if pair not in placed | told)]


def _why(
    request: web.Request,
    missing: Unplaced,
    words: Mapping[str, Mapping[str, Any]],
    titles: Mapping[str, str],
) -> list[str]:
    if missing.reason == TAKEN_OUT:
        return [say(request, "Taken out by hand.")]
    if not missing.reason:
        return [say(request, "Not planned yet.")]
    found = []
    for sentence, numbers in sentences_of(missing):
        named: dict[str, str | int] = dict(numbers)
        if (pair := words.get(str(numbers.get("pair")))) is not None:
            named["pair"] = f"{pair['worker']} ↔ {pair['family']}"
        if str(numbers.get("lane")) in titles:
            named["lane"] = titles[str(numbers["lane"])]
        found.append(_spans(say(request, sentence), named, request) % named)
    return found


def _spans(sentence: str, numbers: dict[str, str | int], request: web.Request) -> str:
    """The sentence with its seconds as hours and minutes where they are many; `numbers` get the words."""

    def longer(found: re.Match[str]) -> str:
        seconds = int(numbers[found[1]])
        if seconds < 2 * MINUTE // SECOND:
            return found[0]
        minutes, hours = seconds // 60 % 60, seconds // 3600
        words = say(request, "%(hours)d h %(minutes)d min") if hours else say(request, "%(minutes)d min")
        numbers[found[1]] = words % {"hours": hours, "minutes": minutes}
        return f"%({found[1]})s"

    return _SECONDS.sub(longer, sentence)


_SECONDS: Final = re.compile(r"%\((\w+)\)d ?(?:s\b|秒)")
