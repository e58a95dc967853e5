"""How people mis-write: names by sound and look, phones in twelve layouts, places without their parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from reunion.demo.syllables import (
    EAR_ALIKE,
    HOMOPHONES,
    LOOK_ALIKE,
    PLACES_ALIKE,
    SOUND_OF,
    SOUNDS,
    SURNAMES,
    TRADITIONAL,
)
from reunion.domain.places import Township


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares of fields that go wrong; `amount` scales them all."""

    amount: float
    traditional: float = 0.02
    spaced: float = 0.035
    remark: float = 0.015
    phone_layout: float = 0.20
    phone_digit: float = 0.025
    phone_odd: float = 0.03
    """Layouts only a spreadsheet makes: 1.76491E+10, two numbers, a remark behind the number."""
    township_missing: float = 0.02
    township_typo: float = 0.015
    township_slip: float = 0.012
    village_slip: float = 0.026
    """Written by its sound."""
    village_other: float = 0.007
    """With another character."""
    district: float = 0.075
    stem_only: float = 0.2
    """A township without 镇, 乡 or 街道."""
    group_differs: float = 0.001
    relation_missing: float = 0.045
    relation_reversed: float = 0.12
    second_number: float = 0.75
    """Of whoever has two numbers, the one given that they did not give themselves."""

    def happens(self, share: float, rng: Random) -> bool:
        """Whether this goes wrong in this field."""
        return rng.random() < share * self.amount


LEVELS: Final = {"light": Noise(0.5), "normal": Noise(1.0), "heavy": Noise(1.7)}

_SLIPS_OF_NAMES: Final = (
    ("homophone", 0.05),
    ("by-ear", 0.022),
    ("look-alike", 0.015),
    ("another", 0.008),
    ("dropped", 0.01),
    ("nickname", 0.035),
    ("pinyin", 0.008),
    ("missing", 0.008),
)
"""What happens to a name somebody else writes, as shares of all names at normal noise."""
_CHARACTERS: Final = tuple(characters[0] for characters in SOUNDS.values())
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE_NUMBERS: Final = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_SLIPS: Final = {"镇": "振真", "乡": "相", "街道": ("街到", "街浩")}


def pinyin(surname: str, given: str, rng: Random) -> str:
    """The name in Latin letters, spaced or run together."""
    sounds = [SURNAMES[surname][0], *(SOUND_OF.get(c, c) for c in given)]
    return rng.choice((" ", " ", "")).join(sounds)


def nickname(surname: str, given: str, rng: Random) -> str:
    """小强, 阿芳, 强强, 强娃, 老王."""
    last = given[-1]
    return rng.choice(("小" + last, "阿" + last, last + last, last + "娃", "老" + surname, given))


def swapped(name: str, table: dict[str, str], rng: Random, *, first: int) -> str:
    """One character from `first` on replaced by one the table holds for it; unchanged when it holds none."""
    spots = [i for i, c in enumerate(name) if i >= first and c in table]
    if not spots:
        return name
    spot = rng.choice(spots)
    return name[:spot] + rng.choice(table[name[spot]]) + name[spot + 1 :]


def _decorated(name: str, noise: Noise, rng: Random) -> str:
    if noise.happens(noise.traditional, rng):
        name = "".join(TRADITIONAL.get(c, c) for c in name)
    if noise.happens(noise.spaced, rng):
        space = rng.choice((" ", "　", "  "))
        name = name[0] + space + name[1:] if len(name) == 2 else name + space
    if noise.happens(noise.remark, rng):
        name += rng.choice(("(本人)", "（女）", "（男）"))
    return name


def _one_replaced(text: str, rng: Random) -> str:
    spot = rng.randrange(len(text))
    return text[:spot] + rng.choice(_CHARACTERS) + text[spot + 1 :]


def _slipped(kind: str, surname: str, given: str, rng: Random) -> str:
    name, behind = surname + given, len(surname)
    match kind:
        case "homophone":
            return swapped(name, HOMOPHONES, rng, first=behind if rng.random() < 0.8 else 0)
        case "by-ear":
            return swapped(name, EAR_ALIKE, rng, first=behind if rng.random() < 0.8 else 0)
        case "look-alike":
            return swapped(name, LOOK_ALIKE, rng, first=0)
        case "another":
            return _one_replaced(name, rng)
        case "dropped":
            return surname + (given[:1] if rng.random() < 0.3 else given[1:] or given)
        case "nickname":
            return nickname(surname, given, rng)
        case _:
            return pinyin(surname, given, rng)


def other_name(surname: str, given: str, noise: Noise, rng: Random) -> str:
    """A name as somebody else writes it down."""
    name = surname + given
    roll = rng.random() / noise.amount
    for kind, share in _SLIPS_OF_NAMES:
        if roll < share:
            return _decorated(_slipped(kind, surname, given, rng), noise, rng) if kind != "missing" else ""
        roll -= share
    return _decorated(name, noise, rng)


def own_name(surname: str, given: str, noise: Noise, rng: Random) -> str:
    """A name as its bearer writes it, or a clerk who has the card before them: rarely wrong."""
    name = surname + given
    roll = rng.random() / noise.amount
    if roll < 0.015:
        name = swapped(name, HOMOPHONES, rng, first=len(surname))
    elif roll < 0.02:
        name = pinyin(surname, given, rng)
    return _decorated(name, noise, rng)


def _one_digit_wrong(number: str, rng: Random) -> str:
    spot = rng.randrange(3, 11)
    kind = rng.random()
    if kind < 0.55:
        return number[:spot] + str((int(number[spot]) + rng.randint(1, 9)) % 10) + number[spot + 1 :]
    if kind < 0.8:
        return number[: spot - 1] + number[spot] + number[spot - 1] + number[spot + 1 :]
    return number[:spot] + number[spot + 1 :]


def _laid_out(number: str, rng: Random) -> str:
    a, b, c = number[:3], number[3:7], number[7:]
    return rng.choice((f"{a} {b} {c}", f"{a}-{b}-{c}", f"+86{number}", f"86-{number}", f"+86-{number}"))


def _odd(number: str, landline: str, rng: Random) -> str:
    return rng.choice(
        (
            number + ".0",
            number.translate(_FULL_WIDTH),
            number + "（微信同号）",
            "电话" + number,
            f"{number}/{landline}",
            landline,
            f"{float(number):.5E}",
        )
    )


def phone(number: str, landline: str, noise: Noise, rng: Random, *, roster: bool, missing: float) -> str:
    """A number as it is written; only rosters have the layouts a spreadsheet makes.

    `missing` is the share left empty.
    """
    if not number or rng.random() < missing:
        return rng.choice(("", "", "无", "／", "-")) if roster else ""
    if noise.happens(noise.phone_digit, rng):
        number = _one_digit_wrong(number, rng)
    roll = rng.random()
    if roster and roll < noise.phone_odd * 4 and len(number) == 11:
        return _odd(number, landline, rng)
    if roll > 1 - noise.phone_layout:
        return _laid_out(number, rng)
    return number


def township(place: Township, district: str, noise: Noise, rng: Random) -> str:
    """A township with or without its kind and its district, sometimes under an old name."""
    if noise.happens(noise.township_missing, rng):
        return ""
    name = place.name
    roll = rng.random()
    stem = name.removesuffix("街道").rstrip("镇乡")
    if noise.happens(noise.township_typo, rng):
        for kind, slips in _SLIPS.items():
            if name.endswith(kind):
                name = name.removesuffix(kind) + rng.choice(tuple(slips))
    elif roll < noise.stem_only * noise.amount and len(stem) > 1:
        name = stem
    elif roll > 0.96:
        name = rng.choice(place.aliases) if place.aliases else stem + rng.choice(("镇", "乡"))
    if noise.happens(noise.township_slip, rng):
        name = swapped(name, PLACES_ALIKE, rng, first=0)
    if noise.happens(0.01, rng):
        name = "".join(TRADITIONAL.get(c, c) for c in name)
    return rng.choice((district, district, "四川省")) + name if noise.happens(noise.district, rng) else name


def village(name: str, group: str, noise: Noise, rng: Random, *, missing: float) -> str:
    """A village with or without 村 and its group, in digits or characters, under one of three words.

    `missing` is the share left empty before scaling.
    """
    if noise.happens(missing, rng):
        return ""
    if noise.happens(noise.village_slip, rng):
        name = swapped(name, PLACES_ALIKE, rng, first=0)
    if noise.happens(noise.village_other, rng):
        name = _one_replaced(name, rng)
    if name.endswith("社区"):
        written = name
    else:
        written = name if rng.random() < 0.15 else name + "村"
    if not group or rng.random() > 0.53:
        return written
    number = int(group)
    if noise.happens(noise.group_differs, rng):
        number = number % 12 + 1
    text = _CHINESE_NUMBERS[number] if rng.random() < 0.5 else str(number)
    return written + text + rng.choice(("组", "组", "社", "队"))


def laid_out_code(code: str, rng: Random) -> str:
    """A code in small letters, in two halves or as a Chinese keyboard types it."""
    halves = rng.choice((" ", "-")).join((code[:3], code[3:]))
    wide = "".join(chr(ord(symbol) + 0xFEE0) for symbol in code)
    return rng.choice((code.lower(), code.lower() + " ", halves, wide))


def missing_or(words: Sequence[str], noise: Noise, rng: Random, share: float) -> str:
    """One of the words, or nothing."""
    return "" if noise.happens(share, rng) else rng.choice(words)
