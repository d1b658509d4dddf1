"""The reader's language, and numbers and dates as that language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent
from flask import Response, request, url_for
from markupsafe import Markup, escape

from api.i18n import LANGUAGES, _, language, locale, ngettext, reviewed, speak, speaking

NONE = "–"
"""Shown where there is no number."""


COOKIE = "language"
REMEMBERED = 366 * 24 * 3600
"""Seconds."""


def chosen() -> str | None:
    """The language in the address (`?lang=`), else the one in the cookie; None without either."""
    asked = request.args.get("lang"), request.cookies.get(COOKIE)
    return next((one for one in asked if one in LANGUAGES), None)


def remember(response: Response) -> None:
    """Stores the language of the address in a cookie."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=REMEMBERED, httponly=True, samesite="Lax")


def set_chosen_language() -> None:
    """Uses the chosen language, if there is one, instead of the browser's preference."""
    if asked := chosen():
        speak(asked)


def vary(response: Response) -> Response:
    """Tells caches that pages differ by language and by reader."""
    remember(response)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


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
        "language_name": lambda: str(locale().get_display_name()).capitalize(),
        "languages": languages,
        "reviewed": reviewed,
        "again": again,
    }


def rich(sentence: str, /, **markup: Markup) -> Markup:
    """A translated sentence as HTML: the text is escaped, its {places} are filled with markup."""
    return Markup(escape(sentence)).format(**markup)  # noqa: S704


def number(value: int | None) -> str:
    return NONE if value is None else str(format_decimal(value, locale=locale()))


def decimal(value: float | None, pattern: str = "#,##0.00") -> str:
    return NONE if value is None else str(format_decimal(value, pattern, locale=locale()))


def share(value: float | None) -> str:
    """0 to 1, as a percentage."""
    return NONE if value is None else str(format_percent(value, locale=locale()))


def day(value: date | None) -> str:
    if value is None:
        return NONE
    if language() == "en":  # which Babel takes for American
        return format_date(value, "d MMM y", locale=locale())
    return str(format_skeleton("yMMMd", value, locale=locale()))


def read_languages() -> None:
    """Reads the words, numerals and dates of all languages: this takes a while, the first time."""
    for code in LANGUAGES:
        with speaking(code):
            reviewed(), direction(), number(0), share(0.5), day(date.min)
            locale().get_display_name()


def direction() -> str:
    return str(locale().text_direction)


def parameters() -> dict[str, str]:
    """The query of this address, without the names that `url_for` uses itself."""
    own = ("endpoint", "values")
    return {k: v for k, v in request.args.items() if not k.startswith("_") and k not in own}


def again(**other: object) -> str:
    """The address of this page with other parameters; None removes a parameter."""
    return url_for(request.endpoint or "", **{**parameters(), **(request.view_args or {}), **other})


def languages(
    here: str | None = None, here_args: Mapping[str, Any] | None = None
) -> list[tuple[str, str, str, str]]:
    """(code, own name, direction of writing, address of this page in it) of each language.

    `here`, `here_args`: the page to link to instead, if this page answers a form; its arguments
    are those of this address if `here_args` is left out.
    """
    asked = {} if here else parameters()
    at = here_args if here_args is not None else (request.view_args or {})
    endpoint = here or request.endpoint or "pages.start"
    found = []
    for code in LANGUAGES:
        one = Locale.parse(code)
        name = str(one.get_display_name()).capitalize()
        href = url_for(endpoint, **{**asked, **at, "lang": code})
        found.append((code, name, one.text_direction, href))
    return found
