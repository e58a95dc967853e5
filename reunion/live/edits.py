"""Who writes on which cue card: said to the other desks, kept nowhere, and in nobody's way."""

from typing import Any, Final

from reunion.live.seats import Seat, Turns

EDIT_S: Final = 45.0
"""For how long it counts unless the desk says it again (static/js/desk/writing.js does, every 20 s)."""


class Edits:
    """One item at most for each desk; whoever began first stands first."""

    __slots__ = ("_begun", "_turns")

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._begun: dict[Seat, tuple[str, float]] = {}
        """The item, and until when."""

    def begin(self, seat: Seat, item: str) -> str:
        """This desk writes there from now on; gives who was at it before, or the empty text."""
        if self._begun.get(seat, ("",))[0] != item:
            self.end(seat)
        self._begun[seat] = item, self._turns.time() + EDIT_S
        return next((one.who for one, its in self._standing() if its == item and one is not seat), "")

    def end(self, seat: Seat) -> bool:
        """This desk writes nowhere any more; whether it did."""
        return self._begun.pop(seat, None) is not None

    def shown(self) -> list[dict[str, Any]]:
        """As desks hear it."""
        return [{"item": item, "by": seat.who} for seat, item in self._standing()]

    def _standing(self) -> list[tuple[Seat, str]]:
        now = self._turns.time()
        self._begun = {seat: edit for seat, edit in self._begun.items() if edit[1] > now}
        return [(seat, item) for seat, (item, _) in self._begun.items()]
