"""What the private drawer asks of PostgreSQL: tables made once, and no statistics on texts."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, func, select, text

from api.private.tables import SEEN_BY_PLANNER
from projections.db import transaction

SAMPLED = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       EXISTS (SELECT 1 FROM pg_stats s WHERE s.schemaname = n.nspname
               AND s.tablename = c.relname AND s.attname = a.attname)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
AND coalesce(a.attstattarget, -1) <> 0 AND NOT a.attname = ANY(:plain)
"""
OWE = """
INSERT INTO shred (name, since) VALUES ('pg_catalog.pg_statistic', clock_timestamp()::text)
ON CONFLICT (name) DO UPDATE SET since = excluded.since
"""


def create_alone(connection: Connection) -> None:
    """Until the transaction ends, others that would make the tables wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("banyan private"))))


def write_alone(connection: Connection) -> None:
    """Until the transaction ends, others that write with this wait, as all writers do on SQLite."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("banyan writes"))))


def keep_no_statistics(engine: Engine) -> None:
    """Of columns that may hold a text. Those there were go: naming a column's type drops them."""
    if engine.dialect.name != "postgresql":
        return
    with transaction(engine) as connection:
        found = connection.execute(text(SAMPLED), {"plain": sorted(SEEN_BY_PLANNER)}).all()
        if found:
            create_alone(connection)
        for table, column, kind, sampled in found:
            change = f'ALTER TABLE "{table}" ALTER COLUMN "{column}"'
            connection.exec_driver_sql(f"{change} SET STATISTICS 0")
            if sampled:
                connection.exec_driver_sql(f"{change} TYPE {kind}")
        if any(row.exists for row in found):
            connection.execute(text(OWE))
