"""A small gathering behind a server, and a member of staff in front of it."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from types import CodeType
from typing import Any

from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice
from reunion.domain.consent import Consent
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, begin, clock, family, suggest, worker

AT = "/staff/dongxing"
NEVER_ASKED = Consent()


async def fill(site: Any) -> None:
    """Two sure pairs, one uncertain link, two shows."""
    await begin(
        site.store,
        worker("w1", "张伟", "李芳", "母亲", phones=("+8613800138000",), village="双桥"),
        worker("w2", "刘强", "王芳", "妻子"),
        worker("w3", "陈静"),
        family("f1", "李芳", "张伟", "儿子", phones=("+8613900139000",), village="双桥"),
        family("f2", "王芳", "刘强", "丈夫", consent=NEVER_ASKED),
        family("f3", "陈大爷", "陈晶", "女儿"),
        shows=(EVE_ONE, EVE_TWO),
    )
    await suggest(
        site.store,
        [
            MatchRow("w1", "f1", 9990, MatchStanding.LINKED),
            MatchRow("w2", "f2", 9900, MatchStanding.LINKED),
            MatchRow("w3", "f3", 6000, MatchStanding.REVIEW, rule="not-sure-enough"),
        ],
    )
    await decide(site.store, GATHERING.id, [Choice("w1", "f1", MatchStanding.CONFIRMED)], by="a", clock=clock)
    await make_pairs(site.store, GATHERING.id)


@contextmanager
def called_here() -> Iterator[set[CodeType]]:
    """The functions that this thread, which is the event loop's, calls meanwhile."""
    found: set[CodeType] = set()
    sys.setprofile(lambda frame, event, _: found.add(frame.f_code) if event == "call" else None)
    try:
        yield found
    finally:
        sys.setprofile(None)


async def text_of(client: Any, path: str, status: int = 200) -> str:
    """The page, without its markup."""
    response = await client.get(path)
    assert response.status == status, await response.text()
    return bare(await response.text())


def bare(page: str) -> str:
    """Words only, blanks made one."""
    page = re.sub(r"<(script|noscript).*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


async def post(
    client: Any, path: str, fields: Mapping[str, Any] | None = None, *, follow: bool = True
) -> Any:
    """A button was pressed on one of our own pages."""
    return (
        await client.post(
            path, data=dict(fields or {}), headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=follow
        )
        if fields
        else await client.post(
            path,
            data=b"",
            headers={"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"},
            allow_redirects=follow,
        )
    )


async def post_json(client: Any, path: str, value: Mapping[str, Any]) -> Any:
    """A board sends a change."""
    return await client.post(path, json=dict(value), headers={"Sec-Fetch-Site": "same-origin"})
