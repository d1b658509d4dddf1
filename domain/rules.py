"""General rules of programmes and of the world, and the refusal of commands."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from domain.values import Scores

MAX_COUNT = 2**31 - 1
"""The largest count: it fits into any database's integer."""
EARLIEST = date(1900, 1, 1)
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Characters that show nothing and belong to no word."""
_JOINERS = "\u200c\u200d"
"""Characters that show nothing, inside words of Persian, Sinhala, Malayalam."""
_ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


class Refused(Exception):
    """A refused command. `template`: an English sentence with {named} places.

    The sentence says what is wrong and what to do; the doors translate the template and then fill
    it in. `field`: the name of the wrong field of the command, if there is one.
    """

    def __init__(self, template: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(template)
        self.template = template
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return self.template.format(**self.params)


class NotFound(Refused):
    """The command names something that is not in the log."""


class Conflict(Refused):
    """The command was decided on facts that have changed since then, or its key is in use."""


def require(holds: bool, template: str, *, field: str | None = None, **params: Any) -> None:
    """Refuses with a sentence unless the condition holds."""
    if not holds:
        raise Refused(template, field=field, **params)


def latest_today(now: datetime) -> date:
    """The latest date anywhere on earth (UTC+14): no event can have a later date."""
    return now.astimezone(timezone(timedelta(hours=14))).date()


def require_past(day: date, today: date, field: str) -> None:
    require(
        day <= today,
        "{day} is still to come; what has not happened yet cannot be recorded. Check the year.",
        field=field,
        day=day,
    )
    require(
        day >= EARLIEST,
        "{day} lies before {earliest}. Check the year.",
        field=field,
        day=day,
        earliest=EARLIEST,
    )


def require_count(count: int, template: str, field: str) -> None:
    """Refuses a count that is not from 0 to `MAX_COUNT`; the template may have {most}."""
    require(0 <= count <= MAX_COUNT, template, field=field, most=MAX_COUNT)


def require_scores(scores: Scores, field: str = "scores") -> None:
    """Refuses scores that are not finite, are below 0, or are above the maximum."""
    given = [s for s in (scores.pre, scores.post, scores.max_score) if s is not None]
    require(
        all(math.isfinite(s) and s >= 0 for s in given),
        "A score is a number from 0 upwards.",
        field=field,
    )
    require(
        scores.max_score is None or scores.max_score > 0,
        "The maximum score must be above 0.",
        field=field,
    )
    if scores.max_score is None:
        return
    for score in (scores.pre, scores.post):
        require(
            score is None or score <= scores.max_score,
            "A score of {score} is above the maximum of {max}. Correct the one or the other.",
            field=field,
            score=f"{score or 0:g}",
            max=f"{scores.max_score:g}",
        )


def require_distinct(values: Iterable[str], template: str, field: str) -> None:
    seen: set[str] = set()
    for value in values:
        require(value not in seen, template, field=field, value=value)
        seen.add(value)


def visible(text: str) -> str:
    """The text as it looks: without characters that show nothing, every kind of blank as a plain
    one, none at the ends. Joiners inside words stay."""
    if text.isascii():
        return text.strip()
    return _INVISIBLE.sub("", _ODD_BLANKS.sub(" ", text)).strip(f" \t\r\n{_JOINERS}").strip()


def is_one_line(text: str) -> bool:
    """Whether the text has neither line breaks nor control characters, nor characters that do not
    show."""
    return text.isprintable() or re.sub(f"[{_JOINERS}]", "", text).isprintable()


def require_name(name: str, field: str, limit: int = 200) -> None:
    require(bool(name.strip()), "Give a name.", field=field)
    require(
        len(name) <= limit and is_one_line(name),
        "A name here is one line of at most {limit} characters.",
        field=field,
        limit=limit,
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def require_code(code: str, field: str) -> None:
    require(
        CODE.fullmatch(code) is not None,
        "“{code}” cannot be used here: write small letters a–z, digits, dots, hyphens or "
        "underscores, at most 60, such as malaria-2026.",
        field=field,
        code=code[:80],
    )
