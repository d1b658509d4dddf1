"""One upload in the browser: its rows, corrected and judged again, imported or given up."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import IMPORTS, requires
from api.i18n import speaking
from api.pages.imports import asking, asking_view, ready_view, upload_view
from api.pages.imports.arriving_view import arriving, decided, written_instead
from api.pages.imports.ready_view import Titles
from api.pages.imports.routing import (
    HERE,
    PATIENCE,
    address_of,
    blueprint,
    numbers,
    store,
    to_work,
    upload_of,
    worker,
)
from api.pages.layout.downloads import attached
from api.pages.layout.left_out import all_left_out
from api.pages.layout.visitor import field
from api.spreadsheets.exporting.refused_rows import RefusedRow, write_refused_rows
from api.spreadsheets.files.cells import NoIdentifier, Order, as_text, trimmed
from api.spreadsheets.files.reading import sheets_uploaded
from api.spreadsheets.importing.undo import undone_places
from api.spreadsheets.importing.verdicts import STANDING, Verdict, verdict_names
from api.spreadsheets.recognition.columns import COLUMNS, REQUIRED, is_column
from api.spreadsheets.recognition.vocabulary.dates import which_order
from api.spreadsheets.uploads import kept_reading, mistakes, rewriting
from api.spreadsheets.uploads.kept_reading import KeptReading
from api.spreadsheets.uploads.store import Report, Upload
from api.web.services import caller, home

PAGE_ROWS = 25
"""Rows on a page."""


@blueprint.get("/<string:id>")
@requires(IMPORTS, cascade="cascade")
def one(cascade: UUID, id: str) -> str:
    """An upload and its rows, narrowed by `?verdict=` and `?kind=`. Interrupted work is resumed."""
    it = upload_of(cascade, id)
    if it.is_working:
        worker().start(it.id)
    return _one(cascade, it)


@blueprint.post("/<string:id>")
@requires(IMPORTS, cascade="cascade")
def revise(cascade: UUID, id: str) -> Response:
    """Takes the rows that were corrected or left out on the page, and judges all rows anew."""
    it = upload_of(cascade, id)
    shown = numbers("row")
    out = numbers("out") & shown
    lines = store().some(it.id, shown - out)
    typed = ((line, upload_view.typed(line, request.form)) for line in lines)
    cells = {line.number: cells for line, cells in typed if cells != line.row.cells}
    if (cells or out) and store().revise(it.id, cells, out):
        worker().start(it.id, PATIENCE)
    return redirect(address_of(cascade, id, field("verdict"), field("kind")), 303)


@blueprint.post("/<string:id>/dates")
@requires(IMPORTS, cascade="cascade")
def dates(cascade: UUID, id: str) -> Response:
    it = upload_of(cascade, id)
    order: Order = "mdy" if field("dates") == "mdy" else "dmy"
    store().turn(it.id, ("ready",), "judging", dates=order, report=it.report.without_wrong)
    return to_work(cascade, id)


@blueprint.post("/<string:id>/decisions")
@requires(IMPORTS, cascade="cascade")
def decide(cascade: UUID, id: str) -> Response:
    """Takes the decisions on what comes into being, or another text for it, and judges all rows
    anew."""
    it = upload_of(cascade, id)
    kept = kept_reading.kept(home().private, it.id)
    said = decided(kept.coming, request.form, field("all"))
    if it.state == "ready":
        kept_reading.keep(home().private, it.id, decisions={**kept.decisions, **said})
        instead = written_instead(kept.coming, request.form)
        lines = store().lines(it.id) if instead else []
        store().revise(it.id, rewriting.rewritten(home(), lines, instead), ())
    return to_work(cascade, id)


@blueprint.post("/<string:id>/change-all")
@requires(IMPORTS, cascade="cascade")
def change_all(cascade: UUID, id: str) -> Response:
    """Puts one text into a column of all rows that have the same mistake there, or leaves these
    rows out; the mistake is named by the number of its first row."""
    it = upload_of(cascade, id)
    first = store().some(it.id, numbers("row"))
    common = (one for one in mistakes.mistakes(home().private, it.id))
    meant = next((one for one in common if first and one.number == first[0].number), None)
    text = trimmed(field("text"))[: upload_view.MAX_TEXT]
    if meant is not None and (field("out") or (text and meant.column)):
        lines = store().lines(it.id, kind=meant.kind)
        if field("out"):
            out = [line.number for line in lines if line.why == meant.why]
            store().revise(it.id, {}, out)
        else:
            alike = mistakes.with_mistake(lines, meant)
            cells = {line.number: {**line.row.cells, meant.column: text} for line in alike}
            store().revise(it.id, cells, ())
    return to_work(cascade, id)


@blueprint.post("/<string:id>/commit")
@requires(IMPORTS, cascade="cascade")
def commit(cascade: UUID, id: str) -> Response:
    """Imports all rows, or with `skip` only the valid ones. Pressed twice, it is one import."""
    it = upload_of(cascade, id)
    skip = bool(field("skip"))
    store().turn(
        it.id, ("ready",), "committing", account=caller().account, skip=skip, report=Report()
    )
    return to_work(cascade, id)


@blueprint.post("/<string:id>/cancel")
@requires(IMPORTS, cascade="cascade")
def cancel(cascade: UUID, id: str) -> Response:
    """Deletes the upload, unless its import or its undoing has begun."""
    it = upload_of(cascade, id)
    if it.state not in ("committing", "undoing"):
        store().drop(it.id)
    return redirect(url_for(HERE, cascade=cascade), 303)


@blueprint.get("/<string:id>/errors.xlsx")
@requires(IMPORTS, cascade="cascade")
def errors(cascade: UUID, id: str) -> Response:
    """The refused rows as a workbook, each with its reason, that can be uploaded again."""
    upload_of(cascade, id)
    lines = store().lines(id)
    waiting = ready_view.undecided(kept_reading.kept(home().private, id).coming)
    refused = [
        RefusedRow(line.row, ready_view.sentence(line.row.table, line.why, waiting))
        for line in lines
        if line.verdict in upload_view.WRONG
    ]
    good = [line.row.where for line in lines if line.verdict not in upload_view.WRONG]
    sheets = sheets_uploaded(store().files(id), is_column)
    return attached("banyan-refused", lambda book: write_refused_rows(book, refused, good, sheets))


def _one(cascade: UUID, it: Upload) -> str:
    if it.state == "asking":
        return asking.page(cascade, it)
    if it.state != "ready":
        return render_template(
            "imports/import_work.html", cascade=cascade, it=it, states=upload_view.states(),
            tables=upload_view.tables(), verdicts=verdict_names(),
            places_undone=undone_places(*it.report.places),
        )  # fmt: skip
    asked, kind = request.args.get("verdict", ""), request.args.get("kind", "")
    after = request.args.get("after", type=int, default=-1)
    counts = store().counts(it.id)
    totals = {v.value: sum(found[v.value] for found in counts.values()) for v in Verdict}
    refused = sum(totals[name] for name in upload_view.WRONG)
    chosen = upload_view.chosen(asked, bool(refused))
    lines = store().lines(it.id, chosen, kind, after, PAGE_ROWS + 1)
    with speaking(it.language):
        order = which_order()
    kept = kept_reading.kept(home().private, it.id)
    titles = Titles(it.id, lines, kept.coming)
    undecided = ready_view.undecided(kept.coming)
    refused_names = mistakes.refused_names(home().private, it.id)
    waiting = {
        line.number for line in lines
        if mistakes.waits(line.row.table, line.why, line.row.cells, refused_names)
        or ready_view.waits(line, undecided)
    }  # fmt: skip
    return render_template(
        "imports/import.html", cascade=cascade, it=it, counts=counts, totals=totals,
        refused=refused, good=sum(totals[v.value] for v in STANDING), lines=lines[:PAGE_ROWS],
        more=lines[PAGE_ROWS - 1].number if len(lines) > PAGE_ROWS else None, asked=asked,
        narrowed=asked or ("wrong" if refused else ""), kind=kind, columns=COLUMNS,
        required=REQUIRED, cell=as_text, tables=upload_view.tables(), verdicts=verdict_names(),
        orders=upload_view.orders(), order=order,
        two_ways=mistakes.refused_with(home().private, it.id, order),
        names=upload_view.names({it.account}), wrong_verdicts=upload_view.WRONG,
        titles=titles, about=mistakes.about, waiting=waiting,
        undecided=undecided,
        **_above(it, counts, kept, titles),
    )  # fmt: skip


def _above(
    it: Upload, counts: Mapping[str, Mapping[str, int]], kept: KeptReading, titles: Titles
) -> dict[str, object]:
    """What the page says above the rows."""
    common = ready_view.in_common(mistakes.mistakes(home().private, it.id), kept.coming)
    return {
        "read": ready_view.sheets_read(kept.sheets),
        "short": lambda label: asking_view.short(label, it.names),
        "is_own": any(sheet.key for sheet in kept.sheets),
        "left_out": all_left_out(kept.sheets),
        "arriving": arriving(kept.coming, titles.coming),
        "common": common,
        "said_above": [one.mistake.why for one in common],
        "is_key": lambda cell: isinstance(cell, NoIdentifier),
        "column_label": ready_view.column_label,
        "what": ready_view.what_is_imported(counts),
    }
