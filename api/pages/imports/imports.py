"""Imports in the browser: upload, look at the rows, correct them, import, undo."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import get_args
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from api.access.policy import MISSING
from api.access.rules import IMPORTS, requires
from api.i18n import _, language, speaking
from api.pages.imports import upload_view
from api.pages.layout.downloads import attached
from api.pages.layout.numerals import whole
from api.pages.layout.visitor import Page, field
from api.spreadsheets.exporting.refused_rows import write_refused_rows
from api.spreadsheets.exporting.template import write_template
from api.spreadsheets.files.cells import Order, as_text
from api.spreadsheets.files.limits import MAX_FILES
from api.spreadsheets.importing.undo import undone_places
from api.spreadsheets.importing.verdicts import STANDING, Verdict, verdict_names
from api.spreadsheets.recognition.columns import COLUMNS, REQUIRED
from api.spreadsheets.recognition.dates import which_order
from api.spreadsheets.uploads.store import LARGEST_UPLOAD, Report, Upload, UploadStore
from api.spreadsheets.uploads.worker import UploadWorker, clean_file_name
from api.web.services import caller, home, services
from domain.rules import NotFound
from projections.records import cascades

blueprint = Blueprint("imports", __name__, url_prefix="/cascades/<uuid:cascade>/import")
HERE, ONE, BATCH = "pages.imports.show", "pages.imports.one", "pages.imports.batch"
ORDERS: tuple[Order, ...] = get_args(Order)
PATIENCE = 2.0
"""Seconds that an answer waits for the job, so that a small sheet is ready at once."""
PAGE_ROWS = 25
"""Rows on a page."""
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
        wrong = _("Choose a file first: the filled-in template, or tables as CSV.")
    elif len(files) > MAX_FILES:
        wrong = _("More than {limit} files. Import them a part at a time.", limit=MAX_FILES)
    read = [] if wrong else [(clean_file_name(f.filename), f.read()) for f in files]
    if sum(len(content) for _name, content in read) > LARGEST_UPLOAD:
        wrong = _too_large()
    if wrong:
        return _start(cascade, wrong=wrong, order=_order()), HTTPStatus.UNPROCESSABLE_ENTITY
    id = _store().add(
        "reading", str(cascade), caller().account, home().log.position(), language(), read, _order()
    )
    return _to_work(cascade, id)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Page:
    cascade = UUID(str((request.view_args or {})["cascade"]))
    return _start(cascade, wrong=_too_large()), HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@blueprint.get("/template.xlsx")
@requires(IMPORTS, cascade="cascade")
def template(cascade: UUID) -> Response:
    """The four tables to fill in."""
    return attached("banyan-template", write_template)


# ---- one upload ------------------------------------------------------------------------------


@blueprint.get("/<string:id>")
@requires(IMPORTS, cascade="cascade")
def one(cascade: UUID, id: str) -> str:
    """An upload and its rows, narrowed by `?verdict=` and `?kind=`. Interrupted work is resumed."""
    it = _get(cascade, id)
    if it.is_working:
        _worker().start(it.id)
    return _one(cascade, it)


@blueprint.post("/<string:id>")
@requires(IMPORTS, cascade="cascade")
def revise(cascade: UUID, id: str) -> Response:
    """Takes the rows that were corrected or left out on the page, and judges all rows anew."""
    it = _get(cascade, id)
    numbers = _numbers("row")
    out = _numbers("out") & numbers
    lines = _store().some(it.id, numbers - out)
    typed = ((line, upload_view.typed(line, request.form)) for line in lines)
    cells = {line.number: cells for line, cells in typed if cells != line.row.cells}
    if (cells or out) and _store().revise(it.id, cells, out):
        _worker().start(it.id, PATIENCE)
    return redirect(_address(cascade, id, field("verdict"), field("kind")), 303)


@blueprint.post("/<string:id>/dates")
@requires(IMPORTS, cascade="cascade")
def dates(cascade: UUID, id: str) -> Response:
    it = _get(cascade, id)
    _store().turn(it.id, ("ready",), "judging", dates=_order(), report=Report())
    return _to_work(cascade, id)


@blueprint.post("/<string:id>/commit")
@requires(IMPORTS, cascade="cascade")
def commit(cascade: UUID, id: str) -> Response:
    """Imports all rows, or with `skip` only the valid ones. Pressed twice, it is one import."""
    it = _get(cascade, id)
    skip = bool(field("skip"))
    _store().turn(
        it.id, ("ready",), "committing", account=caller().account, skip=skip, report=Report()
    )
    return _to_work(cascade, id)


@blueprint.post("/<string:id>/cancel")
@requires(IMPORTS, cascade="cascade")
def cancel(cascade: UUID, id: str) -> Response:
    """Deletes the upload, unless its import or its undoing has begun."""
    it = _get(cascade, id)
    if it.state not in ("committing", "undoing"):
        _store().drop(it.id)
    return redirect(url_for(HERE, cascade=cascade), 303)


@blueprint.get("/<string:id>/errors.xlsx")
@requires(IMPORTS, cascade="cascade")
def errors(cascade: UUID, id: str) -> Response:
    """The refused rows as a workbook, each with its reason, that can be uploaded again."""
    _get(cascade, id)
    lines = _store().lines(id, upload_view.WRONG)
    kinds = {line.row.table for line in lines} or set(COLUMNS)
    tables = {
        kind: [(line.row, line.why) for line in lines if line.row.table == kind]
        for kind in COLUMNS
        if kind in kinds
    }
    return attached("banyan-refused", lambda book: write_refused_rows(book, tables))


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
        one for one in _store().of_cascade(str(cascade)) if one.batch == batch and one.is_working
    ]
    if running:
        return redirect(_address(cascade, running[0].id), 303)
    if found["undone"]:
        return redirect(url_for(BATCH, cascade=cascade, batch=batch), 303)
    position = home().log.position()
    id = _store().add(
        "undoing",
        str(cascade),
        caller().account,
        position,
        language(),
        batch=batch,
        report=Report(words=why),
    )
    return _to_work(cascade, id)


# ---- what they share -------------------------------------------------------------------------


def _worker() -> UploadWorker:
    return services().uploads


def _store() -> UploadStore:
    return _worker().store


def _get(cascade: UUID, id: str) -> Upload:
    return _store().get(id, str(cascade))


def _order() -> Order:
    return next((order for order in ORDERS if order == field("dates")), "iso")


def _too_large() -> str:
    return _(
        "The files have more than {limit} MB together. Send them a part at a time, or save them "
        "as CSV.",
        limit=LARGEST_UPLOAD // 1_000_000,
    )


def _to_work(cascade: UUID, id: str) -> Response:
    _worker().start(id, PATIENCE)
    return redirect(_address(cascade, id), 303)


def _address(cascade: UUID, id: str, verdict: str = "", kind: str = "") -> str:
    return url_for(ONE, cascade=cascade, id=id, verdict=verdict or None, kind=kind or None)


def _numbers(name: str) -> set[int]:
    """The numbers of rows in a field of the form."""
    return {n for text in request.form.getlist(name) if (n := whole(text)) is not None}


def _start(cascade: UUID, **more: object) -> str:
    db = caller().db
    about = cascades.cascade(db, str(cascade))
    past = cascades.batches_of(db, str(cascade), MAX_PAST)
    uploads = [
        one for one in _store().of_cascade(str(cascade)) if one.state not in upload_view.OVER
    ]
    who = {one["recorded_by"] for one in past} | {one.account for one in uploads}
    return render_template(
        "imports/imports.html", cascade=cascade, about=about, past=past, uploads=uploads,
        names=upload_view.names(who), states=upload_view.states(), columns=COLUMNS,
        required=REQUIRED, tables=upload_view.tables(), orders=upload_view.orders(),
        most=LARGEST_UPLOAD // 1_000_000, files=MAX_FILES, here=HERE,
        here_args={"cascade": cascade}, **more,
    )  # fmt: skip


def _one(cascade: UUID, it: Upload) -> str:
    if it.state != "ready":
        return render_template(
            "imports/import_work.html", cascade=cascade, it=it, states=upload_view.states(),
            tables=upload_view.tables(), verdicts=verdict_names(),
            places=undone_places(*it.report.places),
        )  # fmt: skip
    asked, kind = request.args.get("verdict", ""), request.args.get("kind", "")
    after = request.args.get("after", type=int, default=-1)
    counts = _store().counts(it.id)
    totals = {v.value: sum(found[v.value] for found in counts.values()) for v in Verdict}
    refused = sum(totals[name] for name in upload_view.WRONG)
    chosen = upload_view.chosen(asked, bool(refused))
    lines = _store().lines(it.id, chosen, kind, after, PAGE_ROWS + 1)
    with speaking(it.language):
        order = which_order()
    return render_template(
        "imports/import.html", cascade=cascade, it=it, counts=counts, totals=totals,
        refused=refused, good=sum(totals[v.value] for v in STANDING), lines=lines[:PAGE_ROWS],
        more=lines[PAGE_ROWS - 1].number if len(lines) > PAGE_ROWS else None, asked=asked,
        narrowed=asked or ("wrong" if refused else ""), kind=kind, columns=COLUMNS,
        required=REQUIRED, cell=as_text, tables=upload_view.tables(), verdicts=verdict_names(),
        orders=upload_view.orders(), two_ways=_store().refused_with(it.id, order), order=order,
        names=upload_view.names({it.account}), wrong_verdicts=upload_view.WRONG,
    )  # fmt: skip


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
