"""Sentences in the reader's language. A message is an English template with {named} places.

The `.po` files under `translations/` are read directly; there are no compiled catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = ("en", "fr", "es", "pt", "sw", "ar", "zh")
_FOLDER = Path(__file__).parent / "translations"
_language: ContextVar[str] = ContextVar("language", default="en")


def _(template: str, /, **params: object) -> str:
    """The sentence in the reader's language, with its places filled."""
    return fill(_translations(_language.get()).gettext(template), params)


def ngettext(one: str, many: str, count: int, /, **params: object) -> str:
    """As `_`, in the plural form of the language for `count`."""
    sentence = _translations(_language.get()).ngettext(one, many, count)
    return fill(sentence, {"count": count, **params})


def fill(sentence: str, params: dict[str, object]) -> str:
    """The sentence with its places filled. If one cannot be filled, the template is returned."""
    try:
        return sentence.format_map(params)
    except (KeyError, IndexError, ValueError, AttributeError):
        return sentence


def locale() -> Locale:
    """The reader's locale, for Babel."""
    return _locale(_language.get())


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def language() -> str:
    """The code of the reader's language, one of `LANGUAGES`."""
    return _language.get()


def speak(language: str) -> None:
    """Sets the language of this context: `fr_FR.UTF-8` is French, an unknown one English."""
    short = language.replace("-", "_").split("_")[0].split(".")[0].lower()
    _language.set(short if short in LANGUAGES else "en")


def reviewed() -> bool:
    """Whether a speaker has reviewed the translation, as its header `X-Reviewed-By` says."""
    spoken = _language.get()
    return spoken == "en" or bool(_translations(spoken).info().get("x-reviewed-by"))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Sets the language inside the context."""
    token = _language.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _translations(language: str) -> NullTranslations:
    path = _FOLDER / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
