"""docs/asyncapi.yaml describes what is really said."""

import json
from typing import Any, Final

import jsonschema
import pytest
import yaml

from reunion.live import wire

from .test_documents import PROTOCOL, examples, real_frames
from .tree import ROOT

DOCUMENT: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docs/asyncapi.yaml").read_text(encoding="utf-8"))
MESSAGES: Final[dict[str, Any]] = DOCUMENT["components"]["messages"]


def check(message: dict[str, Any]) -> None:
    """Raises ValidationError when the message is not as its type is described."""
    schema = {"components": DOCUMENT["components"], **MESSAGES[message["type"]]["payload"]}
    jsonschema.validate(message, schema, cls=jsonschema.Draft202012Validator)


def test_what_the_server_says_is_as_described():
    frames = real_frames()
    for message in frames.values():
        check(message)
    assert frames.keys() <= MESSAGES.keys()


@pytest.mark.parametrize(
    "example", examples(PROTOCOL), ids=lambda example: example.get("do") or example["type"]
)
def test_the_examples_are_as_described(example: dict[str, Any]):
    check(example)


def test_every_do_and_every_message_is_there():
    assert set(MESSAGES["do"]["payload"]["properties"]["do"]["enum"]) == set(wire.DOES)
    carried = {name for channel in DOCUMENT["channels"].values() for name in channel["messages"]}
    assert carried == MESSAGES.keys()


def test_what_is_not_as_described_is_found():
    picture = real_frames()["picture"]
    for wrong in ({**picture, "state": "over"}, {**picture, "drift": [[1]]}, {"type": "picture"}):
        with pytest.raises(jsonschema.ValidationError):
            check(json.loads(json.dumps(wrong)))
