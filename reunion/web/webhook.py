"""Messages to families through a gateway: one signed POST each (docs/operating.md)."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from aiohttp import web

from reunion.actions.ports import Carrier, Clock, Message
from reunion.actions.ports.outbox import LOST
from reunion.domain.calls import Call
from reunion.domain.instants import SECOND
from reunion.domain.people import Gathering, Side
from reunion.domain.rundown import Why
from reunion.web.days import clock, long_day, zone_name
from reunion.web.keys import NOW, SETTINGS
from reunion.web.locale import DEFAULT, translations

WITHIN_S: Final = 5.0
"""A gateway answers within this, or the message is tried again."""
SENTENCES: Final[Mapping[str, str]] = {
    Call.HOUR: "“%(title)s”: your turn comes at about %(clock)s. Open your personal page and press “I will come”.",
    Call.HALF: "“%(title)s”: your turn comes at about %(clock)s. Please get ready and open your personal page.",
    Call.TEN: "“%(title)s”: about ten minutes to go. Please open your personal page and press “I am here now”.",
    Call.THREE: "“%(title)s”: about three minutes to go. Please sit down before the telephone.",
    Call.NOW: "“%(title)s”: it is your turn now. Please answer the call.",
    Why.START: "“%(title)s”: the show begins later. Your turn is now at about %(clock)s.",
    Why.HELD: "“%(title)s”: the show pauses. Your turn is now at about %(clock)s.",
    Why.LONGER: "“%(title)s”: those before you talked a little longer. Your turn is now at about %(clock)s.",
    Why.MOVED: "“%(title)s”: the order has changed. Your turn is now at about %(clock)s.",
    Why.EARLIER: "“%(title)s”: your turn comes earlier, at about %(clock)s. Please open your personal page now.",
    LOST: "“%(title)s”: your time on %(day)s at about %(clock)s holds no more. We look for another and tell you.",
    Why.PLACED: "“%(title)s”: your time is fixed. Your turn is on %(day)s at about %(clock)s.",
    Why.PLANNED: "“%(title)s”: we planned the evening anew. Your turn is now on %(day)s at about %(clock)s.",
}
"""By what a message says; without names: a text message is read by whoever holds the telephone."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a dot and the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def body_of(message: Message, text: str, phones: Sequence[str]) -> bytes:
    """What is posted."""
    said: dict[str, Any] = {
        "id": message.key,
        "kind": message.kind,
        "what": message.what,
        "show": message.show,
        "item": message.item,
        "side": message.side.value,
        "start": message.start,
        "text": text,
        "phones": list(phones),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def text_of(message: Message, gathering: Gathering) -> str:
    """The message as people read it, in the first language of the pages.

    A worker, who may be abroad, is told whose time it is.
    """
    hour = clock(message.start, gathering.zone)
    if message.side is Side.WORKER:
        hour = f"{zone_name(gathering.zone)} {hour}"
    words = {
        "title": gathering.title,
        "day": long_day(message.start, gathering.zone, DEFAULT),
        "clock": hour,
    }
    return translations(DEFAULT).gettext(SENTENCES[message.what]) % words


def carrier_of(app: web.Application) -> Carrier | None:
    """The gateway that the settings name; None where they name none."""
    settings = app[SETTINGS]
    if not settings.webhook_url:
        return None
    return Webhook(settings.webhook_url, settings.webhook_secret, app[NOW])


@dataclass(frozen=True, slots=True)
class Webhook:
    """Posts messages to one address; `now` is the clock that the signature names."""

    url: str
    secret: str
    now: Clock

    async def carry(self, message: Message, gathering: Gathering, phones: Sequence[str]) -> bool:
        """Whether the gateway took it (any 2xx); redirects are not followed."""
        body = body_of(message, text_of(message, gathering), phones)
        timestamp = self.now() // SECOND
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "X-Reunion-Timestamp": str(timestamp),
            "X-Reunion-Signature": f"sha256={signature(self.secret, timestamp, body)}",
        }
        within = aiohttp.ClientTimeout(total=WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(timeout=within) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
