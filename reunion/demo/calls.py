"""A phone's requests: HTTP/1.1 over a plain stream, nothing of the server's own client code."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

ANSWER_WITHIN_S: Final = 15.0
LONGEST_HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters; of several equal names the last one."""
    body: bytes


async def call(origin: str, path: str, *, form: Mapping[str, str] | None = None, cookie: str = "") -> Answer:
    """GET, or POST when there is a form. Raises OSError, TimeoutError or ValueError when nothing whole comes."""
    where = urlsplit(origin)
    async with asyncio.timeout(ANSWER_WITHIN_S):
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=LONGEST_HEAD)
        try:
            writer.write(_request(where.netloc, origin, path, form, cookie))
            return await _answer(reader)
        finally:
            writer.close()


def _request(host: str, origin: str, path: str, form: Mapping[str, str] | None, cookie: str) -> bytes:
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    body = b"" if form is None else urlencode(form).encode()
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if form is not None:
        lines += [f"Origin: {origin}", f"Content-Length: {len(body)}"]
        lines.append("Content-Type: application/x-www-form-urlencoded")
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _answer(reader: asyncio.StreamReader) -> Answer:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:-2]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as broken:
        raise ConnectionError("the answer broke off") from broken
    return Answer(int(head[0].split(" ", 2)[1]), headers, body)
