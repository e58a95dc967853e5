"""docs/decisions/0001: the journal holds ids only."""

from dataclasses import fields
from typing import Any, Final, get_args

from reunion.domain import entries

# An id of an item or of a text, a number, an instant, a member of a closed list. No field for words.
KNOWN: Final = {
    "at", "call", "item", "left", "origin", "start", "starts", "why", "before", "seconds", "side", "state", "reason",
    "text", "instead", "barred", "agreed", "revision", "order", "parked", "lengths", "was",
    "sides",
}  # fmt: skip


def unknown_fields(kinds: tuple[Any, ...]) -> list[str]:
    return [
        f"{kind.__name__}.{field.name}" for kind in kinds for field in fields(kind) if field.name not in KNOWN
    ]


def test_an_entry_has_no_field_for_words():
    assert unknown_fields(get_args(entries.Entry)) == []


def test_another_field_has_to_be_thought_about():
    from dataclasses import make_dataclass

    assert unknown_fields((make_dataclass("Renamed", [("at", int), ("name", str)]),)) == ["Renamed.name"]
