"""One row of a roster read field by field: what is taken, what is taken with a warning, what is refused.

Refused is a row whose own name or own telephone cannot be what was meant; everything else a person can mend
later is taken and said.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from unicodedata import category, normalize

from reunion.domain.codes import check_code
from reunion.domain.faults import Unfit
from reunion.domain.headers import Column
from reunion.domain.kinship import turned
from reunion.domain.limits import (
    GROUP_MOST,
    MESSAGE_MOST,
    OTHERS_MOST,
    PERSONS_LEAST,
    PERSONS_MOST,
    PHONES_MOST,
    PLACE_MOST,
    RELATION_MOST,
    STORY_MOST,
    VILLAGE_MOST,
    YEARS_AWAY_MOST,
)
from reunion.domain.names import is_nothing, parse_name, plain, split_names
from reunion.domain.numerals import PEOPLE, YEARS, whole
from reunion.domain.people import Named, Side
from reunion.domain.phones import Phones, read_phones
from reunion.domain.places import (
    Address,
    Home,
    find_township,
    guess_township,
    split_address,
    split_village,
)
from reunion.domain.rosters import Draft, Reason, reason

_GENDERS: Final = {
    "男": "m",
    "m": "m",
    "male": "m",
    "男性": "m",
    "女": "f",
    "f": "f",
    "female": "f",
    "女性": "f",
}
_DIALECTS: Final = (
    ("四川", "sichuan"),
    ("川话", "sichuan"),
    ("内江", "sichuan"),
    ("普通", "mandarin"),
    ("国语", "mandarin"),
)
_JOINER: Final = "\u200d"
"""Holds together the parts of one picture sign."""


_BESIDE: Final = re.compile(r"([^(),、;/\s]*)\s*\(([^()]*)\)")
"""罗母(母亲): a name and what stands in brackets behind it."""


class Row:
    """The cells of one row under their headers, and what came up while they were read."""

    def __init__(self, cells: Mapping[Column, Sequence[tuple[str, str]]]) -> None:
        """`cells` holds for every column of the row pairs of its header and its text."""
        self.cells = cells
        self.warnings: list[Reason] = []
        self.refusals: list[Reason] = []

    def text(self, column: Column) -> str:
        """What stands in a column, empty for 无 and dashes."""
        return next((plain(text) for _, text in self.cells.get(column, ()) if not is_nothing(text)), "")

    def header(self, column: Column) -> str:
        """The first header of a column, empty when the roster has none."""
        return next((header for header, _ in self.cells.get(column, ())), "")

    def warn(self, code: str, column: Column | None = None, **params: str | int) -> None:
        """Say something about a row that is taken."""
        self.warnings.append(Reason(code, params, self.header(column) if column else ""))

    def read(self, column: Column, parse: Callable[[str], str], most: int) -> str:
        """A text that is shortened or left out with a warning where it does not fit."""
        written = next((text for _, text in self.cells.get(column, ()) if not is_nothing(text)), "")
        try:
            text = parse(written) if written else ""
        except Unfit as fault:
            self.warnings.append(reason(fault, self.header(column)))
            return ""
        if any(not character.isprintable() and character != "\n" for character in text):
            self.warn("unprintable", column, field=self.header(column))
            return ""
        if len(text) > most:
            self.warn("shortened", column, count=len(text), most=most)
        return text[:most].strip()

    def whole(self, column: Column, counted: str, least: int, most: int) -> int | None:
        """A whole number within its limits, None with a warning for another."""
        text = self.text(column)
        found = whole(text, counted)
        if found is not None and least <= found <= most:
            return found
        if text:
            self.warn(
                "number-out-of-range",
                column,
                field=self.header(column),
                text=text[:20],
                least=least,
                most=most,
            )
        return None


def read_draft(row: Row, side: Side, home: Home) -> Draft | None:
    """The draft of a row, None when it is refused; reasons and warnings are left in the row."""
    name = _name(row)
    phones = _own_phones(row)
    if row.refusals:
        return None
    code = row.read(Column.CODE, check_code, len("ABCDEF"))
    relation = row.read(Column.RELATION, plain, RELATION_MOST)
    address = _address(row, home)
    others = _others(row, relation if side is Side.WORKER else turned(relation))
    if not others and not code and side is Side.FAMILY:
        row.warn("nobody-named")
    return Draft(
        side=side,
        name=name,
        phones=phones,
        gender=_gender(row),
        township=address.township.code if address.township else "",
        village=address.village[:VILLAGE_MOST],
        group=address.group[:GROUP_MOST],
        place=_place(row, address),
        others=others,
        relation=relation if side is Side.FAMILY else "",
        code_given=code if side is Side.FAMILY else "",
        own_code=code if side is Side.WORKER else "",
        persons=row.whole(Column.PERSONS, PEOPLE, PERSONS_LEAST, PERSONS_MOST) or 1,
        dialect=next((key for word, key in _DIALECTS if word in row.text(Column.DIALECT)), ""),
        years_away=row.whole(Column.YEARS_AWAY, YEARS, 0, YEARS_AWAY_MOST),
        story=row.read(Column.STORY, _words, STORY_MOST),
        message=row.read(Column.MESSAGE, _words, MESSAGE_MOST),
    )


def _name(row: Row) -> str:
    try:
        names = split_names(row.text(Column.NAME))
        name = parse_name(row.text(Column.NAME)) if len(names) < 2 else ""
    except Unfit as fault:
        row.refusals.append(reason(fault, row.header(Column.NAME)))
        return ""
    for _, words in _BESIDE.findall(row.text(Column.NAME)):
        # 李明（已回家）: what an office wrote beside a name may be the one thing to know of the row
        if words.strip():
            row.warn("name-brackets", Column.NAME, text=words.strip()[:20])
    if not name:
        several = Unfit("name-several", text="、".join(names)[:40])
        row.refusals.append(reason(several, row.header(Column.NAME)))
    return name


def _phones(row: Row, column: Column) -> tuple[tuple[str, ...], list[Reason]]:
    found: list[str] = []
    reasons: list[Reason] = []
    for header, text in row.cells.get(column, ()):
        phones: Phones = read_phones(text)
        found.extend(phone.number for phone in phones.found if phone.number not in found)
        reasons.extend(reason(fault, header) for fault in phones.faults)
    return tuple(found[:PHONES_MOST]), reasons


def _own_phones(row: Row) -> tuple[str, ...]:
    found, reasons = _phones(row, Column.PHONE)
    if reasons and not found:
        row.refusals.extend(reasons)
    else:
        row.warnings.extend(reasons)
    if not found and not reasons:
        row.warn("no-phone")
    return found


def _others(row: Row, relation: str) -> tuple[Named, ...]:
    phones, reasons = _phones(row, Column.OTHER_PHONE)
    row.warnings.extend(reasons)
    try:
        names = split_names(row.text(Column.OTHER_NAME))
    except Unfit as fault:
        row.warnings.append(reason(fault, row.header(Column.OTHER_NAME)))
        names = ()
    if len(names) > OTHERS_MOST:
        row.warn("others-many", Column.OTHER_NAME, count=len(names), most=OTHERS_MOST)
        names = names[:OTHERS_MOST]
    beside = _relations(row)
    if not names:
        return (Named("", phones, relation),) if phones else ()
    if len(names) == len(phones) > 1:
        each = zip(names, phones, strict=True)
        return tuple(Named(name, (phone,), relation or beside.get(name, "")) for name, phone in each)
    return tuple(Named(name, phones, relation or beside.get(name, "")) for name in names)


def _relations(row: Row) -> Mapping[str, str]:
    """What the others are as their own cell says it in brackets; what is no relation is named and left."""
    found: dict[str, str] = {}
    for name, word in _BESIDE.findall(row.text(Column.OTHER_NAME)):
        if turned(word.strip()):
            found[name] = word.strip()
        elif word.strip():
            row.warn("brackets-left", Column.OTHER_NAME, text=word.strip()[:20])
    return found


def _address(row: Row, home: Home) -> Address:
    """Township, village and group from their own columns, filled up from a column with the whole address."""
    whole = split_address(home, row.text(Column.ADDRESS))
    written = row.text(Column.TOWNSHIP)
    village, group = split_village(row.text(Column.VILLAGE))
    town = find_township(home, written)
    guess = town or guess_township(home, written)
    if written and guess is None:
        # 田家镇长滩村3组 in a column that is headed 乡镇
        whole = split_address(home, written) if not whole.village else whole
        whole = whole if whole.township else Address(None, True, whole.village, whole.group, written)
    own_group = re.sub("[组社队第]", "", row.text(Column.GROUP))
    address = Address(
        guess or whole.township,
        town is not None or (guess is None and whole.certain),
        village or whole.village,
        group or own_group or whole.group,
        whole.rest if not guess else "",
    )
    column = Column.TOWNSHIP if written else Column.ADDRESS
    if address.township and not address.certain:
        row.warn("township-guessed", column, text=row.text(column)[:20], name=address.township.name)
    if address.rest and not address.township:
        row.warn("township-unknown", column, text=address.rest[:20], home=home.name)
    return address


def _place(row: Row, address: Address) -> str:
    work = row.read(Column.PLACE, _words, PLACE_MOST)
    kept = "" if address.township else address.rest
    return "，".join(part for part in (work, kept) if part)[:PLACE_MOST]


def _words(text: str) -> str:
    """Free words keep their own punctuation; only marks that turn or hide letters go."""
    kept = (sign for sign in normalize("NFC", text) if category(sign) != "Cf" or sign == _JOINER)
    return "".join(kept).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def _gender(row: Row) -> str:
    text = row.text(Column.GENDER).lower()
    if text and text not in _GENDERS:
        row.warn("gender-unread", Column.GENDER, text=text[:20])
    return _GENDERS.get(text, "")
