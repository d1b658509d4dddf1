"""Why a file is refused: one sentence for each reason, which says what to do.

Each function takes a file's name and makes a BadInput: `raise damaged("people.xlsx")`.
"""

from collections.abc import Callable

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files.limits import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FILES,
    MAX_UNVALUED,
    MAX_XLS_CELLS,
)


def _refusal(template: str, limit: int | None = None) -> Callable[..., BadInput]:
    """`template`: with the places {file}, {limit} and, if the refusal is of one line, {line}."""

    def refusal(file: str, line: int | None = None) -> BadInput:
        return BadInput(_(template, file=file, line=line, limit=limit))

    return refusal


no_such_file = _refusal("{file}: there is no such file.")
not_opened = _refusal("{file}: the file cannot be opened.")
not_a_file = _refusal("{file}: this is not a file.")
empty = _refusal("{file}: the file is empty.")
not_readable = _refusal("{file}: only .xlsx, .xls, .ods, .csv, .tsv and .txt files are read.")
nothing_readable = _refusal("{file}: no .xlsx, .xls, .ods, .csv, .tsv or .txt file in this folder.")
not_utf8 = _refusal("{file}: the text is not UTF-8. Save it again as “CSV UTF-8”.")
web_page = _refusal(
    "{file}: this is a web page or an XML file, not a workbook. Open it in Excel or LibreOffice "
    "and save it as .xlsx."
)
not_text = _refusal("{file}: this is not a text file (it holds NUL bytes).")
not_a_workbook = _refusal(
    "{file}: this is not a workbook of Excel or LibreOffice (.xlsx, .xls, .ods)."
)
sealed = _refusal("{file}: the workbook is protected by a password. Save it without one.")
unpacks = _refusal("{file}: the workbook unpacks to more than Banyan reads. Split it.")
too_much_text = _refusal("{file}: the workbook holds more text than Banyan reads. Split it.")
oversized_cell = _refusal("{file}: a cell has more than {limit} characters.", MAX_CELL)
damaged = _refusal(
    "{file}: the workbook is damaged or was not saved by a spreadsheet program. "
    "Open it in Excel or LibreOffice and save it again as .xlsx."
)
too_many_cells = _refusal(
    "{file}: the workbook has more than {limit} cells. Split it, or save it as CSV.", MAX_CELLS
)
too_many_xls_cells = _refusal(
    "{file}: the workbook has more than {limit} cells and rows. Split it, or save it as .xlsx.",
    MAX_XLS_CELLS,
)
too_many_unvalued = _refusal(
    "{file}: more than {limit} formulas have no value. Open the file in Excel or LibreOffice, "
    "save it, and import it again.",
    MAX_UNVALUED,
)
too_many_columns = _refusal(
    "{file}: more than {limit} columns. Delete the empty ones to the right.", MAX_COLUMNS
)


oversized_record = _refusal(
    "{file}, line {line}: a cell has more than {limit} characters, or a quotation mark "
    "is left open.",
    MAX_CELL,
)
open_quotation = _refusal(
    "{file}, line {line}: a quotation mark is left open, or stands inside a quoted cell."
)


def too_large(file: str, limit: int) -> BadInput:
    return _refusal(
        "{file}: the file is larger than {limit} MB. Split it into several files.",
        limit // 1_000_000,
    )(file)


def too_many_rows(file: str, limit: int) -> BadInput:
    return _refusal(
        "{file}: more than {limit} rows. Delete the empty ones, or split the file.", limit
    )(file)


def too_many_files() -> BadInput:
    return BadInput(_("More than {limit} files. Import them a part at a time.", limit=MAX_FILES))
