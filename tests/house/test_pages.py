"""Pages work under the strict content policy, and on the oldest browsers they are promised for."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from .tree import ROOT, below, name

TEMPLATES: Final = below("templates", ".html", ".svg", ".txt")
SCRIPTS: Final = below("static", ".js")
SHEETS: Final = below("static", ".css")
# The boards of the studio run on Chromium 86 and Safari 14; everything else from Chrome 66 and iOS 12 on.
STAFF: Final = ("static/js/staff/", "static/js/desk/", "static/css/desk.css", "static/css/prompter.css")

HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Comments may quote, in any language.
COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
SCRIPT_COMMENT: Final = re.compile(r"/\*.*?\*/|(?:^|\s)//[^\n]*", re.DOTALL)
INLINE: Final = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
}
UNSAFE: Final = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML)\b"
    r"|\beval\(|\bnew Function\b"
)
# w3.org names XML vocabularies; nothing is asked from there.
ELSEWHERE: Final = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
TOO_NEW: Final = {
    ":is :where :has": re.compile(r":(?:is|where|has)\("),
    "@layer, @container, @property": re.compile(r"@(?:layer|container|property)\b"),
    "nesting": re.compile(r"(?:^|[{};])\s*&", re.MULTILINE),
}
TOO_NEW_FOR_PHONES: Final = {**TOO_NEW, "clamp(), min(), max()": re.compile(r"(?<![\w-])(?:clamp|min|max)\(")}


def for_staff(path: Path) -> bool:
    return name(path).startswith(STAFF)


def inline_code(template: str) -> list[str]:
    markup = COMMENT.sub("", template)
    return [what for what, pattern in INLINE.items() if pattern.search(markup)]


def untranslated(template: str) -> list[str]:
    """Chinese characters that stand in a template itself: texts go through `_()`, with English msgids."""
    return HAN.findall(COMMENT.sub("", template))


def too_new(sheet: str, patterns: dict[str, re.Pattern[str]]) -> list[str]:
    code = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return [what for what, pattern in patterns.items() if pattern.search(code)]


def syntax_errors(paths: list[Path], year: int) -> list[str]:
    """What a browser of that year's ECMAScript could not parse."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("REUNION_REQUIRE_NODE") == "1":
            pytest.fail("node is missing", pytrace=False)
        pytest.skip("node is missing: the syntax of the scripts is not checked (apt-get install nodejs)")
    done = subprocess.run(
        [node, str(ROOT / "tests/house/syntax.cjs"), str(year), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [f"{Path(e['file']).name}: {e['error']}" for e in map(json.loads, done.stdout.splitlines())]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_inline_code_and_no_text_of_its_own(path: Path):
    template = path.read_text(encoding="utf-8")
    assert inline_code(template) == []
    assert untranslated(template) == []
    assert ELSEWHERE.findall(template) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_is_safe_and_has_no_text_of_its_own(path: Path):
    script = path.read_text(encoding="utf-8")
    assert UNSAFE.findall(script) == []
    assert HAN.findall(SCRIPT_COMMENT.sub("", script)) == []
    assert ELSEWHERE.findall(script) == []


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_sheet_is_understood_by_old_browsers(path: Path):
    sheet = path.read_text(encoding="utf-8")
    assert too_new(sheet, TOO_NEW if for_staff(path) else TOO_NEW_FOR_PHONES) == []
    assert ELSEWHERE.findall(sheet) == []


def test_scripts_for_phones_are_es2017_and_scripts_for_staff_es2020():
    vendored = sorted((ROOT / "static/vendor").glob("*.js"))
    phones = [path for path in SCRIPTS if not for_staff(path)]
    assert syntax_errors(phones + vendored, 2017) == []
    assert syntax_errors([path for path in SCRIPTS if for_staff(path)], 2020) == []


def test_inline_code_is_found():
    bad = [
        "<script>go()</script>",
        "<style>a{}</style>",
        '<p class="x" style="color:red">',
        "<button onclick = 'go()'>",
        '<a href="javascript:go()">',
    ]
    assert [inline_code(template) for template in bad] == [[what] for what in INLINE]
    good = '<script type="application/json" id="words">{}</script><script src="/a.js"></script>{# style= #}'
    assert inline_code(good) == []


def test_untranslated_text_is_found():
    assert untranslated("<p>报名</p>{# 大字 #}") == ["报", "名"]
    assert untranslated('<p>{{ _("Sign up") }}…</p>') == []


def test_only_comments_of_a_script_may_quote_chinese():
    script = "/** 小王 */\nlet a = 1; // 跳\nlet b = 'http://x 名';"
    assert HAN.findall(SCRIPT_COMMENT.sub("", script)) == ["名"]


def test_unsafe_script_and_foreign_addresses_are_found():
    assert UNSAFE.findall("a.innerHTML = b; eval(c)") == ["innerHTML", "eval("]
    assert ELSEWHERE.findall("//cdn.example.com/x.js https://fonts.example.org") != []
    assert ELSEWHERE.findall("http://www.w3.org/2000/svg // a comment. And more") == []


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ("a:is(b, c) {}", ":is :where :has"),
        ("@layer x {}", "@layer, @container, @property"),
        ("a { color: red; &:hover {} }", "nesting"),
        ("a { width: clamp(1px, 2vw, 3px) }", "clamp(), min(), max()"),
        ("a { width: min(1px, 2vw) }", "clamp(), min(), max()"),
    ],
)
def test_new_css_is_found(rule: str, what: str):
    assert too_new(rule, TOO_NEW_FOR_PHONES) == [what]


def test_old_css_is_let_through():
    sheet = (
        "/* :is( */ a { grid: repeat(2, minmax(0, 1fr)); background: url('a&b') } @media (min-width: 1px) {}"
    )
    assert too_new(sheet, TOO_NEW_FOR_PHONES) == []


def test_new_syntax_is_found(tmp_path: Path):
    scripts = {
        "chain.js": "a?.b",
        "spread.js": "f({...a})",
        "old.js": "export async function f(a) { await a }",
    }
    for file, text in scripts.items():
        (tmp_path / file).write_text(text)
    paths = [tmp_path / file for file in scripts]
    assert [error.partition(":")[0] for error in syntax_errors(paths, 2017)] == ["chain.js", "spread.js"]
    assert syntax_errors(paths, 2020) == []
