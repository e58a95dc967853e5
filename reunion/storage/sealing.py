"""Telephone numbers at rest: sealed with AES-GCM, found again by a keyed digest (blind index)."""

import hmac
import json
import secrets
from hashlib import sha256
from threading import Lock
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_VERSION: Final = b"\x01"
KNOWN_MOST: Final = 2048
"""Rows that are kept as they were read, a few kilobytes each: three evenings of a rundown board."""


class Unsealable(Exception):
    """The bytes were not sealed with this key, or were changed."""


class Seal:
    """Seals and opens with keys drawn from one secret of at least 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < KEY_BYTES:
            raise ValueError(f"the secret needs at least {KEY_BYTES} bytes")
        self._cipher = AESGCM(_derived(secret, b"seal"))
        self._index_key = _derived(secret, b"index")
        self._known: dict[str, tuple[bytes, Any]] = {}
        self._keeping = Lock()

    def close(self, value: Any) -> bytes:
        """The JSON value as sealed bytes; never the same twice."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, _VERSION)

    def open(self, sealed: bytes) -> Any:
        """The value that was sealed; raises Unsealable."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            plain = self._cipher.decrypt(nonce, body, _VERSION)
        except Exception as failure:
            raise Unsealable from failure
        return json.loads(plain.decode("utf-8", "surrogatepass"))

    def known(self, key: str, sealed: bytes) -> Any:
        """What was kept of the row with this key, or None once other bytes are sealed in it.

        Nothing is sealed the same twice, so they stand for one revision of the row, whoever wrote it.
        """
        before, row = self._known.get(key, (b"", None))
        return row if before == sealed else None

    def keep(self, key: str, sealed: bytes, row: Any) -> None:
        """Keep what was read of a row, in memory alone and in place of what it was; the oldest makes room."""
        with self._keeping:
            self._known.pop(key, None)
            while len(self._known) >= KNOWN_MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = sealed, row

    def digest(self, phone: str) -> bytes:
        """What stands in the index for an E.164 number; equal numbers give equal digests."""
        return self.keyed(phone.encode())

    def wish(self, name: str) -> bytes:
        """The same for the name of somebody who is asked for: they never signed up, and stand nowhere in the open."""
        return self.keyed(f"asks for {name}".encode())

    def keyed(self, value: bytes) -> bytes:
        """A digest that only the holder of the secret can make; without it nobody can try values out."""
        return hmac.digest(self._index_key, value, "sha256")[:16]


def _derived(secret: bytes, use: bytes) -> bytes:
    return hmac.digest(secret, b"reunion/" + use, sha256)
