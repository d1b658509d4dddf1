"""A home with an open cascade, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from api.accounts import passwords
from api.private import shredding
from api.transactions import snapshots
from tests.oracle import carpentry
from tests.oracle.four_tables import Reading, read_tables, write_tables
from tests.support.audit import audit_log, audit_views
from tests.support.command import Banyan
from tests.support.needs_shared import needs_shared
from tests.support.postgres import Database, Server
from tests.support.threads import MINUTES

Fresh = Callable[..., Banyan]


@pytest.fixture(autouse=True)
def nobody_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left undone because this machine is slow just now."""
    for room in (passwords, shredding, snapshots):
        monkeypatch.setattr(room, "PATIENCE", MINUTES)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Fresh]:
    """Makes homes with the cascade `c`; each log is audited at the end, and its views.

    Ask for the database of a home before it, so that it is there for the audit.
    """
    made: list[Banyan] = []

    def make(url: str | None = None, series: str | None = None) -> Banyan:
        banyan = Banyan(tmp_path / f"home{len(made)}", url)
        made.append(banyan)
        named = ["--series", series] if series else []
        banyan.done("cascade", "open", "c", "--title", "Cascade", *named)
        return banyan

    yield make
    for banyan in made:
        with banyan.opened() as home:
            audit_log(home.log)
            audit_views(home.views, home.log)


@pytest.fixture
def banyan(fresh: Fresh) -> Banyan:
    return fresh()


@pytest.fixture
def roomy(postgres: Server) -> Iterator[Database]:
    """A database in which Banyan makes its schemas by itself, as a user's would be."""
    with postgres.database() as database:
        with database.connect() as connection:
            for schema in ("log", "views"):
                _drop(connection, schema)
        yield database


def _drop(connection: psycopg.Connection[object], schema: str) -> None:
    connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> str | None:
    """Where the drawers lie: None for SQLite, else the URL of a PostgreSQL database."""
    if request.param == "sqlite":
        return None
    return str(request.getfixturevalue("roomy").url)


@pytest.fixture
def either(place: str | None, fresh: Fresh) -> Banyan:
    """A home on SQLite, then one on PostgreSQL."""
    return fresh(place)


@pytest.fixture
def carpentries(tmp_path: Path) -> tuple[Path, Reading]:
    """The public data set as the four tables, and what stands of them."""
    needs_shared(carpentry.SOURCE)
    return tmp_path / "swc", carpentry.convert(tmp_path / "swc")


@pytest.fixture
def hard(tmp_path: Path) -> Callable[[int, int, int], tuple[Path, Reading]]:
    """Makes hard tables: people, workshops, seed → where they lie and what stands of them."""

    def make(people: int, workshops: int, seed: int) -> tuple[Path, Reading]:
        target = tmp_path / f"hard-{people}-{workshops}-{seed}"
        write_tables(target, people, workshops, seed)
        return target, read_tables(target)

    return make
