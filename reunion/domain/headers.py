"""Which column of a roster holds what, read off its header row however that is worded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reunion.domain.limits import HEADER_ROWS
from reunion.domain.names import plain
from reunion.domain.people import Side
from reunion.domain.simplified import simplified


class Column(StrEnum):
    """What a column of a roster can hold; the other side is whom the row wants to meet."""

    NAME = "name"
    PHONE = "phone"
    GENDER = "gender"
    ADDRESS = "address"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"
    PLACE = "place"
    OTHER_NAME = "other-name"
    OTHER_PHONE = "other-phone"
    RELATION = "relation"
    CODE = "code"
    PERSONS = "persons"
    DIALECT = "dialect"
    YEARS_AWAY = "years-away"
    STORY = "story"
    MESSAGE = "message"
    SERIAL = "serial"
    """Running numbers, remarks, reasons of an earlier refusal: known and not needed."""
    IDENTITY = "identity"
    """Identity cards, bank accounts: never taken."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a sheet."""

    row: int
    """Index from 0 in the sheet."""
    cells: tuple[str, ...]
    """As written, on one line."""
    columns: Mapping[int, Column]
    """Column index → what it holds; several columns may hold telephones."""
    side: Side | None
    """Whose roster it is, None when the words do not say."""


_REPEATABLE: Final = frozenset({Column.PHONE, Column.OTHER_PHONE, Column.SERIAL, Column.IDENTITY})
_WORTH: Final = frozenset(Column) - {Column.SERIAL, Column.IDENTITY}
_LEAST_KNOWN: Final = 2
"""A header names the person and at least one thing more."""
_LONGEST: Final = 24
_BRACKETS: Final = re.compile(r"[()\[\]{}【】〔〕《》“”\"'*:：、/\\_-]+")

_RELATION_BESIDE: Final = re.compile(r"\s*[(\[【]关系[)\]】]$")
"""家属（关系）: a person's column, each cell of which says the relation in brackets as well."""
_RELATION_END: Final = re.compile("(?:[与和](?:其|本人|务工人员))?的?(?:关系|称呼)$")
_NAME_END: Final = re.compile("(?:姓名|名字|名)$")
_SENTENCE: Final = re.compile("[,。!?;]")
"""An explanation, not a header."""

_PHONE: Final = "(?:电话|手机|联系方式|联系号码|联络方式|phone|mobile|tel)"
_PHONE_END: Final = re.compile(f"的?(?:联系)?{_PHONE}.*$")
_EITHER_ONES: Final = "亲人"
"""A family's word for who is away, unless somebody else is asked for beside it."""
_BOTH: Final = (
    (Column.IDENTITY, "身份证|证件号|公民身份|idcard|银行卡|银行账|卡号|社保卡"),
    (
        Column.SERIAL,
        "^(?:序号|编号|序|号|no|id|workerid|familyid|source|来源|备注.*|说明|填报.*|登记(?!人$).*|.*原因|reason|行号)$",
    ),
    (Column.RELATION, "关系|称呼|^是.*的$|relation"),
    (Column.CODE, "邀请码|团聚码|配对码|code"),
    (Column.GENDER, "^(?:性别|男女|gender|sex)$"),
    (Column.PERSONS, "人数|几人|几个人"),
    (Column.DIALECT, "方言|语言|dialect"),
    (Column.YEARS_AWAY, "(?:几|多少)年|未回|没回|年数"),
    (Column.STORY, "故事|经历|story"),
    (Column.MESSAGE, "想说|留言|祝福|心里话|的话$|message"),
)
_HOME: Final = "(?:家人|家属|家里|家中|家庭|联系人|亲属|亲人|父母|对方|留守|contact)"
_AWAY: Final = "(?:务工|外出|在外|打工|工人|员工|他她|他的|她的|对方|亲人|子女|worker|找谁|寻找|想见|要找)"
_PLACE: Final = (
    "(?:务工|工作|打工|就业|现居|现住|居住)(?:单位|地|厂|企业|公司|所)"
    "|^(?:单位|企业|公司|工厂|厂名|employer|所在地|连线地点)"
)
_WHERE: Final = (
    (Column.GROUP, "^(?:村民)?(?:小组|组|社|队|生产队)别?$"),
    (
        Column.ADDRESS,
        "(?:住址|地址|户籍|籍贯|所在地)(?!.*(?:镇|乡|街道|村|社区))|住处|乡镇.*村|镇村|^address",
    ),
    (Column.TOWNSHIP, "(?:镇|乡|街道)$|^(?:所属|户籍|家庭)?(?:乡镇|镇|街道)|township"),
    (Column.VILLAGE, "村|社区|village"),
)
_NAME: Final = "姓名|名字|^姓$|^名$|报名人|^登记人$|^name"
_RULES: Final[Mapping[Side, tuple[tuple[Column, "re.Pattern[str]"], ...]]] = {
    side: tuple((column, re.compile(rule, re.IGNORECASE)) for column, rule in rules)
    for side, rules in {
        Side.WORKER: (
            *_BOTH,
            (Column.OTHER_PHONE, f"(?:{_HOME}|想见|要找|找谁).*{_PHONE}"),
            (Column.PHONE, _PHONE),
            (Column.PLACE, _PLACE),
            *_WHERE,
            (Column.OTHER_NAME, f"^{_HOME}(?!.*务工)|^(?:找谁|想见|要找)"),
            (Column.NAME, f"{_NAME}|务工人员|外出人员|员工"),
        ),
        Side.FAMILY: (
            *_BOTH,
            (Column.OTHER_PHONE, f"{_AWAY}.*{_PHONE}"),
            (Column.PHONE, _PHONE),
            (Column.PLACE, "连线地点"),
            *_WHERE,
            (Column.OTHER_NAME, f"{_AWAY}(?!.*(?:单位|地|厂|企业|公司|时间))"),
            (Column.NAME, f"{_NAME}|家属|家长|联系人|户主|家人"),
        ),
    }.items()
}
_IDENTITY: Final = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]|[1-9]\d{16,17}[\dXx]?")
_PERSON: Final = re.compile(f"{_NAME}|人$|人员$|家属$|户主|找谁|name$|^是.*的$", re.IGNORECASE)
_FAMILY_WORDS: Final = re.compile("家属|家长|亲属|家人|家中|家里|家庭联系|户主|family|contact", re.IGNORECASE)
_WORKER_WORDS: Final = re.compile("务工|外出|在外|工人|员工|打工|worker", re.IGNORECASE)


def find_header(rows: Sequence[Sequence[str]], side: Side, title: str = "") -> Header | None:
    """The header among the first rows, below merged titles; None where no row names a person and more.

    `title` is the sheet's name, which may say whose roster it is when the header does not.
    """
    best: Header | None = None
    most = 0
    for at, (row, columns) in enumerate(_readings(rows, side)):
        known = {column for column in columns.values() if column in _WORTH}
        if Column.NAME in known and len(known) >= _LEAST_KNOWN and len(known) > most:
            most = len(known)
            above = " ".join(cell for line in rows[:at] for cell in line if cell)
            best = Header(at, tuple(one_line(cell) for cell in row), columns, _side(row, title, above))
    return best


def _readings(rows: Sequence[Sequence[str]], side: Side) -> Iterator[tuple[Sequence[str], dict[int, Column]]]:
    """Each of the first rows with what its cells mean, together with the row above it where that says more."""
    above: Sequence[str] = ()
    for row in rows[:HEADER_ROWS]:
        columns = name_columns(row, side)
        if _known(columns) >= _LEAST_KNOWN:
            joined = _under_groups(above, row)
            named = name_columns(joined, side)
            if _known(named) > max(_known(columns), _known(name_columns(above, side))):
                yield joined, named
                above = row
                continue
        yield row, columns
        above = row


def _known(columns: Mapping[int, Column]) -> int:
    return len({column for column in columns.values() if column in _WORTH})


def _under_groups(above: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    """A header of two rows as one: 务工人员 merged over 姓名 and 电话 makes 务工人员姓名 and 务工人员电话."""
    if sum(1 for cell in above if cell.strip()) < _LEAST_KNOWN:
        return ()
    group, joined = "", []
    for at in range(max(len(above), len(row))):
        over = above[at] if at < len(above) else ""
        group = over.strip() or group
        cell = row[at].strip() if at < len(row) else ""
        joined.append(cell if cell == group else group + cell)  # one merged over both rows says it twice
    return tuple(joined)


def name_columns(cells: Sequence[str], side: Side) -> dict[int, Column]:
    """What every cell of a header row means for a roster of this side, without those that mean nothing."""
    found: dict[int, Column] = {}
    for at, cell in enumerate(cells):
        column = _meaning(cell, side)
        if column and (column in _REPEATABLE or column not in found.values()):
            found[at] = column
    if Column.OTHER_NAME not in found.values():
        beside = [at for at in found if _person_beside(cells[at], side)]
        found |= dict.fromkeys(beside[:1], Column.OTHER_NAME) or _related(cells, found)
    elif side is Side.FAMILY and Column.NAME not in found.values():
        found |= _asking(cells)
    return dict(sorted((found | dict.fromkeys(_theirs(cells, found), Column.OTHER_PHONE)).items()))


def _asking(cells: Sequence[str]) -> dict[int, Column]:
    """亲人姓名 and 亲人电话 where 务工人员姓名 or 找谁 stands beside: who asks, not who is asked for."""
    named = [at for at, cell in enumerate(cells) if _meaning(cell, Side.FAMILY) is Column.OTHER_NAME]
    own = [at for at in named if _written(cells[at]).startswith(_EITHER_ONES)]
    others = [at for at in named if at not in own]
    if not own or not others:
        return {}
    phones = [at for at, cell in enumerate(cells) if _meaning(cell, Side.FAMILY) is Column.OTHER_PHONE]
    own_phones = [at for at in phones if _written(cells[at]).startswith(_EITHER_ONES)]
    return {own[0]: Column.NAME, others[0]: Column.OTHER_NAME, **dict.fromkeys(own_phones, Column.PHONE)}


def _theirs(cells: Sequence[str], found: Mapping[int, Column]) -> list[int]:
    """亲属电话 beside 在外亲属 is that person's; beside 亲属姓名 too it would be the own one."""
    own, other = (
        next((_NAME_END.sub("", _written(cells[at])) for at, held in found.items() if held is column), "")
        for column in (Column.NAME, Column.OTHER_NAME)
    )
    phones = {
        at: _PHONE_END.sub("", _written(cells[at])) for at, held in found.items() if held is Column.PHONE
    }
    return [at for at, whose in phones.items() if whose and other.endswith(whose) and not own.endswith(whose)]


def _related(cells: Sequence[str], found: Mapping[int, Column]) -> dict[int, Column]:
    """家乡亲人姓名 and 电话 where 家乡亲人关系 stands beside: whatever the group is called, its people are related."""
    kin = [at for at, column in found.items() if column is Column.RELATION]
    groups = {_RELATION_END.sub("", _written(cells[at])) for at in kin} - {""}
    written = [_written(cell) for cell in cells]
    names = [at for at, cell in enumerate(written) if at not in found and _NAME_END.sub("", cell) in groups]
    if not names:
        return {}
    phones = [at for at, column in found.items() if column is Column.PHONE]
    theirs = [at for at in phones if any(written[at].startswith(group) for group in groups)]
    return {names[0]: Column.OTHER_NAME, **dict.fromkeys(theirs, Column.OTHER_PHONE)}


def _person_beside(cell: str, side: Side) -> bool:
    person, times = _RELATION_BESIDE.subn("", simplified(plain(cell)).strip())
    return times > 0 and _meaning(person, side) is Column.OTHER_NAME


def one_line(cell: str) -> str:
    """A header cell as it is shown: 联系⏎电话 → 联系电话."""
    return re.sub(r"\s*[\r\n]+\s*", "", plain(cell))


def is_identity(texts: Sequence[str]) -> bool:
    """Whether a column without a telling header holds identity card numbers."""
    written = [text for text in texts if text]
    like = sum(1 for text in written if _IDENTITY.fullmatch(text.replace(" ", "")))
    return like > 0 and like * 2 >= len(written)


def _written(cell: str) -> str:
    return _BRACKETS.sub("", re.sub(r"\s+", "", simplified(plain(cell)))).lower()


def _meaning(cell: str, side: Side) -> Column | None:
    written = _written(cell)
    if not written or len(written) > _LONGEST or _SENTENCE.search(written):
        return None
    return next((column for column, rule in _RULES[side] if rule.search(written)), None)


def _side(cells: Sequence[str], title: str, above: str) -> Side | None:
    """Whose roster: its first person's column, its other persons' columns, the sheet's name, the titles."""
    persons = [written for written in map(_written, cells) if _PERSON.search(written)]
    first, others = " ".join(persons[:1]), " ".join(persons[1:])
    # whom a row looks for is the far side of whose roster it is
    return _named_side(first) or _turned(_named_side(others)) or _named_side(title) or _named_side(above)


def _named_side(words: str) -> Side | None:
    family, worker = bool(_FAMILY_WORDS.search(words)), bool(_WORKER_WORDS.search(words))
    if family == worker:
        return None
    return Side.FAMILY if family else Side.WORKER


def _turned(side: Side | None) -> Side | None:
    return side.other if side else None
