import json
import shutil
import subprocess
from pathlib import Path

import pytest

from reunion.domain.instants import Instant
from reunion.web.countdown import SENTENCES, Said, Step, countdown

NOW = Instant(1_801_828_800_000)
SECONDS = (-120, 0, 170, 180, 181, 400, 899, 901, 1300, 1350, 3599, 3601, 40_000, 50_000)
ROOT = Path(__file__).resolve().parents[2]


def told(minutes, *, state="planned", show="live"):
    expected = None if minutes is None else NOW + int(minutes * 60_000)
    you = {"state": state, "expected": expected, "promise": expected, "revision": 1, "position": 0}
    return countdown(you, {"state": show}, NOW)


@pytest.mark.parametrize(
    ("minutes", "step", "said"),
    [
        (20 * 60, Step.DAY, 0),
        (90, Step.CLOCK, 0),
        (58, Step.MINUTES, 60),
        (23, Step.MINUTES, 25),
        (14.2, Step.MINUTES, 15),
        (5.5, Step.MINUTES, 6),
        (3.1, Step.MINUTES, 4),
        (3, Step.SOON, 0),
        (-2, Step.SOON, 0),
    ],
)
def test_the_nearer_the_finer_but_never_to_the_second(minutes, step, said):
    found = told(minutes)
    assert (found.step, found.minutes) == (step, said)


@pytest.mark.parametrize(("minutes", "step"), [(20 * 60, Step.DAY), (90, Step.CLOCK)])
@pytest.mark.parametrize(("early", "says"), [(0, 0), (4, 4), (5, 5), (6, 0), (-5, -5), (-20, 0)])
def test_by_the_clock_the_told_time_is_said_while_the_expected_one_is_near_it(minutes, step, early, says):
    expected = NOW + minutes * 60_000
    you = {"state": "planned", "expected": expected, "promise": expected + early * 60_000}
    assert countdown(you, {"state": "live"}, NOW) == Said(step, 0, Instant(expected + says * 60_000))


def test_before_the_show_nobody_is_hurried_by_minutes():
    assert told(40, show="ready").step is Step.CLOCK
    assert told(2, show="ready").step is Step.CLOCK


@pytest.mark.parametrize(
    ("state", "step"),
    [("on_air", Step.NOW), ("aired", Step.OVER), ("skipped", Step.PARKED), ("no_show", Step.PARKED)],
)
def test_what_has_happened_is_said(state, step):
    assert told(None, state=state) == Said(step)


def test_every_step_has_its_sentence():
    assert set(SENTENCES) == set(Step)


@pytest.mark.skipif(
    shutil.which("node") is None, reason="node is missing: the page's own countdown is not run"
)
def test_the_page_says_the_same_as_the_server(tmp_path):
    cases = [
        (
            {
                "state": state,
                "expected": at,
                "planned": at,
                "promise": at + off,
                "server_time": NOW,
                "position": 0,
            },
            show,
        )
        for state in ("planned", "standby", "on_air", "aired", "skipped", "no_show")
        for show in ("ready", "live", "held", "ended")
        for at in (NOW + s * 1000 for s in SECONDS)
        for off in (0, -200_000, 300_000, 301_000)
    ]
    (tmp_path / "countdown.mjs").write_text((ROOT / "static/js/countdown.js").read_text(encoding="utf-8"))
    (tmp_path / "cases.json").write_text(json.dumps([{"you": y, "show": s} for y, s in cases]))
    (tmp_path / "run.mjs").write_text(
        'import { countdown } from "./countdown.mjs";\n'
        'import { readFileSync } from "node:fs";\n'
        'const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url)));\n'
        f"const picture = (show) => ({{ state: show, server_time: {NOW}, drift: [] }});\n"
        f"const say = (one) => countdown(one.you, picture(one.show), {NOW});\n"
        "console.log(JSON.stringify(cases.map(say).map((said) => [said.step, said.minutes, said.expected ?? null])));\n"
    )
    ran = subprocess.run(["node", str(tmp_path / "run.mjs")], capture_output=True, check=True, text=True)
    here = [countdown(you, {"state": show}, NOW) for you, show in cases]
    assert json.loads(ran.stdout) == [[said.step, said.minutes, said.expected] for said in here]
