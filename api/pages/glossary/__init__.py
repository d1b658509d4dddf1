"""What each number means, one tap away: its short name leads to its definition on the same page.

A template writes `{{ means("reach") }}` where the number stands; the definitions of all words that
a page used follow at its foot by themselves. The words are in the files beside this one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g
from markupsafe import Markup

from api.pages.glossary import (
    audit,
    branch,
    home,
    imports,
    logging,
    people,
    reach,
    report,
    workshops,
)

Words = dict[str, tuple[str, str]]
"""Word → (short name, definition), in the reader's language."""

FILES: tuple[Callable[[], Words], ...] = (
    audit.words,
    branch.words,
    home.words,
    imports.words,
    logging.words,
    people.words,
    reach.words,
    report.words,
    workshops.words,
)


def words() -> Words:
    found: Words = {}
    for read in FILES:
        found |= read()
    return found


def means(word: str, shown: str | None = None) -> Markup:
    """A link to the definition. `shown`: other words for it at this place."""
    known: Words = g.setdefault("meanings", words())
    g.setdefault("meant", {})[word] = None
    link = Markup('<a class="means" href="#{}">{}</a>')
    return link.format(word, shown or known[word][0])


def meant() -> list[tuple[str, str, str]]:
    """(word, short name, definition) of those used so far, in the order of their use."""
    return [(word, *g.meanings[word]) for word in g.get("meant", ())]


def helpers() -> dict[str, Callable[..., Any]]:
    return {"means": means, "meant": meant}
