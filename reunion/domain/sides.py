"""The two ends of the line."""

from enum import StrEnum


class Side(StrEnum):
    """Which end of the line somebody stands at."""

    WORKER = "worker"
    FAMILY = "family"

    @property
    def other(self) -> "Side":
        """The far end of the line."""
        return Side.FAMILY if self is Side.WORKER else Side.WORKER
