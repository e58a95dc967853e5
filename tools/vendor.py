"""Makes static/vendor, static/icons.svg and tests/vendor from exact package versions. For developers only.

    python tools/vendor.py            make the files again and compare them with vendor.lock.json
    python tools/vendor.py --relock   after raising a version below: make the files and write the lock

Needs Node.js and npm with a reachable package registry. Nobody edits what it writes: tests/house re-hashes
it.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOCK: Final = ROOT / "static" / "vendor" / "vendor.lock.json"

VERSIONS: Final = {
    "preact": "10.29.8",
    "htm": "3.1.1",
    "sortablejs": "1.15.7",
    "lucide-static": "1.62.0",
    "axe-core": "4.14.1",
    "acorn": "8.19.0",
    "esbuild": "0.28.2",
}

PREACT_ENTRY: Final = """\
import { h, render, Fragment, createContext } from "preact";
import {
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer, useContext,
} from "preact/hooks";
import htm from "htm";
const html = htm.bind(h);
export {
  h, render, html, Fragment, createContext,
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer, useContext,
};
"""

# Our name of an icon -> lucide's. The sprite's ids are `i-` and our name.
SAME: Final = """
phone video mic check x clock users user map-pin calendar download upload printer search undo-2 play
pause skip-forward arrow-up arrow-down arrow-left arrow-right chevron-down lock eye eye-off volume-2
qr-code log-out settings list link unlink radio monitor plus minus pencil trash-2 camera bell heart
info wifi wifi-off user-x rotate-ccw maximize message-square grip-vertical star file-text tv copy
external-link refresh-cw save send square
""".split()  # noqa: SIM905 - sixty lines of one word each would say no more
ICONS: Final = dict(zip(SAME, SAME, strict=True)) | {
    "home": "house",
    "filter": "funnel",
    "alert-triangle": "triangle-alert",
    "help-circle": "circle-question-mark",
}


def fetched(folder: Path) -> dict[str, dict[str, str]]:
    """Install VERSIONS into `folder`; return name -> {version, licence, integrity}."""
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": VERSIONS}))
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        check=True,
    )
    installed = json.loads((folder / "package-lock.json").read_text())["packages"]
    described = {}
    for name, version in VERSIONS.items():
        entry = installed[f"node_modules/{name}"]
        if entry["version"] != version:
            sys.exit(f"{name}: asked for {version}, got {entry['version']}")
        described[name] = {
            "name": name,
            "version": version,
            "licence": entry["license"],
            "integrity": entry["integrity"],
        }
    return described


def bundled(folder: Path, entry: Path, output: Path) -> None:
    """One ES module in ES2017 syntax at `output`."""
    subprocess.run(
        [
            str(folder / "node_modules" / ".bin" / "esbuild"),
            str(entry),
            "--bundle",
            "--format=esm",
            "--target=es2017",
            "--minify",
            "--charset=utf8",
            "--legal-comments=inline",
            f"--outfile={output}",
            "--log-level=warning",
        ],
        cwd=folder,
        check=True,
    )


def sprite(icons: Path) -> str:
    """All ICONS as one SVG of symbols; a page shows one by `<use href="…/icons.svg#i-phone">`."""
    symbols = []
    for ours, theirs in sorted(ICONS.items()):
        drawing = (icons / f"{theirs}.svg").read_text(encoding="utf-8")
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if inside is None:
            sys.exit(f"{theirs}.svg is not the drawing it was")
        shapes = " ".join(inside.group(1).split())
        symbols.append(
            f'<symbol id="i-{ours}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
            f' stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>\n'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n"


def licences(packages: Path, names: list[str], described: dict[str, dict[str, str]]) -> str:
    parts = []
    for name in names:
        file = next(
            (packages / name / n for n in ("LICENSE", "LICENSE.md") if (packages / name / n).exists()), None
        )
        text = file.read_text(encoding="utf-8").strip() if file else described[name]["licence"]
        title = f"{name} {described[name]['version']} ({described[name]['licence']})"
        parts.append(f"{title}\n{'=' * len(title)}\n\n{text}\n")
    return "\n\n".join(parts)


def made(folder: Path, described: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Write every output; return path below ROOT -> the packages it was made from."""
    packages = folder / "node_modules"
    shipped, testing = ROOT / "static" / "vendor", ROOT / "tests" / "vendor"
    for old in (*shipped.glob("*"), *testing.glob("*")):
        if old != LOCK:
            old.unlink()
    shipped.mkdir(parents=True, exist_ok=True)
    testing.mkdir(parents=True, exist_ok=True)

    entry = folder / "entry.js"
    entry.write_text(PREACT_ENTRY)
    preact = shipped / f"preact-htm-{VERSIONS['preact']}.js"
    bundled(folder, entry, preact)
    sortable = shipped / f"sortable-{VERSIONS['sortablejs']}.js"
    bundled(folder, packages / "sortablejs" / "modular" / "sortable.esm.js", sortable)
    icons = ROOT / "static" / "icons.svg"
    icons.write_text(sprite(packages / "lucide-static" / "icons"), encoding="utf-8")
    axe = testing / f"axe-core-{VERSIONS['axe-core']}.js"
    shutil.copyfile(packages / "axe-core" / "axe.min.js", axe)
    acorn = testing / f"acorn-{VERSIONS['acorn']}.cjs"
    shutil.copyfile(packages / "acorn" / "dist" / "acorn.js", acorn)

    names = ["preact", "htm", "sortablejs", "lucide-static"]
    (shipped / "LICENSES.txt").write_text(licences(packages, names, described), encoding="utf-8")
    tests = ["axe-core", "acorn"]
    (testing / "LICENSES.txt").write_text(licences(packages, tests, described), encoding="utf-8")
    return {
        str(path.relative_to(ROOT)): sources
        for path, sources in (
            (preact, ["preact", "htm"]),
            (sortable, ["sortablejs"]),
            (icons, ["lucide-static"]),
            (shipped / "LICENSES.txt", names),
            (axe, ["axe-core"]),
            (acorn, ["acorn"]),
            (testing / "LICENSES.txt", tests),
        )
    }


def locked(outputs: dict[str, list[str]], described: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "file": file,
            "sha256": hashlib.sha256((ROOT / file).read_bytes()).hexdigest(),
            "made_from": [described[name] for name in sources],
        }
        for file, sources in outputs.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--relock", action="store_true", help="accept what was made and write the lock")
    relock = parser.parse_args().relock
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        described = fetched(folder)
        lock = locked(made(folder, described), described)
    if relock:
        LOCK.write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {LOCK.relative_to(ROOT)}")
        return 0
    if lock != json.loads(LOCK.read_text(encoding="utf-8")):
        print("what was made differs from vendor.lock.json; look at `git diff`, then run with --relock")
        return 1
    print(f"{len(lock)} files are as locked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
