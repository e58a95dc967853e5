"""`reunion migrate`, `doctor`, `backup`, `restore`, `erase`, `purge`."""

from pathlib import Path

import click

from reunion.cli.serving import Refusal, settings_of

_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")


@click.command("migrate")
@_DATA
def migrate_command(data: Path | None) -> None:
    """Bring the database to the newest schema (after a copy was put aside)."""
    from reunion.storage.migrating import TooNew, migrate

    settings = settings_of(data=data)
    try:
        changed = migrate(settings.database)
    except TooNew as newer:
        raise Refusal(
            f"the database is of a newer version of Reunion ({newer}); install that version"
        ) from newer
    click.echo("migrated" if changed else "nothing to do")
