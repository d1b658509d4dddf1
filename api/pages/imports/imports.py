"""The start page of imports: files are sent, past imports taken back, layouts forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from api.access.policy import MISSING
from api.access.rules import IMPORTS, requires
from api.i18n import _, language
from api.pages.imports import upload_view
from api.pages.imports.routing import BATCH, HERE, address_of, blueprint, store, to_work
from api.pages.layout.downloads import attached
from api.pages.layout.visitor import Page, field
from api.spreadsheets.exporting.template import write_template
from api.spreadsheets.files.limits import MAX_FILES
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.recognition.columns import COLUMNS, REQUIRED
from api.spreadsheets.uploads.store import LARGEST_UPLOAD, Report
from api.spreadsheets.uploads.worker import clean_file_name
from api.web.services import caller, home
from domain.rules import NotFound
from projections.records import cascades

MAX_PAST = 50
"""Imports listed."""


@blueprint.get("")
@requires(IMPORTS, cascade="cascade")
def show(cascade: UUID) -> str:
    return _start(cascade)


@blueprint.post("")
@requires(IMPORTS, cascade="cascade")
def send(cascade: UUID) -> Response | Page:
    files = [f for f in request.files.getlist("files") if f.filename]
    wrong = None
    if not files:
        wrong = _("Choose a file first: a workbook or a table, or the filled-in template.")
    elif len(files) > MAX_FILES:
        wrong = _("More than {limit} files. Import them a part at a time.", limit=MAX_FILES)
    read = [] if wrong else [(clean_file_name(f.filename), f.read()) for f in files]
    if sum(len(content) for _name, content in read) > LARGEST_UPLOAD:
        wrong = _too_large()
    if wrong:
        return _start(cascade, wrong=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    id = store().add(
        "reading", str(cascade), caller().account, home().log.position(), language(), read
    )
    return to_work(cascade, id)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Page:
    cascade = UUID(str((request.view_args or {})["cascade"]))
    return _start(cascade, wrong=_too_large()), HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@blueprint.get("/template.xlsx")
@requires(IMPORTS, cascade="cascade")
def template(cascade: UUID) -> Response:
    """The four tables to fill in."""
    return attached("banyan-template", write_template)


# ---- past imports ----------------------------------------------------------------------------


@blueprint.get("/batches/<string:batch>")
@requires(IMPORTS, cascade="cascade", batch="batch")
def batch(cascade: UUID, batch: str) -> str:
    return _batch(cascade, batch)


@blueprint.post("/batches/<string:batch>")
@requires(IMPORTS, cascade="cascade", batch="batch")
def undo(cascade: UUID, batch: str) -> Response | Page:
    """Undoes an import by new facts; a reason in words is required."""
    why = field("why").strip()
    if not 0 < len(why) <= 1000:
        wrong = _("Say why, in a few words. They stay private; that it happened is on record.")
        page = _batch(cascade, batch, wrong=wrong, why=why, here=BATCH)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    found = _known(cascade, batch)
    running = [
        one for one in store().of_cascade(str(cascade)) if one.batch == batch and one.is_working
    ]
    if running:
        return redirect(address_of(cascade, running[0].id), 303)
    if found["undone"]:
        return redirect(url_for(BATCH, cascade=cascade, batch=batch), 303)
    position = home().log.position()
    id = store().add(
        "undoing",
        str(cascade),
        caller().account,
        position,
        language(),
        batch=batch,
        report=Report(words=why),
    )
    return to_work(cascade, id)


# ---- layouts ---------------------------------------------------------------------------------


@blueprint.post("/layouts/<string:key>")
@requires(IMPORTS, cascade="cascade")
def layout(cascade: UUID, key: str) -> Response:
    """Gives a remembered layout another name, or with `forget` forgets it."""
    series = cascades.series(caller().db, str(cascade))
    if field("forget"):
        remembered_layouts.forget(home().private, series, key)
    else:
        remembered_layouts.rename(home().private, series, key, field("name"))
    return redirect(url_for(HERE, cascade=cascade, _anchor="layouts"), 303)


# ---- what they share ------------------------------------------------------------------------


def _too_large() -> str:
    return _(
        "The files have more than {limit} MB together. Send them a part at a time, or save them "
        "as CSV.",
        limit=LARGEST_UPLOAD // 1_000_000,
    )


def _start(cascade: UUID, **more: object) -> str:
    db = caller().db
    about = cascades.cascade(db, str(cascade))
    past = cascades.batches_of(db, str(cascade), MAX_PAST)
    uploads = [one for one in store().of_cascade(str(cascade)) if one.state not in upload_view.OVER]
    who = {one["recorded_by"] for one in past} | {one.account for one in uploads}
    return render_template(
        "imports/imports.html", cascade=cascade, about=about, past=past, uploads=uploads,
        names=upload_view.names(who), states=upload_view.states(), columns=COLUMNS,
        required=REQUIRED, tables=upload_view.tables(), layouts=_layouts(cascade),
        most=LARGEST_UPLOAD // 1_000_000, files=MAX_FILES, here=HERE,
        here_args={"cascade": cascade}, **more,
    )  # fmt: skip


def _layouts(cascade: UUID) -> list[remembered_layouts.Remembered]:
    series = cascades.series(caller().db, str(cascade))
    return remembered_layouts.listed(home().private, series)


def _known(cascade: UUID, batch: str) -> Mapping[str, object]:
    db = caller().db
    found = cascades.batch(db, batch)
    if found is None or found["cascade"] != str(cascade):
        raise NotFound(MISSING["batch"])
    return found


def _batch(cascade: UUID, batch: str, **more: object) -> str:
    found = _known(cascade, batch)
    names = upload_view.names({str(found["recorded_by"])})
    return render_template("imports/batch.html", cascade=cascade, found=found, names=names, **more)
