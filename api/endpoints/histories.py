"""The history of a record: who recorded what, when, from which source, and the changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.access.rules import HISTORY, requires
from api.history.history_lines import history_lines
from api.schemas.envelope import Paged, many
from api.schemas.figures import HistoryEntry
from api.transactions.read import Page, Read, page
from api.web.routing import Blueprint
from domain.rules import NotFound
from projections.history.record_history import history

histories = Blueprint("histories", __name__)
SHAPE = many(HistoryEntry)


@histories.reads("/cascades/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY, cascade="id")
def get_cascade_history(read: Read, id: UUID) -> Page:
    """Get the history of a cascade's own settings."""
    return lines_of(read, "cascade", id)


@histories.reads("/people/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY, person="id")
def get_person_history(read: Read, id: UUID) -> Page:
    """Get all that was ever recorded about somebody, under all ids that they have."""
    return lines_of(read, "person", id)


@histories.reads("/workshops/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY, workshop="id")
def get_workshop_history(read: Read, id: UUID) -> Page:
    """Get the history of a workshop and its register."""
    return lines_of(read, "workshop", id)


@histories.reads("/cascades/<uuid:cascade>/certifications/<uuid:person>/history", SHAPE, Paged)
@requires(HISTORY, cascade="cascade", person="person")
def get_certification_history(read: Read, cascade: UUID, person: UUID) -> Page:
    """Get the history of somebody's certification."""
    return lines_of(read, "certification", f"{cascade}/{person}")


@histories.reads("/outcomes/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY, outcome="id")
def get_outcome_history(read: Read, id: UUID) -> Page:
    """Get the history of an outcome."""
    return lines_of(read, "outcome", id)


@histories.reads("/regions/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY)
def get_region_history(read: Read, id: UUID) -> Page:
    """Get the history of a region."""
    return lines_of(read, "region", id)


@histories.reads("/organisations/<uuid:id>/history", SHAPE, Paged)
@requires(HISTORY)
def get_organisation_history(read: Read, id: UUID) -> Page:
    """Get the history of an organisation."""
    return lines_of(read, "organisation", id)


@histories.reads("/batches/<string:name>/history", SHAPE, Paged)
@requires(HISTORY, batch="name")
def get_batch_history(read: Read, name: str) -> Page:
    """Get the history of an import."""
    return lines_of(read, "batch", name)


def lines_of(read: Read, kind: str, id: Any) -> Page:
    """A page of a record's history, up to the position that is read. Raises NotFound if there is
    none."""
    (after,) = read.after((0,))
    asked = (read.home.log, read.db, kind, str(id), after, read.limit + 1)
    found = history(*asked, scope=read.scope)
    found = [line for line in found if line.position <= read.position]
    if not found and not after:
        raise NotFound("Nothing is recorded under this id. Check it.")
    lines, more = page(found, read.limit)
    return Page(history_lines(read, lines), (lines[-1].position,) if more else None)
