"""`banyan import`, `undo-import` and `template`: spreadsheets in, and their undoing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.access.rules import CONSOLE, requires
from api.cli.common import cascade_of, cascade_option, progress, with_home
from api.errors import BadInput
from api.home import Home
from api.i18n import _, ngettext
from api.spreadsheets.exporting.refused_rows import write_refused_rows
from api.spreadsheets.exporting.template import write_template
from api.spreadsheets.files.cells import Order
from api.spreadsheets.importing.run import ImportResult, Request, run
from api.spreadsheets.importing.undo import undo, undone_places
from api.spreadsheets.importing.verdicts import WRONG, JudgedRow, Judgement, verdict_names
from domain.values import BatchId
from projections import permissions

MAX_SHOWN = 50
"""Refused rows printed; `--dry-run` and `--errors` give all of them."""


@click.command(
    "import",
    help=_(
        "Reads people, workshops, register and certifications from CSV and XLSX files or folders, "
        "and logs what stands: all of it or, where a row is refused, nothing."
    ),
)
@cascade_option
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Says what would happen to each row."))
@click.option("--skip-refused", is_flag=True, help=_("Commits the rows that stand."))
@click.option("--batch", metavar="NAME", help=_("A name for this import, to undo it by."))
@click.option("--series", metavar="NAME", help=_("The number series of the identifiers."))
@click.option(
    "--dates",
    type=click.Choice(["iso", "dmy", "mdy"]),
    default="iso",
    help=_("How dates are written that are neither ISO nor real spreadsheet dates."),
)
@click.option(
    "--errors",
    metavar="FILE.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Writes the refused rows there, with the reason beside each."),
)
@with_home
def import_(
    home: Home,
    reference: str,
    paths: tuple[Path, ...],
    dry_run: bool,
    skip_refused: bool,
    batch: str | None,
    series: str | None,
    dates: Order,
    errors: Path | None,
) -> None:
    if errors is not None and not errors.parent.is_dir():
        raise BadInput(_("{file}: there is no such directory.", file=errors.parent))
    request = Request(
        cascade_of(home, reference), paths, dates, batch, series, dry_run, skip_refused
    )
    with progress(_("Importing")) as show:
        done = run(home, request, show)
    for notice in done.judgement.notices:
        click.echo(notice.message, err=True)
    _show_rows(done.judgement, everything=dry_run)
    _show_counts(done.judgement)
    if errors is not None and done.judgement.refused():
        rows = done.judgement.rows.items()
        refused = {t: [(j.row, j.why) for j in js if j.verdict in WRONG] for t, js in rows}
        with permissions.written(errors) as file:
            write_refused_rows(file, refused)
        click.echo(_("The refused rows are in {file}.", file=errors), err=True)
    _conclude(done, dry_run)


def _show_rows(judgement: Judgement, everything: bool) -> None:
    if everything:
        for judged in judgement.all():
            click.echo(_line(judged))
        return
    refused = judgement.refused()
    for judged in refused[:MAX_SHOWN]:
        click.echo(_line(judged), err=True)
    more = len(refused) - MAX_SHOWN
    if more > 0:
        click.echo(
            ngettext(
                "… and {count} more row. --dry-run shows all, --errors FILE.xlsx writes them.",
                "… and {count} more rows. --dry-run shows all, --errors FILE.xlsx writes them.",
                more,
            ),
            err=True,
        )


def _line(judged: JudgedRow) -> str:
    where = judged.row.where
    place = f"{where.file}" + (f" [{where.sheet}]" if where.sheet else "")
    name = verdict_names()[judged.verdict]
    return f"{place}:{where.line}: {name}" + (f": {judged.why}" if judged.why else "")


def _show_counts(judgement: Judgement) -> None:
    names = verdict_names()
    for table, counts in judgement.counts().items():
        if counts:
            parts = (f"{counts[v]} {name}" for v, name in names.items() if counts[v])
            click.echo(f"{table}: {', '.join(parts)}")


def _conclude(done: ImportResult, dry_run: bool) -> None:
    refused = len(done.judgement.refused())
    if dry_run:
        click.echo(_("Dry run: nothing was written."))
        sys.exit(1 if refused else 0)
    if not done.committed:
        click.echo(
            ngettext(
                "Nothing was imported: {count} row is refused. Correct it, or run again with "
                "--skip-refused to leave it out.",
                "Nothing was imported: {count} rows are refused. Correct them, or run again with "
                "--skip-refused to leave them out.",
                refused,
            ),
            err=True,
        )
        sys.exit(1)
    if done.batch:
        click.echo(
            _("Batch {batch}. To take it back: banyan undo-import {batch}", batch=done.batch)
        )
    else:
        click.echo(_("All of it was known already; nothing was written."))
    click.echo(_("The log is at position {position}.", position=done.position))


@click.command("undo-import", help=_("Takes an import back, by facts; it may be imported anew."))
@click.argument("batch")
@with_home
def undo_import(home: Home, batch: str) -> None:
    with progress(_("Taking back")) as show:
        undone = undo(home, BatchId(batch), progress=show)
    click.echo(_("Batch {batch} was taken back.", batch=batch))
    click.echo(
        ngettext(
            "{count} person whom it had registered stands nowhere else and was withdrawn.",
            "{count} people whom it had registered stand nowhere else and were withdrawn.",
            undone.withdrawn,
        )
    )
    if undone.kept:
        click.echo(
            ngettext(
                "{count} person stays, for they stand in other records too.",
                "{count} people stay, for they stand in other records too.",
                undone.kept,
            )
        )
    for line in undone_places(undone.regions, undone.organisations):
        click.echo(line)
    click.echo(_("The log is at position {position}.", position=undone.position))


@click.command(help=_("Writes a spreadsheet with the four tables to fill in."))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@requires(CONSOLE)
def template(file: Path) -> None:
    write_template(file)
    click.echo(_("Fill in {file}, then: banyan import --cascade ID {file}", file=file))


COMMANDS = (import_, undo_import, template)
