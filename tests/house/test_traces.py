"""No file names a person, a secret, this or that machine, or a package registry."""

import re
from pathlib import Path
from typing import Final

import pytest

from .tree import ROOT, files, name

# One letter of each stands in brackets, so that this file passes its own test.
REGISTRY: Final = re.compile(
    r"pyp[i]\.org|pythonh[o]sted\.org|npmj[s]\.(?:org|com)|crate[s]\.io|npmmirr[o]r\.com|deb\.debia[n]\.org",
    re.IGNORECASE,
)
MACHINE: Final = re.compile(r"(?<![\w.~/])/(?:w[o]rk|r[o]ot|h[o]me|t[m]p)(?:/|\b)")
SECRET: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIV[A]TE KEY|\bAKI[A][0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[bp]-\w{10,}"
)
MAIL: Final = re.compile(
    r"\b[\w.+-]+@(?!(?:[\w-]+\.)*example\b)[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org)\b", re.IGNORECASE
)
IDENTITY_CARD: Final = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
)
# The number of the standard's own example (GB 11643-1999), and nobody's.
EXAMPLE_CARDS: Final = {"11010519491231002X"}
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

THIRD_PARTY: Final = {"LICENSE"}
TEXTS: Final = [
    path
    for path in files()
    if "vendor" not in path.parts and path.name not in THIRD_PARTY and b"\0" not in path.read_bytes()[:4096]
]


def is_identity_card(number: str) -> bool:
    """Whether the check digit is right, that is: whether it could be somebody's."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper() and number not in EXAMPLE_CARDS


def traces(text: str) -> list[str]:
    found = [f"path of a machine: {match.group()}" for match in MACHINE.finditer(text)]
    found += [f"package registry: {match.group()}" for match in REGISTRY.finditer(text)]
    found += [f"secret: {match.group()}" for match in SECRET.finditer(text)]
    found += [f"mail address: {match.group()}" for match in MAIL.finditer(text)]
    cards = IDENTITY_CARD.finditer(text)
    return found + [f"identity card: {match.group()}" for match in cards if is_identity_card(match.group())]


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_a_file_bears_no_traces(path: Path):
    assert traces(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*.lock")), ids=name)
def test_a_lock_holds_hashes_and_no_addresses(lock: Path):
    text = lock.read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert "://" not in text
    assert [pin for pin in pins if "==" not in pin] == []
    assert text.count("--hash=sha256:") >= len(pins) > 0


@pytest.mark.parametrize(
    "masked",
    [
        "open('/w*rk/main/x')",
        "cd /r*ot",
        "https://pyp*i.org/simple".replace("*", ""),
        "resolved: registry.npm*js.org".replace("*", ""),
        "-----BEGIN RSA PRIV*TE KEY-----".replace("*", "A"),
        "zhang@qq*com".replace("*", "."),
        "51101119900101*0018".replace("*", ""),
    ],
)
def test_a_trace_is_found(masked: str):
    assert len(traces(masked.replace("*", "o"))) == 1


def test_what_only_looks_like_one_is_let_through():
    innocent = "a@example.com static/work/x tmp/x GET /show/home 2027020519000000001 11010519491231002X"
    assert traces(innocent) == []
