"""The evidence as it is shown: field by field in bits, the strongest first."""

from functools import lru_cache

from reunion.domain.linking.decide import Judged
from reunion.domain.plans import Clue


@lru_cache(maxsize=1 << 15)
def _ranked(field: str, level: str, bits: float) -> tuple[float, str, Clue]:
    """A clue behind what it is sorted by: the same few thousand come again and again."""
    return -abs(bits), field, Clue(field, level, round(bits, 1) + 0.0)  # never -0.0


def evidence(one: Judged) -> tuple[Clue, ...]:
    """The waterfall of a judged candidate; levels are codes, no name or number stands in it.

    The bits are those against a stranger; `household` is what is left of them when somebody else of the same
    household could be meant.
    """
    ranked = [_ranked(field, level, bits) for field, level, bits, _ in one.scored.fields]
    ranked.sort()
    clues = [clue for _, _, clue in ranked]
    lost = round(min(0.0, one.scored.mate), 1)
    if lost:
        clues.append(Clue("household", "somebody-else", lost))
    return tuple(clues)
