"""The instance compiled to integers: what the search asks a million times is a list index here.

Lanes fall into free *segments* between blocks; a pair has, per *span* of opening hours, the intervals of starts at
which both sides have time. Only these two meet in the search.
"""

from bisect import bisect_left
from dataclasses import dataclass

from reunion.domain.planning import Instance, Lane, PairRequest, Span

Starts = tuple[Span, ...]
"""Closed intervals [first start, last start], apart and in order."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one lane without a block."""

    lane: int
    span: int
    open: int
    close: int


def shared_spans(first: tuple[Span, ...], second: tuple[Span, ...]) -> list[Span]:
    """The spans in which both have time; touching windows of one side are not joined, as H2 wants one window."""
    both = {(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) < min(b, d)}
    return sorted(both)


def starts(pair: PairRequest) -> list[Span]:
    """Closed intervals of starts at which the pair is inside one window of each side, joined where they meet."""
    joined: list[Span] = []
    for a, b in shared_spans(pair.worker_windows, pair.family_windows):
        last = b - pair.duration
        if last < a:
            continue
        if joined and a <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((a, last))
    return joined


def free(lane: Lane) -> list[Span]:
    """The stretches of a lane outside its blocks."""
    at, stretches = lane.open, []
    for a, b in sorted(lane.blocks):
        if a > at:
            stretches.append((at, min(a, lane.close)))
        at = max(at, b)
    if at < lane.close:
        stretches.append((at, lane.close))
    return [(a, b) for a, b in stretches if a < b]


class Problem:
    """One instance, ready to be searched; never changed after it is made."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.pairs = instance.pairs
        self.lanes = instance.lanes
        self.buffer = instance.rules.buffer_s
        self.gap = instance.rules.person_gap_s
        self.near = instance.rules.near_s
        self.length = [pair.duration for pair in self.pairs]
        self.weight = [pair.weight for pair in self.pairs]
        towns: dict[str, int] = {}
        # Pairs without a township never clash: each gets a number of its own.
        self.town = [
            towns.setdefault(pair.township, len(towns)) if pair.township else -1 - at
            for at, pair in enumerate(self.pairs)
        ]
        self.fixed = [self._is_fixed(pair) for pair in self.pairs]
        self._lay_segments()
        self._find_rivals()
        self.when: list[dict[int, Starts]] = [self.intervals(pair) for pair in self.pairs]
        self._options: list[tuple[int, ...] | None] = [None] * len(self.pairs)
        self._wishes: dict[tuple[str, int | None], list[int]] = {}
        self.wish = [self._wish(pair) for pair in self.pairs]

    @staticmethod
    def _is_fixed(pair: PairRequest) -> bool:
        return pair.lock is not None and pair.lock.start is not None

    def _lay_segments(self) -> None:
        self.lane_at = {lane.id: number for number, lane in enumerate(self.lanes)}
        hours = sorted({(lane.open, lane.close) for lane in self.lanes})
        self.hours = hours
        number = {span: at for at, span in enumerate(hours)}
        self.segments: list[Segment] = []
        self.by_span: list[list[int]] = [[] for _ in hours]
        for at, lane in enumerate(self.lanes):
            span = number[lane.open, lane.close]
            for a, b in free(lane):
                self.by_span[span].append(len(self.segments))
                self.segments.append(Segment(at, span, a, b))
        self.span_of = [segment.span for segment in self.segments]
        self.lane_of = [segment.lane for segment in self.segments]

    def _find_rivals(self) -> None:
        shared: dict[str, list[int]] = {}
        for at, pair in enumerate(self.pairs):
            for person in set(pair.persons):
                shared.setdefault(person, []).append(at)
        rivals: list[set[int]] = [set() for _ in self.pairs]
        for group in shared.values():
            if len(group) > 1:
                for at in group:
                    rivals[at].update(group)
        self.rivals = [tuple(sorted(group - {at})) for at, group in enumerate(rivals)]

    def intervals(self, pair: PairRequest) -> dict[int, Starts]:
        """The starts a pair has in each span of opening hours; a fixed one has its own only."""
        lock = pair.lock
        if lock is not None and lock.start is not None:
            at = self.lane_at.get(lock.lane)
            if at is None:
                return {}
            lane = self.lanes[at]
            inside = lock.aired or any(a <= lock.start <= b for a, b in starts(pair))
            span = bisect_left(self.hours, (lane.open, lane.close))
            return {span: ((lock.start, lock.start),)} if inside else {}
        found: dict[int, Starts] = {}
        for a, b in starts(pair):
            for span, (opens, closes) in enumerate(self.hours):
                lo, hi = max(a, opens), min(b, closes - pair.duration)
                if lo <= hi:
                    found[span] = (*found.get(span, ()), (lo, hi))
        return found

    def options(self, at: int) -> tuple[int, ...]:
        """The segments in which the pair could stand if it were alone."""
        known = self._options[at]
        if known is None:
            known = self._options[at] = tuple(self.look_up(self.pairs[at]))
        return known

    def look_up(self, pair: PairRequest) -> list[int]:
        """Segments in which a pair with these windows, needs and lock could stand."""
        found: list[int] = []
        lock = pair.lock
        if lock is not None and lock.unscheduled:
            return found
        only = self.lane_at.get(lock.lane, -1) if lock is not None else None
        aired = lock is not None and lock.aired
        for span, intervals in self.intervals(pair).items():
            for number in self.by_span[span]:
                segment = self.segments[number]
                if only is not None and segment.lane != only:
                    continue
                if pair.needs and not aired and pair.needs not in self.lanes[segment.lane].dialects:
                    continue
                latest = segment.close - pair.duration
                if any(max(lo, segment.open) <= min(hi, latest) for lo, hi in intervals):
                    found.append(number)
        return found

    def _wish(self, pair: PairRequest) -> list[int]:
        """What it costs in T2 to stand on each lane; pairs with equal wishes share one list."""
        key = (pair.prefers, pair.prefers_session)
        if key not in self._wishes:
            self._wishes[key] = [
                4 * (pair.prefers != "" and pair.prefers not in lane.dialects)
                + (pair.prefers_session is not None and pair.prefers_session != lane.session)
                for lane in self.lanes
            ]
        return self._wishes[key]
