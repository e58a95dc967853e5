"""The home county: its townships and villages, as data the gathering carries."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reunion.domain.names import pinyin, plain
from reunion.domain.numerals import whole
from reunion.domain.simplified import simplified

_TOWNSHIP_SUFFIX: Final = re.compile("(?:街道办事处|街道办|街道|办事处|镇|乡)$")
_TOWNSHIP: Final = re.compile("^.{2,5}?(?:街道办事处|街道办|街道|镇|乡)")
_SLIP: Final = re.compile("^(?:街[浩凯到倒道]|[真振震贞针阵])")
"""街道 and 镇 as keyboards and ears get them wrong."""
_VILLAGE_SUFFIX: Final = re.compile("(?:村民委员会|村村委会|村委会|社区居委会|居委会|社区|村)$")
_GROUP: Final = re.compile("第?([0-9]{1,3}|[一二三四五六七八九十两]{1,3})(?:村民小组|小组|组|社|队)$")


@dataclass(frozen=True, slots=True)
class Township:
    """A township or street of the home county."""

    code: str
    """Nine digits of the national division code, e.g. `511011100`."""
    name: str
    """With its suffix: 田家镇, 东兴街道."""
    villages: tuple[str, ...] = ()
    """Names without 村 or 社区, in the order of the official list."""
    aliases: tuple[str, ...] = ()
    """Older names that people still write (高桥镇, 顺河乡)."""


@dataclass(frozen=True, slots=True)
class Home:
    """The county or district the workers come from."""

    code: str
    """Six digits, `511011`."""
    name: str
    """东兴区."""
    parents: tuple[str, ...]
    """Names above it that people write before it: 四川省, 内江市."""
    townships: tuple[Township, ...]

    def __hash__(self) -> int:
        """Of the code alone: it is the key of tables made for every row, and a home holds hundreds of names."""
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the home county taken apart."""

    township: Township | None = None
    certain: bool = True
    """False when the township was only recognised by its sound or a slip in its suffix."""
    village: str = ""
    group: str = ""
    rest: str = ""
    """What stood before the village and is no township of this home."""


def find_township(home: Home, text: str) -> Township | None:
    """The township that 四川省苏家乡, 东兴区高桥, 田家鎮 or an older name means; None for no such one."""
    rest = _below(home, _written(text))
    return _named(home).get(_stem(rest)) or _named(home).get(rest)


def guess_township(home: Home, text: str) -> Township | None:
    """The only township that sounds like it (平滩乡 → 平坦镇) or differs in its suffix (双桥真 → 双桥镇)."""
    known = _named(home)
    rest = _below(home, _written(text))
    shorter = (rest[:-1], rest[:-2])
    slips = {known[stem].code: known[stem] for stem in shorter if stem in known}
    if len(slips) == 1:
        return next(iter(slips.values()))
    alike = _sounding(home).get(_sound(_stem(rest)), ())
    return alike[0] if len(alike) == 1 else None


def split_village(text: str) -> tuple[str, str]:
    """Village without 村 or 社区 and its group: 双坝村八社 → (双坝, 8), 长滩十一组 → (长滩, 11)."""
    written = _written(text)
    found = _GROUP.search(written)
    number = whole(found[1]) if found else None
    if found and number is not None:
        written = written[: found.start()]
    return _VILLAGE_SUFFIX.sub("", written) or written, "" if number is None else str(number)


def written_village(village: str, group: str) -> str:
    """Village and group as people write them, so that split_village takes them apart again: 双坝村8组, 长滩."""
    if not group:
        return village
    return f"{village}{'村' if village and not _VILLAGE_SUFFIX.search(village) else ''}{group}组"


def split_address(home: Home, text: str) -> Address:
    """Township, village and group of one cell: 四川省高桥镇三岭村4组, 胜利长溪三队, 苏家乡."""
    rest = _below(home, _written(text))
    if not rest:
        return Address()
    by_suffix = _TOWNSHIP.match(rest)
    if by_suffix:
        before, behind = by_suffix[0], rest[by_suffix.end() :]
        town = find_township(home, before)
        guess = town or guess_township(home, before)
        if guess or behind:
            village, group = split_village(behind)
            return Address(guess, town is not None, village, group, "" if guess else before)
    known = _named(home)
    stem = next((rest[:end] for end in range(len(rest), 0, -1) if rest[:end] in known), "")
    if stem:
        village, group = split_village(_SLIP.sub("", rest[len(stem) :]))
        return Address(known[stem], True, village, group)
    return _by_sound(home, rest)


def _by_sound(home: Home, rest: str) -> Address:
    """Two characters of a township without its suffix and misspelt (平滩兴寺村), or only a village."""
    guess = guess_township(home, rest[:2]) if len(rest) > len("兴寺村") else None
    village, group = split_village(rest[2:] if guess else rest)
    return Address(guess, guess is None, village, group)


def _written(text: str) -> str:
    return simplified(plain(text)).replace(" ", "")


def _below(home: Home, text: str) -> str:
    """The text behind country, province, city and county."""
    for name in ("中国", *home.parents, home.name):
        text = text.removeprefix(name)
    for name in home.parents:
        short = name[:-1]
        # 内江东兴区田家镇: the short form goes only when something of the home follows it
        behind = text.removeprefix(short)
        if behind != text and (
            behind.startswith((*home.parents, home.name)) or _stem(behind) in _named(home)
        ):
            return _below(home, behind)
    return text


def _stem(name: str) -> str:
    short = _TOWNSHIP_SUFFIX.sub("", name)
    return short if len(short) > 1 else name


@lru_cache(maxsize=8)
def _named(home: Home) -> dict[str, Township]:
    """Every way to write a township, today's names before older ones."""
    known: dict[str, Township] = {}
    for town in home.townships:
        known.setdefault(_stem(town.name), town)
        known.setdefault(town.name, town)
    for town in home.townships:
        for alias in town.aliases:
            known.setdefault(_stem(alias), town)
            known.setdefault(alias, town)
    return known


@lru_cache(maxsize=8)
def _sounding(home: Home) -> dict[tuple[str, ...], tuple[Township, ...]]:
    """The townships of every sound."""
    found: dict[tuple[str, ...], tuple[Township, ...]] = {(): ()}
    for stem, town in _named(home).items():
        same = found.get(_sound(stem), ())
        found[_sound(stem)] = same if town in same else (*same, town)
    return found


@lru_cache(maxsize=4096)
def _sound(stem: str) -> tuple[str, ...]:
    return pinyin("·" + stem) if stem else ()
