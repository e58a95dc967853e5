"""What was made for everybody, with the state it was made of."""

from collections.abc import Callable, Hashable
from typing import Final

MOST: Final = 200
"""A page is up to 100 KB."""


class Kept:
    """Bytes by what they are of; another state makes them anew, and the oldest leave first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.made = 0
        """How often bytes had to be made."""
        self._kept: dict[Hashable, tuple[tuple[object, ...], bytes]] = {}

    def body(self, key: Hashable, state: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The kept bytes, or new ones when `state` is another one than they were made of."""
        found = self._kept.get(key)
        if found is not None and found[0] == state:
            return found[1]
        made = make()
        self.made += 1
        self._kept.pop(key, None)
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = state, made
        return made
