"""The four separate consents, each with the version of the text, the channel and the instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reunion.domain.instants import Instant


class Purpose(StrEnum):
    """What a person may agree to, each for itself."""

    STORE = "store"
    ON_AIR = "on_air"
    RECORDING = "recording"
    SHARE = "share"
    """The other family may see the telephone number."""


class Channel(StrEnum):
    """How the agreement was given."""

    WEB = "web"
    VOLUNTEER = "volunteer"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Given:
    """One agreement."""

    version: str
    """Version of the text that was shown, e.g. `2026-11`."""
    channel: Channel
    at: Instant


@dataclass(frozen=True, slots=True)
class Consent:
    """What one registration agreed to; a roster row starts with nothing."""

    given: Mapping[Purpose, Given] = field(default_factory=lambda: MappingProxyType({}))

    def to(self, purpose: Purpose) -> bool:
        """Whether this purpose was agreed to."""
        return purpose in self.given
