"""What each number means, one tap away: its short name leads to its definition on the same page.

A template writes `{{ means("reach") }}` where the number stands; the definitions of all words that
a page used follow at its foot by themselves. The definitions are in the files beside this one, and
are translated when they are shown.
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
    """A link to the definition. `shown`: other words for it at this place."""
    g.setdefault("defined", {})[word] = None
    return LINK.format(word, shown or _(DEFINITIONS[word].name))


def meant() -> list[tuple[str, str, str]]:
    """(word, short name, definition) of those used so far, in the order of their use."""
    used = [(word, DEFINITIONS[word]) for word in g.get("defined", ())]
    return [(word, _(known.name), _(known.text, **known.values)) for word, known in used]


def helpers() -> dict[str, Callable[..., Any]]:
    """What the templates may call."""
    return {"means": means, "meant": meant}
