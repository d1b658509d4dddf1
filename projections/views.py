"""The views as a whole: catching up with the log, reading, rebuilding, comparing with a rebuild."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import Engine, inspect

from domain.events import Entry
from domain.log import Log
from projections import catchup, tables
from projections.catchup import Progress, no_progress
from projections.databases import PostgresPlace, SQLitePlace
from projections.db import Db, position, transaction
from projections.rebuild import fill, replayed, schema
from projections.witness import Elsewhere, Witness, from_meta


@dataclass(frozen=True)
class Alarm:
    """The log is not the one that the views were made from.

    `known`: what the views know of their log; `now`: the same, computed from the log as it is;
    `end`: its last position; `aside`: the name under which the old views are kept, or None.
    """

    known: Witness
    now: Witness
    end: int
    aside: str | None


def _to_nobody(alarm: Alarm) -> None:
    return None


class Views:
    """The live views of one log."""

    def __init__(
        self,
        place: SQLitePlace | PostgresPlace,
        log: Log,
        alarm: Callable[[Alarm], object] = _to_nobody,
    ) -> None:
        """`alarm` is called before views of another log are replaced. If it raises, they stay."""
        self._place = place
        self._log = log
        self._alarm = alarm
        self._fitting = False

    def close(self) -> None:
        self._place.close()

    @contextmanager
    def read(self) -> Iterator[Db]:
        """The views at one moment, with all entries that were in the log at the time of the call.

        Usually the views are up to date: then this is one transaction and one query to the log.
        """
        self._ensure(no_progress)
        with self._snapshot() as db:
            known = from_meta(db.meta())
            if known is not None and known.position == known.end_of(self._log):
                yield db
                return
        self.catch_up()
        with self._snapshot() as db:
            yield db

    @contextmanager
    def _snapshot(self) -> Iterator[Db]:
        with self._place.engine().connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                self._place.hold(connection)
                db = Db(connection, snapshot=True)
                try:
                    yield db
                finally:
                    db.close()

    def catch_up(self, progress: Progress = no_progress, upto: int = 0) -> int:
        """Applies the entries that the views do not have yet. Returns the position reached.

        `upto`: a position that the log is known to have reached; then the views are not asked first
        whether they are behind. If the log is not the one that the views were made from, the alarm
        is called and they are built again.
        """
        self._ensure(progress)
        if upto:
            with suppress(Elsewhere), self._writing() as db:
                reached = catchup.catch_up(db, self._log, progress)
                if reached >= upto:
                    return reached
        while True:
            known = self.witness()
            end = known.end_of(self._log) if known else None
            if known is None or end is None:
                self._make_anew(progress)
                continue
            reached = known.position
            with suppress(Elsewhere):
                while reached < end:
                    with self._writing() as db:
                        reached = catchup.catch_up(db, self._log, progress)
                return reached

    @contextmanager
    def _writing(self) -> Iterator[Db]:
        with transaction(self._place.engine()) as connection:
            yield Db(connection)

    def position(self) -> int:
        with self._place.engine().connect() as connection, connection.begin():
            return position(Db(connection))

    @contextmanager
    def supposing(self, entries: Callable[[int], Sequence[Entry]]) -> Iterator[Db]:
        """The views as they would be with further entries, in a transaction that is rolled back: no
        other reader sees them, and nothing stays. Other followers wait.

        `entries`: given the position that the views have reached, the entries to come after it.
        """
        self.catch_up()
        with self._writing() as db:
            further = entries(catchup.catch_up(db, self._log))
            if further:
                catchup.suppose(db, further)
            yield db
            db.connection.rollback()

    def follow(self, pause: float, beside: Callable[[], bool] = lambda: False) -> NoReturn:
        """Catches up every `pause` seconds, without an end. `beside`: does other work each time, in
        small parts; there is no pause while it returns True."""
        while True:
            self.catch_up()
            if not beside():
                time.sleep(pause)

    # ---- rebuilding ----------------------------------------------------------------------

    def is_of_log(self) -> bool:
        """Whether the log is, entry by entry, the one that the views were made from. Does not catch
        up and replaces nothing. Calls the alarm if it is not."""
        known = self.witness()
        if known is None or known.matches(self._log):
            return True
        self._tell(known, None)
        return False

    def rebuild(
        self,
        progress: Progress = no_progress,
        kept_as: Callable[[str], object] = lambda aside: None,
    ) -> int:
        """Builds new tables beside the old and swaps them at once: no reader sees half a view.

        Old views that differ from the new ones are kept, and `kept_as` is called with their name.
        """
        with self._place.alone():
            known, aside = self.witness(), self._name_aside()
            matches = known is None or known.matches(self._log)
            if known and not matches:
                self._tell(known, aside)
            with self._filled(progress, known.position if known and matches else None) as engine:
                if aside and known and matches and self._is_as_before(engine):
                    aside = None
                self._place.swap(engine, aside)
            self._fitting = True
        if aside:
            kept_as(aside)
        return self.catch_up(progress)

    def _make_anew(self, progress: Progress) -> None:
        """Builds the views again, unless another process has just done it. Views of another log are
        kept."""
        with self._place.alone():
            known = self.witness()
            is_of_log = known is not None and known.holds(self._log)
            if is_of_log and self._fits():
                return
            aside = None if is_of_log else self._name_aside()
            if known and not is_of_log:
                self._tell(known, aside)
            with self._filled(progress) as engine:
                self._place.swap(engine, aside)

    @contextmanager
    def _filled(self, progress: Progress, until: int | None = None) -> Iterator[Engine]:
        """A filled database beside the views; filled again if the log was replaced meanwhile."""
        while True:
            with self._place.beside() as engine:
                try:
                    fill(engine, self._log, until, progress)
                except Elsewhere:
                    continue
                yield engine
                return

    def _tell(self, known: Witness, aside: str | None) -> None:
        now = Witness().after(self._log.rows(upto=known.position))
        self._alarm(Alarm(known, now, self._log.position(), aside))

    def _is_as_before(self, beside: Engine) -> bool:
        """Whether the views equal the database beside them; both are of the same log. Views of
        another version of Banyan are not compared, for their tables may differ."""
        if self._meta().get("schema") != schema():
            return True
        with self._place.compared(beside) as (db, old):
            known = from_meta(dict(db.rows(f"SELECT key, value FROM {old}.meta")))
            while known and position(db) < known.position:
                catchup.catch_up(db, self._log, upto=known.position)
            for table in tables.metadata.sorted_tables:
                here, there = f"SELECT * FROM {table.name}", f"SELECT * FROM {old}.{table.name}"
                if db.one(f"SELECT 1 FROM ({here} EXCEPT {there}) AS more LIMIT 1"):
                    return False
                if db.one(f"SELECT 1 FROM ({there} EXCEPT {here}) AS less LIMIT 1"):
                    return False
        return True

    # ---- the log that the views know -----------------------------------------------------

    def _ensure(self, progress: Progress) -> None:
        """Rebuilds views that are missing or of another version of Banyan."""
        if self._fitting and not self._place.was_removed():
            return
        self._fitting = False
        if not self._fits():
            self._make_anew(progress)
        self._fitting = True

    def _fits(self) -> bool:
        """Whether the views are of this version, and have a sound witness of their log."""
        meta = self._meta()
        return meta.get("schema") == schema() and from_meta(meta) is not None

    def witness(self) -> Witness | None:
        """The views' witness of their log, without catching up. None if there are no views, or if
        they have no witness."""
        return from_meta(self._meta())

    def _name_aside(self) -> str | None:
        """A name for the old views; None if there are none to keep. Views of early versions have no
        witness of their log, and are not kept."""
        return self._place.name_aside() if "log" in self._meta() else None

    def _meta(self) -> dict[str, str]:
        """The table `meta`, which all versions have."""
        engine = self._place.engine()
        if not self._fitting and not inspect(engine).has_table("meta"):
            return {}
        with engine.connect() as connection, connection.begin():
            return Db(connection).meta()


def differences(views: Views, log: Log, progress: Progress = no_progress) -> list[str]:
    """The differences between the live views and a rebuild to the same position: a line per
    table."""
    found = []
    with (
        views.read() as live,
        replayed(log, position(live), progress) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        rebuilt = Db(connection)
        for table in tables.metadata.sorted_tables:
            found += list(_differing(table.name, live, rebuilt))
    return found


def _differing(table: str, live: Db, rebuilt: Db) -> Iterator[str]:
    here = set(live.rows(f"SELECT * FROM {table}"))
    there = set(rebuilt.rows(f"SELECT * FROM {table}"))
    only_here, only_there = here - there, there - here
    if only_here or only_there:
        shown = next(iter(only_here or only_there))
        yield (
            f"{table}: {len(only_here)} rows are only in the views, "
            f"{len(only_there)} only in the rebuild; for example {shown}"
        )
