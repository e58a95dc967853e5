"""`reunion import` and `reunion export`: rosters in, lists out, from the shell."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from reunion.cli.files import free_name, must_be_writable, put, put_private
from reunion.cli.serving import run, settings_of, with_database
from reunion.cli.speaking import Refusal, say, write_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reunion.actions.ports import Store
    from reunion.domain.people import Gathering
    from reunion.domain.rosters import Rejected, Roster

FORMATS: Final = ("xlsx", "csv", "ics", "json", "docx", "txt", "zip")
LISTS: Final = (
    "rundown",
    "script",
    "programme",
    "callsheets",
    "notices",
    "badges",
    "contacts",
    "asrun",
    "ontime",
)
REMARKS_SHOWN: Final = 20
"""Taken rows with a remark beyond these are only counted: a long roster would bury what matters."""
_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gathering", required=True, help="Where the rows belong.")
@click.option("--side", required=True, type=click.Choice(["worker", "family"]), help="Who is listed.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@click.option(
    "--refused",
    type=click.Path(path_type=Path),
    help="New workbook, or folder, for the refused rows; by default in the current folder.",
)
@_DATA
def import_command(
    file: Path, gathering: str, side: str, dry_run: bool, refused: Path | None, data: Path | None
) -> None:
    """Bring a roster in (xlsx, xls, ods, csv); refused rows go to a workbook of their own, exit status 1."""
    from reunion.actions.importing import take
    from reunion.app import opened, system_clock
    from reunion.domain.faults import Unfit, reason_text
    from reunion.domain.people import Side
    from reunion.domain.rosters import Rejected
    from reunion.imports.rosters import read_roster

    settings = with_database(settings_of(data=data))
    content = file.read_bytes()

    async def main() -> int:
        async with opened(settings) as store:
            found = await store.gatherings.get(gathering)
            if found is None:
                raise Refusal(say("there is no gathering %(id)r") % {"id": gathering})
            try:
                roster = read_roster(content, file.name, Side(side), found.home)
            except Unfit as unfit:
                raise Refusal(reason_text(unfit.code, unfit.params, say)) from unfit
            bad = [row for row in roster.rows if isinstance(row, Rejected)]
            _tell_left_out(roster)
            if dry_run:
                _tell_reasons(bad)
                counted = {"taken": len(roster.rows) - len(bad), "refused": len(bad)}
                click.echo(say("would take %(taken)d rows, refuse %(refused)d") % counted)
                return len(bad)
            given_back = _given_back(refused, f"{file.stem}-{side}-refused.xlsx") if bad else None
            _tell_reasons(bad)
            result = await take(store, found, roster, by="command-line", clock=system_clock)
            if given_back:
                _give_back(given_back, roster)
            counted = {"taken": result.taken, "unchanged": result.unchanged, "refused": result.refused}
            click.echo(say("taken %(taken)d, unchanged %(unchanged)d, refused %(refused)d") % counted)
            return len(bad)

    if run(main()):
        raise SystemExit(1)


def _tell_left_out(roster: "Roster") -> None:
    """What of the file is not taken, and the taken rows that somebody should look at."""
    for table in roster.tables:
        for columns, sentence in (
            (table.unknown_columns, say("Not understood and left out: %(columns)s.")),
            (table.dropped_columns, say("Not taken because they are personal numbers: %(columns)s.")),
        ):
            if columns:
                click.echo(f"{table.name}: {sentence % {'columns': '、'.join(columns)}}", err=True)
    for name, why in roster.other_sheets:
        unread = "it is a roster of the other side." if why == "other-side" else "it has no header row."
        click.echo(f"{say('Sheet “%(name)s” is not read:') % {'name': name}} {say(unread)}", err=True)
    remarked = [row for row in roster.accepted if row.warnings]
    for row in remarked[:REMARKS_SHOWN]:
        click.echo(f"{row.sheet} {row.row}: {' '.join(why.text(say) for why in row.warnings)}", err=True)
    if len(remarked) > REMARKS_SHOWN:
        more = {"count": len(remarked) - REMARKS_SHOWN}
        click.echo(say("%(count)d more rows have a remark") % more, err=True)


def _tell_reasons(bad: "Sequence[Rejected]") -> None:
    for row in bad:
        click.echo(f"{row.sheet} {row.row}: {' '.join(why.text(say) for why in row.reasons)}", err=True)


def _given_back(asked: Path | None, name: str) -> Path:
    """Where the refused rows go, known before any row is taken; what stands somewhere already is kept."""
    path = free_name(asked or Path(), name) if asked is None or asked.is_dir() else asked
    if path.exists():
        raise Refusal(
            say("nothing was taken: %(path)s exists already, give another --refused") % {"path": path}
        )
    must_be_writable(path)
    return path.absolute()


def _give_back(path: Path, roster: "Roster") -> None:
    from reunion.imports.refused import refused_workbook

    put_private(path, refused_workbook(roster, write_out))
    click.echo(say("the refused rows with their reasons: %(path)s") % {"path": path}, err=True)


@click.command("export")
@click.argument("kind", type=click.Choice(LISTS))
@click.option("--show", default="", help="Which show; for contacts not needed.")
@click.option("--gathering", default="", help="For contacts, where there are several gatherings.")
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="Kind of file.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@_DATA
def export_command(kind: str, show: str, gathering: str, form: str, out: Path, data: Path | None) -> None:
    """Write what staff download."""
    if not show and kind != "contacts":
        raise click.UsageError(say("give --show: which show the list is of"))
    from reunion.actions import exporting
    from reunion.app import opened, system_clock
    from reunion.domain.access import Role
    from reunion.domain.faults import Unfit, reason_text
    from reunion.exports.pages import Exported, Form
    from reunion.web.offers import Wanted, written

    settings = with_database(settings_of(data=data))
    must_be_writable(out)
    reader = exporting.Reader(Role.ADMINISTRATOR, "command-line", write_out("Command line"))

    async def main() -> Exported:
        async with opened(settings) as store:
            of = await _gathering_of(store, show) if show else await _only_gathering(store, gathering)
            wanted = Wanted(store, of, reader, write_out, system_clock, show, settings.public_url or "")
            return await written(wanted, kind, Form(form))

    try:
        exported = run(main())
    except Unfit as unfit:
        raise Refusal(reason_text(unfit.code, unfit.params, say)) from unfit
    put(out, exported.data)
    told = {"bytes": len(exported.data), "path": out}
    click.echo(say("%(bytes)d bytes written to %(path)s") % told)


async def _gathering_of(store: "Store", show: str) -> "Gathering":
    head = await store.shows.get(show)
    found = None if head is None else await store.gatherings.get(head.gathering)
    if found is None:
        raise Refusal(say("there is no show %(id)r") % {"id": show})
    return found


async def _only_gathering(store: "Store", wanted: str) -> "Gathering":
    """The one that is named, or the only one there is."""
    known = [one for one in await store.gatherings.every() if wanted in ("", one.id)]
    if len(known) == 1:
        return known[0]
    if wanted:
        raise Refusal(say("there is no gathering %(id)r") % {"id": wanted})
    if not known:
        raise Refusal(say("there is no gathering yet"))
    names = ", ".join(one.id for one in known)
    raise Refusal(say("give --gathering, one of: %(names)s") % {"names": names})
