"""Uploads leave the private drawer after a day, and with the first erasure after they came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from api.private.store import Private
from api.private.upload_tables import upload

KEPT = timedelta(hours=24)
NEVER = "0"
"""In the column `beat`: no worker gave a sign of life so far."""


def delete_old(private: Private, now: datetime | None = None) -> int:
    """Uploads that are a day old. How many."""
    before = ((now or datetime.now(UTC)) - KEPT).isoformat()
    return _delete(private, upload.c.kept_at < before)


def delete_before(private: Private, position: int) -> int:
    """Uploads that came before a person was erased, for they may name them. How many.

    One that is being imported counts as imported before, and goes when it is done.
    """
    came = or_(upload.c.state != "committing", upload.c.beat == NEVER)
    return _delete(private, and_(upload.c.position < position, came))


def is_one_imported(private: Private, position: int) -> bool:
    """Whether an upload that came before this position is being imported."""
    begun = upload.c.state == "committing", upload.c.beat != NEVER, upload.c.position < position
    with private.engine.connect() as connection:
        return connection.execute(select(upload.c.id).where(*begun)).first() is not None


def _delete(private: Private, which: ColumnElement[bool]) -> int:
    with private.engine.connect() as connection:
        ids = list(connection.execute(select(upload.c.id).where(which)).scalars())
    private.forget_uploads(ids)
    return len(ids)
