"""Statements that the private drawer's tables share, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Engine,
    Insert,
    Row,
    Select,
    Table,
    Update,
)
from sqlalchemy.dialects import postgresql, sqlite

from projections.db import transaction

MANY = 500
"""Parameters in one statement; SQLite takes 32,766, PostgreSQL 65,535."""

T = TypeVar("T")
K = TypeVar("K", str, bytes)
Columns = TypeVarTuple("Columns")


def in_parts(values: Iterable[T], most: int = MANY) -> Iterator[list[T]]:
    """The values in groups of at most so many, in their order."""
    wanted = list(values)
    for at in range(0, len(wanted), most):
        yield wanted[at : at + most]


def rows_in(
    connection: Connection,
    query: Select[*Columns],
    column: ColumnElement[K],
    values: Iterable[K],
) -> Iterator[Row[*Columns]]:
    """The rows of a query whose `column` has one of these values; none where there are none."""
    for part in in_parts(sorted(set(values))):
        yield from connection.execute(query.where(column.in_(part)))


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Writes new rows."""
    if rows:
        connection.execute(table.insert(), list(rows))


def add_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Writes those rows whose key is not there."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def is_first(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Writes a row whose key is not there; False, and nothing is written, where it is."""
    insert = _insert(connection, table).on_conflict_do_nothing()
    return connection.execute(insert, row).rowcount == 1


def put(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Writes a row, over the one that has its key."""
    keys = [column.name for column in table.primary_key]
    upsert = _insert(connection, table).on_conflict_do_update(index_elements=keys, set_=row)
    connection.execute(upsert, row)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def write(engine: Engine, *statements: Insert | Update | Delete) -> int:
    """In one transaction. How many rows the last statement wrote or deleted."""
    count = 0
    with transaction(engine) as connection:
        for statement in statements:
            count = connection.execute(statement).rowcount
    return count


def read(engine: Engine, query: Select[*Columns]) -> Sequence[Row[*Columns]]:
    """All rows of a query."""
    with engine.connect() as connection:
        return connection.execute(query).all()
