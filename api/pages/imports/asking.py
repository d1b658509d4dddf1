"""The page that asks what the columns of one's own sheets are, and what else cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from api.access.rules import IMPORTS, requires
from api.i18n import _
from api.pages.imports import asking_view
from api.pages.imports.asking_answers import Typed
from api.pages.imports.asking_view import Asked
from api.pages.imports.routing import address_of, blueprint, store, to_work, upload_of
from api.pages.layout.visitor import Page
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.vocabulary.dates import days
from api.spreadsheets.uploads import kept_reading
from api.spreadsheets.uploads.store import Report, Upload
from api.web.services import home

NOTHING_WRONG: Mapping[str, str] = {}


@blueprint.post("/<string:id>/answers")
@requires(IMPORTS, cascade="cascade")
def answer(cascade: UUID, id: str) -> Response | Page:
    """Reads the files again as the form says."""
    it = upload_of(cascade, id)
    kept = kept_reading.kept(home().private, it.id)
    asked = Asked(kept, request.form)
    if it.state != "asking" or not asked.is_of_form():
        return redirect(address_of(cascade, id), 303)
    typed = Typed(asked)
    answers = typed.answers()
    if typed.wrong:
        return page(cascade, it, asked, typed.wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    kept_reading.keep(home().private, it.id, answers=answers)
    store().turn(it.id, ("asking",), "reading", report=Report())
    return to_work(cascade, id)


@blueprint.post("/<string:id>/columns")
@requires(IMPORTS, cascade="cascade")
def change(cascade: UUID, id: str) -> Response:
    """Goes back to the question what the columns are."""
    it = upload_of(cascade, id)
    store().turn(it.id, ("ready",), "asking", report=Report())
    return redirect(address_of(cascade, id), 303)


def page(
    cascade: UUID, it: Upload, asked: Asked | None = None, wrong: Mapping[str, str] = NOTHING_WRONG
) -> str:
    asked = asked or Asked(kept_reading.kept(home().private, it.id))
    return render_template(
        "imports/asking.html", cascade=cascade, it=it, kinds=asked.kinds(), wrong=wrong,
        groups=asking_view.field_groups(), fields={**field_labels(), "": _("leave out")},
        short=lambda label: asking_view.short(label, it.names),
        date_of=lambda text, order: days(text, order)[0],
    )  # fmt: skip
