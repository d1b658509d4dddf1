"""Shredding on PostgreSQL, as far as the database role may; what it may not is said."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from api.i18n import _

LOOK_BACK = """
SELECT count(*) FROM (
  SELECT backend_xmin AS xmin FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'
    AND (datname = current_database() OR datname IS NULL)
  UNION ALL SELECT xmin FROM pg_replication_slots
  UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
) held WHERE age(xmin) > age('{mark}'::xid)
"""
"""Snapshots older than the deletion: VACUUM keeps the deleted rows for them."""
OLDER = """
SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'
AND name < (SELECT redo_wal_file FROM pg_control_checkpoint())
"""


def shred(engine: Engine, tables: Sequence[str], patience: float) -> list[str]:
    """As `shredding.shred`."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{int(patience * 1000)}ms'")
        try:
            remains = [*_rewritten(connection, tables, patience), *_log_dropped(connection)]
        finally:
            connection.exec_driver_sql("RESET lock_timeout")
    return remains


# ---- the tables ------------------------------------------------------------------------------


def _rewritten(connection: Connection, tables: Sequence[str], patience: float) -> Iterator[str]:
    if not _outlasted(connection, patience):
        yield _(
            "Other transactions are open that began before the deletion, and so the deleted text "
            "is still in the tables' files. It goes with the first “banyan daily” or start after "
            "they have ended."
        )
        return
    kept = [table for table in tables if not _written_anew(connection, table)]
    if kept:
        yield _(
            "{tables} could not be written anew (VACUUM FULL), for they are in use or the "
            "database role may not. The deleted text is in their files until then; “banyan daily” "
            "tries again.",
            tables=", ".join(kept),
        )


def _outlasted(connection: Connection, patience: float) -> bool:
    mark = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar()
    until = time.monotonic() + patience
    while connection.exec_driver_sql(LOOK_BACK.format(mark=mark)).scalar():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _written_anew(connection: Connection, table: str) -> bool:
    """Where the role may not, PostgreSQL only warns; the number of the file tells."""
    node = f"SELECT pg_relation_filenode('{table}'::regclass)"
    before = connection.exec_driver_sql(node).scalar()
    try:
        connection.exec_driver_sql(f"VACUUM FULL {table}")
    except DBAPIError:
        return False
    return bool(connection.exec_driver_sql(node).scalar() != before)


# ---- the write-ahead log ---------------------------------------------------------------------


def _log_dropped(connection: Connection) -> Iterator[str]:
    try:
        connection.exec_driver_sql("SELECT pg_switch_wal()")
        connection.exec_driver_sql("CHECKPOINT")
        older = connection.exec_driver_sql(OLDER).scalar()
    except DBAPIError:
        yield _(
            "The database role may not switch the server's write-ahead log, call for a checkpoint "
            "or see what is left. The deleted text stays in that log until the server has filled "
            "{size} of it and reached a checkpoint (at least every {time}). A superuser can hasten "
            "it: SELECT pg_switch_wal(); CHECKPOINT;",
            size=_setting(connection, "max_wal_size"),
            time=_setting(connection, "checkpoint_timeout"),
        )
        return
    if older:
        yield _(
            "The server keeps older files of its write-ahead log, for a standby, a slot or an "
            "archive; the deleted text is in them until it drops them."
        )
    if _setting(connection, "wal_recycle") == "on":
        yield _(
            "The server uses files of its write-ahead log again without wiping them; the deleted "
            "text may be in them until {size} more was written. With wal_recycle = off it would "
            "be gone at once.",
            size=_setting(connection, "max_wal_size"),
        )
    if _setting(connection, "archive_mode") != "off":
        yield _(
            "The server archives its write-ahead log; the deleted text is in that archive until "
            "you delete it there."
        )


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar())
