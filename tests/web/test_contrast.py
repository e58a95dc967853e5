"""Every ink of the visual language on every ground it is used on, in light and in dark, by WCAG's formula."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIGHT = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
DARK = (ROOT / "static/css/dark.css").read_text(encoding="utf-8")
INKS = [
    (ink, ground)
    for inks, grounds in (
        (("ink", "ink-soft"), ("paper", "surface", "sunken")),
        (("ink",), ("note-pale", "good-pale", "warn-pale", "bad-pale", "gold-pale")),
        (("link", "red", "gold-ink", "bad"), ("paper", "surface")),
        (("red-deep",), ("red-pale",)),
        (("red",), ("red-pale",)),
        (("good",), ("good-pale",)),
        (("warn",), ("warn-pale",)),
        (("bad",), ("bad-pale",)),
        (("note",), ("note-pale",)),
        (("gold-ink",), ("gold-pale", "sunken")),
        (("button-ink",), ("button", "button-press")),
        (("band-ink", "band-soft"), ("band",)),
        (("band-soft-ink",), ("band-soft",)),
    )
    for ink in inks
    for ground in grounds
]
LINES = [
    ("thread", "surface"),
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
]


def colours(block):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_the_one_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_seven_to_one(theme):
    known = colours(LIGHT) | colours(theme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in INKS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_of_controls_stand_out_three_to_one(theme):
    known = colours(LIGHT) | colours(theme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in LINES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


@pytest.mark.parametrize("sheet", ["base", "family", "public"])
def test_a_sheet_takes_its_colours_from_the_tokens(sheet):
    text = (ROOT / f"static/css/{sheet}.css").read_text(encoding="utf-8")
    # Paper and the ground of a QR code are white, its ink and a camera without picture black.
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) - {"#fff", "#000"} == set()
    assert re.findall(r"\b(?:rgb|hsl)a?\(", text) == []


def test_the_page_about_the_visual_language_names_every_token_and_no_other():
    page = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`--([a-z0-9-]+)`", page))
    assert named == set(re.findall(r"--([a-z0-9-]+):", LIGHT + DARK))


def test_the_page_gives_every_colour_as_it_is():
    page = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    light, dark = colours(LIGHT), colours(DARK)
    rows = re.findall(r"^\| `--([a-z-]+)` \| `(#[0-9a-f]{6})` \| `(#[0-9a-f]{6})` \|", page, re.MULTILINE)
    assert {name: (day, night) for name, day, night in rows} == {
        name: (light[name], dark[name]) for name in light
    }
