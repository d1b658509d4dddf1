"""What every test may ask for: a log, views and a world on each store, a clock, a safe room."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from domain.log import Log, memory, sqlite
from projections.databases import PostgresPlace, SQLitePlace
from projections.views import Views
from tests.support import guards
from tests.support.audit import audit_log, audit_privacy, audit_views
from tests.support.clock import NOON, Clock, stop_the_clocks
from tests.support.postgres import Database, Server
from tests.support.stores import Store
from tests.support.world import World

settings.register_profile(
    "banyan",
    deadline=None,
    max_examples=40,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
"""The same examples each time, on whatever machine: `make test`."""
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=400,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
"""Others each time, from the seed that `make soak` says."""
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "banyan"))

STORES = ("memory", "sqlite", "postgres")
ELSEWHERE = Path(tempfile.gettempdir())
"""As it was before any test got a room of its own."""


# ---- accidents forbidden ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def room(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A directory of the test's own: home, temporary files and Banyan's drawers lie there."""
    room = tmp_path_factory.mktemp("room", numbered=True)
    for name in ("HOME", "BANYAN_HOME", "TMPDIR", "XDG_CACHE_HOME"):
        (room / name.lower()).mkdir()
        monkeypatch.setenv(name, str(room / name.lower()))
    monkeypatch.setattr(tempfile, "tempdir", str(room / "tmpdir"))
    for name in [n for n in os.environ if n.startswith("BANYAN_") and n != "BANYAN_CHROMIUM"]:
        if name != "BANYAN_HOME":
            monkeypatch.delenv(name)
    with guards.watched(ELSEWHERE, tmp_path_factory.getbasetemp()):
        yield room


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands at noon of 15 June 2024, for every module of Banyan, until the test moves it."""
    clock = Clock(NOON)
    stop_the_clocks(clock, monkeypatch)
    return clock


# ---- the stores ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One real server for all workers of the run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:12]
    server = Server(ELSEWHERE / f"banyan-tests-{run}")
    yield server
    server.stop()


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    """A PostgreSQL database that nobody else uses."""
    with postgres.database() as database:
        yield database


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, room: Path) -> Store:
    """Memory, SQLite files and PostgreSQL, one after another."""
    if request.param == "postgres":
        database: Database = request.getfixturevalue("database")
        more = partial(database.settings, create=False)
        return Store("postgres", database.settings, more, partial(PostgresPlace, database.url))
    if request.param == "sqlite":
        settings = partial(sqlite, str(room / "log.db"))
        return Store("sqlite", settings, settings, partial(SQLitePlace, str(room / "views.db")))
    return Store("memory", memory, memory, partial(SQLitePlace, ":memory:"))


@pytest.fixture
def log(store: Store) -> Iterator[Log]:
    """An empty log, audited at the end."""
    log = Log(store.settings())
    yield log
    audit_log(log)
    log.close()


@pytest.fixture
def views(store: Store, log: Log) -> Iterator[Views]:
    """The views of `log`, audited at the end where anything was written."""
    views = Views(store.place(), log)
    yield views
    if log.position():
        audit_views(views, log)
    views.close()


@pytest.fixture
def private_texts() -> list[str]:
    """What a test types that nobody may find in the log or in the views; looked for at the end."""
    return []


@pytest.fixture
def world(log: Log, views: Views, private_texts: list[str]) -> Iterator[World]:
    """One cascade with two regions, ready for `do` and `tell`."""
    yield World(log, views)
    audit_privacy(private_texts, log, views)
