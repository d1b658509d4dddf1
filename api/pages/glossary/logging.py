"""Definitions for the page on which a workshop is logged."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "line_known": Definition(
        "known",
        "Lines of this register whose person is in Banyan already: by their identifier, or "
        "because name and contacts agree. Who it is stands under the line and can be changed.",
    ),
    "line_new": Definition(
        "new", "Lines whose person nobody has registered yet. They are registered with this sheet."
    ),
    "line_unclear": Definition(
        "to decide",
        "Lines that may be somebody who is known already. You say under the line who it is; "
        "until then the sheet is not recorded.",
    ),
    "on_register": Definition(
        "People on the register",
        "Everybody named on this register, each once; who gave the workshop is left out.",
    ),
    "line_out": Definition("left out", "Lines that you said do not belong on this register."),
}
