"""The editor of a register, which the form of a coordinator and that of a trainer share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request
from marshmallow import fields, validate

from api.access.rules import SIGNED_IN, needs
from api.i18n import _, ngettext
from api.pages.layout import register_columns
from api.pages.workshops import paste
from api.people import register_matching
from api.people.register_matching import Meant
from api.schemas.fields import Line, Several, Shape
from api.web.parsing import strict_json

blueprint = Blueprint("register", __name__, url_prefix="/register")
SAMPLE = 3
"""Rows of what was pasted that are shown under the names of the columns."""


class Pasted(Shape):
    text = fields.String(required=True, validate=validate.Length(max=500_000))
    columns = Several(Line(20, 0), 200, load_default=list)


@blueprint.post("/pasted")
@needs(SIGNED_IN)
def read_pasted() -> dict[str, Any]:
    """The lines in what was pasted, and a look at its columns. Nobody is looked up."""
    asked = Pasted().load(strict_json(request))
    found = paste.read(asked["text"], asked["columns"])
    look = render_template(
        "workshops/pasted.html",
        pasted=found,
        all_labels=register_columns.all_labels(),
        **for_pages(),
    )
    return {"look": look, "lines": found.lines}


def answer(
    lines: Sequence[Mapping[str, Any]], found: Sequence[Meant], others: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What stands under each line, and what they all come to."""
    counts = Counter(register_matching.counts(found))
    counts.update(one["state"] for one in others)
    shown = [
        {
            "state": one.state,
            "tag": states()[one.state],
            "html": render_template("workshops/verdict.html", at=line["at"], meant=one),
        }
        for line, one in zip(lines, found, strict=True)
    ]
    return {
        "lines": shown,
        "summary": render_template("workshops/summary.html", summary=summary(counts)),
    }


def summary(counts: Mapping[str, int]) -> dict[str, Any]:
    """Sentences that add up: lines, and of them known, new, to be decided, left out."""
    spoken = {
        register_matching.KNOWN: ngettext(
            "{count} known", "{count} known", counts[register_matching.KNOWN]
        ),
        register_matching.NEW: ngettext(
            "{count} new", "{count} new", counts[register_matching.NEW]
        ),
        register_matching.UNCLEAR: ngettext(
            "{count} to decide", "{count} to decide", counts[register_matching.UNCLEAR]
        ),
        register_matching.OUT: ngettext(
            "{count} left out", "{count} left out", counts[register_matching.OUT]
        ),
    }
    total = sum(counts[state] for state in spoken)
    always = (register_matching.KNOWN, register_matching.NEW)
    return {
        "lines": ngettext("{count} line", "{count} lines", total),
        "parts": [(s, text) for s, text in spoken.items() if counts[s] or s in always],
    }


def states() -> dict[str, str]:
    """Of a line, in the reader's language."""
    return {
        register_matching.KNOWN: _("known"),
        register_matching.NEW: _("new"),
        register_matching.UNCLEAR: _("to decide"),
        register_matching.OUT: _("left out"),
    }


def for_pages() -> dict[str, Any]:
    return {"states": states(), "sample": SAMPLE, "line_states": register_matching}
