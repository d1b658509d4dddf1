"""Writes sheets as files: XLSX, XLS, ODS and text, with formats, merges and hidden rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

LONG_AGO = date(1899, 12, 30)
NOW = (2026, 3, 1, 0, 0, 0)
"""Of the parts of an archive, so that the same sheet is the same file."""


class Shown(float):
    """0.8 that the sheet shows as 80 %."""


Cell = str | int | float | bool | date | None
Rows = list[list[Cell]]


@dataclass
class Grid:
    """A sheet. `merges`: (row, column, last row, last column) from 0; `hidden`: rows from 0."""

    name: str
    rows: Rows = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if cell is not None and cell != "":
                    yield at, column, cell


def xlsx(grids: Sequence[Grid]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    days, shares = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "0%"))
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for box in grid.merges:
            sheet.merge_range(*box, "")
        for at, column, cell in grid.cells():
            if isinstance(cell, date):
                sheet.write_number(at, column, (cell - LONG_AGO).days, days)
            elif isinstance(cell, Shown):
                sheet.write_number(at, column, float(cell), shares)
            elif isinstance(cell, str):
                sheet.write_string(at, column, cell)
            else:
                sheet.write(at, column, cell)
        for at in grid.hidden:
            sheet.set_row(at, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def xls(grids: Sequence[Grid]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    days, shares = (xlwt.easyxf(num_format_str=form) for form in ("DD/MM/YYYY", "0%"))
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        merged = {(top, left): box for box in grid.merges for top, left in [box[:2]]}
        for at, column, cell in grid.cells():
            style = days if isinstance(cell, date) else shares
            styled = [style] if isinstance(cell, date | Shown) else []
            value = (cell - LONG_AGO).days if isinstance(cell, date) else cell
            if (at, column) in merged:
                top, left, bottom, right = merged[at, column]
                sheet.write_merge(top, bottom, left, right, value, *styled)
            else:
                sheet.write(at, column, value, *styled)
        for at in grid.hidden:
            sheet.row(at).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def ods(grids: Sequence[Grid]) -> bytes:
    tables = "".join(map(_table, grids))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} '
        f'office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:'
        'tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        parts = (("mimetype", ODS_TYPE), ("content.xml", content))
        for name, text in (*parts, ("META-INF/manifest.xml", manifest)):
            info = zipfile.ZipInfo(name, NOW)
            packed = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text, packed)
    return out.getvalue()


def _table(grid: Grid) -> str:
    boxes = {box[:2]: box for box in grid.merges}
    covered = {
        (at, column)
        for top, left, bottom, right in grid.merges
        for at in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - boxes.keys()
    rows = []
    for at, row in enumerate(grid.rows):
        cells = "".join(
            "<table:covered-table-cell/>"
            if (at, column) in covered
            else _ods_cell(cell, boxes.get((at, column)))
            for column, cell in enumerate(row)
        )
        hidden = ' table:visibility="collapse"' if at in grid.hidden else ""
        rows.append(f"<table:table-row{hidden}>{cells or '<table:table-cell/>'}</table:table-row>")
    return f"<table:table table:name={quoteattr(grid.name)}>{''.join(rows)}</table:table>"


def _ods_cell(cell: Cell, box: tuple[int, int, int, int] | None) -> str:
    span = ""
    if box:
        down, across = box[2] - box[0] + 1, box[3] - box[1] + 1
        span = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    if cell is None or cell == "":
        return f"<table:table-cell{span}/>"
    kind, value = "string", ""
    if isinstance(cell, date):
        kind, value = "date", f' office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, Shown):
        kind, value = "percentage", f' office:value="{float(cell)!r}"'
    elif isinstance(cell, int | float):
        kind, value = "float", f' office:value="{cell!r}"'
    text = escape(as_text(cell))
    return (
        f'<table:table-cell office:value-type="{kind}"{value}{span}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def as_text(cell: Cell, days: str = "%Y-%m-%d") -> str:
    """As a spreadsheet writes it into a text file. `days`: how it writes a day."""
    if cell is None:
        return ""
    if isinstance(cell, Shown):
        return f"{round(cell * 100)}%"
    if isinstance(cell, date):
        return cell.strftime(days)
    return str(cell)


def text(grid: Grid, between: str = ",", days: str = "%Y-%m-%d", end: str = "\r\n") -> str:
    """As CSV: merged cells have their value at the top left alone."""
    out = io.StringIO(newline="")
    writer: Any = csv.writer(out, delimiter=between, lineterminator=end)
    width = max(map(len, grid.rows), default=0)
    for row in grid.rows:
        writer.writerow([as_text(cell, days) for cell in row] + [""] * (width - len(row)))
    return out.getvalue()


FORMS = ("xlsx", "xls", "ods", "csv", "semicolon", "tab", "utf16", "cp1252", "bom", "pipe")
"""As which file a sheet may be sent. All after `ods` are text."""


def written(stem: str, grids: Sequence[Grid], form: str) -> tuple[tuple[str, bytes], ...]:
    """(file name, content): one workbook, or one text file for each grid."""
    if form in ("xlsx", "xls", "ods"):
        return ((f"{stem}.{form}", {"xlsx": xlsx, "xls": xls, "ods": ods}[form](grids)),)
    between = {"semicolon": ";", "tab": "\t", "utf16": "\t", "cp1252": ";", "pipe": "|"}
    encoding = {"utf16": "utf-16", "cp1252": "cp1252", "bom": "utf-8-sig"}.get(form, "utf-8")
    ending = {"tab": "tsv", "utf16": "txt"}.get(form, "csv")
    named = [stem] if len(grids) == 1 else [f"{stem} {grid.name}" for grid in grids]
    return tuple(
        (f"{name}.{ending}", text(grid, between.get(form, ",")).encode(encoding))
        for name, grid in zip(named, grids, strict=True)
    )
