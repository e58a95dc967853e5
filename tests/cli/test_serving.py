import asyncio
import json
import os
import re
import signal
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from reunion.cli.serving import Refusal, bind, settings_of
from tests.actions.gala import stored
from tests.cli.calling import begun, called, ended, with_gathering, within

STOPS_WITHIN_S = 10
"""R5 of the promises; a stop without work takes half a second."""


@contextmanager
def serving(data: Path, *words: object, **environment: str) -> Iterator[tuple[str, int]]:
    """A running server: its address and process id; stopped by SIGTERM."""
    process = begun("serve", "--port", 0, "--data", data, *words, **environment)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        assert first.startswith("Listening on http://"), process.communicate(timeout=10)
        yield first.removeprefix("Listening on ").strip(), process.pid
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=STOPS_WITHIN_S)
        assert (process.returncode, "Traceback" in err) == (0, False)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_the_address_is_printed_when_the_port_is_open(tmp_path: Path):
    with serving(tmp_path) as (address, _), urllib.request.urlopen(f"{address}/readyz") as answer:
        assert (answer.status, json.load(answer)) == (200, {"status": "ok"})


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_server_in_order(tmp_path: Path, name: str):
    process = begun("serve", "--port", 0, "--data", tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Listening on ")

    process.send_signal(signal.Signals[name])
    _, err = process.communicate(timeout=STOPS_WITHIN_S)

    assert (process.returncode, "Traceback" in err) == (0, False)


def test_open_sockets_are_told_that_it_restarts(tmp_path: Path):
    with_gathering(tmp_path)
    within(tmp_path, stored)

    async def followed(address: str, process: int) -> list[int | None]:
        url = f"{address.replace('http', 'ws')}/shows/gala/screen/socket"
        async with connect(url) as first, connect(url) as second:
            await asyncio.gather(first.recv(), second.recv())
            os.kill(process, signal.SIGTERM)
            await asyncio.wait_for(asyncio.gather(first.wait_closed(), second.wait_closed()), STOPS_WITHIN_S)
            return [first.close_code, second.close_code]

    with serving(tmp_path) as (address, process):
        assert asyncio.run(followed(address, process)) == [1012, 1012]


def test_a_server_on_ipv6_says_an_address_that_can_be_opened(tmp_path: Path):
    with serving(tmp_path, "--host", "::1") as (address, _):
        assert address.startswith("http://[::1]:")
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200


def test_a_taken_port_is_refused_with_a_sentence(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        status, out, err = ended("serve", "--port", port, "--data", tmp_path)
    assert (status, out) == (1, "")
    assert err.startswith(f"Error: port {port} on 127.0.0.1 cannot be used: ")
    assert len(err.splitlines()) == 1


def test_a_search_finds_the_next_free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with closing(bind("127.0.0.1", port, search=True)) as found:
            assert port < found.getsockname()[1] <= port + 50


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_not_ours_is_refused_with_a_sentence(host: str):
    with pytest.raises(Refusal, match=f"port 0 on {host} cannot be used"):
        bind(host, 0)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("REUNION_SECRET", "short", "Error: setting secret: "),
        ("REUNION_PUBLIC_URL", "reunion.example.cn/path", "Error: setting public_url: "),
        ("REUNION_SESSION_HOURS", "many", "Error: setting session_hours: "),
        ("REUNION_LOG_LEVEL", "loud", "Error: setting log_level: "),
        ("REUNION_TRUSTED_PROXIES", "[", "Error: the settings cannot be read: "),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence(tmp_path: Path, name: str, value: str, says: str):
    result = called("serve", "--port", 0, data=tmp_path, **{name: value})
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(says)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["secret = [", "colour = 'red'", "session_hours = 'x'"], ids=["broken", "unknown", "wrong"]
)
def test_a_wrong_settings_file_is_named_in_a_sentence(tmp_path: Path, monkeypatch, text: str):
    (tmp_path / "reunion.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    result = called("serve", "--port", 0, data=tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    status, out, err = ended("serve", "--port", 0, "--data", tmp_path / "file" / "data")
    assert (status, out) == (1, "")
    assert err.startswith(f"Error: {tmp_path / 'file'}")
    assert len(err.splitlines()) == 1


def test_what_is_given_in_code_goes_before_the_environment(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("REUNION_DATA", "/elsewhere")
    assert settings_of(data=tmp_path).data == tmp_path
    assert str(settings_of(data=None).data) == "/elsewhere"


def test_wrong_usage_is_exit_status_2():
    for words in (["serve", "--port", "70000"], ["serve", "--colour"], ["no-such-command"]):
        result = called(*words)
        assert (result.exit_code, "Usage: " in result.stderr) == (2, True), words


def test_every_command_is_listed_and_explains_itself():
    listed = called("--help")
    assert listed.exit_code == 0
    names = re.findall(r"(?m)^  (\w+) ", listed.stdout.split("Commands:\n")[1])
    assert {"serve", "demo", "init", "token", "import", "export", "link", "plan", "check"} <= set(names)
    for name in names:
        told = called(name, "--help")
        assert (told.exit_code, told.stdout.startswith("Usage: ")) == (0, True), name
