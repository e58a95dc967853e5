"""`reunion demo`."""

import asyncio
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from reunion.cli.serving import bind, run, serve, settings_of, until_stopped
from reunion.cli.speaking import say

HOST = "127.0.0.1"


@click.command("demo")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on."
)
@click.option("--workers", default=255, show_default=True, type=click.IntRange(2, 5000), help="People away.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same people.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of its data; a demo that stands there goes on. By default a new folder, gone afterwards.",
)
@click.option(
    "--speed",
    default=1,
    show_default=True,
    type=click.IntRange(1, 60),
    help="Every length so many times shorter.",
)
@click.option("--autoplay", is_flag=True, help="A scripted host and synthetic phones run the first show.")
def demo_command(
    port: int,
    workers: int,
    seed: int,
    data: Path | None,
    speed: int,
    autoplay: bool,
) -> None:
    """A complete gathering on synthetic people, made by the ordinary code, and the server for it."""
    bound = bind(HOST, port, search=True)
    free = bound.getsockname()[1]
    if port and free != port:
        click.echo(say("Port %(port)d is taken: using %(free)d.") % {"port": port, "free": free})
    if data is not None:
        run(_demo(bound, data, workers, seed, speed, autoplay=autoplay))
        return
    with tempfile.TemporaryDirectory(prefix="reunion-demo-") as folder:
        run(_demo(bound, Path(folder), workers, seed, speed, autoplay=autoplay))


async def _demo(bound: Any, folder: Path, workers: int, seed: int, speed: int, *, autoplay: bool) -> None:
    from reunion.app import build, opened, system_clock
    from reunion.demo.addresses import announce
    from reunion.demo.autoplay import play
    from reunion.demo.memory import begin
    from reunion.demo.preparing import first_start, prepare, scripted_host_token
    from reunion.logs import configure

    settings = settings_of(data=folder, log_level="warning")
    configure(settings)
    wanted = begin(seed, workers, speed, first_start(system_clock(), speed))
    async with opened(settings) as store:
        with _Bars() as bars:
            prepared = await prepare(store, folder, wanted, system_clock, bars.tell)
        token = await scripted_host_token(store, system_clock) if autoplay else ""
    origin = f"http://{HOST}:{bound.getsockname()[1]}"
    for line in announce(prepared, origin):
        click.echo(line)
    stopped = until_stopped()
    playing = asyncio.create_task(play(prepared, origin, token, system_clock)) if autoplay else None
    await serve(build(settings, rounds=True), bound, HOST, stopped)
    if playing is not None:
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing


class _Bars:
    """One progress bar after the other on a terminal; in a pipe nothing."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Any = None

    def __enter__(self) -> "_Bars":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def tell(self, label: str, done: int, total: int) -> None:
        """How far one part is."""
        if not sys.stderr.isatty():
            return
        if label != self._label:
            self._end()
            self._label = label
            self._bar = click.progressbar(length=total, label=label, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
