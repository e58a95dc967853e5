"""Texts that a spreadsheet would take for a formula: guarded in a text table with an apostrophe, and bare again."""

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*(?: *[=+\-@\t\r]|\n)")
"""Apostrophes before it too: a text that was written with one must come back with one."""


def guarded(text: str) -> str:
    """The text as it may stand in a cell of a text table."""
    return f"'{text}" if _FORMULA.match(text) else text


def bare(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
