"""Text that a spreadsheet would run as a formula: made harmless in a file, restored when read.

Excel runs a CSV cell that begins with = + - @ (also full-width, or behind a tab or a carriage
return). An apostrophe in front stops it. So that nothing changes on the way out and in again, text
that begins with apostrophes and then such a character gets one more: writing adds exactly one
and reading removes exactly one, which makes the two inverse.

XLSX cells have types and need no guard. Yet a CSV of ours may be saved as XLSX by Excel with
the apostrophe inside, so reading removes it there too, and writing adds one where text would
otherwise lose its own.
"""

import re

_RISKY = "[-=+@\t\r＝＋－＠]"
_RUNS = re.compile(f"'*{_RISKY}")
_GUARDED = re.compile(f"'+{_RISKY}")


def guard_csv(text: str) -> str:
    """The text as it goes into a CSV cell."""
    return f"'{text}" if _RUNS.match(text) else text


def guard_xlsx(text: str) -> str:
    """The text as it goes into an XLSX string cell."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text that was meant by a cell."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text
