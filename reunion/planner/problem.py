"""The instance compiled to integers: what the search asks a million times is a list index here.

Lanes fall into free *segments* between blocks; a pair has, per *span* of opening hours, the intervals of starts at
which both sides have time. Only these two meet in the search.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from reunion.domain.planning import Instance, Lane, PairRequest, Span

Starts = tuple[Span, ...]
"""Closed intervals [first start, last start], apart and in order."""

MANY = 10_000
"""Up to so many pairs the segments of every pair are listed; of more they are looked up as they are asked for."""
NEVER = 1 << 60
DRAWS = 20
"""Tries to hit an option by chance before they are listed for one draw."""


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
        self.late, self.early = instance.rules.late_s, instance.rules.early_s
        self.rhythm, self.published = instance.rules.rhythm, instance.rules.published
        self.promise = [pair.promise for pair in self.pairs]
        self.promised = any(promise is not None for promise in self.promise)
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
        self.lazy = len(self.pairs) > MANY
        self._options: list[tuple[int, ...] | None] = [None] * len(self.pairs)
        self._last: tuple[int, tuple[int, ...]] = (-1, ())
        """Whose options were asked for last when they are not kept for everybody: reasons ask several times."""
        self._sets: dict[int, frozenset[int]] = {}
        self._led: dict[tuple[str, str, int], list[int]] = {}
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
        self.by_lane: list[list[int]] = [[] for _ in self.lanes]
        for at, lane in enumerate(self.lanes):
            span = number[lane.open, lane.close]
            for a, b in free(lane):
                self.by_span[span].append(len(self.segments))
                self.by_lane[at].append(len(self.segments))
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
            # Sorted by opening: none from `until` on has opened when the last start is over.
            until = bisect_right(self.hours, (b, NEVER))
            for span in range(until):
                opens, closes = self.hours[span]
                lo, hi = max(a, opens), min(b, closes - pair.duration)
                if lo <= hi:
                    found[span] = (*found.get(span, ()), (lo, hi))
        return found

    def options(self, at: int) -> tuple[int, ...]:
        """The segments in which the pair could stand if it were alone."""
        known = self._options[at]
        if known is None:
            if self._last[0] == at:
                return self._last[1]
            known = tuple(self.look_up(self.pairs[at], self.when[at]))
            if self.lazy:
                self._last = (at, known)
            else:
                self._options[at] = known
        return known

    def outside(self, at: int, start: int) -> int:
        """T3 of one pair at that start: weight times seconds outside what was promised."""
        promise = self.promise[at]
        if promise is None:
            return 0
        return self.weight[at] * max(0, start - promise - self.late, promise - self.early - start)

    def hopeless(self, at: int) -> bool:
        """Whether the pair could stand nowhere, were it alone."""
        pair = self.pairs[at]
        return not any(
            self._fits(pair, g, intervals)
            for span, intervals in self.when[at].items()
            for g in self.led(pair, span)
        )

    def option_set(self, at: int) -> Container[int]:
        """The same for membership; when there are many pairs, nothing is listed for it."""
        if self.lazy:
            return _Options(self, at)
        found = self._sets.get(at)
        if found is None:
            found = self._sets[at] = frozenset(self.options(at))
        return found

    def draw(self, at: int, below: Callable[[int], int]) -> int:
        """One of the options by chance; `below(n)` answers a number from 0 to n - 1."""
        if not self.lazy:
            options = self.options(at)
            return options[below(len(options))]
        pair, when = self.pairs[at], self.when[at]
        spans = tuple(when)
        length, segments = self.length[at], self.segments
        for _ in range(DRAWS):
            span = spans[below(len(spans))]
            led = self.led(pair, span)
            if not led:
                continue
            segment = segments[g := led[below(len(led))]]
            latest = segment.close - length
            for lo, hi in when[span]:
                if lo <= latest and hi >= segment.open and segment.open <= latest:
                    return g
        options = self.options(at)
        return options[below(len(options))]

    def look_up(self, pair: PairRequest, when: dict[int, Starts]) -> list[int]:
        """Segments in which a pair with these starts, needs and lock could stand."""
        return [
            g
            for span, intervals in when.items()
            for g in self.led(pair, span)
            if self._fits(pair, g, intervals)
        ]

    def led(self, pair: PairRequest, span: int) -> Sequence[int]:
        """Segments of a span on whose stage the pair may be led: by its needs and its lock."""
        lock = pair.lock
        if lock is not None and lock.unscheduled:
            return ()
        needs = "" if lock is not None and lock.aired else pair.needs
        key = (needs, "" if lock is None else lock.lane, span)
        known = self._led.get(key)
        if known is None:
            only = self.lane_at.get(lock.lane, -1) if lock is not None else None
            known = self._led[key] = [
                g
                for g in self.by_span[span]
                if only in (None, self.lane_of[g])
                and (not needs or needs in self.lanes[self.lane_of[g]].dialects)
            ]
        return known

    def _fits(self, pair: PairRequest, g: int, intervals: Starts) -> bool:
        segment = self.segments[g]
        opens, latest = segment.open, segment.close - pair.duration
        return opens <= latest and any(lo <= latest and hi >= opens for lo, hi in intervals)

    def may_stand(self, at: int, g: int) -> bool:
        """Whether the segment is one of the pair's options, without a list of them."""
        intervals = self.when[at].get(self.span_of[g])
        if intervals is None or not self._fits(self.pairs[at], g, intervals):
            return False
        pair = self.pairs[at]
        return (pair.lock is None and not pair.needs) or g in self.led(pair, self.span_of[g])

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


class _Options:
    """What a pair's set of options would contain."""

    __slots__ = ("at", "problem")

    def __init__(self, problem: Problem, at: int) -> None:
        self.problem, self.at = problem, at

    def __contains__(self, g: object) -> bool:
        return isinstance(g, int) and self.problem.may_stand(self.at, g)
