"""Invite codes: five symbols and a check symbol, made for reading out on the phone.

31 symbols without 0, 1, I, L and O. The check symbol is Σ (i+2)·vᵢ mod 31 over i = 0…4: 31 is prime, so
every single wrong symbol and every swap of two neighbours is caught.
"""

import re
import unicodedata
from operator import mul
from typing import Final

from reunion.domain.faults import Unfit

SYMBOLS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 6
COUNT: Final = len(SYMBOLS) ** (LENGTH - 1)
"""How many codes there are: 28,629,151."""

_VALUES: Final = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_SPACING: Final = re.compile(r"[\s\-_.·—–]+")
_SHOWN: Final = 20


def make_code(chance: int | bytes) -> str:
    """The code for a random number or random bytes (eight or more spread evenly) that the caller brings."""
    number = int.from_bytes(chance, "big") if isinstance(chance, bytes) else chance
    number %= COUNT
    values = []
    for _ in range(LENGTH - 1):
        number, value = divmod(number, len(SYMBOLS))
        values.append(value)
    return "".join(SYMBOLS[value] for value in [*values, _check(values)])


def check_code(text: str) -> str:
    """The code a person typed, in capitals without spaces and dashes; empty for nothing typed.

    Raises Unfit `code-letters`, `code-length` or `code-check`.
    """
    plain = text.isascii() and text.isalnum()
    code = (text if plain else _SPACING.sub("", unicodedata.normalize("NFKC", text))).upper()
    if not code:
        return ""
    shown = code[:_SHOWN]
    try:
        values = [_VALUES[symbol] for symbol in code]
    except KeyError as strange:
        raise Unfit("code-letters", text=shown, symbol=strange.args[0]) from None
    if len(values) != LENGTH:
        raise Unfit("code-length", text=shown, count=len(code), most=LENGTH)
    if _check(values[:-1]) != values[-1]:
        raise Unfit("code-check", text=code)
    return code


def _check(values: list[int]) -> int:
    total: int = sum(map(mul, range(2, LENGTH + 1), values))
    return total % len(SYMBOLS)
