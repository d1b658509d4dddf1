"""The register editor, shared by the forms of coordinators and of trainers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from flask import Blueprint, render_template, request
from marshmallow import fields, validate

from api.access.rules import SIGNED_IN, requires
from api.i18n import _, ngettext
from api.people.register_matching import LineMatch, LineState
from api.schemas.fields import Line, Several, Shape
from api.spreadsheets.recognition import register_columns
from api.spreadsheets.recognition.pasted import recognise_pasted
from api.web.parsing import strict_json

blueprint = Blueprint("register", __name__, url_prefix="/register")
SAMPLE = 3
"""Pasted rows that are shown under the names of their columns."""


class Summary(TypedDict):
    """Sentences that add up. `parts`: (state, how many lines are in it)."""

    lines: str
    parts: list[tuple[LineState, str]]


class Pasted(Shape):
    text = fields.String(required=True, validate=validate.Length(max=500_000))
    columns = Several(Line(20, 0), 200, load_default=list)


@blueprint.post("/pasted")
@requires(SIGNED_IN)
def read_pasted() -> dict[str, object]:
    """The lines in the pasted text, and a preview of its columns. No person is looked up."""
    asked = Pasted().load(strict_json(request))
    found = recognise_pasted(asked["text"], asked["columns"])
    all_labels = register_columns.all_labels()
    look = render_template(
        "workshops/pasted.html", pasted=found, all_labels=all_labels, sample=SAMPLE
    )
    return {"look": look, "lines": found.lines}


def answer(
    places: Sequence[int], found: Sequence[LineMatch], others: Iterable[LineState]
) -> dict[str, object]:
    """The verdict under each line, and the summary. `places`: numbers of the lines on the page;
    `others`: states of the lines that were not sent."""
    tags = states()
    shown = [
        {
            "state": one.state,
            "tag": tags[one.state],
            "html": render_template("workshops/verdict.html", at=at, meant=one),
        }
        for at, one in zip(places, found, strict=True)
    ]
    added_up = summary([*(one.state for one in found), *others])
    return {"lines": shown, "summary": render_template("workshops/summary.html", summary=added_up)}


def summary(lines: Iterable[LineState]) -> Summary:
    """The number of lines, and how many are known, new, to decide, left out."""
    counts = Counter(lines)
    spoken = {
        LineState.KNOWN: ngettext("{count} known", "{count} known", counts[LineState.KNOWN]),
        LineState.NEW: ngettext("{count} new", "{count} new", counts[LineState.NEW]),
        LineState.UNCLEAR: ngettext(
            "{count} to decide", "{count} to decide", counts[LineState.UNCLEAR]
        ),
        LineState.OUT: ngettext("{count} left out", "{count} left out", counts[LineState.OUT]),
    }
    always = (LineState.KNOWN, LineState.NEW)
    return {
        "lines": ngettext("{count} line", "{count} lines", sum(counts[s] for s in spoken)),
        "parts": [(s, text) for s, text in spoken.items() if counts[s] or s in always],
    }


def states() -> Mapping[str, str]:
    """State of a line → label."""
    return {
        LineState.KNOWN: _("known"),
        LineState.NEW: _("new"),
        LineState.UNCLEAR: _("to decide"),
        LineState.OUT: _("left out"),
    }
