"""What every test may ask for: a log, views and a world on each store, a clock, a safe room."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from api.home import Home
from domain.log import Log, memory, sqlite
from projections.databases import PostgresPlace, SQLitePlace
from projections.views import Views
from tests.support import guards, homes
from tests.support.audit import audit_log, audit_privacy, audit_views
from tests.support.clock import NOON, Clock, stop_the_clocks
from tests.support.postgres import TEMPLATE, Database, Server
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
MEMORY = Path("/dev/shm")
ENOUGH = 3 * 2**30
"""Bytes that must be free there."""


def _in_memory() -> bool:
    """Whether rooms may lie in memory. What a test writes need not outlive the machine, so nothing
    is gained by waiting for a disk; what a killed process wrote is in memory as well."""
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH


if "TMPDIR" not in os.environ and _in_memory():
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
ELSEWHERE = Path(tempfile.gettempdir())
"""As it was before any test got a room of its own."""
NUMBERS = count()
FAILED = pytest.StashKey[bool]()


# ---- accidents forbidden ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def room(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A directory of the test's own: home, temporary files and Banyan's drawers lie there. It goes
    with the test, unless that failed."""
    room = tmp_path_factory.mktemp(f"room{next(NUMBERS)}", numbered=False)
    for name in ("HOME", "BANYAN_HOME", "TMPDIR", "XDG_CACHE_HOME"):
        (room / name.lower()).mkdir()
        monkeypatch.setenv(name, str(room / name.lower()))
    monkeypatch.setattr(tempfile, "tempdir", str(room / "tmpdir"))
    for name in [n for n in os.environ if n.startswith("BANYAN_") and n != "BANYAN_CHROMIUM"]:
        if name != "BANYAN_HOME":
            monkeypatch.delenv(name)
    with guards.watched(ELSEWHERE, tmp_path_factory.getbasetemp()):
        yield room
    if FAILED not in request.node.stash:
        shutil.rmtree(room, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes what failed: its room stays."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands at noon of 15 June 2024, for every module of Banyan, until the test moves it."""
    clock = Clock(NOON)
    stop_the_clocks(clock, monkeypatch)
    return clock


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled once, and not for each app that a test makes."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": kept})
        yield


# ---- the stores ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One real server for all workers of the run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:12]
    server = Server(ELSEWHERE / f"banyan-tests-{run}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home on SQLite, to copy."""
    return homes.make_template(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture(scope="session")
def furnished(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database in which all drawers lie as Banyan makes them, empty."""

    def make(database: Database) -> None:
        home = Home(tmp_path_factory.mktemp("furnished") / "home", database.url)
        homes.open_all(home)
        home.close()

    return postgres.furnish(make)


FURNISHED = {"views", "home", "drawer"}
"""What a test asks for where it is quicker to copy tables than to make them."""


@pytest.fixture
def database(request: pytest.FixtureRequest, postgres: Server) -> Iterator[Database]:
    """A PostgreSQL database that nobody else uses; with the tables of Banyan for what is
    `FURNISHED`, else without."""
    has_tables = not FURNISHED.isdisjoint(request.fixturenames)
    template = request.getfixturevalue("furnished") if has_tables else TEMPLATE
    with postgres.database(template) as database:
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
