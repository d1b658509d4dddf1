"""Accounts in a private drawer on SQLite and on PostgreSQL, and some people who have one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.accounts import Accounts, passwords
from api.private.store import Private
from projections.db import postgres_engine, sqlite_engine
from tests.support.people_of import EMAIL, PHRASE


@pytest.fixture(params=["sqlite", "postgres"])
def accounts(request: pytest.FixtureRequest, room: Path) -> Iterator[Accounts]:
    if request.param == "sqlite":
        engine = sqlite_engine(str(room / "private.db"), lasting=True)
    else:
        database = request.getfixturevalue("database")
        with database.connect() as connection:
            connection.execute("CREATE SCHEMA IF NOT EXISTS private")
        engine = postgres_engine(database.url, "private")
    Private(engine)
    yield Accounts(engine, room)
    engine.dispose()


@pytest.fixture
def amina(accounts: Accounts) -> str:
    """Her account's id; her password is `PHRASE`."""
    id = accounts.book.add(EMAIL, "Amina Otieno").id
    accounts.book.set_password(id, passwords.hash_password(PHRASE))
    return id
