"""Settings, read once from `REUNION_*` and `reunion.toml`; nobody else reads the environment."""

import os
import secrets
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SECRET_LEAST: Final = 32


class Settings(BaseSettings):
    """Everything an operator may set; docs/operating.md explains each (a test compares the two)."""

    model_config = SettingsConfigDict(
        env_prefix="REUNION_", toml_file="reunion.toml", frozen=True, extra="forbid"
    )

    data: Path = Field(default=Path("data"), description="Folder of the database, its key and its backups")
    public_url: str = Field(
        default="", description="Address under which people reach the server, e.g. https://reunion.example.cn"
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="Addresses of reverse proxies whose X-Forwarded-For is believed"
    )
    secret: str = Field(
        default="",
        description="Secret of at least 32 characters; by default a file in the data folder holds one",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="How log lines are written")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important lines that are written"
    )
    session_hours: int = Field(default=12, ge=1, le=720, description="How long staff stay signed in")
    signups_per_minute: int = Field(
        default=0, ge=0, description="Sign-ups taken from one address in a minute; 0 sets no limit"
    )

    webhook_url: str = Field(
        default="", description="Address of a gateway that sends families text messages; empty sends none"
    )
    webhook_secret: str = Field(
        default="", description="At least 32 characters with which messages to the gateway are signed"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the framework's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, then the environment, then reunion.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            raise ValueError("write scheme and host only, e.g. https://reunion.example.cn")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("webhook_url")
    @classmethod
    def _a_gateway(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
            raise ValueError("write a whole address without a password, e.g. https://sms.example.cn/reunion")
        return value

    @model_validator(mode="after")
    def _signed(self) -> "Settings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("webhook_url needs webhook_secret: unsigned messages could be anybody's")
        return self

    @field_validator("secret", "webhook_secret")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SECRET_LEAST:
            raise ValueError(f"the secret needs at least {SECRET_LEAST} characters")
        return value

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "reunion.sqlite3"

    @property
    def secure(self) -> bool:
        """Whether people come over HTTPS, so that cookies can demand it."""
        return self.public_url.startswith("https://")


def secret_of(settings: Settings) -> bytes:
    """The configured secret, or the one kept in the data folder, made at the first start."""
    if settings.secret:
        return settings.secret.encode()
    path = settings.data / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not there at all: with half a key no telephone number could ever be read again.
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    return path.read_bytes()
