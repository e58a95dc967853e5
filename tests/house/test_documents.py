"""The documents say what the program does."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import click
import pytest
from aiohttp import web

from reunion.cli import reunion
from reunion.domain import commands as do
from reunion.domain.people import Side
from reunion.domain.refusal import CODES
from reunion.domain.timing import project
from reunion.live import pictures, rows, wire
from reunion.live.recent import Step
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind, Route
from tests.live.staging import EIGHT, a_show, stored

from .tree import ROOT, files, name

PROTOCOL: Final = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
OPERATING: Final = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
WORDS: Final = (ROOT / "docs/words.md").read_text(encoding="utf-8")
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def section(document: str, title: str) -> str:
    """The text under a heading, up to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#+ |\Z)", document, re.DOTALL | re.MULTILINE)
    assert found, f"no section {title!r}"
    return found.group(1)


def first_column(text: str) -> list[str]:
    """The first cells of a table's rows, without its head and without the marks around code."""
    rows = [line.split("|")[1].strip().strip("`") for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows[1:] if not set(row) <= set("-: ")]


def examples(text: str) -> list[dict[str, Any]]:
    """The JSON objects of a text's code blocks, one after another in a block."""
    found = []
    for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL):
        rest = block.strip()
        while rest:
            message, end = json.JSONDecoder().raw_decode(rest)
            found.append(message)
            rest = rest[end:].strip()
    return found


def broken_links(text: str, folder: str) -> list[str]:
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    return [target for target in targets if "://" not in target and not (ROOT / folder / target).exists()]


def commands(group: click.Group, before: str = "") -> Iterable[str]:
    """`serve`, `backup`, … as a person types them."""
    context = click.Context(group)
    for key in sorted(group.list_commands(context)):
        command = group.get_command(context, key)
        assert command is not None, key
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{key} ")
        elif not command.hidden:
            yield before + key


def test_every_refusal_code_is_described_once():
    assert sorted(first_column(section(PROTOCOL, "Refusal codes"))) == sorted(CODES)


def test_every_do_is_described_and_its_example_is_understood():
    asking = section(PROTOCOL, "What a desk may ask")
    assert sorted(first_column(asking)) == sorted(wire.DOES)
    shown = [wire.asked(json.dumps(example)) for example in examples(asking)]
    assert {asked.do for asked in shown} == set(wire.DOES)


def test_every_frame_of_the_server_has_an_example():
    shown = {example["type"] for example in examples(PROTOCOL)}
    assert shown == {
        "picture",
        "tick",
        "you",
        "hello",
        "change",
        "do",
        "done",
        "refused",
        "suggestions",
        "editing",
        "auto",
        "vetoed",
        "gone",
    }


def test_every_word_has_its_chinese_and_a_meaning():
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in WORDS.splitlines()
        if line.startswith("|")
    ]
    body = rows[2:]
    assert [row for row in body if len(row) != 3 or not HAN.search(row[1]) or len(row[2]) < 10] == []
    words = [row[0] for row in body]
    assert len(words) == len(set(words)) >= 30


def test_every_setting_is_described():
    from reunion.config import Settings

    wanted = [f"REUNION_{field.upper()}" for field in Settings.model_fields]
    assert sorted(first_column(section(OPERATING, "Settings"))) == sorted(wanted)


def test_every_command_is_described():
    rows = first_column(section(OPERATING, "Commands"))
    described = [row.removeprefix("reunion ").split(" ")[0] for row in rows]
    assert sorted(described) == sorted(commands(reunion))


def unexplained(routes: Iterable[Route]) -> list[str]:
    """Routes whose handler does not say in its first line by what address it is reached; the API has /openapi.json."""
    return [
        f"{route.method} {route.path}"
        for route in routes
        if route.kind in (Kind.PAGE, Kind.FEED, Kind.SOCKET)
        and not re.match(r"(GET|POST|HEAD)\b.* ?/", (route.handler.__doc__ or "").split("\n")[0])
    ]


def test_every_page_feed_and_socket_says_what_it_is():
    assert unexplained(ROUTES) == []


def test_a_page_that_says_nothing_is_found():
    async def silent(request: web.Request) -> web.StreamResponse:
        raise NotImplementedError

    assert unexplained([Route("GET", "/x", silent, frozenset())]) == ["GET /x"]


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".md"], ids=name)
def test_links_lead_somewhere(path):
    assert broken_links(path.read_text(encoding="utf-8"), str(path.parent)) == []


def test_what_is_wrong_in_a_document_is_found():
    table = '# A\n| code | when |\n|---|---|\n| `x` | y |\n\n## B\n```json\n{"type": 1}\n{"type": 2}\n```\n'
    assert first_column(section(table, "A")) == ["x"]
    assert examples(section(table, "B")) == [{"type": 1}, {"type": 2}]
    assert broken_links("[a](nowhere.md) [b](README.md) [c](https://example.org)", "") == ["nowhere.md"]
    with pytest.raises(AssertionError, match="no section"):
        section(table, "C")
    group = click.Group(
        commands={"b": click.Command("b"), "a": click.Group(commands={"c": click.Command("c")})}
    )
    assert list(commands(group)) == ["a c", "b"]


def untrue(example: Any, real: Any, path: str = "") -> list[str]:
    """Fields of an example that the real message does not have; for a list's objects, that none has."""
    if isinstance(example, dict) and isinstance(real, dict):
        there = [untrue(value, real[key], f"{path}.{key}") for key, value in example.items() if key in real]
        return sum(there, [f"{path}.{key}" for key in example if key not in real])
    if isinstance(example, list) and isinstance(real, list):
        objects: dict[str, Any] = {}
        for one in real:
            objects |= one if isinstance(one, dict) else {}
        return [
            found for one in example if isinstance(one, dict) for found in untrue(one, objects, f"{path}[]")
        ]
    return []


def real_frames() -> dict[str, dict[str, Any]]:
    """One of each message that the server says by itself, of a show with a pair on air."""
    opened = stored(a_show(3)[0], do.Start())
    cast = a_show(3)[1]
    show, entry = opened.after, opened
    for to in opened.after.order[:2]:
        entry = stored(show, do.Take(show.on_air, to))
        show = entry.after
    cast = replace(cast, recent=[Step(show.revision, entry.by, entry.entry)])
    projection = project(show, EIGHT)
    line = pictures.own(show, cast, show.order[2], 2, Side.FAMILY)
    made = [
        pictures.picture(show, projection, cast, EIGHT),
        pictures.you(show, projection, line, EIGHT),
        rows.hello(show, projection, cast, EIGHT),
        rows.change(entry, projection, cast, EIGHT),
        wire.tick(EIGHT, show.revision),
    ]
    return {message["type"]: message for message in map(json.loads, made)}


def test_the_examples_look_like_what_the_server_says():
    shown = {example["type"]: example for example in examples(PROTOCOL)}
    frames = real_frames()
    for hello in (shown["hello"], frames["hello"]):
        hello["people"] = [*hello["people"].values()]
    for kind, real in frames.items():
        optional = {"order", "people"} if kind == "change" else set()
        assert untrue(shown[kind], real) == [], kind
        assert real.keys() - shown[kind].keys() - optional == set(), kind


def test_an_example_of_something_else_is_found():
    assert untrue({"a": 1, "b": {"c": 1}}, {"a": 2, "b": {}}) == [".b.c"]
    assert untrue({"rows": [{"x": 1, "z": 1}]}, {"rows": [{"x": 2}, {"y": 3}]}) == [".rows[].z"]
