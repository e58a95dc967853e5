"""`reunion serve`."""

import asyncio
import signal
import socket
import sys
from collections.abc import Coroutine
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Final, TypeVar

import click
from aiohttp import web
from pydantic import ValidationError
from pydantic_settings import SettingsError

from reunion.cli.speaking import Refusal, say
from reunion.config import Settings

T = TypeVar("T")
BACKLOG: Final = 4096
"""Connections the kernel holds ready; with the default of 128 a storm of 10,000 pages took 71 s (7,000 refused)."""
KEEPALIVE_S: Final = 30.0
PORTS_TRIED: Final = 50
PORT: Final = 8080
"""Listened on, and named in the first administrator's link, unless another is given."""


def settings_of(**given: object) -> Settings:
    """The settings; what is wrong with them as a sentence."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except (SettingsError, TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Refusal(say("the settings cannot be read: %(wrong)s") % {"wrong": wrong}) from wrong
    except ValidationError as wrong:
        error = wrong.errors(include_url=False)[0]
        name = ".".join(str(part) for part in error["loc"])
        told = {"name": name, "wrong": error["msg"]}
        raise Refusal(say("setting %(name)s: %(wrong)s") % told) from wrong


def with_database(settings: Settings) -> Settings:
    """The settings again; raises Refusal where no database stands, so that a slip of the pen makes none."""
    if not settings.database.exists():
        raise Refusal(
            say("there is no database in %(folder)s: start `reunion serve` there once or give --data")
            % {"folder": settings.data}
        )
    return settings


def bind(host: str, port: int, *, search: bool = False) -> socket.socket:
    """A bound socket; with `search` the next free port when this one is taken (said by the caller)."""
    last: OSError | None = None
    for candidate in range(port, port + PORTS_TRIED) if search and port else (port,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
        except (OSError, OverflowError) as failure:
            bound.close()
            last = failure if isinstance(failure, OSError) else OSError(str(failure))
            continue
        return bound
    told = {"port": port, "host": host, "wrong": last}
    raise Refusal(say("port %(port)d on %(host)s cannot be used: %(wrong)s") % told) from last


async def serve(app: web.Application, bound: socket.socket, host: str, stopped: asyncio.Event) -> None:
    """Serve until `stopped`; prints the address when the port is open."""
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=KEEPALIVE_S, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.SockSite(runner, bound, backlog=BACKLOG).start()
        port = bound.getsockname()[1]
        click.echo(f"Listening on http://{f'[{host}]' if ':' in host else host}:{port}")
        sys.stdout.flush()
        await stopped.wait()
    finally:
        await runner.cleanup()


def until_stopped() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    return stopped


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on uvloop where it is installed."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    else:
        return uvloop.run(main)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")
def serve_command(host: str, port: int, data: Path | None) -> None:
    """Run the server; settings come from REUNION_* and reunion.toml."""
    settings = settings_of(data=data)
    with bind(host, port) as bound:

        async def main() -> None:
            from reunion.app import build
            from reunion.logs import configure

            configure(settings)
            await serve(build(settings, rounds=True), bound, host, until_stopped())

        run(main())
        # The loop took its handlers with it; who asks twice must not make an orderly stop look like a crash.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
