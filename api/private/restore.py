"""A restore is whole or it leaves nothing, also where it was killed.

The private texts come in one transaction, which also marks the drawer. The log comes in another,
and then the mark is deleted. A marked drawer is settled before it is used: where the log came too,
all is there, and the mark is deleted; where it did not, the texts are deleted, and their bytes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete

from api.errors import BadInput
from api.i18n import _
from api.private.deletions import owe
from api.private.shredding import shred
from api.private.store import Private
from api.private.tables import mark, metadata
from api.private.tables import shred as owed
from domain.log import Log
from projections.db import transaction
from projections.scratch import Scratch

MARK = "restoring"
PATIENCE = 10.0
"""Seconds until a server has noticed that the process with the lock was killed."""
LOCK = "SELECT pg_try_advisory_lock(hashtext('banyan restore'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('banyan restore'))"


@contextmanager
def exclusively(path: Path, engine: Engine) -> Iterator[Path]:
    """A scratch folder in the home, for the one process that restores into it or clears up after a
    restore. BadInput for others meanwhile."""
    try:
        scratch = Scratch(path, "restore")
    except BlockingIOError:
        raise BadInput(_under_way()) from None
    with scratch as folder, _on_server(engine):
        yield folder


@contextmanager
def _on_server(engine: Engine) -> Iterator[None]:
    """The same lock on the database, which homes on other machines may share."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        until = time.monotonic() + PATIENCE
        while not connection.exec_driver_sql(LOCK).scalar():
            if time.monotonic() > until:
                raise BadInput(_under_way())
            time.sleep(0.05)
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(UNLOCK)
            connection.commit()


def _under_way() -> str:
    return _("A restore is under way here. Wait until it has ended.")


def begin(connection: Connection) -> None:
    """In the transaction that brings the private texts."""
    connection.execute(mark.insert(), {"name": MARK, "value": "1"})


def finish(private: Private) -> None:
    with transaction(private.engine) as connection:
        connection.execute(delete(mark).where(mark.c.name == MARK))


def settle(private: Private, log: Log, path: Path) -> None:
    """Before the drawer is used. BadInput while the restore is still under way."""
    if not private.read_mark(MARK):
        return
    with exclusively(path, private.engine):
        if private.read_mark(MARK) and not log.position():
            _clear(private)
        finish(private)


def _clear(private: Private) -> None:
    """The mark stays until the bytes are gone, so that the next start continues after a kill."""
    with transaction(private.engine) as connection:
        for table in metadata.sorted_tables:
            if table not in (owed, mark) and connection.execute(delete(table)).rowcount:
                owe(connection, table.name)
    shred(private)
