"""`reunion import` and `reunion export`: rosters in, lists out, from the shell."""

from pathlib import Path
from typing import Final

import click

from reunion.cli.serving import Refusal, run, settings_of

FORMATS: Final = ("xlsx", "csv", "ics", "json")
LISTS: Final = ("rundown", "programme", "callsheets", "contacts", "asrun")
_DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database [REUNION_DATA].")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--gathering", required=True, help="Where the rows belong.")
@click.option("--side", required=True, type=click.Choice(["worker", "family"]), help="Who is listed.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@_DATA
def import_command(file: Path, gathering: str, side: str, dry_run: bool, data: Path | None) -> None:
    """Bring a roster in (xlsx, xls, ods, csv); refused rows go to a workbook beside FILE, exit status 1."""
    from reunion.actions.importing import take
    from reunion.app import opened, system_clock
    from reunion.domain.faults import Unfit, reason_text
    from reunion.domain.people import Side
    from reunion.domain.rosters import Rejected
    from reunion.imports.refused import refused_workbook
    from reunion.imports.rosters import read_roster
    from reunion.web.locale import DEFAULT, translations

    say = translations(DEFAULT).gettext
    settings = settings_of(data=data)
    content = file.read_bytes()

    async def main() -> int:
        async with opened(settings) as store:
            found = await store.gatherings.get(gathering)
            if found is None:
                raise Refusal(f"there is no gathering {gathering!r}")
            try:
                roster = read_roster(content, file.name, Side(side), found.home)
            except Unfit as unfit:
                raise Refusal(reason_text(unfit.code, unfit.params, say)) from unfit
            refused = [row for row in roster.rows if isinstance(row, Rejected)]
            for row in refused:
                reasons = " ".join(reason_text(reason.code, reason.params, say) for reason in row.reasons)
                click.echo(f"{row.sheet} {row.row}: {reasons}", err=True)
            if dry_run:
                click.echo(f"would take {len(roster.rows) - len(refused)} rows, refuse {len(refused)}")
            else:
                result = await take(store, found, roster, by="command-line", clock=system_clock)
                click.echo(f"taken {result.taken}, unchanged {result.unchanged}, refused {result.refused}")
            if refused and not dry_run:
                beside = file.with_name(f"{file.stem}-{side}-refused.xlsx")
                beside.write_bytes(refused_workbook(roster, say))
                click.echo(f"the refused rows with their reasons: {beside.name}", err=True)
            return len(refused)

    if run(main()):
        raise SystemExit(1)


@click.command("export")
@click.argument("kind", type=click.Choice(LISTS))
@click.option("--show", required=True, help="Which show; for contacts any show of the gathering.")
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="Kind of file.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@_DATA
def export_command(kind: str, show: str, form: str, out: Path, data: Path | None) -> None:
    """Write what staff download."""
    from reunion.actions import exporting
    from reunion.app import opened, system_clock
    from reunion.domain.access import Role
    from reunion.domain.faults import Unfit, reason_text
    from reunion.exports.pages import Exported, Form
    from reunion.web.locale import DEFAULT, translations
    from reunion.web.staff_exports import written

    say = translations(DEFAULT).gettext
    settings = settings_of(data=data)
    reader = exporting.Reader(Role.ADMINISTRATOR, "command-line", say("Command line"))

    async def main() -> Exported:
        async with opened(settings) as store:
            head = await store.shows.get(show)
            gathering = None if head is None else await store.gatherings.get(head.gathering)
            if gathering is None:
                raise Refusal(f"there is no show {show!r}")
            return await written(
                store, gathering, kind, Form(form), show, reader=reader, speak=say, clock=system_clock
            )

    try:
        exported = run(main())
    except Unfit as unfit:
        raise Refusal(reason_text(unfit.code, unfit.params, say)) from unfit
    out.write_bytes(exported.data)
    click.echo(f"{len(exported.data)} bytes written to {out.name}")
