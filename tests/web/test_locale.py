from gettext import NullTranslations
from pathlib import Path

import pytest

from reunion.web import locale
from reunion.web.locale import merge, negotiate, tag, translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def parts(tmp_path: Path):
    """Writes a folder of catalogues and returns the texts in one language of it."""

    def write(language: str, **texts: str) -> NullTranslations:
        for name, body in texts.items():
            (tmp_path / f"{name.replace('__', '.')}.po").write_text(HEADER + body, encoding="utf-8")
        return translations(language, tmp_path)

    return write


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh_Hans"),
        ("", "zh_Hans"),
        ("*", "zh_Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh-HK", "zh_Hant"),
        ("zh-TW,en", "zh_Hant"),
        ("zh-Hant-CN", "zh_Hant"),
        ("zh-Hans-HK", "zh_Hans"),
        ("en-GB,zh;q=0.5", "en"),
        ("en;q=0.2,zh-CN;q=0.9", "zh_Hans"),
        ("fr-FR,zh;q=0.3", "zh_Hans"),
        ("fr-FR,de", "en"),
        ("zh;q=0,en", "en"),
        ("zh;q=later", "zh_Hans"),
        (";;;,,;q=", "zh_Hans"),
    ],
)
def test_a_browser_gets_the_language_it_asks_for(header: str | None, language: str):
    assert negotiate(header) == language


def test_an_address_wins_over_the_cookie_and_the_cookie_over_the_browser():
    assert negotiate("zh-CN", cookie="zh_Hant", query="en") == "en"
    assert negotiate("zh-CN", cookie="en", query=None) == "en"
    assert negotiate("zh-CN", cookie="kl'ingon", query="x" * 5000) == "zh_Hans"


def test_a_language_is_written_the_way_html_wants_it():
    assert [tag(language) for language in locale.LANGUAGES] == ["zh-Hans", "zh-Hant", "en"]


def test_parts_are_merged_and_unfinished_texts_stay_english(parts):
    texts = parts(
        "zh_Hans",
        desk='msgid "Take"\nmsgstr "切播"\n',
        family='#, fuzzy\nmsgid "Hold"\nmsgstr "?"\n\nmsgid "Skip"\nmsgstr ""\n\nmsgid "Sign"\nmsgstr "报名"',
    )
    assert [texts.gettext(text) for text in ("Take", "Sign", "Hold", "Skip")] == [
        "切播",
        "报名",
        "Hold",
        "Skip",
    ]


def test_plurals_need_one_form_in_chinese(parts):
    body = 'msgid "%(n)d family"\nmsgid_plural "%(n)d families"\nmsgstr[0] "%(n)d 家"\n'
    assert parts("zh_Hans", desk=body).ngettext("%(n)d family", "%(n)d families", 3) == "%(n)d 家"
    assert parts("en", desk=body).ngettext("%(n)d family", "%(n)d families", 3) == "%(n)d families"


def test_one_word_may_mean_two_things(parts):
    texts = parts(
        "zh_Hans",
        desk='msgctxt "desk"\nmsgid "Go on"\nmsgstr "继续"\n',
        family='msgid "Go on"\nmsgstr "下一步"\n',
    )
    assert [texts.pgettext("desk", "Go on"), texts.gettext("Go on")] == ["继续", "下一步"]


def test_traditional_texts_stand_beside_the_simplified(parts):
    texts = parts(
        "zh_Hant", desk='msgid "Skip"\nmsgstr "跳过"\n', desk__zh_Hant='msgid "Skip"\nmsgstr "跳過"\n'
    )
    assert texts.gettext("Skip") == "跳過"


def test_english_is_the_msgid_unless_the_msgid_is_a_key(parts):
    texts = parts(
        "en",
        desk='msgid "Take"\nmsgstr "切播"\n',
        desk__en='msgid "refused.already-taken"\nmsgstr "Somebody was first"\n',
    )
    assert texts.gettext("Take") == "Take"
    assert texts.gettext("refused.already-taken") == "Somebody was first"


def test_of_two_translations_the_later_part_stands(tmp_path: Path):
    for name, text in (("a", "一"), ("b", "二")):
        (tmp_path / f"{name}.po").write_text(f'{HEADER}msgid "x"\nmsgstr "{text}"\n', encoding="utf-8")
    merged = merge("zh_Hans", [tmp_path / "a.po", tmp_path / "b.po"])
    assert merged["x"].string == "二"


def test_the_catalogues_that_ship_compile():
    for language in locale.LANGUAGES:
        assert translations(language).gettext("no such text") == "no such text"
