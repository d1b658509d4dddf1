"""Who reads a page: their language, and numbers and dates as they write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask import request
from markupsafe import Markup, escape

from api.i18n import LANGUAGES, _, language, locale, ngettext

NONE = "–"
"""Shown where there is no number."""


def chosen() -> str | None:
    """The language asked for in the address."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def helpers() -> dict[str, Callable[..., Any]]:
    """What the templates may call."""
    return {
        "_": _,
        "ngettext": ngettext,
        "rich": rich,
        "number": number,
        "decimal": decimal,
        "share": share,
        "day": day,
        "language": language,
        "direction": direction,
        "languages": languages,
    }


def rich(sentence: str, /, **markup: Markup) -> Markup:
    """A translated sentence with places left open, which are filled with markup."""
    return Markup(escape(sentence)).format(**markup)  # noqa: S704


def number(value: int | None) -> str:
    return NONE if value is None else str(format_decimal(value, locale=locale()))


def decimal(value: float | None, pattern: str = "#,##0.00") -> str:
    return NONE if value is None else str(format_decimal(value, pattern, locale=locale()))


def share(value: float | None) -> str:
    """0 to 1, as a percentage."""
    return NONE if value is None else str(format_percent(value, locale=locale()))


def day(value: date | None) -> str:
    return NONE if value is None else format_date(value, "d MMM y", locale=locale())


def direction() -> str:
    return str(locale().text_direction)


def languages() -> list[tuple[str, str, str]]:
    """Code, what its speakers call it, and the way it is written."""
    known = [(code, Locale.parse(code)) for code in LANGUAGES]
    return [(c, str(one.get_display_name()).capitalize(), one.text_direction) for c, one in known]
