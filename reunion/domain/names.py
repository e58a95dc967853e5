"""People's names: cleaned, split, masked, and read aloud."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import NAME_LEAST, NAME_MOST
from reunion.domain.surnames import DOUBLE, READINGS, SINGLE, surname

_NOTHING: Final = "- -- / // \\ 无 無 没有 没 空 不详 不祥 未知 暂无 none n/a na null * ? ."
NOTHING: Final = frozenset(["", *_NOTHING.split()])
"""What people write into a cell that has nothing to say (after NFKC, in small letters)."""

_DASHES: Final = re.compile(r"[‐‑‒–—―−－]+")
_DOTS: Final = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\u318d\u0387\u00b7]")
_CLEAN: Final = re.compile("[!-~\u4e00-\u9fff]*")
"""What nearly every cell consists of and nothing has to be done about."""
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLANKS: Final = re.compile(r"[^\S\r\n]+")
_BRACKETS: Final = re.compile(r"[(\[{〔【「《][^()\[\]{}〔〕【】「」《》]*[)\]}〕】」》]")
_BRACKET: Final = re.compile(r"[()\[\]{}〔〕【】「」《》]")
_REMARK: Final = re.compile(r"(?:微信同号|微信|同号|本人|收)$")
_SPLIT: Final = re.compile(r"[、,，;；/|\n\r&+]+")
_JOIN: Final = re.compile("[和与與及跟]")
_LETTER: Final = "[A-Za-z\u00c0-\u024f]"
_LOOSE: Final = re.compile(f" (?!{_LETTER})|(?<!{_LETTER}) ")
"""Blanks that do not stand between two Latin letters."""
_COMMON_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_HAN: Final = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SHOWN: Final = 20


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, a slash, 无."""
    return plain(text).lower() in NOTHING


def plain(text: str) -> str:
    """NFKC, dashes made one kind, invisible characters gone, blanks off both ends and single inside.

    Variation selectors go too: two people who type the same name must meet.
    """
    if _CLEAN.fullmatch(text):
        return text
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    seen = _SELECTORS.sub("", unicodedata.normalize("NFKC", seen))
    return _BLANKS.sub(" ", _DASHES.sub("-", seen)).strip()


def parse_name(text: str, *, least: int = NAME_LEAST) -> str:
    """A name without blanks, brackets and remarks; `least` 1 admits the bare 国 by which others are called.

    Raises Unfit `name-missing`, `name-short`, `name-long`, `name-digits` or `name-symbols`.
    """
    name = _strip(text)
    if name.lower() in NOTHING:
        raise Unfit("name-missing")
    shown = name[:_SHOWN]
    if any(character.isdigit() for character in name):
        raise Unfit("name-digits", text=shown)
    strange = next((character for character in name if not _belongs(character)), None)
    if strange is not None:
        raise Unfit("name-symbols", text=printable(shown), symbol=printable(strange))
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise Unfit("name-missing")
    if len(name) < least:
        raise Unfit("name-short", text=shown)
    if len(name) > NAME_MOST:
        raise Unfit("name-long", count=len(name), most=NAME_MOST)
    return name


def split_names(cell: str) -> tuple[str, ...]:
    """The names in one cell (何德才,易灵素 or 潘鹏南 黄淑瑶), each as parse_name leaves it, in order.

    Nothing written gives none. Raises Unfit for a part that is no name.
    """
    if is_nothing(cell):
        return ()
    found: list[str] = []
    for piece in _SPLIT.split(_without_brackets(plain(cell))):
        if piece.strip().lower() in NOTHING:
            continue
        for part in _apart(piece):
            name = parse_name(part, least=1)
            if name not in found:
                found.append(name)
    return tuple(found)


def mask(name: str) -> str:
    """The surname and a star: 张*, 欧阳*; the first letter and three: W***; a single character the star alone."""
    if len(name) < NAME_LEAST:
        return "*"
    if name[0].isalpha() and not _HAN.match(name):
        # Three whatever its length: which part is the surname nobody knows, and the length would tell a name.
        return name[0].upper()[:1] + "***"
    return (surname(name) or name[0]) + "*"


def pinyin(name: str) -> tuple[str, ...]:
    """Syllables without tones in small letters, ü as v; the surname read as a surname (曾 zeng)."""
    return tuple(_toneless(syllable) for syllable in _syllables(name))


def initials(name: str) -> str:
    """First letters of the syllables: 张三 → zs."""
    if _COMMON_HAN.fullmatch(name):
        # Every sign-up needs them, and the dictionary of words takes longer than the storing.
        family = surname(name)
        known = READINGS.get(family, "")
        head = [_toneless(syllable)[0] for syllable in known.split("-")] if known else []
        return "".join([*head, *map(_letter, name[len(family) if known else 0 :])])
    return "".join(syllable[0] for syllable in pinyin(name) if syllable)


def display_pinyin(name: str) -> str:
    """With tone marks for the cue card, surname and given name apart: 曾会莲 → Zēng Huìlián."""
    if not _HAN.search(name):
        return " ".join(word[:1].upper() + word[1:] for word in name.split())
    if "·" in name:
        words = [_joined(_syllables(part)) for part in name.split("·")]
    else:
        syllables, head = _syllables(name), len(surname(name)) or 1
        words = ["".join(syllables[:head]), _joined(syllables[head:])]
    return " ".join(word[:1].upper() + word[1:] for word in words if word)


def printable(text: str) -> str:
    """The text with characters that cannot be shown given as U+XXXX."""
    return "".join(
        character
        if unicodedata.category(character)[0] not in "CZ" or character == " "
        else f"U+{ord(character):04X}"
        for character in text
    )


def _without_brackets(text: str) -> str:
    """The text outside its brackets; when nothing stands outside, what stands inside."""
    before, outside = "", text
    while before != outside:
        before, outside = outside, _BRACKETS.sub(" ", outside)
    return _BRACKET.sub(" ", outside if _BRACKET.sub("", outside).strip() else text)


def _strip(text: str) -> str:
    name = _without_brackets(_DOTS.sub("·", plain(text))).strip()
    name = _LOOSE.sub("", name)
    shorter = _REMARK.sub("", name)
    name = (shorter if len(shorter) >= NAME_LEAST else name).strip("·-.,、;:，。 ")
    return name if name == text else _strip(name)


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or character in " ·-'’."


def _apart(piece: str) -> list[str]:
    words = [word for word in piece.split() if word]
    whole = (
        len(words) > 1
        and all(len(word) >= NAME_LEAST and _HAN.match(word) for word in words)
        and words[0] not in DOUBLE
    )
    return [half for word in (words if whole else [piece]) for half in _halves(word)]


def _halves(word: str) -> list[str]:
    """李苹开和李南涛 in two; 和 inside a name (张和平, 李和) stays."""
    close = _strip(word).replace(" ", "")
    for joint in _JOIN.finditer(close):
        left, right = close[: joint.start()], close[joint.end() :]
        if _is_full(left) and _is_full(right):
            return [left, *_halves(right)]
    return [word]


def _is_full(name: str) -> bool:
    return len(name) >= NAME_LEAST and (name[0] in SINGLE or name[:2] in DOUBLE)


def _syllables(name: str) -> list[str]:
    from pypinyin import Style
    from pypinyin import pinyin as read

    family = surname(name) if _HAN.search(name) else ""
    known = READINGS.get(family)
    head = known.split("-") if known else []
    rest = name[len(family) :] if known else name
    if not known and family and family not in DOUBLE:
        # the dictionary would read 任 and 单 with the next character as a word
        head = [read(family, style=Style.TONE)[0][0]]
        rest = name[len(family) :]
    for run in re.findall(r"[^\s·\-'’.]+", rest):
        head.extend(entry[0].lower() for entry in read(run, style=Style.TONE))
    return head


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    """The first letter of the commonest reading."""
    return _toneless(_syllables(character)[0])[:1]


def _joined(syllables: list[str]) -> str:
    text = ""
    for syllable in syllables:
        text += ("'" if text and _toneless(syllable)[:1] in "aoe" else "") + syllable
    return text


def _toneless(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()
