"""`banyan reach` and `banyan export`: figures and tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console
from rich.table import Table

from api.cli.common import as_of_option, cascade_of, cascade_option, moment, ordinal, with_home
from api.errors import BadInput
from api.figures import reach_table
from api.figures.reach_table import COLUMNS, GenerationBelow, ReachRow, cells
from api.home import Home
from api.i18n import _
from api.people.search import person_number
from api.spreadsheets.exporting.history import HISTORY_COLUMNS, history_rows
from api.spreadsheets.exporting.tables import Export
from api.spreadsheets.files.writing import Values, write_csv, write_csv_text, write_xlsx
from projections import permissions, tables
from projections.db import Db, position
from projections.reach.reach import EVER

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
            rows = reach_table.all_rows(db, home.private, number, ordinal(as_of))
            below: list[GenerationBelow] = []
        else:
            one = person_number(db, home.private, series, person)
            if one is None:
                raise BadInput(_("Nobody is known as “{person}”.", person=person))
            row = reach_table.one_row(db, home.private, number, one, ordinal(as_of))
            rows, below = [row], row["by_generation"]
        at = position(db)
    _print(rows, below, form)
    click.echo(_("True up to position {position}.", position=at), err=True)


def _print(rows: Sequence[ReachRow], below: Sequence[GenerationBelow], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        write_csv_text(sys.stdout, COLUMNS, map(cells, rows))
    elif not rows:
        click.echo(_("Nobody has facilitated a workshop that counts."))
    else:
        Console().print(_table_of(rows))
        for one in below:
            click.echo(_("generation {generation}: {people} people", **one))


def _table_of(rows: Sequence[ReachRow]) -> Table:
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
        table.add_row(*map(str, cells(row)))
    return table


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


def _table(home: Home, db: Db, id: str, table: str) -> tuple[Sequence[str], Values]:
    if table == "history":
        return HISTORY_COLUMNS, history_rows(home, id)
    number = db.numbers(tables.cascade, [id])[id]
    if table == "reach":
        return COLUMNS, map(cells, reach_table.all_rows(db, home.private, number, EVER))
    return Export(db, home.private, number).table(table)


def _write(stream: BinaryIO, form: str, table: str, columns: Sequence[str], rows: Values) -> None:
    if form == "csv":
        write_csv(stream, columns, rows)
    else:
        write_xlsx(stream, {table: (columns, rows)})


COMMANDS = (reach, export)
