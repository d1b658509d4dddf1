"""The steps of a correction: a form that asks what and why, a page that previews what it would
change, then the change itself. The pages carry the typed fields along, so nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from api.errors import Problem
from api.figures.preview import effects
from api.i18n import _
from api.pages.layout import conflict
from api.pages.layout.labels import reasons
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page
from api.transactions.write import Changed, Write
from api.web.services import caller
from domain.rules import Refused
from domain.values import ReasonCode

Wrong = Refused | Problem | None
STEPS = ("csrf_token", "do", "again", "once")
"""Fields that belong to the steps, not to the correction."""


@dataclass(frozen=True)
class Change:
    """A correction. `act`: the write, as the endpoint does it; `title`: what is to be done; `says`:
    (field, value now, value afterwards); `onward`: the page to show afterwards, with the note
    `done`; `here`, `here_args`: the page with the form, for links to it."""

    cascade: str
    act: Callable[[Write], Any]
    title: str
    onward: str
    done: str
    here: str
    here_args: dict[str, Any]
    says: Sequence[tuple[str, str, str]] = field(default=())


def go(change: Change, again: Callable[[Wrong], Page | str]) -> Response | Page | str:
    """The next step, by the button that was pressed. `again`: shows the form with the typed fields
    and an error."""
    if "again" in request.form:
        return again(None)
    try:
        if "do" in request.form:
            send(change.act, dict(carried_fields()) | {"id": request.form.get("once", "")})
            flash(change.done)
            return redirect(change.onward, 303)
        preview = effects(caller(), change.cascade, change.act)
    except Changed as changed:
        shown = render_template(
            "layout/conflict.html", change=change, meanwhile=conflict.of(changed.stream),
            reasons=reasons(of_a_workshop=True), carried=conflict.still_mine(carried_fields()),
            here=change.here, here_args=change.here_args,
        )  # fmt: skip
        return shown, 409
    except (Refused, Problem) as wrong:
        return again(wrong)
    return render_template(
        "layout/change.html", change=change, found=preview, reasons=reasons(of_a_workshop=True),
        carried=carried_fields(), once=str(uuid4()), here=change.here, here_args=change.here_args,
    )  # fmt: skip


def carried_fields() -> list[tuple[str, str]]:
    """(name, text) of the form's fields, to carry to the next step."""
    return [(n, text) for n, text in request.form.items(multi=True) if n not in STEPS]


def reason() -> dict[str, Any]:
    """The reason, as the API takes it: {"code", "words"}. Raises Refused if none was chosen."""
    code = request.form.get("code", "")
    if code not in reasons(of_a_workshop=True):
        raise Refused(
            "Choose why. Corrections stay in the history with their reason.", field="code"
        )
    return {"code": ReasonCode(code), "words": request.form.get("words", "").strip() or None}


def sentence(wrong: Wrong) -> str | None:
    """The error in the reader's language."""
    return None if wrong is None else _(wrong.template, **wrong.params)
