"""A filter of the list of registrations that somebody keeps under a name, for themselves alone."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from reunion.domain.people import Registration
from reunion.domain.simplified import simplified

MOST: Final = 20
"""Of one account in one gathering: more is a list to search in again."""
TITLE_MOST: Final = 40
NAME_LEAST: Final = 2
"""Signs of a name that are more than a surname, which thousands share."""
WORDS_MOST: Final = 100
"""Two of the longest names, and what parts them."""
_APART: Final = re.compile(r"[、，,；;]")
_ENDING: Final = re.compile(r"\d{4,}")
"""What a list finds by the end of a number."""
_NUMBER: Final = re.compile(r"\d{7,}")
_BREAK: Final = re.compile(r"(?<=\d)[\s\-–·.]+(?=\d)")
"""Between the parts of a number, as people write it."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """What a list was asked for."""

    id: str
    staff: str
    gathering: str
    title: str
    fields: Mapping[str, str]
    """As an address has them."""
    words: str = ""
    """Personal: they stand in no address."""

    def tells_of(self, person: Registration) -> bool:
        """Whether it says a person's name or number."""
        return self._names(person.name) or self._numbers_one_of(person.phones)

    def corrected(
        self, before: Registration, after: Registration, others: Collection[Registration], *, asked_for: bool
    ) -> "SavedFilter | None":
        """The same as it says a corrected person now; None when it says a number that is theirs no more.

        Where somebody asks for the name as it was, it looks for both: else it would no longer find them. It is left
        as it is where it may mean one of the `others`, or asks for more than the name: 高阳 is in 高阳村.
        """
        gone = set(before.phones) - set(after.phones)
        if self._numbers_one_of(gone) and not any(
            self._numbers_one_of(one.phones) for one in (after, *others)
        ):
            return None
        shared = any(before.name in one.name for one in others)
        names = alternatives(self.words)
        if shared or before.name not in names or len(before.name) < NAME_LEAST:
            return self
        now = (after.name, before.name) if asked_for else (after.name,)
        looked_for = (one for name in names for one in (now if name == before.name else (name,)))
        words = "、".join(dict.fromkeys(looked_for))
        if len(words) > WORDS_MOST:
            return self
        title = self.title.replace(before.name, after.name)
        return replace(self, title=title[:TITLE_MOST], words=words)

    def _names(self, name: str) -> bool:
        """Whether it says the name, also in traditional characters or set wide, as a list finds it too."""
        said = (simplified(text) for text in (self.title, self.words))
        own = simplified(name)
        return len(name) >= NAME_LEAST and any(own in text or own in "".join(text.split()) for text in said)

    def _numbers_one_of(self, phones: Collection[str]) -> bool:
        digits = (
            *_ENDING.findall(_BREAK.sub("", self.words)),
            *_NUMBER.findall(_BREAK.sub("", self.title)),
        )
        return any(_is_of(end, phone) for phone in phones for end in digits)


def alternatives(words: str) -> tuple[str, ...]:
    """What a search looks for, any of them: names and numbers with 、 or a comma between them."""
    return tuple(part.strip() for part in _APART.split(words) if part.strip()) or (words,)


def _is_of(digits: str, phone: str) -> bool:
    """Whether these are a number's end, or the whole of it with what is dialled before."""
    return phone.endswith(digits) or digits.endswith(phone.removeprefix("+86").removeprefix("+"))
