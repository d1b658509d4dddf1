"""What separates the cells of a text: said in its first line, or found out from its lines."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence

SEPARATORS = "\t;|,~^"
"""Of two that fit equally, the first: commas and bars stand in names and numbers too."""
SAMPLE = 30
"""Lines that are looked at."""
_LONGEST = 20_000
"""Characters of a line that are looked at."""
_UNEVEN = 0.9
"""What a line counts that has another number of cells than most, but more than one."""
_SAID = re.compile(r'\ufeff?"?sep=([^\w"\r\n])"?[\r\n]*\Z', re.IGNORECASE)


def said_separator(line: str) -> str | None:
    """The separator in a first line like `sep=;`, which Excel obeys and does not show."""
    match = _SAID.match(line)
    return match[1] if match else None


def separator_of(lines: Sequence[str], is_heading: Callable[[str], bool] | None = None) -> str:
    """The separator that gives most headings in one line, else cells on most lines and the same
    number of them, else most cells. `is_heading`: whether a text is a column's name."""
    lines = [line for line in lines if line.strip()][:SAMPLE]

    def fit(separator: str) -> tuple[int, float, int]:
        rows = [cells for line in lines if (cells := _split(line, separator))]
        headings = max((_headings(cells, is_heading) for cells in rows), default=0)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        width = max(widths, key=lambda one: (widths[one], one), default=1)
        even = widths[width] + _UNEVEN * (widths.total() - widths[width])
        return headings, even / max(1, len(rows)), width

    found = max(SEPARATORS, key=fit)
    return found if fit(found)[2] > 1 else ","


def _split(line: str, separator: str) -> list[str]:
    """Fast, for a guess: a quoted cell that is continued on the next line ends here."""
    line = line[:_LONGEST].rstrip("\r\n")
    if line.count(separator) > 1_000:
        return []
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _headings(cells: Sequence[str], is_heading: Callable[[str], bool] | None) -> int:
    if is_heading is None or len(cells) < 2:
        return 0
    return len({cell for cell in cells if is_heading(cell.strip(' "\ufeff'))})
