"""Text that a spreadsheet would run as a formula: made harmless in a file, restored when read.

Excel runs a CSV cell that begins with = + - @ (also full-width, or behind a tab or a carriage
return). An apostrophe in front stops it. So that nothing changes on the way out and in again, text
that begins with apostrophes and then such a character gets one more: writing adds exactly one
and reading removes exactly one, which makes the two inverse.

XLSX cells have types and need no guard. Yet a CSV of ours may be saved as XLSX by Excel with
the apostrophe inside, so reading removes it there too, and writing adds one where text would
otherwise lose its own.

The same guard says of a text that it is one where reading would take it for something else: `1.0`
as a program's way of writing 1, `#REF!` for a formula that failed. What had a guard is
`LiteralText`.
"""

import re

ERRORS = frozenset(
    (
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!"),
    )
)
"""What a cell whose formula failed says."""


class LiteralText(str):
    """A text that stands as it is, whatever it looks like."""

    __slots__ = ()


_RISKY = "[-=+@\t\r＝＋－＠]"
_RUNS = re.compile(f"'*{_RISKY}")
_WHOLE = re.compile(r"[0-9]+\.0")
_TAKEN = "|".join([_WHOLE.pattern, *map(re.escape, sorted(ERRORS))])
_GUARDED = re.compile(rf"'+(?:{_RISKY}|(?:{_TAKEN})\Z)")


def guard_csv(text: str) -> str:
    """The text as it goes into a CSV cell."""
    return f"'{text}" if _RUNS.match(text) else guard_xlsx(text)


def guard_xlsx(text: str) -> str:
    """The text as it goes into an XLSX string cell."""
    is_taken = text in ERRORS or (isinstance(text, LiteralText) and _WHOLE.fullmatch(text))
    return f"'{text}" if is_taken or _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text that was meant by a cell."""
    return LiteralText(text[1:]) if text[:1] == "'" and _GUARDED.match(text) else text
