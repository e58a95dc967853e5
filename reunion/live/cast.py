"""The words of a show, kept apart from its journal so that people can be forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reunion.domain.cards import Card
from reunion.domain.instants import Instant
from reunion.live.recent import Step


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what belongs to the ids in a show and its entries."""

    title: str = ""
    cards: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))
    """By item."""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Remarks, reasons and titles of inserted segments by the ids that entries carry."""
    authors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By the id of a text, who wrote it: of hand-over notes."""
    promises: Mapping[str, Instant] = field(default_factory=lambda: MappingProxyType({}))
    """By pair, the start last told to its family; the planned one where none is given."""
    recent: Sequence[Step] = ()
    """What was done last, oldest first."""

    def title_of(self, item: str) -> str:
        """The title of a segment, planned or inserted."""
        card = self.cards.get(item)
        return (card.title if card else "") or self.texts.get(item, "")
