"""Why a file is refused, one sentence each that says what to do."""

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files.limits import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_FILES


def damaged(file: str) -> BadInput:
    return BadInput(
        _(
            "{file}: the workbook is damaged or was not saved by a spreadsheet program. "
            "Open it in Excel or LibreOffice and save it again as .xlsx.",
            file=file,
        )
    )


def not_a_workbook(file: str) -> BadInput:
    return BadInput(_("{file}: this is not an Excel workbook (.xlsx).", file=file))


def old_format(file: str) -> BadInput:
    return BadInput(
        _("{file}: this is an old Excel file (.xls). Save it again as .xlsx.", file=file)
    )


def sealed(file: str) -> BadInput:
    return BadInput(
        _("{file}: the workbook is protected by a password. Save it without one.", file=file)
    )


def unpacks(file: str) -> BadInput:
    return BadInput(
        _("{file}: the workbook unpacks to more than Banyan reads. Split it.", file=file)
    )


def too_many_cells(file: str) -> BadInput:
    return BadInput(
        _(
            "{file}: the workbook has more than {limit} cells. Split it, or save it as CSV.",
            file=file,
            limit=MAX_CELLS,
        )
    )


def too_many_rows(file: str, limit: int) -> BadInput:
    return BadInput(
        _(
            "{file}: more than {limit} rows. Delete the empty ones, or split the file.",
            file=file,
            limit=limit,
        )
    )


def too_many_columns(file: str) -> BadInput:
    return BadInput(
        _(
            "{file}: more than {limit} columns. Delete the empty ones to the right.",
            file=file,
            limit=MAX_COLUMNS,
        )
    )


def too_many_files() -> BadInput:
    return BadInput(_("More than {limit} files. Import them a part at a time.", limit=MAX_FILES))


def oversized_cell(file: str, line: int | None = None) -> BadInput:
    if line is None:
        return BadInput(
            _("{file}: a cell has more than {limit} characters.", file=file, limit=MAX_CELL)
        )
    return BadInput(
        _(
            "{file}, line {line}: a cell has more than {limit} characters, or a quotation mark "
            "is left open.",
            file=file,
            line=line,
            limit=MAX_CELL,
        )
    )


def open_quotation(file: str, line: int) -> BadInput:
    return BadInput(
        _(
            "{file}, line {line}: a quotation mark is left open, or stands inside a quoted cell.",
            file=file,
            line=line,
        )
    )


def not_utf8(file: str) -> BadInput:
    return BadInput(_("{file}: the text is not UTF-8. Save it again as “CSV UTF-8”.", file=file))


def not_text(file: str) -> BadInput:
    return BadInput(_("{file}: this is not a text file (it holds NUL bytes).", file=file))


def too_much_text(file: str) -> BadInput:
    return BadInput(
        _("{file}: the workbook holds more text than Banyan reads. Split it.", file=file)
    )
