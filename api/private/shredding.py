"""Shredding: the bytes of deleted rows are removed from the disk too, or it is said what remains
and for how long.

Each deletion notes its table (`deletions`). The note stays until the bytes are gone; `banyan daily`
and the next start try again.

SQLite: deleted text may be left in gaps of pages that were split, and in the write-ahead log until
that is emptied. So the file is written anew (VACUUM) and the log truncated, which waits for
readers. PostgreSQL: the tables are written anew (VACUUM FULL), and their old files unlinked; the
write-ahead log up to then is removed by a checkpoint after a switch of its file.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, delete, select

from api.i18n import _
from api.private import shredding_postgres
from api.private.store import Private
from api.private.tables import shred as owed
from projections.db import transaction

PATIENCE = 10.0
"""Seconds to wait for readers and locks."""


def shred(private: Private) -> list[str]:
    """A sentence on each thing that remains; none where all deleted bytes are gone."""
    with private.engine.connect() as connection:
        waiting = connection.execute(select(owed.c.name, owed.c.since).order_by(owed.c.name)).all()
    if not waiting:
        return []
    if private.engine.dialect.name == "sqlite":
        remains = _sqlite(private.engine, PATIENCE)
    else:
        names = [name for name, _since in waiting]
        remains = shredding_postgres.shred(private.engine, names, PATIENCE)
    if not remains:
        with transaction(private.engine) as connection:
            for name, since in waiting:  # what was deleted meanwhile has a later time, and stays
                done = owed.c.name == name, owed.c.since == since
                connection.execute(delete(owed).where(*done))
    return remains


def _sqlite(engine: Engine, patience: float) -> list[str]:
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    try:
        connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
        connection.execute("VACUUM")
        until = time.monotonic() + patience
        connection.execute("PRAGMA busy_timeout=100")
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                return [
                    _(
                        "Others are reading private.db, and so the deleted text is still in its "
                        "files. It goes when they have ended, with the next “banyan daily” or "
                        "start."
                    )
                ]
            time.sleep(0.05)
    except sqlite3.OperationalError:
        return [
            _(
                "private.db could not be written anew, for it was in use or the disk is full; the "
                "deleted text is still in its files. “banyan daily” tries again."
            )
        ]
    finally:
        pooled.invalidate()  # with its short patience
    return []
