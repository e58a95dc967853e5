"""Answers that cost nothing to whoever has them already: ETag and 304."""

import hashlib
from collections.abc import Mapping

from aiohttp import web


def unless_known(
    request: web.Request,
    body: bytes,
    kind: str,
    headers: Mapping[str, str] | None = None,
    *,
    says: bytes | None = None,
) -> web.Response:
    """The bytes with their tag, or 304 for a reader that says it has them.

    `says` is what of the bytes a reader would miss; with it the tag is weak: other bytes may say the same.
    """
    tag = hashlib.sha256(body if says is None else says).hexdigest()[:32]
    known = request.if_none_match or ()
    weak = "" if says is None else "W/"
    sent = {"ETag": f'{weak}"{tag}"', "Cache-Control": "no-cache", **(headers or {})}
    if any(one.value in (tag, "*") for one in known):
        return web.Response(status=304, headers=sent)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=sent)
