"""The form in which a workshop is logged: its facts, and the register with its pasted lines.

Shared by the form of a coordinator and that of a trainer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from api.pages.layout.form import ANSWERS, Form, Line, as_text
from api.pages.workshops import register_editor
from api.people.typed_line import SCORES
from api.spreadsheets.recognition import register_columns
from api.spreadsheets.recognition.pasted import Pasted, recognise_pasted
from api.spreadsheets.recognition.register_columns import COLUMNS, MORE
from api.transactions.write import Body

FACTS = ("kind", "starts_on", "ends_on", "region", "title", "venue", "headcount")
BLANK = 3
"""Empty lines at the end, to type in."""


def new(region: str = "") -> Form:
    """The empty form; today is the default day."""
    return Form({"starts_on": datetime.now(UTC).date().isoformat(), "region": region})


def body(form: Form, **more: str) -> Body:
    """The body that the API takes. `more`: fields to add."""
    return form.body(wholes=("headcount",)) | {"register": form.register_body()} | more


def sent(with_pasted: bool = True) -> tuple[dict[str, str], list[Line]]:
    """The facts and the lines of the request, the pasted lines after those that were typed; empty
    lines are left out."""
    form = request.form
    columns = {name: form.getlist(name) for name in (*COLUMNS, *ANSWERS)}
    unseen = form.getlist("more")
    typed = [
        {name: texts[at].strip() for name, texts in columns.items() if at < len(texts)}
        | (_unseen(unseen[at]) if at < len(unseen) else {})
        for at in range(max(len(columns[name]) for name in COLUMNS))
    ]
    most = form.get("most", "").strip()
    lines = [
        {name: text for name, text in line.items() if text}
        for line in (*typed, *(pasted(form).lines if with_pasted else ()))
    ]
    facts = {name: form.get(name, "").strip() for name in FACTS}
    return facts, [_of_most(line, most) for line in lines if line.keys() - set(ANSWERS)]


def _of_most(line: Line, most: str) -> Line:
    """The line with the maximum of the whole sheet, if it has a score and no maximum."""
    scored = most and "max_score" not in line and line.keys() & set(SCORES)
    return {**line, "max_score": most} if scored else line


def pasted(form: MultiDict[str, str]) -> Pasted:
    return recognise_pasted(form.get("pasted", ""), form.getlist("column"))


def to_look_at() -> Pasted | None:
    """The pasted rows, where their columns were guessed and not yet confirmed."""
    found = pasted(request.form)
    return found if found.rows and not found.sure and not request.form.getlist("column") else None


def of_proposal(found: Mapping[str, Any]) -> Form:
    """The form of a proposal, as it was typed; lines whose texts are deleted are left out."""
    lines = [line["typed"] for line in found["register"] if line["typed"]]
    return Form(
        {name: as_text(found[name]) for name in FACTS},
        [{name: as_text(value) for name, value in line.items()} for line in lines],
    )


def for_page(form: Form, look: Pasted | None) -> dict[str, object]:
    """The variables of the form's templates. `look`: pasted rows with columns to confirm."""
    return {
        "form": form,
        "shown_lines": [*form.lines, *({} for _ in range(BLANK))],
        "labels": register_columns.labels(),
        "all_labels": register_columns.all_labels(),
        "pasted": look,
        "more": more,
        "states": register_editor.states(),
        "sample": register_editor.SAMPLE,
    }


def more(line: Line) -> str:
    """The fields of a line that are not shown, as JSON; `sent` reads them back."""
    return json.dumps({name: line[name] for name in MORE if name in line})


def _unseen(text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    found = found if isinstance(found, dict) else {}
    return {name: found[name] for name in MORE if isinstance(found.get(name), str)}
