"""The views' database: one SQL text for SQLite and PostgreSQL, and one fast way to write rows.

In SQL here, `:name` is a parameter and `IN ids(:name)` a set of integers or texts passed as one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex, DropIndex

from projections import permissions

Row = tuple[Any, ...]
Param = int | float | str | bytes | None | Collection[int] | Collection[str]
Params = dict[str, Param]
"""Name → value of a parameter of a query."""
MAX_ANSWERS_KEPT, MAX_ROWS_KEPT = 500, 200
"""The largest number of answers that a snapshot caches, and of rows in one of them."""


def sqlite_engine(path: str, lasting: bool = False, scratch: bool = False) -> Engine:
    """A file in WAL mode that only its owner may read, or `:memory:`. SQLAlchemy, not the driver,
    begins transactions.

    `lasting`: commits survive a power cut, and deleted content is overwritten. `scratch`: no
    journal; a failure leaves an unusable file. Errors do not show parameters: they may be private.
    A connection with the option `without="transaction"` sees at each read what was committed until
    then.
    """
    memory = path == ":memory:"
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": 60, "check_same_thread": False},
        hide_parameters=True,
        **({"poolclass": StaticPool} if memory else {}),
    )

    @event.listens_for(engine, "do_connect")
    def make(*_: Any) -> None:
        if not memory:
            permissions.file(Path(path))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        if not memory:
            connection.execute(f"PRAGMA journal_mode={'OFF' if scratch else 'WAL'}")
        synchronous, pages = ("FULL", 1_000) if lasting else ("OFF" if scratch else "NORMAL", 4_000)
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint={pages}")
        connection.execute(f"PRAGMA secure_delete={'ON' if lasting else 'OFF'}")
        connection.execute(f"PRAGMA cache_size={-512_000 if scratch else -64_000}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("without") != "transaction":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; `connection.rollback()` inside undoes all of it.

    On SQLite it waits for another that writes. A transaction that began with a read would fail at
    once, as “database is locked”, if another wrote between its read and its write."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def fold(path: Path) -> None:
    """Moves the write-ahead log into the file, so that a plain copy of the file is complete. If a
    reader or a full disk prevents it, the write-ahead log stays and nothing is lost."""
    if path.with_name(f"{path.name}-wal").exists():
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=1)
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()


def postgres_engine(url: str, schema: str, lasting: bool = True) -> Engine:
    """Names without a schema are looked up in `schema`.
    `lasting`: commits survive a power cut. Else the last ones may be lost together; views get them
    again from the log. Queries are short, so they are not compiled (`jit`).
    """
    lost = "" if lasting else " -csynchronous_commit=off"
    return create_engine(
        make_url(url),
        pool_pre_ping=True,
        connect_args={"options": f"-csearch_path={schema} -cjit=off{lost}"},
        hide_parameters=True,
    )


class Db:
    """One transaction on the views, by the driver's own cursor."""

    def __init__(self, connection: Connection, snapshot: bool = False) -> None:
        """`snapshot`: all statements see one moment, so the answer to a query can be cached."""
        self.connection = connection
        self._answers: dict[Hashable, list[Row]] | None = {} if snapshot else None
        self.postgres = connection.dialect.name == "postgresql"
        self._driver: Any = connection.connection.driver_connection

    def close(self) -> None:
        """Its connection may serve others from now on, so any later query raises."""
        self._driver, self._answers = _Closed(), None

    def rows(self, sql: str, **params: Param) -> list[Row]:
        bound = {name: self._bind(value) for name, value in params.items()}
        if self._answers is None:
            return self._fetch(sql, bound)
        asked = (sql, *map(_hashable, bound.values()))
        known = self._answers.get(asked)
        if known is None:
            known = self._fetch(sql, bound)
            if len(known) <= MAX_ROWS_KEPT and len(self._answers) < MAX_ANSWERS_KEPT:
                self._answers[asked] = known
        return list(known)

    def _fetch(self, sql: str, bound: dict[str, Any]) -> list[Row]:
        cursor = self._execute(sql, bound)
        try:
            return [tuple(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def one(self, sql: str, **params: Param) -> Row | None:
        found = self.rows(sql, **params)
        return found[0] if found else None

    def meta(self) -> dict[str, str]:
        """Data about the views themselves, which all versions of Banyan store: `position`,
        `schema`, and `log`, the log from which they were made (projections.witness)."""
        return dict(self.rows("SELECT key, value FROM meta"))

    def run(self, sql: str, **params: Param) -> None:
        self._execute(sql, {name: self._bind(value) for name, value in params.items()}).close()

    def _execute(self, sql: str, bound: dict[str, Any]) -> Any:
        cursor = self._driver.cursor()
        cursor.execute(_in_dialect(sql, self.postgres), bound)
        return cursor

    def _bind(self, value: Param) -> Any:
        if isinstance(value, str | bytes) or not isinstance(value, Collection):
            return value
        return list(value) if self.postgres else json.dumps(list(value))

    def add(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Inserts rows with new keys. Values are in the order of the table's columns."""
        rows = list(rows)
        if not rows:
            return
        if not self.postgres:
            self._insert("INSERT", table, rows)
            return
        with (
            self._driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def put(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """As `add`, but overwrites rows with the same keys."""
        rows = list(rows)
        if not rows:
            return
        if not self.postgres:
            self._insert("INSERT OR REPLACE", table, rows)
            return
        columns = [list(column) for column in zip(*rows, strict=True)]
        with self._driver.cursor() as cursor:
            cursor.execute(_postgres_upsert(table, self.connection.dialect), columns)

    def sum_up(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """As `add`, but the last value is added to that of a row with the same key."""
        rows = list(rows)
        if not rows:
            return
        sql = _summing(table, self.connection.dialect)
        if not self.postgres:
            self._driver.executemany(sql, rows)
            return
        with self._driver.cursor() as cursor:
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])

    def _insert(self, verb: str, table: Table, rows: list[Sequence[Any]]) -> None:
        marks = ",".join("?" * len(table.columns))
        self._driver.executemany(f"{verb} INTO {table.name} VALUES ({marks})", rows)

    def fill(self, table: Table, select: str) -> None:
        """Fills an empty table by a query, inside the database."""
        with self.indexes_after(table):
            self.run(f"INSERT INTO {table.name} {select}")

    @contextmanager
    def indexes_after(self, table: Table) -> Iterator[None]:
        """Builds the table's indexes at the end: for many rows this is faster, and they are
        denser."""
        for index in table.indexes:
            self.connection.execute(DropIndex(index))
        yield
        for index in table.indexes:
            self.connection.execute(CreateIndex(index))

    def fresh_statistics(self, *filled: Table) -> None:
        """Updates PostgreSQL's statistics of these tables, without which it plans badly for tables
        that were just filled. SQLite needs none."""
        if self.postgres:
            self.run(f"ANALYZE {', '.join(table.name for table in filled)}")

    def numbers(self, table: Table, ids: Iterable[str]) -> dict[str, int]:
        """Id → number. Ids that the table does not have are left out."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        sql = f"SELECT id, number FROM {table.name} WHERE id IN ids(:ids)"
        return dict(self.rows(sql, ids=wanted))


class _Closed:
    """In the place of a driver's connection that was given back."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("This moment of the views is closed. Read the views anew.")


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def some(rows: str) -> str:
    """As EXISTS, of a query's text from `FROM` on; but PostgreSQL asks it of each row. It would
    read all rows of an EXISTS beforehand, where it expects to ask often, though a page needs few.
    """
    return f"coalesce((SELECT 1 {rows} LIMIT 1), 0) = 1"


def position(db: Db) -> int:
    """The position of the log up to which the views are true."""
    return int(db.meta().get("position", 0))


@lru_cache(maxsize=512)
def _in_dialect(sql: str, postgres: bool) -> str:
    """The SQL in the dialect of the driver."""
    if not postgres:
        return re.sub(r"IN ids\((:\w+)\)", r"IN (SELECT value FROM json_each(\1))", sql)
    sql = re.sub(r"IN ids\((:\w+)\)", r"= ANY(\1)", sql.replace("%", "%%"))
    return re.sub(r"(?<!:):([a-z_]\w*)", r"%(\1)s", sql)


@lru_cache
def _postgres_upsert(table: Table, dialect: Dialect) -> str:
    names = [column.name for column in table.columns]
    key = [column.name for column in table.primary_key]
    rest = [name for name in names if name not in key]
    change = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
    columns = ", ".join(f'"{name}"' for name in names)
    known = f"UPDATE SET {change}" if rest else "NOTHING"
    return (
        f"INSERT INTO {table.name} ({columns}) SELECT * FROM {_arrays(table, dialect)}"
        f" ON CONFLICT ({', '.join(key)}) DO {known}"
    )


def _arrays(table: Table, dialect: Dialect) -> str:
    """PostgreSQL's table of rows that are given as an array for each column."""
    arrays = (f"%s::{column.type.compile(dialect)}[]" for column in table.columns)
    return f"unnest({', '.join(arrays)})"


@lru_cache
def _summing(table: Table, dialect: Dialect) -> str:
    *key, last = (f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    rows = f"VALUES ({marks})"
    if dialect.name == "postgresql":
        rows = f"SELECT * FROM {_arrays(table, dialect)}"
    return (
        f"INSERT INTO {table.name} {rows} ON CONFLICT ({', '.join(key)})"
        f" DO UPDATE SET {last} = {table.name}.{last} + excluded.{last}"
    )
