"""What the pages of imports share: their blueprint, the store and the worker of uploads."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from api.pages.layout.numerals import whole
from api.spreadsheets.uploads.store import Upload, UploadStore
from api.spreadsheets.uploads.worker import UploadWorker
from api.web.services import services

blueprint = Blueprint("imports", __name__, url_prefix="/cascades/<uuid:cascade>/import")
HERE, ONE, BATCH = "pages.imports.show", "pages.imports.one", "pages.imports.batch"
PATIENCE = 2.0
"""Seconds that an answer waits for the job, so that a small sheet is ready at once."""


def worker() -> UploadWorker:
    return services().uploads


def store() -> UploadStore:
    return worker().store


def upload_of(cascade: UUID, id: str) -> Upload:
    return store().get(id, str(cascade))


def to_work(cascade: UUID, id: str) -> Response:
    worker().start(id, PATIENCE)
    return redirect(address_of(cascade, id), 303)


def address_of(cascade: UUID, id: str, verdict: str = "", kind: str = "") -> str:
    return url_for(ONE, cascade=cascade, id=id, verdict=verdict or None, kind=kind or None)


def numbers(name: str) -> set[int]:
    """The numbers of rows in a field of the form."""
    return {n for text in request.form.getlist(name) if (n := whole(text)) is not None}
