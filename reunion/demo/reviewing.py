"""The demo's staff at the links board: most doubtful links are decided as the truth is, some are left."""

from collections.abc import Mapping
from random import Random
from typing import Final

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Clock, Store
from reunion.demo.crowd import Crowd
from reunion.domain.people import Registration
from reunion.domain.plans import MatchStanding

LEFT: Final = 0.3
"""Share of the review list that is left for whoever tries the links board."""


async def review(
    store: Store,
    gathering: str,
    crowd: Crowd,
    became: Mapping[str, Registration],
    *,
    by: str,
    clock: Clock,
) -> int:
    """Confirm or refuse what stands under review; how many were decided."""
    rows = {registration.id: row for row, registration in became.items()}
    true = {(link.worker, link.family) for link in crowd.truth}
    rng = Random(f"review/{crowd.seed}")  # noqa: S311 - the same decisions every time
    choices: list[Choice] = []
    for match in await store.matches.every(gathering, MatchStanding.REVIEW):
        if rng.random() < LEFT:
            continue
        right = (rows.get(match.worker), rows.get(match.family)) in true
        standing = MatchStanding.CONFIRMED if right else MatchStanding.REFUSED
        choices.append(Choice(match.worker, match.family, standing))
    if choices:
        await decide(store, gathering, choices, by=by, clock=clock)
    return len(choices)
