"""Whole numbers out of an address or a form, where anybody may write anything."""

from __future__ import annotations

MAX_DIGITS = 9
"""What has more fits into no column; and thousands of digits take Python long to read, or raise."""


def whole(text: str) -> int | None:
    """In any digits. None where it is no whole number, or one that is larger than anything here."""
    if text.isdecimal() and len(text) <= MAX_DIGITS:
        return int(text)
    return None
