"""`banyan import`, `undo-import` and `template`: spreadsheets in, and their undoing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from api.access.rules import CONSOLE, requires
from api.cli import import_options, import_report
from api.cli.common import cascade_of, cascade_option, progress, with_home
from api.cli.import_layouts import chosen_layout, remember_layout
from api.errors import BadInput
from api.home import Home
from api.i18n import _, ngettext
from api.spreadsheets.exporting.refused_rows import RefusedRow, write_refused_rows
from api.spreadsheets.exporting.template import write_template
from api.spreadsheets.files.cells import Order
from api.spreadsheets.files.reading import sheets_of
from api.spreadsheets.importing.run import ImportResult, Request, read_request, run_tables
from api.spreadsheets.importing.undo import undo, undone_places
from api.spreadsheets.importing.verdicts import WRONG, Judgement
from api.spreadsheets.recognition.columns import is_column
from api.spreadsheets.recognition.reading import Fractions, Reading, Shape
from domain.values import BatchId
from projections import permissions


@click.command(
    "import",
    help=_(
        "Reads sheets as they are: XLSX, XLS, ODS, CSV and text, or folders of them; the four "
        "tables of the template, an export, a sign-in sheet, a list with a workshop on each row, "
        "in seven languages. It says what it took each column for, and logs what stands: all of "
        "it or, where a row is refused, nothing. What is not certain is refused with the option "
        "that answers it."
    ),
)
@cascade_option
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Says what would happen to each row."))
@click.option("--skip-refused", is_flag=True, help=_("Commits the rows that stand."))
@click.option("--batch", metavar="NAME", help=_("A name for this import, to undo it by."))
@click.option("--series", metavar="NAME", help=_("The number series of the identifiers."))
@import_options.meaning_options
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
    errors: Path | None,
    layout: str | None,
    columns: dict[str, str],
    facts: dict[str, dict[str, str]],
    shapes: dict[str, Shape],
    max_score: float | None,
    scores: Fractions | None,
    dates: Order,
    near_ok: bool,
    known_only: bool,
) -> None:
    if errors is not None and not errors.parent.is_dir():
        raise BadInput(_("{file}: there is no such directory.", file=errors.parent))
    said = import_options.answers(columns, facts, shapes, max_score, scores, dates)
    request = Request(
        cascade_of(home, reference), paths, dates, batch, series, dry_run, skip_refused,
        answers=said, accepts=import_options.accepted(near_ok, known_only),
    )  # fmt: skip
    request = replace(request, layout=chosen_layout(home, request, layout))
    reading = read_request(home, request)
    import_options.check_names(said, reading.sheets)
    import_report.show_sheets(reading, dry_run)
    with progress(_("Importing")) as show:
        done = run_tables(home, request, reading.tables, show)
    import_report.show(done, dry_run)
    if errors is not None and done.judgement.refused():
        _write_refused(errors, done.judgement, paths)
    if layout and done.committed and remember_layout(home, request, layout, reading.sheets):
        click.echo(_("Remembered as the layout {name}.", name=layout), err=True)
    _conclude(done, reading, dry_run)


def _write_refused(errors: Path, judgement: Judgement, paths: tuple[Path, ...]) -> None:
    refused = [RefusedRow(j.row, j.why) for j in judgement.all() if j.verdict in WRONG]
    good = (j.row.where for j in judgement.all() if j.verdict not in WRONG)
    with permissions.written(errors) as file:
        write_refused_rows(file, refused, good, sheets_of(paths, is_column))
    click.echo(_("The refused rows are in {file}.", file=errors), err=True)


def _conclude(done: ImportResult, reading: Reading, dry_run: bool) -> None:
    refused = import_report.lines_refused(done.judgement)
    is_lost = not any(reading.tables.rows.values()) and not _only_empty_tables(reading)
    if dry_run:
        click.echo(_("Dry run: nothing was written."))
    elif refused and not done.committed:
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
    if is_lost:
        click.echo(_("Nothing was read: there is no row of data in what was given."), err=True)
    if is_lost or (refused and (dry_run or not done.committed)):
        sys.exit(1)
    if not dry_run:
        _say_what_was_written(done)


def _only_empty_tables(reading: Reading) -> bool:
    """Whether all that was given are tables of ours without a row, as exports may be."""
    return bool(reading.sheets) and not any(one.key or one.left_out for one in reading.sheets)


def _say_what_was_written(done: ImportResult) -> None:
    if done.batch:
        click.echo(
            _("Batch {batch}. To take it back: banyan undo-import {batch}", batch=done.batch)
        )
    elif any(row.stands for row in done.judgement.all()):
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
