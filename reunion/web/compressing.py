"""Pages and files sent smaller to whoever takes gzip: once for each state where all see the same, else as they go.

Why nobody can guess at what stands on a page by its compressed length: docs/decisions/0020.
"""

import gzip
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from aiohttp import web

from reunion.domain.access import PUBLIC
from reunion.web.keys import IDENTITY, STATIC_FILES

LEAST: Final = 1024
"""Bytes: a smaller answer is one packet either way."""
FILES_KEPT: Final = 200
CODING: Final = "gzip"
_TEXTS: Final = re.compile(r"text/.+|application/(json|javascript|manifest\+json)|image/svg\+xml")
_NONE: Final = re.compile(r"q=0(\.0*)?")


def takes_gzip(request: web.Request) -> bool:
    """Whether the reader says so."""
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == CODING:
            return not _NONE.fullmatch(weight.strip())
    return False


def packed(body: bytes) -> bytes:
    """The same bytes for the same body, whenever it was packed."""
    return gzip.compress(body, mtime=0)


async def static_file(request: web.Request) -> web.StreamResponse:
    """GET /static/{digest}/{path}: a text packed once, everything else as it is."""
    path = request.app[STATIC_FILES].get(request.match_info["path"])
    if path is None:
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers, now = {"Content-Type": kind}, path.stat()
    if now.st_size >= LEAST and _TEXTS.fullmatch(kind):
        headers["Vary"] = "Accept-Encoding"
        if takes_gzip(request):
            body = _packed_file(path, now.st_mtime_ns)
            return web.Response(body=body, headers={**headers, "Content-Encoding": CODING})
    return web.FileResponse(path, headers=headers)


@lru_cache(maxsize=FILES_KEPT)
def _packed_file(path: Path, _written: int) -> bytes:
    return packed(path.read_bytes())


def compress(request: web.Request, response: web.StreamResponse, *, ours: bool) -> None:
    """Have an answer that was made for this request sent smaller; `ours` says that no other site made them ask."""
    if (
        not isinstance(response, web.Response)
        or not isinstance(response.body, bytes)
        or len(response.body) < LEAST
        or not _TEXTS.fullmatch(response.content_type)
        # other bytes under one tag would be taken for these
        or {"Content-Encoding", "ETag"} & response.headers.keys()
    ):
        return
    vary = response.headers.get("Vary")
    response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    if takes_gzip(request) and (ours or request.get(IDENTITY, PUBLIC) is PUBLIC):
        response.enable_compression(web.ContentCoding.gzip)
