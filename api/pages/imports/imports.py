"""Spreadsheets in by the browser: sent, seen first row by row, put right, imported, taken back."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from api.access.rules import IMPORTS, MISSING, needs
from api.i18n import _, language, speaking
from api.pages.imports import upload_view as shown
from api.pages.layout.downloads import XLSX
from api.pages.layout.numerals import whole
from api.pages.layout.visitor import Page, field, home
from api.spreadsheets.files.cells import which_order
from api.spreadsheets.files.columns import COLUMNS, REQUIRED
from api.spreadsheets.files.limits import MAX_FILES
from api.spreadsheets.files.writing import template as write_template
from api.spreadsheets.files.writing import write_problems
from api.spreadsheets.importing.verdicts import STANDING, Verdict
from api.spreadsheets.uploads.store import LARGEST_UPLOAD, Shelf, Upload
from api.spreadsheets.uploads.worker import UploadWorker, sound_name
from domain.rules import NotFound
from projections.records import cascades

blueprint = Blueprint("imports", __name__, url_prefix="/cascades/<uuid:cascade>/import")
HERE, ONE, BATCH = "pages.imports.show", "pages.imports.one", "pages.imports.batch"
ORDERS = ("iso", "dmy", "mdy")
PATIENCE = 2.0
"""Seconds that an answer waits for a short job, so that a small sheet needs no second look."""
AT_ONCE = 25
"""Rows on a page."""
PAST = 50
"""Imports listed."""


@blueprint.get("")
@needs(IMPORTS, cascade="cascade")
def show(cascade: UUID) -> str:
    return _start(cascade)


@blueprint.post("")
@needs(IMPORTS, cascade="cascade")
def send(cascade: UUID) -> Response | Page:
    files = [f for f in request.files.getlist("files") if f.filename]
    wrong = None
    if not files:
        wrong = _("Choose a file first: the filled-in template, or tables as CSV.")
    elif len(files) > MAX_FILES:
        wrong = _("More than {limit} files. Import them a part at a time.", limit=MAX_FILES)
    read = [] if wrong else [(sound_name(f.filename), f.read()) for f in files]
    if sum(len(content) for _name, content in read) > LARGEST_UPLOAD:
        wrong = _too_large()
    if wrong:
        return _start(cascade, wrong=wrong, order=_order()), HTTPStatus.UNPROCESSABLE_ENTITY
    id = _shelf().add(
        "reading", str(cascade), g.who, home().log.position(), language(), read, _order()
    )
    return _to_work(cascade, id)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Page:
    cascade = UUID(str((request.view_args or {})["cascade"]))
    return _start(cascade, wrong=_too_large()), HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@blueprint.get("/template.xlsx")
@needs(IMPORTS, cascade="cascade")
def template(cascade: UUID) -> Response:
    """The four tables to fill in."""
    book = io.BytesIO()
    write_template(book)
    return _workbook(book, "banyan-template.xlsx")


# ---- one upload ------------------------------------------------------------------------------


@blueprint.get("/<string:id>")
@needs(IMPORTS, cascade="cascade")
def one(cascade: UUID, id: str) -> str:
    """`?verdict=`, `?kind=` narrow the rows. Work that was broken off goes on."""
    it = _get(cascade, id)
    if it.works:
        _works().set_to_work(it.id)
    return _one(cascade, it)


@blueprint.post("/<string:id>")
@needs(IMPORTS, cascade="cascade")
def revise(cascade: UUID, id: str) -> Response:
    """Rows as they were put right on the page, or left out; all is judged anew."""
    it = _get(cascade, id)
    numbers = {n for text in request.form.getlist("row") if (n := whole(text)) is not None}
    lines = _shelf().some(it.id, numbers)
    out = {n for text in request.form.getlist("out") if (n := whole(text)) is not None} & numbers
    cells = {}
    for line in lines:
        now = shown.typed(line, request.form)
        if now != line.row.cells and line.number not in out:
            cells[line.number] = now
    if (cells or out) and _shelf().revise(it.id, cells, out):
        _works().set_to_work(it.id, PATIENCE)
    return _back(cascade, id, verdict=field("verdict"), kind=field("kind"))


@blueprint.post("/<string:id>/dates")
@needs(IMPORTS, cascade="cascade")
def dates(cascade: UUID, id: str) -> Response:
    it = _get(cascade, id)
    _shelf().turn(it.id, ("ready",), "judging", dates=_order(), said={})
    return _to_work(cascade, id)


@blueprint.post("/<string:id>/commit")
@needs(IMPORTS, cascade="cascade")
def commit(cascade: UUID, id: str) -> Response:
    """All rows, or (`skip`) those that stand. Pressed twice, it is one import."""
    it = _get(cascade, id)
    skip = bool(field("skip"))
    _shelf().turn(it.id, ("ready",), "committing", account=g.who, skip=skip, said={})
    return _to_work(cascade, id)


@blueprint.post("/<string:id>/cancel")
@needs(IMPORTS, cascade="cascade")
def cancel(cascade: UUID, id: str) -> Response:
    """What was uploaded is deleted. What is being imported runs to its end."""
    it = _get(cascade, id)
    if it.state not in ("committing", "undoing"):
        _shelf().drop(it.id)
    return redirect(url_for(HERE, cascade=cascade), 303)  # type: ignore[return-value]


@blueprint.get("/<string:id>/errors.xlsx")
@needs(IMPORTS, cascade="cascade")
def errors(cascade: UUID, id: str) -> Response:
    """The rows that do not stand, each with the reason beside it; fit to be sent again."""
    _get(cascade, id)
    tables: dict[str, list[Any]] = {kind: [] for kind in COLUMNS}
    for line in _shelf().lines(id, shown.WRONG):
        tables[line.row.table].append((line.row, line.why))
    book = io.BytesIO()
    write_problems(book, {kind: rows for kind, rows in tables.items() if rows} or tables)
    return _workbook(book, "banyan-refused.xlsx")


# ---- past imports ----------------------------------------------------------------------------


@blueprint.get("/batches/<string:batch>")
@needs(IMPORTS, cascade="cascade", batch="batch")
def batch(cascade: UUID, batch: str) -> str:
    return _batch(cascade, batch)


@blueprint.post("/batches/<string:batch>")
@needs(IMPORTS, cascade="cascade", batch="batch")
def undo(cascade: UUID, batch: str) -> Response | Page:
    """Takes an import back, by facts; why is asked."""
    why = field("why").strip()
    if not 0 < len(why) <= 1000:
        wrong = _("Say why, in a few words. They stay private; that it happened is on record.")
        here = {"here": BATCH, "here_args": {"cascade": cascade, "batch": batch}}
        page = _batch(cascade, batch, wrong=wrong, why=why, **here)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    found = _known(cascade, batch)
    at_it = [one for one in _shelf().of_cascade(str(cascade)) if one.batch == batch and one.works]
    if at_it or found["undone"]:
        return _back(cascade, at_it[0].id) if at_it else _to_batch(cascade, batch)
    position = home().log.position()
    id = _shelf().add(
        "undoing", str(cascade), g.who, position, language(), batch=batch, said={"words": why}
    )
    return _to_work(cascade, id)


# ---- what they share -------------------------------------------------------------------------


def _works() -> UploadWorker:
    works: UploadWorker = current_app.extensions["banyan.works"]
    return works


def _shelf() -> Shelf:
    return _works().shelf


def _get(cascade: UUID, id: str) -> Upload:
    return _shelf().get(id, str(cascade))


def _order() -> str:
    return field("dates") if field("dates") in ORDERS else "iso"


def _too_large() -> str:
    return _(
        "The files have more than {limit} MB together. Send them a part at a time, or save them "
        "as CSV.",
        limit=LARGEST_UPLOAD // 1_000_000,
    )


def _to_work(cascade: UUID, id: str) -> Response:
    _works().set_to_work(id, PATIENCE)
    return _back(cascade, id)


def _back(cascade: UUID, id: str, **narrowed: str) -> Response:
    said = {name: text for name, text in narrowed.items() if text}
    return redirect(url_for(ONE, cascade=cascade, id=id, **said), 303)  # type: ignore[return-value]


def _to_batch(cascade: UUID, batch: str) -> Response:
    return redirect(url_for(BATCH, cascade=cascade, batch=batch), 303)  # type: ignore[return-value]


def _workbook(book: io.BytesIO, name: str) -> Response:
    response = Response(book.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _start(cascade: UUID, **more: Any) -> str:
    with home().views.read() as db:
        about = cascades.cascade(db, str(cascade))
        past = cascades.batches_of(db, str(cascade), PAST)
    uploads = [one for one in _shelf().of_cascade(str(cascade)) if one.state not in shown.OVER]
    who = {one["recorded_by"] for one in past} | {one.account for one in uploads}
    return render_template(
        "imports.html", cascade=cascade, about=about, past=past, uploads=uploads,
        names=shown.names(who), states=shown.states(), columns=COLUMNS, required=REQUIRED,
        tables=shown.tables(), orders=shown.orders(), most=LARGEST_UPLOAD // 1_000_000,
        files=MAX_FILES, here=HERE, here_args={"cascade": cascade}, **more,
    )  # fmt: skip


def _one(cascade: UUID, it: Upload) -> str:
    if it.state != "ready":
        return render_template(
            "import_work.html", cascade=cascade, it=it, states=shown.states(),
            tables=shown.tables(), verdicts=shown.verdicts(),
        )  # fmt: skip
    asked, kind = request.args.get("verdict", ""), request.args.get("kind", "")
    after = request.args.get("after", type=int, default=-1)
    counts = _shelf().counts(it.id)
    totals = {v.value: sum(found[v.value] for found in counts.values()) for v in Verdict}
    refused = sum(totals[name] for name in shown.WRONG)
    chosen = shown.chosen(asked, bool(refused))
    lines = _shelf().lines(it.id, chosen, kind, after, AT_ONCE + 1)
    with speaking(it.language):
        order = which_order()
    return render_template(
        "import.html", cascade=cascade, it=it, counts=counts, totals=totals, refused=refused,
        good=sum(totals[v.value] for v in STANDING), lines=lines[:AT_ONCE],
        more=lines[AT_ONCE - 1].number if len(lines) > AT_ONCE else None, asked=asked,
        narrowed=asked or ("wrong" if refused else ""), kind=kind, columns=COLUMNS,
        required=REQUIRED, cell=shown.cell, tables=shown.tables(), verdicts=shown.verdicts(),
        orders=shown.orders(), two_ways=_shelf().refused_with(it.id, order), order=order,
        names=shown.names({it.account}), wrong_verdicts=shown.WRONG,
    )  # fmt: skip


def _known(cascade: UUID, batch: str) -> cascades.BatchRow:
    with home().views.read() as db:
        found = cascades.batch(db, batch)
    if found is None or found["cascade"] != str(cascade):
        raise NotFound(MISSING["batch"])
    return found


def _batch(cascade: UUID, batch: str, **more: Any) -> str:
    found = _known(cascade, batch)
    names = shown.names({found["recorded_by"]})
    return render_template("batch.html", cascade=cascade, found=found, names=names, **more)
