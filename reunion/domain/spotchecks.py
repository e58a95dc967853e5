"""How right the links are that nobody looked at: a sample a day, judged by hand, and what follows from it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeVar

SAMPLE: Final = 30
Z: Final = 1.96
"""Standard deviations of a 95 % interval."""

Link = TypeVar("Link", bound=tuple[str, str, int])


class Verdict(StrEnum):
    """What somebody said of a link of the sample."""

    OPEN = ""
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Precision:
    """Estimated share of right links, with its 95 % interval; all from 0 to 1."""

    judged: int
    wrong: int
    share: float
    low: float
    high: float


def drawn(links: Iterable[Link], seed: str, size: int = SAMPLE) -> tuple[Link, ...]:
    """So many (worker, family, score), the same ones for the same seed, whatever order they come in.

    Those with the smallest digests: as good as by lot, and who is in does not hang on who else is there.
    """

    def lot(link: Link) -> bytes:
        return sha256(f"{seed}/{link[0]}/{link[1]}".encode()).digest()

    return tuple(sorted(links, key=lot)[:size])


def precision(verdicts: Iterable[Verdict]) -> Precision | None:
    """What the judged ones say of all; None before the first.

    The interval is Wilson's score interval (Wilson 1927), which also holds when none of thirty is wrong.
    """
    judged = [verdict for verdict in verdicts if verdict is not Verdict.OPEN]
    count = len(judged)
    if not count:
        return None
    share = judged.count(Verdict.RIGHT) / count
    spread = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
    middle, whole = share + Z * Z / (2 * count), 1 + Z * Z / count
    low, high = (middle - spread) / whole, (middle + spread) / whole
    return Precision(count, judged.count(Verdict.WRONG), share, max(low, 0.0), min(high, 1.0))
