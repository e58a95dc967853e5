"""What is left to see of a show that is over: how many met, when, from which towns. Nobody's name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reunion.domain.instants import Instant
from reunion.domain.rundown import Kind, Phase, State
from reunion.live.scene import Scene


@dataclass(frozen=True, slots=True)
class Recap:
    """A show as it went, for everybody."""

    families: int
    """Pairs that met on air."""
    began: Instant
    ended: Instant
    towns: Sequence[tuple[str, int]]
    """Home townships with how many of their families met, the most first."""


def recap(scene: Scene) -> Recap | None:
    """The summary of this show; None before it is over."""
    show = scene.show
    if show.phase is not Phase.ENDED or show.started is None or show.ended is None:
        return None
    met = [item for item in show.items.values() if item.kind is Kind.SLOT and item.state is State.AIRED]
    cards = (scene.cast.cards.get(item.id) for item in met if item.id not in show.barred)
    towns = Counter(card.family.township for card in cards if card and card.family and card.family.township)
    ranked = sorted(towns.items(), key=lambda one: (-one[1], one[0]))
    return Recap(len(met), show.started, show.ended, ranked)
