"""What linking still has to do for one gathering."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from reunion.domain.people import Registration

SHIFT: Final = 50
"""After one in so many people changed, everybody is asked anew: how common a name is has shifted by then."""


@dataclass(slots=True)
class Backlog:
    """Whom to read, take in, ask for and mend; changed in place by the one task that links."""

    anew: bool = False
    """Read and ask everybody."""
    noted: dict[str, Registration] = field(default_factory=dict)
    due: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """Families to ask for."""
    fresh: set[str] = field(default_factory=set)
    """Noted people whose families were not all asked for yet."""
    mend: OrderedDict[str, None] = field(default_factory=OrderedDict)
    """People whose doubles and pairs a stop left undone."""
    filled: bool = False
    """Whether the circle holds everybody."""
    changed: int = 0
    """People since everybody was asked."""
    people: int = 0
    at_it: bool = False
    failures: int = 0
    """In a row."""
    resting: bool = False

    @property
    def left(self) -> int:
        """How many people and families are still to be looked at."""
        return len(self.noted) + len(self.due) + self.anew + len(self.mend) + self.at_it

    @property
    def ready(self) -> bool:
        """Whether something is to be done now."""
        return bool(self.left) and not self.resting

    @property
    def shifted(self) -> bool:
        """Whether so many changed that everybody is to be asked anew."""
        return self.changed * SHIFT > self.people

    def owe(self, families: Iterable[str], *, first: bool = False) -> None:
        """Ask for these too, before the others or after them."""
        for id_ in families:
            self.due[id_] = None
            if first:
                self.due.move_to_end(id_, last=False)

    def forget(self) -> None:
        """What the circle holds is not sure any more: begin anew if there was anything."""
        self.anew = self.anew or self.filled or bool(self.left)
        self.filled = False


def first_of(waiting: OrderedDict[str, None], most: int) -> list[str]:
    """Take at most so many away from the front."""
    return [waiting.popitem(last=False)[0] for _ in range(min(most, len(waiting)))]
