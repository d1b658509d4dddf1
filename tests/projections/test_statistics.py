"""PostgreSQL is told of the tables that a rebuild filled, and of no others."""

from __future__ import annotations

import pytest

from projections import tables
from tests.support.postgres import Database
from tests.support.world import World


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
def test_a_rebuild_counts_the_rows_of_the_views_alone(world: World, database: Database):
    """The log is as large as ever, and to count it again takes as long as the rebuild."""
    with database.connect() as connection:
        connection.execute("DROP SCHEMA views CASCADE; CREATE SCHEMA views")
        world.views.rebuild()
        sql = "SELECT relnamespace::regnamespace::text, relname FROM pg_class"
        counted = f"{sql} WHERE relkind = 'r' AND reltuples >= 0"
        named = {name for _, name in connection.execute(f"{counted} AND relname !~ '^(pg|sql)_'")}
        logged = connection.execute(f"{counted} AND relnamespace = 'log'::regnamespace").fetchall()
    assert named == {table.name for table in tables.metadata.sorted_tables}
    assert logged == []
