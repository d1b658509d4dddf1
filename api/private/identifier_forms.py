"""Finds identifiers by the form in which they are compared; an older drawer gets it.

A drawer of an older version has no such form. Its table is made anew, once, when a newer version
opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, inspect, select
from sqlalchemy import text as sql
from sqlalchemy.schema import CreateTable

from api.private.sql_helpers import add, in_parts
from api.private.tables import identifier
from domain.identifiers import same
from domain.values import PersonId

AT_ONCE = 20_000
LOOKED_UP = 1_000
FORMER = "identifier_former"
FORMER_INDEXES = ("identifier_person", "identifier_name")
OLD = "SELECT series, identifier, person FROM identifier_former"
MADE_ANEW = """
INSERT INTO identifier (series, identifier, person, same)
SELECT * FROM unnest(CAST(:series AS text[]), CAST(:identifier AS text[]), CAST(:person AS text[]),
                     CAST(:same AS text[]))
"""
EACH_BY_INDEX = """
SELECT i.identifier, i.person, i.same FROM unnest(CAST(:forms AS text[])) f(form)
CROSS JOIN LATERAL (
  SELECT * FROM identifier WHERE same = f.form AND series = :series OFFSET 0) i
"""
"""PostgreSQL has no statistics of private texts, and would read the whole table for many."""


class Bearer(NamedTuple):
    """A person with an identifier, as it is written and as it is compared."""

    identifier: str
    person: PersonId
    same: str


def bearers(connection: Connection, series: str, forms: Iterable[str]) -> Iterator[Bearer]:
    """The identifiers of a number series that have one of these forms."""
    few = select(identifier.c.identifier, identifier.c.person, identifier.c.same)
    for some in in_parts(sorted(set(forms)), LOOKED_UP):
        if connection.dialect.name == "postgresql":
            found = connection.execute(sql(EACH_BY_INDEX), {"forms": some, "series": series})
        else:
            here = identifier.c.series == series, identifier.c.same.in_(some)
            found = connection.execute(few.where(*here))
        yield from (Bearer(name, PersonId(person), form) for name, person, form in found)


def is_missing(connection: Connection) -> bool:
    """Whether the drawer is of an older version."""
    columns = inspect(connection).get_columns(identifier.name)
    return identifier.c.same.name not in {column["name"] for column in columns}


def make_anew(connection: Connection) -> None:
    """The table with its forms, in the caller's transaction; nobody else changes tables in it."""
    for index in FORMER_INDEXES:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
    connection.exec_driver_sql(f"ALTER TABLE identifier RENAME TO {FORMER}")
    connection.execute(CreateTable(identifier))
    last = "", ""
    key = "(series, identifier) > (:series, :identifier) ORDER BY series, identifier LIMIT :most"
    page = sql(f"{OLD} WHERE {key}")
    while rows := connection.execute(
        page, {"series": last[0], "identifier": last[1], "most": AT_ONCE}
    ).all():
        _add(connection, [(*row, same(row.identifier)) for row in rows])
        last = rows[-1].series, rows[-1].identifier
    connection.exec_driver_sql(f"DROP TABLE {FORMER}")
    for made in identifier.indexes:
        made.create(connection)


def _add(connection: Connection, rows: list[tuple[str, ...]]) -> None:
    names = identifier.columns.keys()
    if connection.dialect.name == "postgresql":
        columns = zip(*rows, strict=True)
        connection.execute(sql(MADE_ANEW), dict(zip(names, map(list, columns), strict=True)))
    else:
        add(connection, identifier, [dict(zip(names, row, strict=True)) for row in rows])
