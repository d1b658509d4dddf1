"""The form in which a trainer logs a workshop: from fields to a proposal, and errors back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from api.i18n import _
from api.problems import Problem
from domain.standards import Refused

COLUMNS = ("identifier", "name", "phone", "pre", "post", "max_score")
MORE = ("email", "id_number", "sex", "age_band", "cadre", "disability")
"""Carried along unseen where a line has them."""
NUMBERS = ("pre", "post", "max_score")
ABOUT = ("kind", "starts_on", "ends_on", "region", "title", "venue", "headcount")
BLANK = 5
"""Empty lines at the end, to type in."""
Line = dict[str, str]


@dataclass
class Sheet:
    """As it was typed. `wrong`: what is wrong by field; `wrong_lines` by line, from 0 on."""

    about: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    wrong_lines: dict[int, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Line]:
        return [*self.lines, *({} for _ in range(BLANK))]

    def said(self) -> dict[str, Any]:
        """As the API would be sent it; what was left empty is not said."""
        about: dict[str, Any] = {name: text for name, text in self.about.items() if text}
        if about.get("headcount", "").isdecimal():
            about["headcount"] = int(about["headcount"])
        lines = [{name: _read(name, text) for name, text in line.items()} for line in self.lines]
        return about | {"register": lines}

    def loaded(self, shape: type[Schema], **more: Any) -> dict[str, Any] | None:
        """None where something is wrong, which then stands beside its place."""
        try:
            return dict(shape().load(self.said() | more))
        except ValidationError as error:
            self._place(error.normalized_messages())
            return None

    def refuse(self, wrong: Refused | Problem) -> None:
        sentence = _(wrong.template, **wrong.params)
        place, _slash, line = (getattr(wrong, "field", None) or "").partition("/")
        if place == "register" and line.isdecimal():
            self.wrong_lines[int(line)] = sentence
        else:
            self.wrong[place if place in ABOUT else ""] = sentence

    def _place(self, messages: Mapping[str, Any]) -> None:
        for name, said in messages.items():
            if name == "register" and isinstance(said, Mapping):
                for line, what in said.items():
                    self.wrong_lines[int(line)] = _first(what)
            else:
                self.wrong[name if name in ABOUT else ""] = _first(said)


def of_form(form: MultiDict[str, str]) -> Sheet:
    """With the pasted lines after those that were typed; empty lines are left out."""
    columns = {name: form.getlist(name) for name in COLUMNS}
    count = max((len(texts) for texts in columns.values()), default=0)
    unseen = form.getlist("more")
    typed = [
        {name: texts[at].strip() for name, texts in columns.items() if at < len(texts)}
        | (_unseen(unseen[at]) if at < len(unseen) else {})
        for at in range(count)
    ]
    lines = [*typed, *pasted(form.get("pasted", ""))]
    kept = [{name: text for name, text in line.items() if text} for line in lines]
    about = {name: form.get(name, "").strip() for name in ABOUT}
    return Sheet(about, [line for line in kept if line])


def of_proposal(found: Mapping[str, Any]) -> Sheet:
    """As it was typed before; lines that are gone are left out."""
    about = {name: _text(found[name]) for name in ABOUT}
    typed = [line["typed"] for line in found["register"] if line["typed"]]
    return Sheet(about, [{name: _text(value) for name, value in line.items()} for line in typed])


def pasted(text: str) -> list[Line]:
    """Lines copied out of a spreadsheet; a first line that names columns gives their order."""
    rows = [row for row in text.splitlines() if row.strip()]
    if not rows:
        return []
    between = next((sign for sign in ("\t", ";", ",") if sign in text), "\t")
    cells = [[cell.strip() for cell in row.split(between)] for row in rows]
    names = headings()
    order: list[str | None] = [names.get(cell.casefold()) for cell in cells[0]]
    if not any(order):
        order = list(COLUMNS)
    else:
        cells = cells[1:]
    return [
        {name: cell for name, cell in zip(order, row, strict=False) if name and cell}
        for row in cells
    ]


def more(line: Line) -> str:
    """What a line has beside the columns that are shown; `of_form` reads it back."""
    return json.dumps({name: line[name] for name in MORE if name in line})


def _unseen(text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    found = found if isinstance(found, dict) else {}
    return {name: found[name] for name in MORE if isinstance(found.get(name), str)}


def labels() -> dict[str, str]:
    """Of the columns, in the reader's language."""
    return {
        "identifier": _("Identifier"),
        "name": _("Name"),
        "phone": _("Telephone"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Maximum"),
    }


def headings() -> dict[str, str]:
    """What a column may be called, in small letters → the column."""
    return {name: name for name in (*COLUMNS, *MORE)} | {
        label.casefold(): name for name, label in labels().items()
    }


def _read(name: str, text: str) -> Any:
    """A number where it is one, also with a decimal comma; else the text, to be refused."""
    if name not in NUMBERS:
        return text
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _first(said: Any) -> str:
    """The first sentence, wherever it stands."""
    while not isinstance(said, str):
        said = next(iter(said.values() if isinstance(said, Mapping) else said))
    return _(said)
