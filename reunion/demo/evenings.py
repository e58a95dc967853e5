"""The demo's two shows, and when people can be there, for a crowd of any size and any speed."""

from collections.abc import Sequence
from typing import Final

from reunion.demo.crowd import Span
from reunion.domain.instants import DAY, MINUTE, SECOND, Instant
from reunion.domain.people import Window
from reunion.domain.plans import Segment, ShowHead
from reunion.domain.show import SHORTEST_S as CUT_LEAST_S

BEFORE_START_MS: Final = 2 * MINUTE
"""Between the demo's start and its first show: time to open the pages."""
BUFFER_S: Final = 10
GREETING_S: Final = 72
"""A greeting in the mean."""
PAIRED: Final = 0.85
"""So many of the workers end in a pair: 216 of 255, the others are not linked, not decided or never registered."""
SPARE: Final = 1.1
"""The evenings are a tenth longer than the greetings: some people cannot come at every time."""
SHORTEST_S: Final = 20 * 60
LONGEST_S: Final = 11 * 3600

SEGMENTS: Final = (
    ("开场：为爱止步，四海为家", 0, 180),
    ("乡镇领导拜年", 0, 300),
    ("歌曲《故乡的云》", 500, 240),
    ("短片：温岭的年味", 750, 150),
    ("谢幕：明年春天见", 1000, 180),
)
"""Title, where in the show in thousandths, and seconds."""
ELASTIC: Final = {"歌曲《故乡的云》": (90, False), "短片：温岭的年味": (60, True)}
"""Seconds to which it may be cut, and whether it may be left out."""


def evenings(gathering: str, start: Instant, workers: int, speed: int) -> tuple[ShowHead, ...]:
    """Two shows a day apart that hold the pairs of so many workers; every length is `speed` times shorter."""
    greetings = workers * PAIRED / 2 * (GREETING_S + BUFFER_S) * SPARE
    seconds = sum(seconds for _, _, seconds in SEGMENTS) + int(greetings)
    seconds = max(60, min(LONGEST_S, max(SHORTEST_S, seconds)) // speed)
    return tuple(
        ShowHead(
            id=f"{gathering}-{number}",
            gathering=gathering,
            title=title,
            stage="主直播间",
            planned_start=(opens := Instant(start + (number - 1) * DAY)),
            planned_end=Instant(opens + seconds * SECOND),
            buffer_s=BUFFER_S // speed,
            segments=_segments(opens, seconds, speed),
            dialects=("mandarin", "sichuan") if number == 1 else ("mandarin",),
        )
        for number, title in ((1, "第一晚 · 除夕前夜"), (2, "第二晚 · 除夕"))
    )


def _segments(opens: Instant, seconds: int, speed: int) -> tuple[Segment, ...]:
    made = []
    free = 0
    for title, where, length in SEGMENTS:
        short = max(2, length // speed)
        start = max(free, min(seconds * where // 1000, seconds - short))
        free = start + short
        cut, optional = ELASTIC.get(title, (None, False))
        shortest = None if cut is None or cut // speed < CUT_LEAST_S else cut // speed
        made.append(Segment(title, Instant(opens + start * SECOND), short, shortest, optional))
    return tuple(made)


def windows(spans: Sequence[Span], shows: Sequence[ShowHead]) -> tuple[Window, ...]:
    """The spans as instants of these shows; none means any time."""
    found = []
    for span in spans:
        if span.evening < len(shows):
            head = shows[span.evening]
            length = head.planned_end - head.planned_start
            found.append(
                Window(
                    Instant(head.planned_start + length * span.start // 1000),
                    Instant(head.planned_start + length * span.end // 1000),
                )
            )
    return tuple(found)
