"""`reunion migrate`, `doctor`, `backup`, `restore`, `erase`, `purge`."""

import resource
import shutil
from pathlib import Path
from typing import Final

import click

from reunion.cli.serving import run, settings_of, with_database
from reunion.cli.speaking import Refusal, say
from reunion.config import Settings

_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")
_FILES_LEAST: Final = 12_000
_FREE_LEAST: Final = 1024**3


@click.command("migrate")
@_DATA
def migrate_command(data: Path | None) -> None:
    """Bring the database to the newest schema, after a copy of it was put aside."""
    from reunion.storage.migrating import migrate

    changed = migrate(settings_of(data=data).database)
    click.echo(say("migrated") if changed else say("nothing to do"))


@click.command("doctor")
@_DATA
def doctor_command(data: Path | None) -> None:
    """Print the settings in force and what is wrong with this machine for a show; exit status 1 if anything is."""
    settings = settings_of(data=data)
    for name, value in settings.model_dump().items():
        click.echo(f"{name} = {'(set)' if name == 'secret' and value else value}")
    faults = list(_faults(settings))
    for fault in faults:
        click.echo(f"! {fault}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo(say("all is well"))


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_DATA
def backup_command(file: Path, data: Path | None) -> None:
    """Write a checked copy of the database to FILE; the server may go on meanwhile."""
    from reunion.storage.backups import back_up

    settings = with_database(settings_of(data=data))
    older = file.exists()
    told = {"bytes": back_up(settings.database, file)}
    if older:
        click.echo(say("%(path)s was there already: it was replaced") % {"path": file}, err=True)
    click.echo(say("%(bytes)d bytes written; keep secret.key with it, but elsewhere") % told)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_DATA
def restore_command(file: Path, data: Path | None) -> None:
    """Make FILE the database; stop the server first. What stood there is kept beside it."""
    from reunion.storage.backups import put_back

    settings = settings_of(data=data)
    aside = put_back(file, settings.database)
    before = say("restored; the database before is %(name)s") % {"name": aside.name} if aside else ""
    click.echo(before or say("restored"))
    if not settings.secret and not (settings.data / "secret.key").exists():
        words = (
            "There is no secret.key in %(folder)s: without the one that belongs to this backup no telephone "
            "number can be read. Put it there before you start the server."
        )
        click.echo(say(words) % {"folder": settings.data}, err=True)


@click.command("erase")
@click.argument("person")
@_DATA
def erase_command(person: str, data: Path | None) -> None:
    """Erase PERSON (the id of a registration) from the database; stop the server first."""
    from reunion.actions.erasing import erase
    from reunion.actions.running import Stages
    from reunion.app import opened, system_clock

    settings = settings_of(data=data)
    _alone(settings)

    async def main() -> None:
        async with opened(settings) as store:
            stages = Stages(store.journal, system_clock, lambda _: None)
            try:
                await erase(store, stages, system_clock, person, by="command-line")
            except LookupError as missing:
                raise Refusal(say("there is no registration %(id)r") % {"id": person}) from missing

    run(main())
    click.echo(say("erased"))


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say who would be erased.")
@_DATA
def purge_command(dry_run: bool, data: Path | None) -> None:
    """Erase the people of every gathering whose retention date has passed; stop the server first."""
    from reunion.actions.erasing import due, purge
    from reunion.actions.running import Stages
    from reunion.app import opened, system_clock

    settings = settings_of(data=data)
    _alone(settings)

    async def main() -> None:
        async with opened(settings) as store:
            stages = Stages(store.journal, system_clock, lambda _: None)
            found = await (
                due(store, system_clock) if dry_run else purge(store, stages, system_clock, by="command-line")
            )
            for one in found:
                told = {"id": one.gathering.id, "people": one.people}
                words = (
                    "%(id)s: %(people)d people would be erased"
                    if dry_run
                    else "%(id)s: %(people)d people erased"
                )
                click.echo(say(words) % told)
            if not found:
                click.echo(say("nothing is due"))

    run(main())


def _alone(settings: Settings) -> None:
    """What a running server has in memory would outlive the erasure."""
    from reunion.storage.backups import alone

    alone(with_database(settings).database)


def _faults(settings: Settings) -> list[str]:
    from reunion.storage.backups import fault

    found = []
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _FILES_LEAST:
        words = "only %(soft)d open files are allowed; 10,000 pages need %(least)d: ulimit -n %(least)d"
        found.append(say(words) % {"soft": soft, "least": _FILES_LEAST})
    folder = settings.data if settings.data.exists() else Path()
    if shutil.disk_usage(folder).free < _FREE_LEAST:
        found.append(say("less than 1 GiB is free on the disk of the data folder"))
    if not settings.public_url:
        found.append(say("public_url is not set: links and QR codes will name the address of each request"))
    if not settings.database.exists():
        words = "there is no database in %(folder)s yet: reunion migrate makes it"
        found.append(say(words) % {"folder": settings.data})
        return found
    if broken := fault(settings.database):
        said = say(broken.sentence) % broken.words
        found.append(say("%(fault)s: restore the last backup") % {"fault": said})
    return found
