"""What the modules of facts share: numbers that a query finds, and rows that go or are replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Table

from projections.db import Db, Row

ONES = "SELECT DISTINCT one FROM person WHERE number IN ids(:people)"
PRESENT = "SELECT DISTINCT person FROM presence WHERE workshop IN ids(:workshops)"


def numbers(db: Db, sql: str, **asked: Collection[int]) -> set[int]:
    """The first column of what a query finds; none if one of the sets that it asks about is
    empty."""
    if not all(asked.values()):
        return set()
    return {row[0] for row in db.rows(sql, **{name: sorted(n) for name, n in asked.items()})}


def ones(db: Db, people: Collection[int]) -> set[int]:
    """The numbers after merges of people as recorded."""
    return numbers(db, ONES, people=people)


def present(db: Db, workshops: Collection[int]) -> set[int]:
    """The people, after merges, who are present at workshops in any role."""
    return numbers(db, PRESENT, workshops=workshops)


def remove(db: Db, table: Table, keys: Iterable[Row]) -> None:
    """Deletes rows. `keys`: the values of the primary key, in the order of the table's columns."""
    names = [column.name for column in table.columns if column.primary_key]
    these = " AND ".join(f"{name} = :{name}" for name in names)
    for key in sorted(keys):
        values = dict(zip(names, key, strict=True))
        db.run(f"DELETE FROM {table.name} WHERE {these}", **values)


def rewrite(db: Db, table: Table, by: str, before: set[Row], after: set[Row]) -> None:
    """Replaces all rows of those values of the column `by` of which the rows differ."""
    at = list(table.columns.keys()).index(by)
    changed = {row[at] for row in before ^ after}
    if before and changed:
        db.run(f"DELETE FROM {table.name} WHERE {by} IN ids(:changed)", changed=sorted(changed))
    db.add(table, [row for row in after if row[at] in changed])
