"""Taking over into the published rundowns who joins a pair or leaves it; what failed is tried again."""

from dataclasses import dataclass, field, replace
from typing import Final

from reunion.actions.barring import Over, catch_up, follow_pairs, is_settled
from reunion.actions.ports import Remade, Store
from reunion.actions.running import Stages

BY: Final = "casting"
"""Who stands in the journal for what follows from a pair."""


@dataclass(slots=True)
class Casting:
    """Keeps who is on the cards of this node's shows."""

    store: Store
    stages: Stages
    _owed: dict[str, Remade] = field(default_factory=dict)
    """By gathering, the pairs whose slots are still to be looked at."""
    _over: dict[tuple[str, str], Remade] = field(default_factory=dict)
    """By (show, item), pairs that changed when their slot was over, which an undo may bring back."""

    def owe(self, remade: Remade) -> None:
        """These pairs are others now."""
        before = self._owed.get(remade.gathering, replace(remade, pairs=frozenset(), people=frozenset()))
        pairs, people = before.pairs | remade.pairs, before.people | remade.people
        self._owed[remade.gathering] = Remade(remade.gathering, pairs, people)

    async def begin(self) -> None:
        """Finish what a stop left undone, and know again what an undo may bring back."""
        for gathering, over in (await catch_up(self.store, self.stages, by=BY)).items():
            self._await(gathering, over)

    async def look(self) -> None:
        """Take over what is owed; what cannot be stored stays owed, and is raised."""
        await self._bring_back()
        for gathering in list(self._owed):
            remade = self._owed.pop(gathering, None)
            if remade is None:
                continue  # another look has it
            try:
                over = await follow_pairs(self.store, self.stages, remade, by=BY)
            except BaseException:
                self.owe(remade)
                raise
            self._await(gathering, over)

    def _await(self, gathering: str, over: Over) -> None:
        self._over |= {slot: Remade(gathering, frozenset([pair]), frozenset()) for slot, pair in over.items()}

    async def _bring_back(self) -> None:
        for (show, item), remade in list(self._over.items()):
            stage = await self.stages.get(show)
            if stage is None or item not in stage.show.items:
                self._over.pop((show, item), None)
            elif not is_settled(stage.show, item) and self._over.pop((show, item), None) is not None:
                self.owe(remade)
