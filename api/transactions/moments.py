"""Reads a day or a moment of the log from text, the same for pages, JSON and the command line."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from datetime import UTC, date, datetime, tzinfo

from api.i18n import _
from domain.rules import Refused

MAX_DIGITS = 40
"""Digits of a position. Python reads thousands of digits slowly, or raises."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(text: str) -> date:
    """The day that YYYY-MM-DD names; ValueError for any other form and for days that do not
    exist."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def typed_day(text: str, field: str | None = None) -> date | None:
    """The day in a field; None if it is empty; raises Refused if it is not a day."""
    try:
        return day(text) if text else None
    except ValueError:
        raise Refused("This is not a date. Write it as YYYY-MM-DD.", field=field) from None


def asked_day(text: str, name: str, wrong: MutableMapping[str, str]) -> date | None:
    """As `typed_day`; text that is not a day gives None and a sentence in `wrong[name]`."""
    try:
        return typed_day(text)
    except Refused as refused:
        wrong[name] = _(refused.template)
        return None


def position_or_time(text: str, zone: tzinfo | None = UTC) -> int | datetime | None:
    """The position of the log, or the time (ISO 8601), that a text names; None if it is neither.

    `zone`: for a time without a zone; None: the zone of this machine.
    """
    if text.isdecimal() and text.isascii() and len(text) <= MAX_DIGITS:
        return int(text)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.tzinfo:
        return time
    return time.replace(tzinfo=zone) if zone else time.astimezone()
