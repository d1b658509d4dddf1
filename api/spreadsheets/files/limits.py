"""The largest file that is accepted from outside.

The whole file is checked against these limits before anything is built in memory. So a hostile
file is refused in seconds and in little memory, with one sentence.
"""

MAX_FILES = 100
MAX_CSV_BYTES = 128_000_000
MAX_XLSX_BYTES = 64_000_000
"""Bytes of a file of .xlsx or .ods."""
MAX_XLS_BYTES = 20_000_000
MAX_CSV_ROWS = 2_000_000
MAX_XLSX_ROWS = 400_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
"""Characters in a cell."""
MAX_RECORD = MAX_COLUMNS * MAX_CELL
"""Characters in a row of a CSV file."""

MAX_SHEETS = 50
MAX_CELLS = 1_000_000
"""Cells in a workbook. The reader stores the whole rectangle around the filled cells, so blank
cells within it count too."""
MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000
"""Bytes of a zip archive's central directory."""
MAX_ODD = 8_000_000
"""Bytes, unpacked, of a workbook that is valid but not written as spreadsheet programs do: it is
written anew before it is read."""
MAX_UNPACKED = 256_000_000
"""Bytes of all entries of a workbook together, unpacked."""
MAX_SMALL_PART = 16_000_000
"""Bytes of a workbook's parts that are neither a sheet nor the shared strings."""
MAX_TEXT = 128_000_000
"""Bytes of text in a workbook once each cell holds its own copy."""
MAX_TOKEN = 100_000
"""Bytes from the end of one tag to the end of the next: an escaped cell of MAX_CELL characters
fits."""

MAX_MERGES = 100_000
"""Merged ranges in a sheet."""
MAX_MERGED = 200_000
"""Cells of a sheet that are merged with the one to their left."""
MAX_UNVALUED = 100_000
"""Formulas in a sheet whose value is not stored, or has failed in an ODS file."""
MAX_ELEMENTS = 2_000_000
"""Elements of an ODS file."""
MAX_XLS_CELLS = 700_000
"""Cells and rows in an XLS file, and texts in its table of strings."""
MAX_XLS_STYLES = 10_000
"""Fonts, formats and styles in an XLS file."""
MAX_RUNS = 200_000
"""Pieces of texts in an XLS file that have a font of their own."""
