"""Text that a spreadsheet would run as a formula: made harmless in a file, restored when read.

Excel runs a CSV cell that begins with = + - @ (also full-width, or after a tab or a carriage
return). An apostrophe in front stops it. Writing adds exactly one apostrophe, also to text that
already begins with apostrophes and such a character; reading removes exactly one. So a text is
the same after export and import.

XLSX cells have types and need no guard. But Excel may save our CSV as XLSX with the apostrophe
inside, so reading removes it there too, and writing adds one where text would otherwise lose its
own.

The same apostrophe protects text that reading would take for something else: `1.0`, which some
programs write for 1, and `#REF!`, a formula that failed. Text that had the apostrophe is read as
`LiteralText`.
"""

import re

ERRORS = frozenset(
    (
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#PYTHON!"),
    )
)
"""What a cell shows if its formula failed."""


class LiteralText(str):
    """A text that is taken as it is, even if it looks like a number or an error."""

    __slots__ = ()


class GuardedText(LiteralText):
    """A text that is written with an apostrophe, for the reader would take it for a word."""

    __slots__ = ()


_RISKY = "[-=+@\t\r＝＋－＠]"
_RUNS = re.compile(f"'*{_RISKY}")
_WHOLE = re.compile(r"[0-9]+\.0")
_TAKEN = "|".join([_WHOLE.pattern, *map(re.escape, sorted(ERRORS))])
_GUARDED = re.compile(rf"'+(?:{_RISKY}|(?:{_TAKEN})\Z)")


def guard_csv(text: str) -> str:
    """The text as it goes into a CSV cell."""
    if isinstance(text, GuardedText):
        return f"'{text}"
    return f"'{text}" if _RUNS.match(text) else guard_xlsx(text)


def guard_xlsx(text: str) -> str:
    """The text as it goes into an XLSX string cell."""
    if isinstance(text, GuardedText):
        return f"'{text}"
    is_taken = text in ERRORS or (isinstance(text, LiteralText) and _WHOLE.fullmatch(text))
    return f"'{text}" if is_taken or _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """The text of a cell, without the apostrophe that guarded it."""
    return LiteralText(text[1:]) if text[:1] == "'" and _GUARDED.match(text) else text
