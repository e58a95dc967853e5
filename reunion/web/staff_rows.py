"""The rundown board as values: shows with their rows in time order, and the pairs without a slot and why."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from reunion.actions.missing import PAGE, Listed, Missing, missing
from reunion.actions.moving import LOCKED_OUT, TAKEN_OUT
from reunion.actions.posing import as_planned, instance, placements
from reunion.actions.publishing import may_air
from reunion.actions.scheduling import Differences, by_show, differences, sentences_of
from reunion.actions.surveying import Situation, plans_alone, situation, twice
from reunion.domain.conflicts import clashes
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Gathering, Pair, Registration
from reunion.domain.plans import Held, PlanVersion, Segment, ShowHead, Slot, Unplaced, gaps
from reunion.web.clash_words import Words
from reunion.web.days import clock, evening, long_day
from reunion.web.keys import NOW, STORE
from reunion.web.locale import translations
from reunion.web.pages import language_of, say

TICK: Final = 10 * MINUTE


async def board_of(request: web.Request, gathering: Gathering, listed: Listed = Listed()) -> dict[str, Any]:  # noqa: B008
    """The newest plan with the names that belong to it, and a page of who has no slot; no telephone stands in it."""
    stands = await situation(request.app[STORE], gathering.id, request.app[NOW](), of=())
    now, words, left_out = await _with_missing(request, gathering, stands, listed)
    return await asyncio.to_thread(_board, now, words, left_out, listed)


def _board(now: Situation, words: Words, left_out: Missing, listed: Listed) -> dict[str, Any]:
    plan, posed = now.before, instance(now)
    promised = _promised(now)
    broken: dict[str, list[str]] = {}
    for clash in clashes(as_planned(posed, plan), placements(plan, posed)) if plan else ():
        # A suspicion makes no pair one that cannot be aired; `perhaps` says it, and the planner minds it.
        if not words.suspects(clash):
            broken.setdefault(clash.pair, []).append(words.clash(clash))
    open_shows = {head.id for head in now.shows}
    shows = [
        _show(words, head, plan, promised, broken, running=head.id not in open_shows)
        for head in words.shows.values()
    ]
    perhaps = {pair: [words.perhaps(one) for one in others] for pair, others in twice(now).items()}
    for row in (row for show in shows for row in show["rows"] if "pair" in row):
        row["perhaps"] = perhaps.get(row["pair"], [])
    news = differences(now.published, plan, now.tell_after) if plan else Differences()
    return {
        "version": plan.version if plan else 0,
        "published": plan.published if plan else False,
        "told_before": now.published is not None,
        "to_tell": news.told if now.published else 0,
        "news": {"first": len(news.gained), "other": len(news.moved), "gone": len(news.lost)},
        "placed": sum(len(show["rows"]) - len(show["segments"]) for show in shows),
        "barred": sum(bool(row.get("barred")) for show in shows for row in show["rows"]),
        "broken": sum(bool(row.get("marks")) for show in shows for row in show["rows"]),
        "alarms": _alarms(words, left_out),
        "shows": shows,
        "missing": left_out.everybody,
        **_list(now, words, left_out, listed),
    }


async def missing_of(request: web.Request, gathering: Gathering, listed: Listed) -> dict[str, Any]:
    """A page of who has no slot, without the rest of the board."""
    stands = await plans_alone(request.app[STORE], gathering.id)
    now, words, left_out = await _with_missing(request, gathering, stands, listed)
    return await asyncio.to_thread(_list, now, words, left_out, listed)


async def _with_missing(
    request: web.Request, gathering: Gathering, stands: Situation, listed: Listed
) -> tuple[Situation, Words, Missing]:
    left_out, now = await missing(request.app[STORE], gathering.id, stands, listed)
    return now, await words_of(request, gathering, now), left_out


def _list(now: Situation, words: Words, left_out: Missing, listed: Listed) -> dict[str, Any]:
    plan, promised = now.before, _promised(now)
    must, out = (plan.held(Held.MUST), plan.held(Held.OUT)) if plan else ({}, {})
    return {
        "unplaced": [
            {**words.pairs[one.pair], "pair": one.pair, "must": one.pair in must, "out": one.pair in out}
            | {"reason": one.reason, "why": why_words(words.request, one, words)}
            | {"told": _when(words, promised[one.pair]) if one.pair in promised else ""}
            for one in left_out.rows
            if one.pair in words.pairs
        ],
        "seated": _seated(words, plan, left_out),
        "words": listed.words,
        "found": left_out.total,
        "page": left_out.page,
        "pages": max(-(-left_out.total // PAGE), 1),
    }


def _seated(words: Words, plan: PlanVersion | None, left_out: Missing) -> list[dict[str, str]]:
    """Whom the words find among those who have a slot, by its time."""
    slots = [slot for slot in plan.slots if slot.pair in left_out.seated] if plan else []
    return [
        {"pair": slot.pair, "name": words.name(slot.pair), "when": _when(words, slot)}
        for slot in sorted(slots, key=lambda slot: slot.start)
    ]


def _alarms(words: Words, left_out: Missing) -> list[str]:
    """Pairs that must be on air and have no slot, by name, and how many more they are."""
    names = [words.name(pair) for pair in left_out.alarms]
    more = left_out.more_alarms
    said = translations(language_of(words.request)).ngettext(
        "and %(num)d more pair", "and %(num)d more pairs", more
    )
    return [*names, said % {"num": more}] if more else names


def _promised(now: Situation) -> dict[str, Slot]:
    """By pair, what its family was told last."""
    return {slot.pair: slot for slot in now.published.slots} if now.published else {}


async def words_of(request: web.Request, gathering: Gathering, now: Situation) -> Words:
    """Names and places of every pair that was read, and the shows."""
    shows = {head.id: head for head in await request.app[STORE].shows.every(gathering.id)}

    towns = {town.code: town.name for town in gathering.home.townships}

    def named() -> dict[str, dict[str, Any]]:
        return {pair.id: _pair(pair, now.people, towns) for pair in (*now.pairs, *now.settled)}

    return Words(request, gathering, await asyncio.to_thread(named), shows)


def _show(
    words: Words,
    head: ShowHead,
    plan: PlanVersion | None,
    promised: Mapping[str, Slot],
    broken: Mapping[str, list[str]],
    *,
    running: bool,
) -> dict[str, Any]:
    language, zone = language_of(words.request), words.gathering.zone
    slots = by_show(plan.slots).get(head.id, []) if plan else []
    parts: list[Slot | Segment] = sorted(
        [*head.segments, *(slot for slot in slots if slot.pair in words.pairs)], key=lambda part: part.start
    )
    held, must = (plan.held(Held.SHOW), plan.held(Held.MUST)) if plan else ({}, {})
    rows, empty = [], gaps(head, slots)
    before = {to: (to - since) // MINUTE for since, to in empty}
    for part in parts:
        row: dict[str, Any] = {"time": clock(part.start, zone, language), "seconds": part.seconds}
        row |= {"start": part.start, "gap": before.get(part.start, 0)}
        if isinstance(part, Segment):
            row |= {"title": part.title}
        else:
            row |= {"pair": part.pair, "locked": part.locked, **words.pairs[part.pair]}
            row |= {"held": part.pair in held, "must": part.pair in must}
            row["marks"] = broken.get(part.pair, [])
            row["told"] = _other_promise(words, promised.get(part.pair), part)
        rows.append(row)
    return {
        "id": head.id,
        "title": head.title,
        "stage": head.stage,
        "when": evening(head.planned_start, head.planned_end, zone, language),
        "day": long_day(head.planned_start, zone, language),
        "start": head.planned_start,
        "end": head.planned_end,
        "ticks": [[at, clock(at, zone, language)] for at in _ticks(head)],
        "open": not running,
        "run": head.run,
        "segments": [segment.title for segment in head.segments],
        "rows": rows,
        "gaps": [[clock(since, zone, language), clock(to, zone, language)] for since, to in empty],
        "rest": before.get(head.planned_end, 0),
    }


def _ticks(head: ShowHead) -> list[Instant]:
    """Every `TICK` of the show, for the axis beside its rows."""
    first = -(-head.planned_start // TICK) * TICK
    return [Instant(at) for at in range(first, head.planned_end + 1, TICK)]


def _other_promise(words: Words, promised: Slot | None, slot: Slot) -> str:
    """What the family was told where that is another time."""
    if promised is None or (promised.show, promised.start) == (slot.show, slot.start):
        return ""
    return _when(words, promised)


def _when(words: Words, slot: Slot) -> str:
    head = words.shows.get(slot.show)
    at = clock(slot.start, words.gathering.zone, language_of(words.request))
    return f"{head.title} {at}" if head else at


def _pair(pair: Pair, people: Mapping[str, Registration], towns: Mapping[str, str]) -> dict[str, Any]:
    workers = [people[id_] for id_ in pair.worker.registrations if id_ in people]
    families = [people[id_] for id_ in pair.family.registrations if id_ in people]
    home = next((person for person in [*families, *workers] if person.township), None)
    return {
        "worker": "、".join(dict.fromkeys(person.name for person in workers)),
        "family": "、".join(dict.fromkeys(person.name for person in families)),
        "place": f"{towns.get(home.township, '')} {home.village}".strip() if home else "",
        "barred": not (may_air(workers) and may_air(families)),
        "asked": [person.id for person in [*workers, *families]],
    }


def why_words(request: web.Request, missing: Unplaced, words: Words) -> list[str]:
    """The reason and what would help, in sentences."""
    if missing.reason == TAKEN_OUT:
        return [say(request, "Taken out by hand.")]
    if missing.reason == LOCKED_OUT:
        return [say(request, "Locked out of the rundown by staff.")]
    if not missing.reason:
        return [say(request, "Not planned yet.")]
    found = []
    for sentence, numbers in sentences_of(missing):
        named: dict[str, str | int] = dict(numbers)
        if str(numbers.get("pair")) in words.pairs:
            named["pair"] = words.name(str(numbers["pair"]))
        if (head := words.shows.get(str(numbers.get("lane")))) is not None:
            named["lane"] = head.title
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
