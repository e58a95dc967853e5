"""`reunion init` and `reunion token`: the first administrator, and tokens for programs."""

from pathlib import Path

import click

from reunion.cli.serving import PORT, run, settings_of, with_database
from reunion.cli.speaking import Refusal, say
from reunion.domain.access import STAFF, Role


@click.command("init")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")
@click.option("--name", default="admin", show_default=True, help="Sign-in name of the administrator.")
@click.option(
    "--port",
    default=PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port the server listens on.",
)
def init_command(data: Path | None, name: str, port: int) -> None:
    """Make the first administrator and print a one-time sign-in link."""
    settings = settings_of(data=data)

    async def main() -> None:
        from reunion.actions.admitting import Admitting
        from reunion.app import opened, system_clock

        async with opened(settings) as store:
            link = await Admitting(store, system_clock).first_administrator(name)
        if link is None:
            raise Refusal(
                say("there is an administrator already: ask them for a link, on the page of people and roles")
            )
        address = settings.public_url or f"http://127.0.0.1:{port}"
        click.echo(say("Open this once, within an hour: %(link)s") % {"link": f"{address}{link}"})
        if not settings.public_url:
            words = "The link holds for a server on this machine and port %(port)d; for another give --port."
            click.echo(say(words) % {"port": port}, err=True)

    run(main())


@click.command("token")
@click.option(
    "--role",
    required=True,
    type=click.Choice(sorted(role.value for role in STAFF | {Role.CONTROL})),
    help="What it may do.",
)
@click.option("--gathering", default="", help="The one gathering it is for.")
@click.option("--show", default="", help="The one show that a control is for.")
@click.option(
    "--hours", default=12, show_default=True, type=click.IntRange(1, 24 * 365), help="How long it holds."
)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")
def token_command(role: str, gathering: str, show: str, hours: int, data: Path | None) -> None:
    """Print a bearer token for a program."""
    if bool(show) != (role == Role.CONTROL):
        raise click.UsageError(say("--show goes with --role control, and a control needs it"))
    settings = with_database(settings_of(data=data))

    async def main() -> None:
        from reunion.actions.admitting import Admitting
        from reunion.app import opened, system_clock

        async with opened(settings) as store:
            if show:
                head = await store.shows.get(show)
                if head is None or gathering not in ("", head.gathering):
                    raise Refusal(say("there is no show %(id)r") % {"id": show})
                click.echo(await Admitting(store, system_clock).control(head, hours))
                return
            if gathering and await store.gatherings.get(gathering) is None:
                raise Refusal(say("there is no gathering %(id)r") % {"id": gathering})
            if not gathering and role != Role.ADMINISTRATOR:
                raise Refusal(
                    say("name the gathering with --gathering; only an administrator's token is for all")
                )
            click.echo(await Admitting(store, system_clock).program(Role(role), gathering, hours))

    run(main())
