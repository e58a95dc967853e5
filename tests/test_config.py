from pathlib import Path

import pytest
from pydantic import ValidationError

from reunion.config import Settings, secret_of


def test_settings_come_from_the_environment_and_then_from_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reunion.toml").write_text('log_level = "debug"\nsession_hours = 3\n', encoding="utf-8")
    monkeypatch.setenv("REUNION_SESSION_HOURS", "5")

    settings = Settings()

    assert (settings.log_level, settings.session_hours, settings.data) == ("debug", 5, Path("data"))
    assert settings.database == Path("data/reunion.sqlite3")


def test_a_setting_that_is_misspelt_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reunion.toml").write_text("pubic_url = 'https://reunion.example.cn'\n", encoding="utf-8")

    with pytest.raises(ValidationError, match="pubic_url"):
        Settings()


@pytest.mark.parametrize(
    "address", ["reunion.example.cn", "ws://reunion.example.cn", "https://a.cn/path", "https://"]
)
def test_a_public_address_that_is_no_origin_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="scheme and host only"):
        Settings(public_url=address)


def test_cookies_are_secure_behind_https() -> None:
    assert Settings(public_url="https://reunion.example.cn/").secure
    assert Settings(public_url="https://reunion.example.cn/").public_url == "https://reunion.example.cn"
    assert not Settings(public_url="http://192.168.1.9:8080").secure


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32"):
        Settings(secret="changeme")


def test_the_secret_is_made_once_and_readable_by_us_only(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")

    first = secret_of(settings)

    assert secret_of(settings) == first
    assert len(first) >= 32
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert secret_of(Settings(data=tmp_path, secret="s" * 32)) == b"s" * 32


def test_a_secret_that_was_half_written_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret.key.part").write_text("half", encoding="ascii")

    assert len(secret_of(Settings(data=tmp_path))) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]
