"""The register editor, shared by the forms of coordinators and of trainers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from flask import render_template, request
from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from api.i18n import _, ngettext
from api.pages.workshops import pasted_rows, remembered
from api.people.register_matching import LineMatch, LineState
from api.schemas.fields import Line, Several, Shape, Yes
from api.transactions.read import Read
from api.web.parsing import strict_json


class Summary(TypedDict):
    """Sentences that add up. `parts`: (state, how many lines are in it)."""

    lines: str
    parts: list[tuple[LineState, str]]


class Pasted(Shape):
    """What the script sends: the fields about the pasted rows as they stand in the form. `used`:
    whether the button was pressed that uses them."""

    pasted = fields.String(required=True, validate=validate.Length(max=500_000))
    pasted_of = Line(100, 0)
    column = Several(Line(60, 0), 2000)
    out_of = Line(60, 0)
    fractions = Line(60, 0)
    dates = Line(60, 0)
    row = Several(Line(60, 0), 4000)
    used = Yes(load_default=False)


def answer_to_pasted(
    read: Read, cascade: str, regions: Iterable[tuple[str, str]], remembers: bool
) -> dict[str, object]:
    """What was understood of pasted rows; no person is looked up. `regions`: (id, path) of those
    that the form offers; `remembers`: whether the answers hold for the programme's next sheet."""
    asked = Pasted().load(strict_json(request))
    used = asked.pop("used")
    kept = remembered.layouts(read, cascade)
    offered = [id for id, _path in regions]
    look = pasted_rows.look_at(MultiDict(asked), read.db, offered, kept)
    if look is None:
        return {"look": "", "lines": [], "facts": {}, "done": False, "button": ""}
    if used and remembers and look.is_done:
        remembered.remember(read, cascade, look)
    return {
        "look": render_template("workshops/pasted.html", look=look),
        "lines": look.lines,
        "facts": look.facts,
        "done": look.is_done,
        "button": look.button,
    }


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
