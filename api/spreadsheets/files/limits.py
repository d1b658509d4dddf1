"""What a file from outside may be at most.

Nothing is built in memory before the whole file has been seen to keep these limits, so a
hostile file is refused in seconds and in little memory, with one sentence.
"""

MAX_FILES = 100
MAX_CSV_BYTES = 128_000_000
MAX_XLSX_BYTES = 64_000_000
MAX_CSV_ROWS = 2_000_000
MAX_XLSX_ROWS = 400_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
"""Characters in a cell."""
MAX_RECORD = MAX_COLUMNS * MAX_CELL
"""Characters in a row of a CSV file."""

MAX_SHEETS = 50
MAX_CELLS = 1_000_000
"""Cells in a workbook, also as the rectangle around those filled: the reader stores it densely."""
MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000
"""Bytes of a zip archive's central directory."""
MAX_UNPACKED = 256_000_000
"""Bytes that all entries of a workbook may unpack to."""
MAX_SMALL_PART = 16_000_000
"""Bytes of a workbook's part that is neither a sheet nor the shared strings."""
MAX_TEXT = 128_000_000
"""Bytes of text in a workbook once each cell holds its own copy."""
MAX_TOKEN = 100_000
"""Bytes between two ends of tags: a cell of MAX_CELL characters, escaped, fits."""
