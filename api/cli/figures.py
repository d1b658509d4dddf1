"""`banyan reach` and `banyan export`: numbers and tables out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console
from rich.table import Table

from api.cli.common import as_of_option, cascade_of, cascade_option, moment, ordinal, with_home
from api.errors import BadInput
from api.figures import reach_table
from api.home import Home
from api.i18n import _
from api.people.search import person_number
from api.spreadsheets.exporting.history import HISTORY_COLUMNS, history_rows
from api.spreadsheets.exporting.tables import Export
from api.spreadsheets.files.writing import write_csv, write_csv_text, write_xlsx
from projections import permissions
from projections.db import Db, position

known_at_option = click.option(
    "--known-at",
    metavar="POSITION|TIME",
    help=_("As it was known when the log stood at this position or time."),
)


@click.command(help=_("How far each trainer's teaching travelled."))
@cascade_option
@click.option("--person", metavar="REF", help=_("Only this person: identifier or id."))
@as_of_option
@known_at_option
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table",
    help=_("A table to read, or JSON or CSV for programs."),
)  # fmt: skip
@with_home
def reach(
    home: Home,
    reference: str,
    person: str | None,
    as_of: date | None,
    known_at: str | None,
    form: str,
) -> None:
    id = cascade_of(home, reference)
    with moment(home, known_at) as db:
        found = db.one("SELECT number, series FROM cascade WHERE id = :id", id=id)
        if found is None:
            raise BadInput(_("This cascade was not yet open then."))
        number, series = found
        if person is None:
            rows = reach_table.everybody(db, home.private, number, ordinal(as_of))
        else:
            one = person_number(db, home.private, series, person)
            if one is None:
                raise BadInput(_("Nobody is known as “{person}”.", person=person))
            rows = [reach_table.somebody(db, home.private, number, one, ordinal(as_of))]
        at = position(db)
    _print(rows, form)
    click.echo(_("True up to position {position}.", position=at), err=True)


def _print(rows: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        lines = ([row[column] for column in reach_table.COLUMNS] for row in rows)
        write_csv_text(sys.stdout, reach_table.COLUMNS, lines)
    else:
        _print_table(rows)


def _print_table(rows: list[dict[str, Any]]) -> None:
    if not rows:
        click.echo(_("Nobody has facilitated a workshop that counts."))
        return
    headings = (
        _("person"),
        _("generation"),
        _("direct"),
        _("lineage"),
        _("reach"),
        _("workshops given"),
        _("workshops downstream"),
    )
    table = Table(box=None, pad_edge=False)
    for column, heading in enumerate(headings):
        table.add_column(heading, justify="left" if column == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*(str(row[name]) for name in reach_table.COLUMNS))
    Console().print(table)
    for below in rows[0].get("by_generation", ()) if len(rows) == 1 else ():
        click.echo(_("generation {generation}: {people} people", **below))


@click.command(help=_("Writes a table as a file: what import reads, or figures."))
@cascade_option
@click.option(
    "--table",
    required=True,
    type=click.Choice(["people", "workshops", "register", "certifications", "reach", "history"]),
    help=_("Which table."),
)
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("The file to write; else the standard output."),
)
@with_home
def export(home: Home, reference: str, table: str, form: str, out: Path | None) -> None:
    id = cascade_of(home, reference)
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise BadInput(_("A spreadsheet cannot be shown here. Add --out FILE.xlsx."))
    with moment(home, None) as db:
        columns, rows = _table(home, db, id, table)
        if out is None:
            _write(sys.stdout.buffer, form, table, columns, rows)
            return
        with permissions.written(out) as file:
            _write(file, form, table, columns, rows)


def _table(home: Home, db: Db, id: str, table: str) -> tuple[Any, Iterable[Any]]:
    row = db.one("SELECT number FROM cascade WHERE id = :id", id=id)
    assert row  # noqa: S101
    if table == "reach":
        rows = reach_table.everybody(db, home.private, row[0], ordinal(None))
        return reach_table.COLUMNS, ([r[c] for c in reach_table.COLUMNS] for r in rows)
    if table == "history":
        return HISTORY_COLUMNS, history_rows(home, id)
    return Export(db, home.private, row[0]).table(table)


def _write(stream: BinaryIO, form: str, table: str, columns: Any, rows: Iterable[Any]) -> None:
    if form == "csv":
        write_csv(stream, columns, rows)
    else:
        write_xlsx(stream, {table: (columns, rows)})


COMMANDS = (reach, export)
