"""Refusals: what was asked cannot be done, and why.

The codes are a closed list (docs/protocol.md prints the same list; a test compares them). The sentences that people
read stand in the language files under `refused.<code>`.
"""

from typing import Final


class Refused(Exception):
    """A command was refused; nothing was stored.

    `code` is one of CODES; `by` is the id of whoever was first, where that is the reason; `revision` is the
    show's when it was refused, None where no show was asked.
    """

    def __init__(self, code: str, *, by: str = "", revision: int | None = None) -> None:
        if code not in CODES:
            raise ValueError(f"unknown refusal code {code!r}")
        super().__init__(code)
        self.code = code
        self.by = by
        self.revision = revision


CODES: Final = frozenset(
    {
        "malformed",  # not a command of the protocol, or a field is outside its limits
        "not-allowed",  # the role table says no
        "not-saved",  # the journal did not take it; nothing changed, press again
        "too-many",  # faster than a hand can press
        "already-started",
        "already-taken",  # `leaving` is not on air: somebody was first
        "end-of-rundown",
        "not-consented",  # a party of this pair has not agreed to be on air, or withdrew
        "not-live",
        "not-held",
        "already-held",
        "unknown-item",
        "past-item",  # aired, skipped or already ended
        "on-air",  # the item is on air
        "not-parked",  # recall of an item that was never skipped or missed
        "rundown-changed",  # `rundown_revision` is not the newest
        "note-changed",  # the note was corrected or taken away meanwhile
        "too-late",  # it came after the instant until which it was wanted
        "too-short",  # the length would fall to nothing
        "nothing-to-undo",
        "not-undoable",  # a later change stands on it
        "not-due",  # what the server was about to say does not hold any more, or a party checks in on another day
        "not-a-slot",  # segments have nobody who could be missing or ready
    }
)
