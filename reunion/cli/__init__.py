"""The command line: `reunion`. Commands only read arguments, call the program and print; no rules."""

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from reunion import __version__
from reunion.cli.speaking import Refusal, dressed, language_option, say

if TYPE_CHECKING:
    from reunion.actions.ports import Unusable

COMMANDS: Final[Mapping[str, str]] = {
    "demo": "reunion.cli.demo",
    "serve": "reunion.cli.serving",
    "init": "reunion.cli.accounts",
    "token": "reunion.cli.accounts",
    "import": "reunion.cli.rosters",
    "export": "reunion.cli.rosters",
    "link": "reunion.cli.linking",
    "plan": "reunion.cli.offline",
    "check": "reunion.cli.offline",
    "simulate": "reunion.cli.simulating",
    "watch": "reunion.cli.watching",
    "migrate": "reunion.cli.operating",
    "doctor": "reunion.cli.operating",
    "backup": "reunion.cli.operating",
    "restore": "reunion.cli.operating",
    "erase": "reunion.cli.operating",
    "purge": "reunion.cli.operating",
}
"""Command -> module that has it as `<command>_command`; loaded only when called, so that `--help` is quick."""


class _Late(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(_Late, dressed(self)).format_help(ctx, formatter)  # type: ignore[misc]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(import_module(module), f"{cmd_name}_command")
        return dressed(found, language_option(environment=False))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the disk or the database ends as a sentence, with status 1."""
        try:
            return super().invoke(ctx)
        except _unusable() as wrong:
            raise Refusal(say(wrong.sentence) % wrong.words) from wrong
        except OSError as wrong:
            if wrong.errno == errno.EPIPE:
                raise  # click ends quietly when whoever reads went away
            named = f"{wrong.filename}: " if wrong.filename else ""
            raise Refusal(f"{named}{say(wrong.strerror) if wrong.strerror else wrong}") from wrong


def _unusable() -> "type[Unusable]":
    """Asked for when something went wrong and not before: what it comes with takes a fifth of a short command."""
    from reunion.actions.ports import Unusable

    return Unusable


@click.group(cls=_Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reunion")
def reunion() -> None:
    """Reunion 云团聚 runs a cloud reunion broadcast, from the first sign-up to the last list."""


reunion.params.append(language_option())


def main() -> None:
    """Run the command line in UTF-8, whatever the locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdin else "strict")
    reunion()
