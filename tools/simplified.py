"""Writes reunion/domain/simplified.py from the tables of OpenCC (`pip install opencc`, Apache-2.0).

Kept are the pairs whose traditional form is in Big5 and whose simplified form is in GB 2312: what people type
in names and places, without the two thousand forms only dictionaries hold.
"""

from pathlib import Path

import opencc

TARGET = Path(__file__).parent.parent / "reunion" / "domain" / "simplified.py"
WIDTH = 48

HEAD = '''"""Traditional to simplified characters, one for one, for comparing what two people wrote.

Made by tools/simplified.py from OpenCC's t2s tables (Apache-2.0): pairs of a Big5 and a GB 2312 character.
"""

from collections.abc import Mapping
from typing import Final


def simplified(text: str) -> str:
    """The text with every traditional character of the table replaced."""
    return text if _TRADITIONAL.isdisjoint(text) else text.translate(_TABLE)


def spellings(character: str) -> str:
    """Its simplified and each traditional form, one behind the other."""
    plain = simplified(character)
    return plain + _FORMS.get(plain, "")


def _forms() -> Mapping[str, str]:
    """By simplified character, its traditional ones."""
    found: dict[str, str] = {}
    for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True):
        found[new] = found.get(new, "") + old
    return found


_PAIRS: Final = (
'''
TAIL = """)
_TRADITIONAL: Final = frozenset(_PAIRS[::2])
_TABLE: Final = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
_FORMS: Final = _forms()
"""


def encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeError:
        return False
    return True


def main() -> None:
    convert = opencc.OpenCC("t2s").convert
    pairs = []
    for point in range(0x4E00, 0xA000):
        old = chr(point)
        new = convert(old)
        if new != old and len(new) == 1 and encodable(old, "big5") and encodable(new, "gb2312"):
            pairs.append(old + new)
    text = "".join(pairs)
    lines = [f'    "{text[at : at + WIDTH]}"\n' for at in range(0, len(text), WIDTH)]
    TARGET.write_text(HEAD + "".join(lines) + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
