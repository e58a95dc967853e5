"""Small whole numbers as people write them: 3, ３, 三, 三个人, 3 人, 一家三口."""

import re
from typing import Final

from reunion.domain.names import plain
from reunion.domain.simplified import simplified

LONGEST: Final = 10
"""Signs that one is written with: 一共一百二十个人."""
PEOPLE: Final = "(?:[个位名口]?人?|people|persons?)"
"""What may stand behind a number of them."""
YEARS: Final = "(?:个?[余多]?年头?[多了]?|years?)?"
MINUTES: Final = "(?:个?分钟?|min(?:utes?)?)?"
SECONDS: Final = "(?:秒钟?|s(?:ec(?:onds?)?)?)?"

_DIGITS: Final = (
    {"零": 0, "〇": 0, "两": 2, "俩": 2, "仨": 3}
    | {sign: at for at, sign in enumerate("一二三四五六七八九", 1)}
    | {sign: at for at, sign in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
)
_ONE: Final = f"[{''.join(_DIGITS)}]"
_NUMERAL: Final = re.compile(
    f"(?:(?P<hundreds>{_ONE})[百佰])?(?:(?P<tens>{_ONE}?)[十拾]|[零〇](?={_ONE}))?(?P<ones>{_ONE})?"
)
_ROUNDED: Final = re.compile(f"{_ONE}[百佰]{_ONE}")
"""一百五 is 150 to one reader and 105 to another."""
_BEFORE: Final = "(?:一?共|总共|大?约|大概|一家)?"


def whole(text: str, counted: str = "") -> int | None:
    """The number, with what is `counted` behind it or without; None for what is no number below a million."""
    text = simplified("".join(plain(text).lower().split()))
    numeral = f"[{''.join(_DIGITS)}十拾百佰]+"
    found = re.fullmatch(rf"{_BEFORE}(?:(\d{{1,6}})(?:\.0*)?|({numeral})){counted}", text)
    if found is None:
        return None
    return int(found[1]) if found[1] else _chinese(found[2])


def _chinese(text: str) -> int | None:
    """Up to 999."""
    found = _NUMERAL.fullmatch(text)
    if found is None or _ROUNDED.fullmatch(text):
        return None
    hundreds, tens, ones = (_DIGITS.get(found[part] or "", 0) for part in ("hundreds", "tens", "ones"))
    tens = 1 if found["tens"] == "" else tens
    return hundreds * 100 + tens * 10 + ones
