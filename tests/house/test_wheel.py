"""The wheel carries everything, and what it installs shows a page."""

import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tree import ROOT, files, name


def run(*arguments: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-deps")
    run(*pip, "--no-index", "--no-compile", "--target", str(folder), str(wheel), cwd=folder)
    return folder


def missing(carried: set[str], wanted: list[str]) -> list[str]:
    """Files of the checkout that a wheel should carry and does not."""
    as_carried = {path: path if path.startswith("reunion/") else f"reunion/{path}" for path in wanted}
    return sorted(path for path, inside in as_carried.items() if inside not in carried)


def test_the_wheel_carries_every_module_template_and_static_file(wheel: Path):
    wanted = [name(path) for path in files() if name(path).startswith(("reunion/", "templates/", "static/"))]
    with zipfile.ZipFile(wheel) as archive:
        assert missing(set(archive.namelist()), wanted) == []


def test_a_file_left_out_is_found():
    assert missing({"reunion/a.py"}, ["reunion/a.py", "static/b.css"]) == ["static/b.css"]


def test_what_is_installed_runs_from_its_own_folder(installed: Path):
    where = run("-c", "import reunion; print(reunion.__file__)", cwd=installed, PYTHONPATH=str(installed))
    assert Path(where.strip()).is_relative_to(installed)
    version = run("-m", "reunion", "--version", cwd=installed, PYTHONPATH=str(installed))
    assert version.startswith("reunion")


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    """A server that runs from the wheel's content, on a free port."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PYTHONUTF8": "1",
        "REUNION_DATA": str(tmp_path / "data"),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "reunion", "serve", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert server.stdout is not None
    said = []
    with server:
        for line in server.stdout:
            said.append(line)
            if "Listening on " in line:
                break
        if server.poll() is not None:
            pytest.fail("".join(said))
        yield said[-1].split("Listening on ")[1].strip()
        server.terminate()


def test_what_is_installed_shows_its_first_page_with_its_style(address: str):
    with urllib.request.urlopen(address, timeout=10) as answer:
        page = answer.read().decode()
    assert '<html lang="zh-Hans"' in page
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    with urllib.request.urlopen(address + sheet, timeout=10) as answer:
        assert answer.headers.get_content_type() == "text/css"
