"""The definitions of the numbers that pages show: each short name links to its definition.

A template writes `{{ means("reach") }}` beside a number; the layout then lists the definitions of
all words used at the foot of the page. The definitions are in the files beside this one, and are
translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g
from markupsafe import Markup

from api.i18n import _
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

FILES = (audit, branch, home, imports, logging, people, reach, report, workshops)
DEFINITIONS = {word: known for file in FILES for word, known in file.DEFINITIONS.items()}
LINK = Markup('<a class="means" href="#{}">{}</a>')


def means(word: str, shown: str | None = None) -> Markup:
    """A link to the definition of a word. `shown`: the text of the link, else the short name."""
    g.setdefault("defined", {})[word] = None
    return LINK.format(word, shown or _(DEFINITIONS[word].name))


def used_definitions() -> list[tuple[str, str, str]]:
    """(word, short name, definition) of the words used on this page so far, in order of use."""
    used = [(word, DEFINITIONS[word]) for word in g.get("defined", ())]
    return [(word, _(known.name), _(known.text, **known.values)) for word, known in used]


def helpers() -> dict[str, Callable[..., Any]]:
    """What the templates may call."""
    return {"means": means, "used_definitions": used_definitions}
