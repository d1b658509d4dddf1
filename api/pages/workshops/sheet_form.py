"""The form in which a workshop is logged: its facts, and the register with its pasted lines.

Shared by the form of a coordinator and that of a trainer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import request

from api.i18n import _
from api.pages.layout.form import ANSWERS, Form, Line, as_text
from api.pages.layout.labels import values
from api.pages.workshops import pasted_rows, register_editor, remembered
from api.pages.workshops.pasted_rows import Look
from api.people.typed_line import SCORES, scores
from api.spreadsheets.recognition.line_values import FIRST, MORE, coded, line_labels
from api.spreadsheets.recognition.vocabulary.words import is_spanish
from api.transactions.read import Read
from api.transactions.write import Body
from domain.rules import Refused, require_scores
from projections.records.region_paths import region_named

FACTS = ("kind", "starts_on", "ends_on", "region", "title", "venue", "headcount")
BLANK = 3
"""Empty lines to type in, on a form without lines."""
CODED = ("sex", "disability")
INPUTS = {"region": "person_region"}
"""Fields of a line with another name in the form, where the workshop has a field of that name."""


def new(region: str = "") -> Form:
    """The empty form; today is the default day."""
    return Form({"starts_on": today(), "region": region})


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def body(form: Form, **more: str) -> Body:
    """The body that the API takes. `more`: fields to add."""
    return form.body(wholes=("headcount",)) | {"register": form.register_body()} | more


def looked_at(read: Read, cascade: str, regions: Iterable[tuple[str, str]]) -> Look | None:
    """The pasted rows of the request with what was answered about them. `regions`: (id, path) of
    those that the form offers."""
    kept = remembered.layouts(read, cascade)
    return pasted_rows.look_at(request.form, read.db, [id for id, _path in regions], kept)


def sent(look: Look | None) -> tuple[dict[str, str], list[Line]]:
    """The facts and the lines of the request, those of `look` after those that were typed; empty
    lines are left out. What titles say stands in fields in which nothing was typed."""
    form = request.form
    names = (*FIRST, *MORE, *ANSWERS)
    columns = {name: form.getlist(INPUTS.get(name, name)) for name in names}
    typed = [
        {name: texts[at].strip() for name, texts in columns.items() if at < len(texts)}
        for at in range(max(len(columns[name]) for name in FIRST))
    ]
    most = form.get("most", "").strip()
    lines = [*read_lines(typed), *(look.lines if look and look.is_done else ())]
    facts = {name: form.get(name, "").strip() for name in FACTS}
    for name, text in (look.facts if look else {}).items():
        untouched = name == "starts_on" and facts[name] == form.get("given")
        if name in facts and (untouched or not facts[name]):
            facts[name] = text
    return facts, [_of_most(line, most) for line in lines if line.keys() - set(ANSWERS)]


def read_lines(typed: Iterable[Mapping[str, str]]) -> list[Line]:
    """Typed lines with known words as codes, and `12/20` as a score and its maximum."""
    lines = [{name: text for name, text in line.items() if text} for line in typed]
    spanish = is_spanish({line.get("sex", "") for line in lines})
    return [coded(line, spanish) for line in lines]


def _of_most(line: Line, most: str) -> Line:
    """The line with the maximum of the whole sheet, if it has a score and no maximum."""
    return {**line, "max_score": most} if most and _lacks_maximum(line) else line


def _lacks_maximum(line: Line) -> bool:
    return "max_score" not in line and bool(line.keys() & set(SCORES))


def not_used() -> str:
    return _("Look at what was understood of the pasted rows, and use them; then send the form.")


def check_lines(form: Form, read: Read, body: Body) -> None:
    """Puts what is wrong with scores and regions beside the lines. `body`: as it was loaded."""
    for at, line in enumerate(body["register"]):
        try:
            require_scores(scores(line), f"register/{at}")
        except Refused as wrong:
            form.refuse(wrong)
            form.wrong_cells[at] = _wrong_score(line)
        if line.get("region") and region_named(read.db, line["region"]) is None:
            form.wrong_lines.setdefault(
                at, _("There is no region “{name}”. Leave it empty.", name=line["region"])
            )
            form.wrong_cells.setdefault(at, "region")


def _wrong_score(line: Mapping[str, Any]) -> str:
    most = line.get("max_score")
    if not most:
        return "max_score" if most is not None else "post"
    return next((n for n in ("pre", "post") if (line.get(n) or 0) > most), "post")


def of_proposal(found: Mapping[str, Any]) -> Form:
    """The form of a proposal, as it was typed; lines whose texts are deleted are left out."""
    lines = [line["typed"] for line in found["register"] if line["typed"]]
    return Form(
        {name: as_text(found[name]) for name in FACTS},
        [{name: as_text(value) for name, value in line.items()} for line in lines],
    )


def for_page(
    form: Form, look: Look | None, more: Mapping[str, str] | None = None
) -> dict[str, object]:
    """The variables of the form's templates. `look`: of the rows that were pasted; `more`: fields
    that this form has besides its facts."""
    blank = int("add_line" in request.form) or (0 if form.lines or look else BLANK)
    shown = [*form.lines, *({} for _ in range(blank))]
    facts, typed = look.facts if look else {}, {**form.typed, **(more or {})}
    return {
        "form": form,
        "shown_lines": shown,
        "labels": line_labels(),
        "first": FIRST,
        "more": MORE,
        "input_names": INPUTS,
        "look": look if look and not look.is_done else None,
        "read_facts": {n for n, text in facts.items() if typed.get(n) == text},
        "given": request.form.get("given", "") if request.form else form.typed.get("starts_on"),
        "lacks_maximum": any(_lacks_maximum(line) for line in form.lines),
        "written": written,
        "states": register_editor.states(),
    }


def written(name: str, text: str) -> str:
    """A field of a line as it is shown: a code in words, which are read back as the code."""
    return values().get(text, text) if name in CODED else text
