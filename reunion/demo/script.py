"""The scripted host's decisions: what a desk does next, from what the desk shows. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from reunion.domain.instants import SECOND, Instant

AHEAD: Final = frozenset({"planned", "standby"})
PARKED: Final = frozenset({"skipped", "no_show"})
ABSENT: Final = frozenset({"invited", "lost", "no_show"})
"""Readiness at which nobody can be put on air."""
PRESENT: Final = frozenset({"waiting", "checked", "ready"})
RING_AHEAD: Final = 3
"""The director rings whoever of the next three has not answered."""
GRACE: Final = 0.25
"""Share of an item's length the host stretches it while the next pair is not there."""
LATE: Final = 0.15
"""Share of the missed pairs that turn up while any one later item is on air."""
NOTES: Final = (
    "讲得很好，可以剪进集锦。",
    "家里网络有点卡。",
    "请导播给娃娃一个特写。",
    "婆婆听力不好，说慢一点。",
)

Fields = dict[str, Any]


@dataclass(slots=True)
class Mirror:
    """What a desk knows: the last hello and every change since."""

    show: Fields = field(default_factory=dict)
    rows: dict[str, Fields] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    run: str = ""
    revision: int = -1

    def read(self, message: Mapping[str, Any]) -> None:
        """Take a message of the desk's socket in; others than hello and change are passed over."""
        if message["type"] == "hello":
            self.run = message["run"]
            self.rows = {row["item"]: row for row in message["items"]}
            self.order = [row["item"] for row in message["items"]]
        elif message["type"] == "change":
            self.rows |= {row["item"]: row for row in message["items"]}
            self.order = message.get("order", self.order)
        else:
            return
        self.show = message["show"]
        self.revision = message["revision"]

    def ahead(self) -> Iterator[Fields]:
        """What TAKE will put on air, in order."""
        standby = self.show.get("standby")
        if standby:
            yield self.rows[standby]
        for key in self.order:
            row = self.rows[key]
            if row["state"] == "planned" and not row.get("barred"):
                yield row


class Script:
    """A host who mostly takes in time and now and then does everything else; the same seed acts the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._done: set[tuple[str, str]] = set()
        self._held_until = Instant(0)
        self._undo_next = False

    def next(self, desk: Mirror, now: Instant) -> Fields | None:
        """The command to send at this instant, or None when there is nothing to do yet."""
        state = desk.show["state"]
        if state == "ended":
            return None
        if state == "ready":
            return {"do": "start"} if now >= desk.show["planned_start"] else None
        if state == "held":
            return {"do": "resume"} if now >= self._held_until else None
        if self._undo_next and desk.show["undoable"] is not None:
            self._undo_next = False
            return {"do": "undo", "revision": desk.show["undoable"]}
        return self._ring(desk) or self._on_air(desk, now)

    def _chance(self, item: str, what: str) -> float:
        return Random(f"{self._seed}/{item}/{what}").random()  # noqa: S311 - the same evening every time

    def _once(self, item: str, what: str, share: float) -> bool:
        """Whether this happens to this item, asked for the first time."""
        if (item, what) in self._done:
            return False
        self._done.add((item, what))
        return self._chance(item, what) < share

    def _ring(self, desk: Mirror) -> Fields | None:
        """Ring those of the next few who have not answered, as a director's assistant does."""
        for row, _ in zip(desk.ahead(), range(RING_AHEAD), strict=False):
            if row["kind"] != "slot":
                continue
            for side, ready in zip(("worker", "family"), row["ready"], strict=True):
                if ready in ("invited", "confirmed") and self._once(row["item"], f"ring {side}", 0.97):
                    return {"do": "ready", "item": row["item"], "side": side, "state": "ready"}
        return None

    def _on_air(self, desk: Mirror, now: Instant) -> Fields | None:
        on_air = desk.show["on_air"]
        if on_air is None:
            return self._advance(desk, None)
        row = desk.rows[on_air]
        length = row["seconds"] * SECOND
        elapsed = now - row["started"] - row["held_ms"]
        if elapsed < length * (0.9 + 0.2 * self._chance(on_air, "length")):
            return self._meanwhile(desk, row, elapsed / length, now)
        coming = next(desk.ahead(), None)
        missing = coming is not None and coming["kind"] == "slot" and self._absent(coming)
        if missing and coming is not None:
            if elapsed < length * (1 + GRACE):
                return None
            return {"do": "no_show", "item": coming["item"], "reason": "电话没有人接"}
        return self._advance(desk, on_air)

    def _absent(self, row: Fields) -> bool:
        return any(ready in ABSENT for ready in row["ready"])

    def _advance(self, desk: Mirror, leaving: str | None) -> Fields:
        if next(desk.ahead(), None) is None:
            return {"do": "end"}
        return {"do": "take", "leaving": leaving}

    def _meanwhile(self, desk: Mirror, row: Fields, share: float, now: Instant) -> Fields | None:
        """What a host does while an item is on air."""
        item = row["item"]
        if share > 0.3:
            if back := self._recallable(desk):
                return {"do": "recall", "item": back}
            if self._once(item, "note", 0.08):
                note = NOTES[int(self._chance(item, "words") * len(NOTES))]
                return {"do": "note", "item": item, "text": note}
            if self._once(item, "move", 0.05) and (moved := self._swapped(desk)):
                return moved
        if share > 0.5:
            if self._once(item, "hold", 0.04):
                self._held_until = Instant(now + row["seconds"] * SECOND // 5)
                return {"do": "hold"}
            if self._once(item, "skip", 0.03) and (far := self._far(desk)):
                # A slip of the finger: taken back at once, every second time.
                self._undo_next = self._chance(item, "slip") < 0.5
                return {"do": "skip", "item": far, "reason": "家里停电，改天再约"}
        if share > 0.7 and self._once(item, "extend", 0.1):
            return {"do": "extend", "item": item, "seconds": max(5, row["seconds"] // 4)}
        return None

    def _recallable(self, desk: Mirror) -> str | None:
        """A missed pair that has turned up since, or that somebody reached after a while."""
        on_air = desk.show["on_air"]
        for key in desk.order[: desk.order.index(on_air) if on_air in desk.order else None]:
            row = desk.rows[key]
            if row["state"] != "no_show" or row.get("barred"):
                continue
            came = all(ready in PRESENT for ready in row["ready"])
            late = self._chance(f"{key} {on_air}", "late") < LATE
            if (came or late) and self._once(key, "recall", 1.0):
                self._done -= {(key, "ring worker"), (key, "ring family")}
                return key
        return None

    def _far(self, desk: Mirror) -> str | None:
        slots = [row["item"] for row in desk.ahead() if row["kind"] == "slot"]
        return slots[5] if len(slots) > 6 else None

    def _swapped(self, desk: Mirror) -> Fields | None:
        """Two neighbours further down changed over."""
        slots = [row["item"] for row in desk.ahead() if row["kind"] == "slot"]
        if len(slots) < 6:
            return None
        revision = desk.show["rundown_revision"]
        return {"do": "move", "item": slots[4], "before": slots[3], "rundown_revision": revision}
