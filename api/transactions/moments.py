"""Typed text as a day, or as a moment of the log: one way of writing each, for every door."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from datetime import UTC, date, datetime, tzinfo

from api.i18n import _
from domain.rules import Refused

MAX_DIGITS = 40
"""Of a position: thousands take Python long to read, or raise."""
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def day(text: str) -> date:
    """YYYY-MM-DD; ValueError where it is written otherwise, or where there is no such day."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def typed_day(text: str, field: str | None = None) -> date | None:
    """None where nothing is typed; Refused where it is no day."""
    try:
        return day(text) if text else None
    except ValueError:
        raise Refused("This is not a date. Write it as YYYY-MM-DD.", field=field) from None


def asked_day(text: str, name: str, wrong: MutableMapping[str, str]) -> date | None:
    """As `typed_day`; what is no day is None too, with the sentence in `wrong` under the name."""
    try:
        return typed_day(text)
    except Refused as refused:
        wrong[name] = _(refused.template)
        return None


def position_or_time(text: str, zone: tzinfo | None = UTC) -> int | datetime | None:
    """A position of the log, or a time (ISO 8601); None where it is neither.

    `zone`: of a time that names none. None: the zone of this machine.
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
