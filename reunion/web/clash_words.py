"""Broken rules in words: whose time, which neighbour, which segment stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from reunion.actions.placing import Blocked
from reunion.actions.spotchecking import day_of
from reunion.domain.conflicts import Clash
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Gathering
from reunion.domain.planning import Span
from reunion.domain.plans import ShowHead
from reunion.web.days import clock, day
from reunion.web.pages import language_of, say


@dataclass(frozen=True, slots=True)
class Words:
    """What is needed to name people, shows and times."""

    request: web.Request
    gathering: Gathering
    pairs: Mapping[str, Mapping[str, Any]]
    shows: Mapping[str, ShowHead]

    def clash(self, clash: Clash) -> str:
        """The sentence of one broken rule."""
        match clash.rule:
            case "H2":
                return self._window(clash)
            case "H3":
                return self._say("The show is on only %(times)s.", times=self.times(clash.spans))
            case "H4":
                return self._segment(clash)
            case "H5":
                text = "Less than %(seconds)d s behind %(other)s."
                return self._say(text, seconds=clash.seconds, other=self.name(clash.other))
            case "H6":
                return self._say("No host of this show speaks the dialect they need.")
            case "H7":
                return self._lock(clash)
            case "H8":
                return self._person(clash)
            case "H9":
                return self._say("It has been on air already.")
        return self._say("This pair or its show is no longer there.")

    def blocked(self, blocked: Blocked) -> str:
        """Why the row behind a place cannot give way."""
        if blocked.locked:
            return self._say(
                "It would run into %(other)s, locked to its time.", other=self.name(blocked.pair)
            )
        return self._say(
            "%(other)s behind it would fall outside its own time or after the end.",
            other=self.name(blocked.pair),
        )

    def times(self, spans: tuple[Span, ...]) -> str:
        """19:00–20:10、21:00–22:00, in the gathering's zone; with the days where it goes on for several."""
        zone, language = self.gathering.zone, language_of(self.request)
        hours = [f"{clock(a * SECOND, zone, language)}–{clock(b * SECOND, zone, language)}" for a, b in spans]
        begins = [Instant(a * SECOND) for a, _ in spans]
        days = {day_of(at, zone) for at in (*begins, *(head.planned_start for head in self.shows.values()))}
        if len(days) > 1:
            hours = [f"{day(at, zone, language)} {span}" for at, span in zip(begins, hours, strict=True)]
        return "、".join(hours)

    def at(self, start: int) -> str:
        """19:32, in the gathering's zone, of a second."""
        return clock(start * SECOND, self.gathering.zone, language_of(self.request))

    def name(self, pair: str) -> str:
        """张伟 ↔ 李芳."""
        words = self.pairs.get(pair)
        return f"{words['worker']} ↔ {words['family']}" if words else "—"

    def perhaps(self, pair: str) -> str:
        """That somebody of that pair may be one of this, who signed up twice."""
        text = "Perhaps the same person as in %(other)s: see Links, “Registered twice”."
        return self._say(text, other=self.name(pair))

    def suspects(self, clash: Clash) -> bool:
        """Whether it is broken only if two people, whom nobody called one or two yet, are one."""
        mine, theirs = ({*self.pairs.get(key, {}).get("asked", ())} for key in (clash.pair, clash.other))
        return clash.rule == "H8" and bool(mine and theirs) and mine.isdisjoint(theirs)

    def _person(self, clash: Clash) -> str:
        text = (
            "Perhaps somebody of this pair is also in %(other)s: %(minutes)d min must lie between."
            if self.suspects(clash)
            else "Somebody of this pair is also in %(other)s: %(minutes)d min must lie between."
        )
        return self._say(text, other=self.name(clash.other), minutes=clash.seconds // 60)

    def _window(self, clash: Clash) -> str:
        if not clash.spans:
            return self._say("One side has named no time at all.")
        text = (
            "The worker is there only %(times)s."
            if clash.side == "worker"
            else "The family is there only %(times)s."
        )
        return self._say(text, times=self.times(clash.spans))

    def _segment(self, clash: Clash) -> str:
        head, (block, *_) = self.shows.get(clash.lane), clash.spans
        segments = head.segments if head else ()
        title = next((one.title for one in segments if one.start // SECOND == block[0]), "")
        return self._say("“%(title)s” is on %(times)s.", title=title, times=self.times(clash.spans[:1]))

    def _lock(self, clash: Clash) -> str:
        if clash.spans:
            return self._say("It is locked to %(times)s.", times=self.times(clash.spans))
        head = self.shows.get(clash.lane)
        if head is None:
            return self._say("It is locked out of the rundown.")
        return self._say("It is locked to “%(show)s”.", show=head.title)

    def _say(self, text: str, **numbers: str | int) -> str:
        return say(self.request, text) % numbers
