"""The townships and villages of a home county as an office types them: one township a line, both ways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import (
    ALIASES_MOST,
    HOMELIST_MOST,
    PARENTS_MOST,
    TOWNSHIP_MOST,
    TOWNSHIPS_MOST,
    VILLAGE_MOST,
    VILLAGES_MOST,
)
from reunion.domain.names import plain
from reunion.domain.places import Home, Township

NO_COUNTY: Final = "990000"
"""The county of whoever gives no code: no division code begins with 99."""
_CODED: Final = re.compile(r"([0-9]{4,})[ ,.:]*(.*)", re.DOTALL)
"""607街道 is a name."""
_BETWEEN: Final = re.compile("[、,;/]")
_SUFFIX: Final = re.compile("(?<=..)(?:村民委员会|村村委会|村委会|社区居委会|居委会|社区|村)$")
"""As places.py takes it off an address, but 新村 stays what it is."""
_NAME_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One line taken apart; `code` is empty where none was typed."""

    number: int
    code: str
    name: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HomeList:
    """What a text means, and everything that is wrong with it in the order of the lines."""

    townships: tuple[Township, ...]
    wrong: tuple[Unfit, ...] = ()


def read_county(code: str, name: str, above: str) -> Home:
    """A county without its townships; `above` names province and city with blanks or 、 between.

    Raises Unfit. Without a code it has NO_COUNTY until its townships say another (see `with_townships`).
    """
    code, name = plain(code), plain(name).replace(" ", "")
    parents = tuple(part for part in re.split("[ 、,;/]+", plain(above)) if part)
    if code and not re.fullmatch("[0-9]{6}", code):
        raise Unfit("county-code", text=code[:20])
    _fit_name(name, "county-name")
    if len(parents) > PARENTS_MOST:
        raise Unfit("county-above", most=PARENTS_MOST)
    for parent in parents:
        _fit_name(parent, "county-name")
    return Home(code or NO_COUNTY, name, parents, ())


def with_townships(home: Home, text: str) -> tuple[Home, tuple[Unfit, ...]]:
    """The county with the townships of the text; those it has already keep codes and older names.

    A county that gave no code takes the first six digits of the first official township code.
    """
    given = next((line.code for line in _lines(home, text, []) if line.code), "")
    if home.code == NO_COUNTY and not home.townships and len(given) == 9:
        home = replace(home, code=given[:6])
    listed = read_townships(home, text)
    return replace(home, townships=listed.townships), listed.wrong


def read_townships(home: Home, text: str) -> HomeList:
    """`511011100 田家镇：双坳、火花` and the lines after it; the code and the villages may be missing.

    A line with the code of a township of `home` renames it, and its former name becomes one of its older names.
    """
    if len(text) > HOMELIST_MOST:
        return HomeList((), (Unfit("list-long", count=len(text), most=HOMELIST_MOST),))
    wrong: list[Unfit] = []
    lines = list(_lines(home, text, wrong))
    wrong += _twice(lines)
    if len(lines) > TOWNSHIPS_MOST:
        wrong.append(Unfit("list-townships", count=len(lines), most=TOWNSHIPS_MOST))
    elif not lines and not wrong:
        wrong.append(Unfit("list-empty"))
    wrong.sort(key=lambda unfit: int(unfit.params.get("line", 0)))
    return HomeList(() if wrong else tuple(_townships(home, lines)), tuple(wrong))


def written_list(home: Home) -> str:
    """The townships as `read_townships` reads them."""
    return "\n".join(
        f"{town.code} {town.name}" + (f"：{'、'.join(town.villages)}" if town.villages else "")
        for town in home.townships
    )


def _lines(home: Home, text: str, wrong: list[Unfit]) -> Iterator[_Line]:
    """The lines that can be taken; what is wrong with the others is put into `wrong`."""
    villages = {village for town in home.townships for village in town.villages}
    for number, written in enumerate(text.splitlines(), start=1):
        line = plain(written)
        if not line:
            continue
        try:
            yield _line(home, number, line, villages)
        except Unfit as unfit:
            wrong.append(Unfit(unfit.code, **{**unfit.params, "line": number}))


def _line(home: Home, number: int, line: str, villages: set[str]) -> _Line:
    coded = _CODED.fullmatch(line)
    code, behind = (coded[1], coded[2]) if coded else ("", line)
    if code and not _fits_county(home, code):
        raise Unfit("line-code", text=code[:20], line=number)
    name, colon, listed = behind.partition(":")
    name = name.strip()
    if " " in name or _BETWEEN.search(name):
        raise Unfit("line-colon", text=name[:TOWNSHIP_MOST], line=number)
    if len(name) < _NAME_LEAST or name.isdecimal() or not name[0].isalnum():
        raise Unfit("line-name", text=name, line=number)
    if len(name) > TOWNSHIP_MOST:
        raise Unfit("line-long", text=name[:TOWNSHIP_MOST], most=TOWNSHIP_MOST, line=number)
    found = dict.fromkeys(_villages(listed if colon else "", number, villages))
    if len(found) > VILLAGES_MOST:
        raise Unfit("line-villages", count=len(found), most=VILLAGES_MOST, line=number)
    if not line.isprintable():
        raise Unfit("line-unprintable", line=number)
    return _Line(number, code[:9], name, tuple(found))


def _villages(listed: str, number: int, known: set[str]) -> Iterator[str]:
    for part in _BETWEEN.split(listed.replace("。", "")):
        village = part.replace(" ", "")
        if village not in known:
            village = _SUFFIX.sub("", village)
        if len(village) > VILLAGE_MOST:
            raise Unfit("line-long", text=village[:VILLAGE_MOST], most=VILLAGE_MOST, line=number)
        if village:
            yield village


def _fits_county(home: Home, code: str) -> bool:
    """Nine digits, or twelve as official lists have them, of this county or of a township it has."""
    if not (len(code) == 9 or (len(code) == 12 and code.endswith("000"))):
        return False
    ours = code[:6] == home.code or (home.code == NO_COUNTY and not home.townships)
    return ours or any(town.code == code[:9] for town in home.townships)


def _twice(lines: list[_Line]) -> Iterator[Unfit]:
    """Names and codes that stand in two lines."""
    names: dict[str, int] = {}
    codes: dict[str, int] = {}
    for line in lines:
        for seen, what in ((names, line.name), (codes, line.code)):
            if what and seen.setdefault(what, line.number) != line.number:
                yield Unfit("line-twice", text=what, other=seen[what], line=line.number)
                break


def _townships(home: Home, lines: list[_Line]) -> Iterator[Township]:
    """The lines as townships: by code, else by name those of the home, else new ones with counted codes."""
    known = {town.code: town for town in home.townships}
    given = {line.code for line in lines}
    named = {town.name: town.code for town in home.townships if town.code not in given}
    taken = known.keys() | given
    free = (code for code in (f"{home.code}{count:03d}" for count in range(1, 1000)) if code not in taken)
    for line in lines:
        code = line.code or named.get(line.name) or next(free)
        before = known.get(code)
        yield Township(code, line.name, line.villages, _older(before, line.name) if before else ())


def _older(before: Township, name: str) -> tuple[str, ...]:
    """Who has always written the former name goes on writing it."""
    names = dict.fromkeys((*before.aliases, before.name))
    return tuple(other for other in names if other != name)[-max(ALIASES_MOST, len(before.aliases)) :]


def _fit_name(name: str, code: str) -> None:
    if not _NAME_LEAST <= len(name) <= TOWNSHIP_MOST or not name.isprintable():
        raise Unfit(code, text=name[:TOWNSHIP_MOST], least=_NAME_LEAST, most=TOWNSHIP_MOST)
