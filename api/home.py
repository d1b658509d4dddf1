"""The home: where the three databases (drawers) are, and all objects that are opened on them.

`BANYAN_HOME` is a directory with `log.db`, `private.db` and `views.db`. If `BANYAN_DATABASE_URL` is
set, the three are the schemas `log`, `private` and `views` of that PostgreSQL database instead.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from functools import cached_property, lru_cache
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from api.accounts import Accounts
from api.errors import BadInput
from api.i18n import _
from api.integrity.alarms import Alarms
from api.private import erasure, restore
from api.private.key_files import secret
from api.private.shredding import shred
from api.private.store import Private
from domain import log as store
from domain.log import Log
from domain.service import Service
from projections import permissions
from projections.databases import PostgresPlace, SQLitePlace
from projections.db import fold, postgres_engine, sqlite_engine
from projections.scratch import sweep
from projections.views import Views

DEFAULT = "~/.banyan"
OUTBOX = "outbox"
DRAWERS = ("log.db", "private.db", "views.db")
ONE_TABLE = 8192
"""The least bytes of a database file with a table. A smaller file has its tables only in the
write-ahead log."""


class Home:
    """Opens each part once, at its first use, and closes all of them together."""

    def __init__(self, path: Path, database_url: str | None = None) -> None:
        """Takes away other users' access to the files; `warnings` has a sentence on each file where
        this failed."""
        self.path = permissions.folder(path)
        self.url = _postgres(database_url) if database_url else None
        self.warnings = [_open_to_others(one) for one in permissions.mend(path)]
        sweep(Path(tempfile.gettempdir()), path)
        if self.url is not None:
            _prepare(self.url)

    @classmethod
    def of_environment(cls) -> Home:
        """The home that the environment variables name."""
        path = Path(os.environ.get("BANYAN_HOME") or DEFAULT).expanduser()
        return cls(path, os.environ.get("BANYAN_DATABASE_URL") or None)

    @cached_property
    def log(self) -> Log:
        if self.url is None:
            return _sqlite_log(self.path / "log.db")
        return Log(_settings(self.url, create=False))

    @cached_property
    def service(self) -> Service:
        return Service(self.log)

    @cached_property
    def views(self) -> Views:
        if self.url is None:
            place: SQLitePlace | PostgresPlace = SQLitePlace(str(self.path / "views.db"))
        else:
            place = PostgresPlace(_text(self.url))
        return Views(place, self.log, self.alarms.ring)

    @property
    def alarms(self) -> Alarms:
        """The alarms that the log was replaced or shortened; a file beside the keys."""
        return Alarms(self.path / "keys" / "alarms")

    @cached_property
    def private(self) -> Private:
        """The private drawer, cleaned first: people whom the log says were erased are erased here,
        whatever backup it came from, and an interrupted restore is completed or undone."""
        private = Private(self._private_engine, self.path / "keys" / "contacts.key")
        if self.url is None:
            _fold_new(self.path / "private.db")
        restore.settle(private, self.log, self.path)
        if erasure.apply(private, self.log, self.views, self.path / OUTBOX):
            shred(private)
        return private

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.private.engine, self.path)

    @cached_property
    def _private_engine(self) -> Engine:
        if self.url is None:
            return sqlite_engine(str(self.path / "private.db"), lasting=True)
        return postgres_engine(_text(self.url), "private")

    def forget_erased(self, anew: bool = False) -> list[str]:
        """Deletes the texts of erased people, with their bytes on disk; returns sentences on what
        could not be deleted.

        `anew`: also checks people who were erased before, since a text may have been written at
        the moment of their erasure.
        """
        erasure.apply(self.private, self.log, self.views, self.path / OUTBOX, anew)
        return erasure.remaining(self.private) + shred(self.private)

    def token(self) -> str:
        """The console's bearer token: a file that only its owner may read, made at first use."""
        return _key(self.path / "token")

    def form_key(self) -> str:
        """The key that signs the CSRF tokens of forms: a file, in no database."""
        return _key(self.path / "keys" / "forms.key")

    def pseudonym_key(self) -> str:
        """The secret from which pseudonyms are made: a file, in no database."""
        return _key(self.path / "keys" / "pseudonyms.key")

    def close(self) -> None:
        """Closes all parts. Then a plain copy of the files is complete, if no other process has
        them open."""
        for opened in ("log", "views"):
            if opened in self.__dict__:
                self.__dict__[opened].close()
        if "_private_engine" in self.__dict__:
            self._private_engine.dispose()
        if self.url is None:
            for drawer in DRAWERS:
                fold(self.path / drawer)


def _sqlite_log(file: Path) -> Log:
    permissions.file(file)
    log = Log(store.sqlite(str(file)))
    _fold_new(file)
    return log


def _fold_new(file: Path) -> None:
    """Moves a new database from its write-ahead log into its file, so that a plain copy works."""
    if file.stat().st_size < ONE_TABLE:
        fold(file)


def _open_to_others(path: Path) -> str:
    return _(
        "Others on this machine may read {path}, and Banyan could not close it to them. Let its "
        "owner do so: chmod go-rwx {path}",
        path=path,
    )


def _key(path: Path) -> str:
    """The key in a file. It is read again when the file changes, so a replaced key is void."""
    if not path.exists():
        secret(path, lambda: secrets.token_urlsafe(32).encode())
    state = path.stat()
    return _read_key(path, state.st_ino, state.st_mtime_ns)


@lru_cache(maxsize=16)
def _read_key(path: Path, *_state: int) -> str:
    return path.read_text().strip()


# ---- PostgreSQL ------------------------------------------------------------------------------


def _postgres(database_url: str) -> URL:
    try:
        url = make_url(database_url)
    except ArgumentError:
        url = URL.create("nothing")
    if url.get_backend_name() != "postgresql":
        raise BadInput(
            _(
                "BANYAN_DATABASE_URL is not understood. Write it as "
                "postgresql+psycopg://user:password@host/database, or leave it out for SQLite."
            )
        )
    return url.set(drivername="postgresql+psycopg")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _settings(url: URL, create: bool) -> dict[str, str]:
    host = url.host or url.query.get("host") or "localhost"
    return store.postgres(
        host=str(host),
        port=str(url.port or url.query.get("port") or 5432),
        dbname=url.database or "postgres",
        user=url.username or "postgres",
        password=str(url.password or ""),
        create=create,
    )


def _prepare(url: URL) -> None:
    """Creates the schemas and the log's tables if they are missing. An advisory lock lets one
    process do it at a time."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext('banyan set-up'))")
            for schema in ("log", "private", "views"):
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            connection.commit()
            known = "SELECT to_regclass('log.stored_events') IS NOT NULL"
            if not connection.exec_driver_sql(known).scalar():
                Log(_settings(url, create=True)).close()
            connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            connection.commit()
    finally:
        engine.dispose()
