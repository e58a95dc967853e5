"""The language of a page: which one a visitor gets, and its texts.

The msgid of a text is its English sentence. Translations stand in reunion/locale/parts: `<part>.po` is
simplified Chinese, `<part>.zh_Hant.po` what tools/traditional.py made of it, `<part>.en.po` English for msgids
that are keys, not sentences. They are merged and compiled in memory at the first use; there is no .mo file.
"""

import gettext
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: Final = ("zh_Hans", "zh_Hant", "en")
OWN_NAMES: Final = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}
"""What each is called by those who read it, whatever the page's language is."""
SWITCH: Final = "中/EN"
"""On the button that opens their list, so that everybody finds it on a page they cannot read."""
DEFAULT: Final = "zh_Hans"
PARTS: Final = Path(__file__).resolve().parent.parent / "locale" / "parts"

# Babel's own negotiation knows no zh-HK, and takes zh-TW for simplified where no zh_Hant is on offer.
_TRADITIONAL: Final = frozenset({"hant", "hk", "tw", "mo"})


def negotiate(accept_language: str | None, cookie: str | None = None, query: str | None = None) -> str:
    """One of LANGUAGES: the address' `?lang=`, else the cookie, else the browser's own order, else Chinese.

    A browser that asks for other languages only gets English.
    """
    for chosen in (query, cookie):
        if language := known(chosen or ""):
            return language
    wanted = _by_preference(accept_language or "")
    if not wanted:
        return DEFAULT
    return next((language for tag in wanted if (language := known(tag))), "en")


def tag(language: str) -> str:
    """The value of `<html lang>` and Content-Language for one of LANGUAGES."""
    return language.replace("_", "-")


@cache
def translations(language: str, folder: Path = PARTS) -> gettext.NullTranslations:
    """The texts of one of LANGUAGES, ready for Jinja's `install_gettext_translations`."""
    merged = merge(language, _parts(language, folder))
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def merge(language: str, parts: Iterable[Path]) -> Catalog:
    """All parts as one catalogue; of two translations of one msgid the later part's stands."""
    merged = Catalog(locale=language)
    for part in parts:
        with part.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id and message.string and not message.fuzzy:
                    merged.delete(message.id, message.context)
                    merged.add(message.id, message.string, context=message.context)
    return merged


def _parts(language: str, folder: Path) -> list[Path]:
    suffix = "" if language == DEFAULT else f".{language}"
    return sorted(path for path in folder.glob(f"*{suffix}.po") if path.stem.partition(".")[2] == suffix[1:])


def known(tag: str) -> str:
    """One of LANGUAGES for a language tag, or "" for a language we have no texts in."""
    language, *rest = tag.strip().replace("_", "-").lower().split("-")
    if language == "zh":
        return "zh_Hant" if _TRADITIONAL.intersection(rest) and "hans" not in rest else "zh_Hans"
    return "en" if language == "en" else ""


def _by_preference(accept_language: str) -> list[str]:
    """The tags of an Accept-Language header, best first, without the refused ones and `*`."""
    weighed = []
    for position, part in enumerate(accept_language[:400].split(",")):
        tag, _, parameter = part.partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if weight > 0 and tag.strip() not in ("", "*"):
            weighed.append((-weight, position, tag))
    return [tag for _, _, tag in sorted(weighed)]
