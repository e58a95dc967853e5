import json
from urllib.parse import parse_qsl, urlencode

import pytest
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from reunion.web.requests import (
    BODY_MOST,
    FIELDS_MOST,
    Refusal,
    _pairs,
    checked,
    not_found,
    read_body,
    read_form,
    read_json,
    read_upload,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
MIXED = {"Content-Type": "multipart/form-data; boundary=x"}


class Wish(BaseModel):
    """What the JSON of these tests must be."""

    model_config = ConfigDict(extra="forbid")

    name: str
    persons: int = 1


async def body(request: web.Request) -> object:
    return len(await read_body(request, 1000))


async def form(request: web.Request) -> object:
    return dict(await read_form(request))


async def wish(request: web.Request) -> object:
    return (await read_json(request, Wish)).model_dump()


async def upload(request: web.Request) -> object:
    name, data, others = await read_upload(request, "file", 1000)
    return [name, data.decode(), dict(others)]


@pytest.fixture
async def ask():
    """`status, answer = await ask("form", data, headers)`: what that reader makes of a body."""

    def telling(read):
        async def handler(request: web.Request) -> web.Response:
            try:
                return web.json_response(await read(request))
            except Refusal as refusal:
                told = {"code": refusal.code, "fields": dict(refusal.fields)}
                return web.json_response(told, status=refusal.status)

        return handler

    app = web.Application()
    for read in (body, form, wish, upload):
        app.router.add_post(f"/{read.__name__}", telling(read))
    async with TestServer(app) as server, ClientSession() as session:

        async def asking(reader: str, data: object, headers: dict[str, str] | None = None):
            async with session.post(server.make_url(f"/{reader}"), data=data, headers=headers) as response:
                return response.status, await response.json()

        yield asking


def parts(*given: tuple[str, bytes]) -> bytes:
    """A multipart body of boundary x."""
    return (
        b"".join(b"--x\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n" for head, data in given)
        + b"--x--\r\n"
    )


async def test_a_form_keeps_every_value_in_its_order(ask):
    sent = "name=%E5%BC%A0%E4%BC%9F&c=1&c=2&empty="
    assert await ask("form", sent, FORM) == (200, {"name": ["张伟"], "c": ["1", "2"], "empty": [""]})


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff=1",
        b"name=%FF",
        b"%C3=1",
        b"name=%E4%EF%BF%BDb",
        "&".join(f"f{n}=" for n in range(FIELDS_MOST + 1)).encode(),
    ],
    ids=[
        "bytes",
        "escapes",
        "escapes of a name",
        "half a character before the mark for lost text",
        "too many fields",
    ],
)
async def test_a_form_that_is_not_urlencoded_utf8_is_broken(ask, sent: bytes):
    assert await ask("form", sent, FORM) == (400, {"code": "broken-form", "fields": {}})


async def test_a_mark_for_lost_text_that_was_pasted_is_an_answer(ask):
    assert await ask("form", b"name=a%EF%BF%BDb", FORM) == (200, {"name": ["a\ufffdb"]})


async def test_each_reader_wants_its_own_kind_of_body(ask):
    for reader, kind in (("form", "application/json"), ("wish", "text/plain"), ("upload", "text/plain")):
        status, answer = await ask(reader, b"x", {"Content-Type": kind})
        assert (status, answer["code"]) == (415, "wrong-type"), reader


async def test_a_body_as_large_as_allowed_is_read_and_one_byte_more_is_not(ask):
    assert await ask("body", b"x" * 1000) == (200, 1000)
    assert await ask("body", b"x" * 1001) == (413, {"code": "too-large", "fields": {}})


async def test_a_body_that_does_not_say_its_length_is_counted(ask):
    async def trickle():
        for _ in range(11):
            yield b"x" * 100

    assert await ask("body", trickle()) == (413, {"code": "too-large", "fields": {}})


async def test_a_body_that_is_not_compressed_as_it_says_is_broken(ask):
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/octet-stream"}
    status, answer = await ask("body", b"not gzip", headers)
    assert (status, answer["code"]) == (400, "broken-body")


async def test_json_becomes_a_checked_value(ask):
    sent = json.dumps({"name": "张伟", "persons": 3})
    assert await ask("wish", sent, JSON) == (200, {"name": "张伟", "persons": 3})


@pytest.mark.parametrize(
    "sent",
    [b"", b"{", b'{"name":"\xff"}', b"[" * 30_000, b'{"persons":NaN}'],
    ids=["empty", "open", "not utf-8", "deep", "not a number"],
)
async def test_what_is_not_json_is_said_to_be_none(ask, sent: bytes):
    assert await ask("wish", sent, JSON) == (400, {"code": "broken-json", "fields": {}})


async def test_wrong_and_unknown_fields_are_named(ask):
    status, answer = await ask("wish", json.dumps({"persons": "many", "nmae": "x"}), JSON)
    assert (status, answer["code"]) == (422, "invalid")
    assert set(answer["fields"]) == {"name", "persons", "nmae"}


async def test_json_that_is_no_object_is_wrong_as_a_whole(ask):
    status, answer = await ask("wish", b"[1]", JSON)
    assert (status, set(answer["fields"])) == (422, {"body"})


async def test_an_upload_gives_the_file_and_the_fields_beside_it(ask):
    data = FormData(quote_fields=False)
    data.add_field("side", "worker")
    data.add_field("file", "姓名\n".encode(), filename="名单.csv")

    assert await ask("upload", data) == (200, ["名单.csv", "姓名\n", {"side": "worker"}])


async def test_an_upload_without_a_file_asks_for_one(ask):
    sent = parts(('Content-Disposition: form-data; name="side"', b"worker"))
    assert await ask("upload", sent, MIXED) == (
        422,
        {"code": "invalid", "fields": {"file": ["choose a file"]}},
    )


async def test_a_file_larger_than_allowed_is_refused_where_it_becomes_too_large(ask):
    sent = parts(('Content-Disposition: form-data; name="file"; filename="a.csv"', b"x" * 1001))
    assert await ask("upload", sent, MIXED) == (413, {"code": "too-large", "fields": {}})
    status, _ = await ask("upload", b"x" * (BODY_MOST + 1001), MIXED)
    assert status == 413


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"Content-Type": "multipart/form-data"}, b"--x--\r\n"),
        (MIXED, b"no boundary in here"),
        (MIXED, parts(('Content-Disposition: form-data; name="side"', b"\xff"))),
        (MIXED, parts(("Content-Type: multipart/mixed; boundary=y", b"--y\r\n\r\na\r\n--y--"))),
        (MIXED, b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\nhalf"),
    ],
    ids=["no boundary", "no parts", "not utf-8", "nested", "breaks off"],
)
async def test_a_form_with_a_file_that_cannot_be_read_is_broken(ask, headers: dict[str, str], sent: bytes):
    assert await ask("upload", sent, headers) == (400, {"code": "broken-form", "fields": {}})


def test_a_value_of_our_own_is_checked_the_same_way():
    assert checked(Wish, {"name": "张伟"}) == Wish(name="张伟")
    with pytest.raises(Refusal) as refused:
        checked(Wish, {})
    assert (refused.value.status, set(refused.value.fields)) == (422, {"name"})


def test_a_refusal_without_a_message_says_its_code():
    refusal = not_found()
    assert (refusal.status, refusal.code, refusal.message, refusal.fields) == (
        404,
        "not-found",
        "not-found",
        {},
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"))


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=20))
def test_a_form_is_read_as_urllib_reads_it(pairs):
    body = urlencode(pairs).encode()
    assert _pairs(body) == parse_qsl(body.decode(), keep_blank_values=True)


@pytest.mark.parametrize("body", [b"a=%zz&b=%4", b"&&a", b"a=b=c", b"%61=%2B+%2b", b"a", b"="])
def test_odd_forms_are_read_as_urllib_reads_them(body):
    assert _pairs(body) == parse_qsl(body.decode(), keep_blank_values=True)
