"""Telephone numbers out of cells as people fill them; inside there is only E.164."""

import re
from dataclasses import dataclass
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import PHONES_MOST
from reunion.domain.names import NOTHING, plain, printable

_MOBILE: Final = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
"""Every mobile number block of the mainland begins so; which of them are in use changes every year."""
_MOBILE_LENGTH: Final = 11
_LANDLINE_LENGTHS: Final = (7, 8)

_FLOAT: Final = re.compile(r"(\d{7,})\.0*")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[、,，;；/|\\\n\r]+|或者?|和")
_EXTENSION: Final = re.compile(r"(?:转|轉|分机号?|分機|ext\.?|#|x)[\s:.-]*(\d{1,6})$", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(?:联系|聯繫|移动|手机|手機|家里|本人)?(?:电话|電話|手机|手機|座机|固话|号码|tel|phone|mobile)(?:号码)?[\s:.]*",
    re.IGNORECASE,
)
_REMARK: Final = re.compile(
    r"[(\[【][^()\[\]【】]*[^\d()\[\]【】+\s-][^()\[\]【】]*[)\]】]|微信同号|同微信|微信"
)
_WORDS: Final = re.compile(r"[^\d\s()+.\-*#]")
_MARKS: Final = re.compile(r"[\s()\-.·]+")
_SHOWN: Final = 24
LAST: Final = 4


@dataclass(frozen=True, slots=True)
class Phone:
    """One number."""

    number: str
    """E.164, `+8613800138000`."""
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Phones:
    """What one cell held: the numbers in order without repeats, and what is wrong with the rest."""

    found: tuple[Phone, ...] = ()
    faults: tuple[Unfit, ...] = ()


def read_phones(cell: str, region: str = "CN") -> Phones:
    """Every number of a cell and every fault in it; never raises. `region` is where a bare number belongs."""
    text = plain(cell)
    if text.lower() in NOTHING:
        return Phones()
    found: list[Phone] = []
    faults: list[Unfit] = []
    for piece in _SEPARATOR.split(_LABEL.sub(" ", _REMARK.sub(" ", text))):
        if piece.strip().lower() in NOTHING:
            continue
        try:
            found.extend(phone for phone in _read(piece.strip(), region) if phone not in found)
        except Unfit as fault:
            faults.append(fault)
    if len(found) > PHONES_MOST:
        faults.append(Unfit("phone-several", most=PHONES_MOST))
    return Phones(tuple(found[:PHONES_MOST]), tuple(faults))


def parse_phones(cell: str, region: str = "CN") -> tuple[Phone, ...]:
    """The numbers of a cell; nothing written gives none. Raises the first Unfit of read_phones."""
    phones = read_phones(cell, region)
    if phones.faults:
        raise phones.faults[0]
    return phones.found


def parse_phone(text: str, region: str = "CN") -> str:
    """Exactly one number as E.164. Raises Unfit, `phone-missing` when nothing is written."""
    if region == "CN" and text.isascii() and (mobile := _MOBILE.fullmatch(text)):
        return "+86" + mobile[1]  # as nearly everybody types it
    phones = parse_phones(text, region)
    if not phones:
        raise Unfit("phone-missing")
    return phones[0].number


def mask(number: str) -> str:
    """138****5678: first three and last four of the number as it is dialled at home."""
    shown = local(number).replace(" ", "").replace("-", "")
    return f"{shown[:3]}****{shown[-4:]}" if len(shown) > len("138") + len("5678") else f"****{shown[-2:]}"


def last4(number: str) -> str:
    """The last four digits, by which people on the phone make themselves known."""
    return number[-LAST:]


def local(number: str) -> str:
    """As people of the mainland write it: 13812345678, 0832-2290868, +852 9123 4567."""
    mobile = _MOBILE.fullmatch(number)
    if mobile:
        return mobile[1]
    import phonenumbers

    parsed = phonenumbers.parse(number, None)
    if parsed.country_code == phonenumbers.country_code_for_region("CN"):
        return (
            phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
            .replace(" ", "-", 1)
            .replace(" ", "")
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _read(piece: str, region: str) -> tuple[Phone, ...]:
    whole = _FLOAT.fullmatch(piece)
    piece = whole[1] if whole else piece
    if _SCIENTIFIC.fullmatch(piece):
        raise Unfit("phone-digits-lost", text=piece)
    extension = _EXTENSION.search(piece)
    if extension:
        piece = piece[: extension.start()].strip()
    one = _number(piece, region)
    if one:
        return (Phone(one, extension[1] if extension else ""),)
    several = _several(piece, region)
    if several:
        return tuple(Phone(number) for number in several)
    raise _fault(piece, region)


def _number(text: str, region: str) -> str:
    """E.164, empty when this is not one number."""
    digits = _MARKS.sub("", text)
    mobile = _MOBILE.fullmatch(digits) if region == "CN" or digits.startswith(("+86", "0086")) else None
    if mobile:
        return "+86" + mobile[1]
    if _WORDS.search(text) or not digits.removeprefix("+").isdecimal():
        return ""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _several(piece: str, region: str) -> tuple[str, ...]:
    """Numbers only parted by blanks: the blanks that part them are those that leave every piece a number."""
    words = piece.split()
    if not 1 < len(words) <= PHONES_MOST * 4:
        return ()
    for end in range(1, len(words)):
        first = _number(" ".join(words[:end]), region)
        rest = " ".join(words[end:])
        if first:
            others = (_number(rest, region),) if _number(rest, region) else _several(rest, region)
            if others:
                return (first, *others)
    return ()


def _fault(piece: str, region: str) -> Unfit:
    shown = printable(piece)[:_SHOWN]
    digits = _MARKS.sub("", piece)
    if _WORDS.search(piece) or not digits.removeprefix("+").isdecimal():
        return Unfit("phone-words", text=shown)
    bare = re.sub(r"^(?:\+|00)?86(?=\d)", "", digits) if digits.startswith(("+86", "86", "0086")) else digits
    if region != "CN" or bare.startswith(("+", "0")):
        return Unfit("phone-impossible", text=shown)
    if re.match(r"1[3-9]", bare):
        code = "phone-short" if len(bare) < _MOBILE_LENGTH else "phone-long"
        return Unfit(code, text=bare[:_SHOWN], count=len(bare))
    if len(bare) == _MOBILE_LENGTH:
        return Unfit("phone-start", text=bare)
    if len(bare) in _LANDLINE_LENGTHS:
        return Unfit("phone-no-area", text=bare)
    return Unfit("phone-impossible", text=shown)
