"""Port for whatever knows the people of a gathering and says who may belong together."""

from collections.abc import Collection, Sequence
from typing import Protocol

from reunion.domain.circle import Known
from reunion.domain.doubles import Double
from reunion.domain.plans import MatchRow


class Gone(Exception):
    """It ended and forgot everything; tell it anew."""


class Stumbled(Exception):
    """It failed over one gathering, at the place that is named; the others are as they were."""


class Circles(Protocol):
    """A circle of people for each gathering (domain/circle.py). Every method raises Gone and Stumbled."""

    async def clear(self, gathering: str, weights: str = "") -> None:
        """Forget this gathering; weigh by these from now on, empty for those the program is shipped with."""
        ...

    async def fill(self, gathering: str, people: Sequence[Known]) -> None:
        """Take people in, with nobody to be asked yet."""
        ...

    async def change(
        self, gathering: str, people: Sequence[Known], gone: Collection[str] = ()
    ) -> Sequence[str]:
        """Take people in or correct them, and forget others; the families to be asked anew."""
        ...

    async def families(self, gathering: str) -> Sequence[str]:
        """Whom one can ask for."""
        ...

    async def ask(self, gathering: str, families: Sequence[str]) -> Sequence[MatchRow]:
        """What speaks for whom, by family."""
        ...

    async def alike(self, gathering: str, people: Sequence[str]) -> Sequence[Double]:
        """Who of their own side is, or may be, the same person as one of these."""
        ...

    async def close(self) -> None:
        """End it."""
        ...
