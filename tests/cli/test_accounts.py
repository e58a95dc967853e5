import asyncio
import re
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from reunion.actions.admitting import digest
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.instants import later
from tests.actions import gala
from tests.cli.calling import called, with_gathering, within
from tests.conftest import SECRET

LINKS = "/api/v1/gatherings/dongxing/links"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one gathering."""
    with_gathering(tmp_path)
    return tmp_path


def asking(data: Path) -> TestClient:
    return TestClient(TestServer(build(Settings(data=data, secret=SECRET))))


def said(*words: str, data: Path) -> str:
    """The one line a command prints when it is done."""
    result = called(*words, data=data)
    note = "The link holds for a server on this machine and port 8080; for another give --port.\n"
    assert (result.exit_code, result.stderr) == (0, note if words[0] == "init" else "")
    (line,) = result.stdout.splitlines()
    return line


def test_the_first_administrator_gets_a_link(data: Path):
    line = said("init", data=data)
    assert re.fullmatch(r"Open this once, within an hour: http://127.0.0.1:8080/staff/enter/[\w-]{32}", line)
    (account,) = within(data, lambda store: store.accounts.every())
    assert (account.name, account.role, account.gathering) == ("admin", Role.ADMINISTRATOR, "")


def test_the_link_names_the_address_people_use(data: Path):
    result = called("init", data=data, REUNION_PUBLIC_URL="https://reunion.example.cn")
    assert "https://reunion.example.cn/staff/enter/" in result.stdout


def test_the_link_names_the_port_the_server_will_listen_on(data: Path):
    result = called("init", "--port", 9000, data=data)
    assert "http://127.0.0.1:9000/staff/enter/" in result.stdout
    assert "port 9000" in result.stderr


def test_an_empty_folder_is_made_ready_on_the_way(tmp_path: Path):
    assert called("init", data=tmp_path / "new").exit_code == 0
    assert (tmp_path / "new" / "reunion.sqlite3").exists()


async def test_the_link_signs_in_once(tmp_path: Path):
    path = "/" + (await asyncio.to_thread(said, "init", data=tmp_path)).split("/", 3)[3]
    async with asking(tmp_path) as client:
        assert (await client.get(path)).status == 200, "looking at the link does not use it up"
        first = await client.post(path, allow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
        assert (first.status, first.headers["Location"]) == (303, "/staff/password?first=1")
        assert (await client.get("/staff", allow_redirects=False)).status == 200
    async with asking(tmp_path) as other:
        second = await other.post(path, allow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
        assert second.status == 410
        assert "reunion-staff" not in second.cookies


def test_who_has_lost_the_link_gets_another_for_the_same_account(data: Path):
    assert said("init", data=data) != said("init", data=data)
    assert len(within(data, lambda store: store.accounts.every())) == 1


def test_a_second_administrator_is_not_made_behind_the_firsts_back(data: Path):
    said("init", data=data)

    async def choose(store) -> None:
        (account,) = await store.accounts.every()
        await store.accounts.set_password(account.id, "a hash")

    within(data, choose)
    result = called("init", "--name", "other", data=data)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: there is an administrator already")
    assert len(within(data, lambda store: store.accounts.every())) == 1


async def test_a_token_lets_a_program_in_as_its_role(tmp_path: Path):
    await asyncio.to_thread(with_gathering, tmp_path)
    words = ("token", "--role", "producer", "--gathering", "dongxing")
    producer = await asyncio.to_thread(lambda: said(*words, data=tmp_path))
    host = await asyncio.to_thread(lambda: said("token", "--role", "host", *words[3:], data=tmp_path))
    everywhere = await asyncio.to_thread(lambda: said("token", "--role", "administrator", data=tmp_path))
    async with asking(tmp_path) as client:
        statuses = [
            (await client.get(LINKS, headers={"Authorization": f"Bearer {token}"})).status
            for token in (producer, host, everywhere, producer[:-1])
        ]
    assert statuses == [200, 403, 200, 401]


def test_a_token_holds_as_long_as_asked(data: Path):
    token = said("token", "--role", "host", "--gathering", "dongxing", "--hours", "2", data=data)

    async def holds_after(store) -> list[bool]:
        moments = [later(system_clock(), seconds=minutes * 60) for minutes in (0, 119, 121)]
        found = [await store.accounts.by_token(digest(token), "bearer", now=now) for now in moments]
        return [account is not None for account in found]

    assert within(data, holds_after) == [True, True, False]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--role", "host"], "Error: name the gathering with --gathering"),
        (["--role", "host", "--gathering", "nowhere"], "Error: there is no gathering 'nowhere'"),
    ],
)
def test_a_token_for_nowhere_is_refused_with_a_sentence(data: Path, words: list[str], says: str):
    result = called("token", *words, data=data)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(says)
    assert within(data, lambda store: store.accounts.every()) == ()


@pytest.mark.parametrize("words", [[], ["--role", "king"], ["--role", "host", "--hours", "0"]])
def test_a_token_of_no_known_role_or_length_is_wrong_usage(data: Path, words: list[str]):
    assert called("token", *words, data=data).exit_code == 2


def test_a_control_is_for_one_show(tmp_path: Path):
    with_gathering(tmp_path)
    within(tmp_path, gala.stored)
    token = said("token", "--role", "control", "--show", "gala", data=tmp_path)

    async def whose(store) -> tuple[Role, str, str]:
        account = await store.accounts.by_token(digest(token), "bearer", now=system_clock())
        return account.role, account.gathering, account.show

    assert within(tmp_path, whose) == (Role.CONTROL, "dongxing", "gala")
    nowhere = called("token", "--role", "control", "--show", "none", data=tmp_path)
    assert (nowhere.exit_code, nowhere.stderr) == (1, "Error: there is no show 'none'\n")


@pytest.mark.parametrize("words", [["--role", "control"], ["--role", "host", "--show", "gala"]])
def test_a_control_needs_its_show_and_nobody_else_takes_one(data: Path, words: list[str]):
    assert called("token", *words, data=data).exit_code == 2
