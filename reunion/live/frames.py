"""Server frames of RFC 6455 as bytes, made once and written to every socket.

A server's frames are not masked, so one frame serves all; that is what makes the fan-out cheap.
"""

import zlib
from typing import Final

_FINAL_TEXT: Final = 0x81
_FINAL_DEFLATED_TEXT: Final = 0xC1
_FINAL_CLOSE: Final = 0x88

WINDOW_BITS: Final = 12
"""A window of 4 KB holds a whole picture, and every peer that offers 12 bits or more can read it."""
WORTH_DEFLATING: Final = 1024
"""Below this a broadcast costs the same per write whatever its length."""


def text_frame(text: bytes) -> bytes:
    """One whole text message, sent as it is."""
    return _header(_FINAL_TEXT, len(text)) + text


def deflated_frame(text: bytes) -> bytes:
    """One whole text message under permessage-deflate (RFC 7692).

    It refers to nothing that was sent before, so one frame is right for every peer, with or without context
    takeover, as long as nobody else writes compressed messages to that peer.
    """
    deflate = zlib.compressobj(wbits=-WINDOW_BITS)
    body = deflate.compress(text) + deflate.flush(zlib.Z_SYNC_FLUSH)
    body = body.removesuffix(b"\x00\x00\xff\xff")
    return _header(_FINAL_DEFLATED_TEXT, len(body)) + body


def close_frame(code: int, reason: str = "") -> bytes:
    """A closing frame; the reason may have 123 bytes."""
    body = code.to_bytes(2, "big") + reason.encode()
    if len(body) > 125:
        raise ValueError("the reason of a closing frame is longer than 123 bytes")
    return _header(_FINAL_CLOSE, len(body)) + body


def _header(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return bytes((first, 126)) + length.to_bytes(2, "big")
    return bytes((first, 127)) + length.to_bytes(8, "big")


class Shared:
    """One message for many sockets; its deflated form is made when the first socket wants it."""

    __slots__ = ("_deflated", "plain", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.plain = text_frame(text)
        self._deflated: bytes | None = None

    @property
    def deflated(self) -> bytes:
        """The frame for sockets that negotiated deflate; the plain one where deflating is not worth it."""
        if self._deflated is None:
            worth = len(self.text) > WORTH_DEFLATING
            self._deflated = deflated_frame(self.text) if worth else self.plain
        return self._deflated
