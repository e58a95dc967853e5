"""What people wrote, brought to one form: names, numbers, places, relations, codes.

Cleaning is forgiving where the registration forms are strict: a number with a typing mistake is still evidence.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from reunion.domain.codes import check_code
from reunion.domain.faults import Unfit
from reunion.domain.linking.keys import READABLE, Name, alone, alone_as_written
from reunion.domain.linking.kin import MEANS, NO_NAMES
from reunion.domain.linking.rows import FamilyRow, WorkerRow
from reunion.domain.linking.rules import ALL, Rules
from reunion.domain.simplified import simplified
from reunion.domain.surnames import DOUBLE, surname

_BRACKETS: Final = re.compile(r"[(\[{【〔<《][^)\]}】〕>》]*[)\]}】〕>》]?")
_SEVERAL: Final = re.compile(r"[、,;/|\n\r&+]+")
_JOINTS: Final = frozenset("和与及跟")
_JOINT: Final = re.compile("[和与及跟](?![和与及跟])")
_LETTER: Final = re.compile("[a-zA-Z]")
_NO_NAME: Final = re.compile(r"[^\w' ]|[\d_]")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_DIGITS: Final = re.compile(r"\d+")
_POINT_ZERO: Final = re.compile(r"\.0+(?!\d)")
_NUMBER_SPLIT: Final = re.compile(
    r"[、,;/|\n\r和及或]+|(?<=\d{11})\s+(?=[+\d])|\s+(?=\+)|(?<=\d{4})\s+(?=1\d{10})"
)
_LEAST_DIGITS: Final = 7
_MOBILE: Final = 11
_MOST_DIGITS: Final = 13
_ABOVE: Final = re.compile(r"^.*(?:省|市|地区|自治州|[区县](?!$))(?=.{2})")
_TOWN_END: Final = re.compile(r"(?:街道办事处|街道办|街道|办事处|镇|乡|街)$")
_GROUP: Final = re.compile(r"第?([0-9]+|[一二三四五六七八九十]+)(?:村民小组|生产队|小组|组|社|队)$")
_GROUP_ENDS: Final = ("组", "社", "队")
_VILLAGE_END: Final = re.compile(r"(?:村民委员会|村委会|社区居委会|居委会|社区|村)$")
_TOWN_IN_FRONT: Final = re.compile(r"^.{2,4}?(?:镇|乡|街道)(?=.{2})")
_CHINESE_DIGITS: Final = {digit: at for at, digit in enumerate("一二三四五六七八九", 1)}
_SEX: Final = {"男": "m", "m": "m", "male": "m", "女": "f", "f": "f", "female": "f"}


def plain(text: str) -> str:
    """NFKC, simplified, without blanks at the ends."""
    if text.isascii():
        return text.strip()
    return simplified(unicodedata.normalize("NFKC", text)).strip()


_ORDINARY: Final = READABLE.intersection(plain("".join(READABLE))) - _JOINTS
"""Characters that are plain already and stand in one name."""


def names(*cells: str, called: Callable[[str], tuple[Name]] = alone) -> tuple[Name, ...]:
    """The names in these cells, each once."""
    if len(cells) == 1:
        (cell,) = cells
        if len(cell) < 4 and _ORDINARY.issuperset(cell):
            return () if cell in NO_NAMES else called(cell)  # nearly all: one name and nothing around it
        return _several(plain(cell), called)
    return tuple(dict.fromkeys(name for cell in cells for name in names(cell, called=called)))


_names_as_written: Final = partial(names, called=alone_as_written)


@lru_cache(maxsize=1 << 14)
def _several(text: str, called: Callable[[str], tuple[Name]]) -> tuple[Name, ...]:
    text = _BRACKETS.sub("", text)
    found: list[Name] = []
    for piece in _SEVERAL.split(text):
        for word in _apart(piece.strip()):
            clear = _NO_NAME.sub("", word).strip()
            if clear not in NO_NAMES:
                (name,) = called(clear)
                if name not in found:
                    found.append(name)
    return tuple(found)


def _apart(piece: str) -> list[str]:
    """A piece without commas: names with a blank or 和 between them, or one."""
    if piece.isascii():
        return [piece]
    words = _glued(piece.split())
    found: list[str] = []
    for at, word in enumerate(words):
        bare = word
        if at and word[0] in _JOINTS and len(word) > 2 and surname(word[1:]):
            bare = word[1:]
        if at < len(words) - 1 and word[-1] in _JOINTS and len(bare) > 3:
            bare = bare[:-1]
        found += _halves(bare)
    return found


def _glued(words: list[str]) -> list[str]:
    """Blanks inside a name closed (李　辉, 陈 小林, 王波和王 星, 阿 bing, 司马 凌双), those between two names kept."""
    glued: list[str] = []
    for word in words:
        last = glued[-1] if glued else ""
        if last and (len(last) == 1 or last in DOUBLE or (word.isascii() and _LETTER.search(last))):
            glued[-1] += f" {word}" if word.isascii() else word
        elif last and len(word) == 1 and (len(last) < 3 or (len(last) > 3 and last[-2] in _JOINTS)):
            glued[-1] += word
        else:
            glued.append(word)
    return glued


def _halves(word: str) -> list[str]:
    """Names joined by 和; 李和平 and 欧阳和平 are one name, 陈永和和陈明 two."""
    halves: list[str] = []
    start = 0
    for joint in _JOINT.finditer(word):
        left, after = word[start : joint.start()], len(word) - joint.end()
        if len(left) > 1 and after > 1 and not (left in DOUBLE and after < 3):
            halves.append(left)
            start = joint.end()
    return [*halves, word[start:]]


def phones(*cells: str) -> tuple[str, ...]:
    """The numbers in these cells as digits, each once, mobile ones without a country code; 1.8E+10 is no number."""
    if len(cells) == 1:
        (cell,) = cells
        if len(cell) == _MOBILE and cell.isascii() and cell.isdigit() and cell[0] == "1":
            return (cell,)
        return _phones(cell) if cell else ()
    return tuple(dict.fromkeys(number for cell in cells for number in phones(cell)))


def _phones(cell: str) -> tuple[str, ...]:
    if cell.isascii():
        joined = cell.replace(" ", "").replace("-", "").removeprefix("+86")
        if len(joined) == _MOBILE and joined.isdigit() and joined[0] == "1":
            return (joined,)
    text = unicodedata.normalize("NFKC", cell)
    if _SCIENTIFIC.search(text):
        return ()
    found: list[str] = []
    for piece in _NUMBER_SPLIT.split(_POINT_ZERO.sub("", text)):
        digits = "".join(_DIGITS.findall(piece))
        for code in ("0086", "86"):
            if digits.startswith(code) and len(digits) - len(code) >= 10:  # 10: one digit lost
                digits = digits[len(code) :]
                break
        if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS and digits not in found:
            found.append(digits)
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def town(cell: str) -> str:
    """The stem of a township: 四川省内江市东兴区双才镇 → 双才."""
    text = "".join(plain(cell).split())
    text = _ABOVE.sub("", text)
    stem = _TOWN_END.sub("", text)
    if stem == text and len(text) > 2 and text[-1] in "振阵真正":
        stem = text[:-1]  # 镇 typed by its sound
    return stem if len(stem) > 1 else text


@lru_cache(maxsize=1 << 15)
def village(cell: str) -> tuple[str, str]:
    """(village without 村, group as digits or empty): 长岩村二队 → (长岩, 2)."""
    text = "".join(plain(cell).split())
    group = ""
    found = _GROUP.search(text) if text.endswith(_GROUP_ENDS) else None
    if found:
        group = _number(found[1])
        text = text[: found.start()]
    return (_village_stem(text), group)


@lru_cache(maxsize=1 << 14)
def _village_stem(text: str) -> str:
    text = _TOWN_IN_FRONT.sub("", _ABOVE.sub("", text))
    return _VILLAGE_END.sub("", text) or text


def _number(written: str) -> str:
    if written.isdigit():
        return str(int(written))
    tens, _, ones = written.rpartition("十")
    if "十" not in written:
        return "".join(str(_CHINESE_DIGITS[digit]) for digit in written)
    return str(10 * _CHINESE_DIGITS.get(tens, 1) + _CHINESE_DIGITS.get(ones, 0))


@lru_cache(maxsize=4096)
def relation(cell: str) -> frozenset[str]:
    """What the relative may be; empty for no word or one we do not know."""
    return MEANS.get(re.sub(r"[\s的他她我是]", "", _BRACKETS.sub("", plain(cell))), frozenset())


def code(cell: str) -> str:
    """A well-formed invite code in capitals, else empty."""
    if not cell:
        return ""
    try:
        return check_code(cell)
    except Unfit:
        return ""


@lru_cache(maxsize=256)
def sex(cell: str) -> str:
    """`m`, `f` or empty."""
    return _SEX.get(plain(cell).lower(), "")


class Worker:
    """A worker's row, cleaned and keyed."""

    __slots__ = (
        "apart", "code", "contact_phones", "contacts", "group", "id", "meant", "names", "phones", "places", "sex",
        "town", "village",
    )  # fmt: skip

    def __init__(self, row: WorkerRow, rules: Rules = ALL) -> None:
        read = names if rules.pinyin else _names_as_written
        self.id = row.id
        self.names = read(row.name)
        self.phones = phones(*row.phones)
        self.sex = sex(row.gender)
        self.town = town(row.township)
        self.village, self.group = village(row.village)
        self.places = _places(self.town, self.village)
        self.contacts = read(*row.contacts)
        self.meant = relation(row.relation)
        self.contact_phones = phones(*row.contact_phones)
        self.code = code(row.code) if rules.codes else ""
        self.apart = row.apart


class Family:
    """A family's row, cleaned and keyed."""

    __slots__ = (
        "code", "group", "id", "meant", "names", "phones", "places", "town", "village", "worker_phones", "workers",
    )  # fmt: skip

    def __init__(self, row: FamilyRow, rules: Rules = ALL) -> None:
        read = names if rules.pinyin else _names_as_written
        self.id = row.id
        self.names = read(row.name)
        self.phones = phones(*row.phones)
        self.meant = relation(row.relation)
        self.workers = read(*row.workers)
        self.worker_phones = phones(*row.worker_phones)
        self.town = town(row.township)
        self.village, self.group = village(row.village)
        self.places = _places(self.town, self.village)
        self.code = code(row.code) if rules.codes else ""


@lru_cache(maxsize=1 << 15)
def _places(in_town: str, in_village: str) -> tuple[str, ...]:
    """The blocks of the index in which people from there are looked for; one string for everybody from one place."""
    return (*((f"{in_town}/",) if in_town else ()), *((f"/{in_village}",) if in_village else ()))
