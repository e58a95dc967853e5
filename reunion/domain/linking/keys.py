"""Sound keys: how a name is spoken, in Mandarin and to an ear from Sichuan; nicknames and Latin spellings."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reunion.domain.linking.syllables import TABLE
from reunion.domain.surnames import DOUBLE, READINGS

_GROUPS: Final = [re.match("[a-z]+", group) for group in TABLE.split("|")]
_READING: Final = {
    character: group[0] for group in _GROUPS if group for character in group.string[group.end() :]
}
_SYLLABLES: Final = frozenset(_READING.values())
# Characters that are read otherwise in a given name than alone.
_READING.update(
    {"乾": "qian", "茜": "qian", "朝": "chao", "长": "chang", "晟": "sheng", "珩": "heng", "玥": "yue"}
)
READABLE: Final = frozenset(_READING)
"""Characters with a reading of their own."""


def _bare(marked: str) -> str:
    letters = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_SURNAMES: Final = {name: tuple(_bare(part) for part in said.split("-")) for name, said in READINGS.items()}
_LETTERS: Final = re.compile("[a-zA-Z]")
_WORDS: Final = re.compile(r"[a-z]+|[^a-z\s']")
_LONGEST: Final = 6
_MOST: Final = 64
"""Characters of a name that are read; whatever is longer is none, and its keys would fill the memory."""


@lru_cache(maxsize=4096)
def ear(syllable: str) -> str:
    """What someone from Sichuan hears: flat sibilants, n as l, hu as f, no final g after i and e."""
    heard = syllable
    if heard[:2] in ("zh", "ch", "sh"):
        heard = heard[0] + heard[2:]
    if heard[0] == "n":
        heard = "l" + heard[1:]
    if heard in ("hua", "huan", "huang", "hui"):
        heard = "f" + {"hua": "a", "huan": "an", "huang": "ang", "hui": "ei"}[heard]
    if heard.endswith(("ing", "eng")):
        heard = heard[:-1]
    return heard


_EAR: Final = {syllable: ear(syllable) for syllable in _SYLLABLES.union(*_SURNAMES.values())}


class Name:
    """One name with its keys; equal texts share one object."""

    __slots__ = (
        "ear", "given", "head", "joined", "nick", "nick_kind", "spoken", "text",
    )  # fmt: skip

    def __init__(self, text: str, *, spoken: bool = True) -> None:
        text = text[:_MOST]
        latin = bool(_LETTERS.search(text))
        given = _surname_length(text)
        if latin:
            said = _mixed(text) if spoken else tuple(text)
            given = len(said) > 1
        else:
            said = _said(text, given) if spoken else tuple(text)
        self.text = "" if latin else text
        """Empty for a name written in letters."""
        self.ear = said if not spoken else tuple(map(ear, said) if latin else map(_EAR.get, said, said))
        self.joined = "".join(said)
        """Syllables without their borders: Xi'an and xian are spelt alike."""
        self.spoken = "".join(self.ear)
        self.given = given
        """Syllables the surname takes; 0 for a name of one."""
        self.head = self.ear[0] if given < 2 else "".join(self.ear[:given])
        """The surname as heard."""
        self.nick_kind, self.nick = _nick(text, said)
        """`old` with the surname heard, `young` with the one sound the nickname is made of; empty: a name."""


@lru_cache(maxsize=1 << 17)
def alone(text: str) -> tuple[Name]:
    """The name with its keys, as all that stands in a cell."""
    return (Name(text),)


@lru_cache(maxsize=1 << 14)
def alone_as_written(text: str) -> tuple[Name]:
    """The name of which every character stands for itself."""
    return (Name(text, spoken=False),)


def name_of(text: str) -> Name:
    """The name with its keys."""
    return alone(text)[0]


def found_keys(name: Name) -> list[str]:
    """Keys under which somebody of this name is found; `asked_keys` of every name that agrees has one of them.

    Two syllables that sound alike make one key twice.
    """
    sounds, given = name.ear, name.given
    keys = [name.spoken, f"^^{sounds[0]}", *[f"~~{sound}" for sound in sounds[given:]]]
    if name.nick:
        keys.append(f"^{name.nick}" if name.nick_kind == "old" else f"~{name.nick}")
    else:
        keys += _but_one(sounds)
    if given > 1 or (given and name.nick):
        keys.append("".join(sounds[given:]))
    return keys


def asked_keys(name: Name) -> frozenset[str]:
    """Keys under which those are looked for whom somebody calls so."""
    if name.nick:
        return frozenset([f"^^{name.nick}" if name.nick_kind == "old" else f"~~{name.nick}"])
    sounds = name.ear
    return frozenset([name.spoken, *_but_one(sounds), f"^{sounds[0]}", *[f"~{sound}" for sound in sounds]])


def _but_one(sounds: tuple[str, ...]) -> list[str]:
    """Every syllable left out in turn: what a name keeps that is misheard, shortened or only the given one."""
    if len(sounds) == 3:
        first, second, third = sounds
        return [second + third, first + third, first + second]
    return ["".join(sounds[:at] + sounds[at + 1 :]) for at in range(len(sounds))] if len(sounds) > 1 else []


@lru_cache(maxsize=1 << 14)
def heard(text: str) -> str:
    """A text that is no person's name, as it sounds."""
    return "".join(ear(_READING.get(character, character)) for character in text)


def _surname_length(text: str) -> int:
    if len(text) > 2 and text[:2] in DOUBLE:
        return 2
    return 1 if len(text) > 1 else 0


def _said(text: str, given: int) -> tuple[str, ...]:
    """Syllables of a name whose surname has so many characters."""
    known = _SURNAMES.get(text[:given], ()) if given else ()
    rest = text[len(known) :]
    return (*known, *map(_READING.get, rest, rest))


def _mixed(text: str) -> tuple[str, ...]:
    """Letters as syllables, characters read one by one: li yong fei, 阿 bing."""
    said: list[str] = []
    for word in _WORDS.findall(text.lower()):
        said += (_split(word) or (word,)) if word.isascii() else (_READING.get(word, word),)
    return tuple(said) or (text,)


@lru_cache(maxsize=4096)
def _split(word: str) -> tuple[str, ...]:
    """Syllables of a word in letters, the longest first; empty when it is none."""
    if not word:
        return ()
    for length in range(min(_LONGEST, len(word)), 0, -1):
        if word[:length] in _SYLLABLES:
            rest = _split(word[length:])
            if rest or length == len(word):
                return (word[:length], *rest)
    return ()


def _nick(text: str, said: tuple[str, ...]) -> tuple[str, str]:
    if len(said) == len(text) == 3 and text[2] not in "娃儿" and text[0] != "老":
        return "", ""  # nearly all
    if len(text) > 1 and text.endswith(("娃儿", "娃")) and len(text) <= 3 and text[0] != "娃":
        return "young", ear(said[0])
    if len(text) == 2 and text[1] == "儿" and text[0] not in "老小阿儿":
        return "young", ear(said[0])
    if text[0] == "老" and text[1:] in DOUBLE:
        return "old", ear(_SURNAMES.get(text[1:], said[1:])[0])
    if len(said) == 1:
        return "young", ear(said[0])
    if len(said) == 2:
        if text[0] == "老" and text[1] > "z":
            return "old", ear(_SURNAMES.get(text[1], said[1:])[0])
        if said[0] == "lao":
            return "old", ear(said[1])
        doubled = text[0] == text[1] if text[0] > "z" else said[0] == said[1]
        if text[0] in "小阿" or (said[0] in ("xiao", "a") and text[0] <= "z") or doubled:
            return "young", ear(said[1])
    return "", ""
