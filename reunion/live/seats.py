"""A seat: one joined socket, as the fan-out sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from reunion.domain.people import Side
from reunion.live.frames import WINDOW_BITS, Shared


class Wire(Protocol):
    """What the fan-out needs of a transport; every asyncio and uvloop transport has it."""

    def write(self, data: bytes, /) -> None:
        """Send without waiting."""

    def get_write_buffer_size(self) -> int:
        """Bytes that the kernel has not taken yet."""

    def is_closing(self) -> bool:
        """Whether nothing can be sent any more."""

    def close(self) -> None:
        """Send what waits, then close."""

    def abort(self) -> None:
        """Close at once, without sending what waits."""


class Handle(Protocol):
    """A call that was put off."""

    def cancel(self) -> None:
        """Do not make it."""


class Turns(Protocol):
    """Who calls us later: an event loop, or a test that turns the clock by hand."""

    def time(self) -> float:
        """Seconds on a clock that never goes back."""

    def call_soon(self, callback: Callable[..., object], /, *args: Any) -> Handle:
        """Call in the next turn."""

    def call_later(self, delay: float, callback: Callable[..., object], /, *args: Any) -> Handle:
        """Call after so many seconds."""


class _Left:
    """Takes the place of a transport once its seat is given up, so that no late write can reach it."""

    __slots__ = ()

    def write(self, data: bytes, /) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return True

    def close(self) -> None:
        pass

    def abort(self) -> None:
        pass


LEFT: Final = _Left()


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a room; sizes in bytes, times in seconds."""

    slice: int = 250
    """Sockets written before others get a turn: about 3 ms of kernel time."""
    screen_backlog: int = 32 * 1024
    """A screen or family with more than this unsent is lagging."""
    desk_backlog: int = 1024 * 1024
    """The same for a desk: a hello of a 512-item show must fit."""
    lag: float = 30.0
    """A socket that lags longer than this is cut."""
    drain_every: float = 0.25
    join_window: float = 0.04
    """Changes within this time become one write to a screen."""
    family_tick: float = 5.0
    """A family's page that hears nothing for 12 s says so. The kernel would probe its line as often."""
    screen_ticks: int = 4
    """A screen gets every fourth of them."""
    desk_tick: float = 5.0
    """A desk that hears nothing for 8 s tells the host that it is stale."""
    desk_silence: float = 8.0
    """A desk asks something with every tick of a show that runs; one that is silent for longer may be a dead line."""
    presence: float = 0.25
    """Comings and goings of desks within this time are said at once, or a storm of desks would be quadratic."""
    kept_changes: int = 1024
    per_room: int = 20_000
    per_address: int = 1000
    """A village hall, a school or a carrier's gateway is one address."""


class Seat:
    """One joined socket. Whoever writes to it is the only writer of its data frames."""

    __slots__ = (
        "address",
        "deflates",
        "line",
        "owner",
        "plain",
        "session",
        "side",
        "subject",
        "told",
        "who",
        "wire",
    )

    def __init__(
        self,
        wire: Wire,
        *,
        window_bits: int = 0,
        address: str = "",
        owner: str = "",
        who: str = "",
        subject: str = "",
        side: Side = Side.FAMILY,
        session: bytes = b"",
    ) -> None:
        self.line = wire
        self.wire = wire
        """The line for as long as the seat is taken; afterwards nothing."""
        self.deflates = window_bits >= WINDOW_BITS
        self.address = address
        self.owner = owner
        """Account or registration for whom the socket was opened; empty for a stranger."""
        self.who = who
        """Who sits there, for the other desks to see; empty for families and screens."""
        self.subject = subject
        """A family's pair."""
        self.side = side
        """Which side of it."""
        self.session = session
        """Digest of the token it was opened with; empty when it ends with no session."""
        self.plain = not self.deflates and not subject
        """A screen like most: it gets the plain frame and nothing else."""
        self.told: object = None
        """What this family heard last about itself."""

    def send(self, message: Shared) -> None:
        """Write a message whatever waits before it."""
        self.wire.write(message.deflated if self.deflates else message.plain)

    def leave(self) -> None:
        """Write nothing to this socket any more."""
        self.wire = LEFT
