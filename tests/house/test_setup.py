"""A machine that lacks something hears what, and what to do about it."""

import os
import subprocess
from pathlib import Path

import pytest

from .tree import ROOT


def sh(script: str, *arguments: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], **environment},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def fake(tmp_path: Path):
    """Makes a command that does what it is told, in a folder to be used as PATH."""

    def make(name: str, body: str) -> Path:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return make


def test_a_python_that_is_new_enough_is_named(fake):
    python = fake("new", "exit 0")
    assert sh("python.sh", PYTHON=str(python)) == (0, f"{python}\n")


def test_without_a_new_python_it_says_which_is_needed(fake):
    old = fake("old", "exit 1")
    status, said = sh("python.sh", PYTHON=f"no-such-python {old}")
    assert status == 1
    assert said.startswith("python3.11 or newer is needed: found ")


def test_a_python_without_venv_says_what_to_install(fake):
    bare = fake("bare", 'case "$2" in *ensurepip*) exit 1;; esac')
    status, said = sh("python.sh", PYTHON=str(bare))
    assert status == 1
    assert "apt-get install python3-venv" in said


def test_packages_that_cannot_be_installed_are_explained():
    status, said = sh("python.sh", "--no-packages")
    assert status == 1
    assert "Nothing was changed outside .venv" in said


def test_without_a_browser_the_tests_are_skipped_with_the_reason_or_fail_when_required(fake, tmp_path: Path):
    fake("id", "echo 1000")
    fake("apt-get", "exit 0")
    missing = {"PATH": str(tmp_path), "REUNION_CHROMIUM": str(tmp_path / "nowhere")}
    assert sh("browser.sh", **missing) == (
        0,
        f"The browser tests are skipped: {tmp_path}/nowhere is missing and installing it needs root.\n",
    )
    assert sh("browser.sh", **missing, REUNION_REQUIRE_BROWSER="1")[0] == 1


def test_a_browser_that_is_there_needs_nothing(fake, tmp_path: Path):
    chromium = fake("chromium", "exit 1")
    fake("fc-list", "echo Noto")
    assert sh("browser.sh", PATH=str(tmp_path), REUNION_CHROMIUM=str(chromium)) == (0, "")


def test_make_lists_every_target_with_what_it_does():
    targets = {
        "demo",
        "serve",
        "check",
        "test",
        "nightly",
        "bench",
        "screenshots",
        "lock",
        "clean",
        "help",
        "traditional",
    }
    done = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {line.split()[1] for line in done.stdout.splitlines()} == targets
    assert [line for line in done.stdout.splitlines() if len(line.split()) < 4] == []


def test_the_ci_script_can_be_run():
    assert os.access(ROOT / ".ci/run", os.X_OK)
