"""A form that somebody else was quicker with: what it was opened on, and what stands now where it differs."""

from collections.abc import Mapping
from typing import Any

from reunion.web.forms import Form


def opened_on(posted: Mapping[str, str]) -> int | None:
    """The revision that the form was made of; None where it does not say."""
    text = posted.get("revision", "")
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def standing_now(
    stored: Form, values: Mapping[str, Any], typed: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """Label and words of each stored answer that differs from what was typed; both as they were read."""
    return tuple(
        (stored.say(stored.field(key).label), _words(stored, key))
        for key in stored.fields
        if values.get(key) != typed.get(key)
    )


def _words(form: Form, key: str) -> str:
    kind = form.field(key).kind
    if kind == "check":
        return form.say("Yes") if form.value(key) else form.say("No")
    return (form.chosen(key) if kind in ("select", "radio") else form.value(key)) or "—"
