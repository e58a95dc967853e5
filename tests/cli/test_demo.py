import json
import re
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest


@contextmanager
def demo(folder, port, *more):
    """`reunion demo` in a process of its own; gives its lines up to the open port."""
    command = [sys.executable, "-m", "reunion", "demo", "--workers", "30", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(folder), *more], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    lines = []
    try:
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Listening on"):
                break
        yield process, lines
    finally:
        process.terminate()
        process.stdout.read()
        process.stdout.close()
        process.wait(20)


def addresses(lines):
    return re.findall(r"http://\S+", "\n".join(lines))


def status(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status


@pytest.mark.chaos
def test_the_demo_prints_addresses_that_work_and_goes_on_after_a_kill(tmp_path):
    with demo(tmp_path, 0) as (process, lines):
        found = addresses(lines)
        assert len([a for a in found if "/staff/enter/" in a]) == 5
        assert any("第一晚较早连线的一家" in line for line in lines)
        assert {status(address) for address in found} == {200}
        personal = next(a for a in found if "/l/" in a)
        process.kill()
        process.wait(20)
    with demo(tmp_path, 0) as (_, lines):
        assert any("接着上次的活动继续" in line for line in lines)
        again = next(a for a in addresses(lines) if "/l/" in a)
        assert again.rsplit("/", 1)[1] == personal.rsplit("/", 1)[1]
        assert status(again) == 200
    assert json.loads((tmp_path / "demo.json").read_text(encoding="utf-8"))["workers"] == 30


@pytest.mark.chaos
def test_a_taken_port_gives_the_next_free_one_and_says_so(tmp_path):
    with demo(tmp_path / "one", 0) as (_, first):
        taken = int(addresses(first)[-1].rsplit(":", 1)[1])
        with demo(tmp_path / "two", taken) as (_, second):
            port = int(addresses(second)[-1].rsplit(":", 1)[1])
    assert port > taken
    assert second[0] == f"Port {taken} is taken: using {port}."
