"""The rules for the families' pages, measured on a page in Chromium; and axe-core's judgement of any page."""

from typing import Any, Final

from playwright.async_api import Page

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEAST_LETTERS: Final = {"normal": 18, "large": 21.6, "huge": 27}
"""Pixels of the smallest text by the size of the letters; the text itself has 20, 24 and 30."""
MEASURE: Final = """(least) => {
  const seen = (one) => one.offsetParent !== null && one.getClientRects().length > 0 && !one.closest(".unseen, .skip, details:not([open]) > :not(summary)");
  const all = (query) => Array.from(document.querySelectorAll(query)).filter(seen);
  const style = (one) => getComputedStyle(one);
  const said = (one) => Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  const texts = all("body *").filter(said);
  const box = (one) => (one.closest("label") || one).getBoundingClientRect();
  const inline = (one) => one.tagName === "A" && style(one).display === "inline";
  const targets = all("a, button, input:not([type=hidden]), select, textarea, summary").filter((one) => !inline(one));
  const lines = (one) => Array.from(new Set(Array.from(one.getClientRects()).map((r) => Math.round(r.top)))).length;
  const apart = (one, other) => {
    const a = box(one), b = box(other);
    const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
    return Math.max(across, down);
  };
  const close = [];
  targets.forEach((one, at) => targets.slice(at + 1).forEach((other) => {
    const nested = one.contains(other) || other.contains(one) || box(one).top === box(other).top && box(one).left === box(other).left;
    if (!nested && apart(one, other) < 7.9) {
      close.push(one.outerHTML.slice(0, 80) + " | " + other.outerHTML.slice(0, 80));
    }
  }));
  const name = (one) => one.outerHTML.slice(0, 120);
  return {
    small: texts.filter((one) => !one.closest(".letters") && parseFloat(style(one).fontSize) < least - 0.01).map(name),
    tight: texts.filter((one) => /^(P|LI|DD|TD|LABEL)$/.test(one.tagName) && parseFloat(style(one).lineHeight) < 1.29 * parseFloat(style(one).fontSize)).map(name),
    cramped: texts.filter((one) => one.matches("p, li, dd, td, textarea, .field-reason") && one.scrollHeight > 2 * parseFloat(style(one).fontSize) * 1.5 && parseFloat(style(one).lineHeight) < 1.49 * parseFloat(style(one).fontSize) && lines(one) > 0 && !one.matches(".now-title, .countdown-words, .towns li")).map(name),
    narrow: targets.filter((one) => box(one).height < 43.9 || box(one).width < 43.9).map(name),
    low: all(".button-main, .thumb .button, .input, .row, .door").filter((one) => one.getBoundingClientRect().height < 59.9).map(name),
    close,
    mains: all(".button-main").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    titles: document.querySelectorAll("h1").length,
  };
}"""  # noqa: E501 - one expression for the page
FINE: Final = {
    "small": [],
    "tight": [],
    "cramped": [],
    "narrow": [],
    "low": [],
    "close": [],
    "wide": 0,
    "titles": 1,
}


async def measured(page: Page, mains: int = 1, letters: str = "normal") -> dict[str, Any]:
    """Everything but the main buttons, whose number must be the given one."""
    await page.wait_for_load_state()
    found: dict[str, Any] = await page.evaluate(MEASURE, LEAST_LETTERS[letters])
    assert found.pop("mains") == mains, page.url
    return found


async def barriers(page: Page, axe: str, rules: list[str] | None = None) -> list[tuple[str, str]]:
    """What axe-core finds: rule and element."""
    await page.evaluate(axe)
    result = await page.evaluate("(rules) => axe.run({ runOnly: rules })", rules or RULES)
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]]


async def is_open_to_everybody(page: Page, axe: str) -> None:
    """No barrier by day and by night, and nothing beside the screen's edge."""
    assert await barriers(page, axe) == []
    await page.emulate_media(color_scheme="dark")
    assert await barriers(page, axe, ["wcag2aa"]) == []
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
