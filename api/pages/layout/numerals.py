"""Reads whole numbers from addresses and forms, which may hold any text."""

from __future__ import annotations

MAX_DIGITS = 9
"""Larger numbers fit into no column, and Python reads thousands of digits slowly, or raises."""


def whole(text: str) -> int | None:
    """The number, in digits of any script; None for other text and for more than `MAX_DIGITS`."""
    if text.isdecimal() and len(text) <= MAX_DIGITS:
        return int(text)
    return None
