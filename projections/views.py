"""The views as a whole: kept up with the log, read, rebuilt, replayed, checked against it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, inspect

from domain.events import Entry
from domain.log import Log
from projections import catchup, tables
from projections.catchup import Progress, quiet
from projections.databases import PostgresPlace, SQLitePlace
from projections.db import Db, position, sqlite_engine, transaction
from projections.rebuild import fill as fill
from projections.rebuild import schema
from projections.scratch import Scratch
from projections.witness import Elsewhere, Witness, sound


@dataclass(frozen=True)
class Alarm:
    """The log is not the one that the views were made from.

    `known`: what they knew of it; `now`: the same of the log as it is, as far as it goes; `end`:
    its last position; `aside`: what the views are put aside as, None where they are not.
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
        """`alarm`: is told before views of another log are replaced, and keeps them if it fails."""
        self._place = place
        self._log = log
        self._alarm = alarm
        self._fitting = False

    def close(self) -> None:
        self._place.close()

    @contextmanager
    def read(self) -> Iterator[Db]:
        """One moment of the views, not behind what was in the log when it was asked for.

        Most often they are up to date: then this is one transaction and one question to the log.
        """
        self._ensure(quiet)
        with self._snapshot() as db:
            known = sound(db.meta())
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
                yield Db(connection, snapshot=True)

    def catch_up(self, progress: Progress = quiet, upto: int = 0) -> int:
        """Applies what the log has and the views have not. The position reached.

        `upto`: a position that the log is known to have reached; the views are then not asked
        first whether they are behind. Where the log is not the one that they were made from, they
        are made anew, and said to be.
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
        """The views as they would be with further entries, in a transaction that is rolled back:
        nobody else sees any of it, and nothing stays. Other followers wait meanwhile.

        `entries`: from the position that the views have reached, those that would come after it.
        """
        self.catch_up()
        with self._writing() as db:
            further = entries(catchup.catch_up(db, self._log))
            if further:
                catchup.suppose(db, further)
            yield db
            db.connection.rollback()

    def follow(self, pause: float = 0.1, stop: Callable[[], bool] = lambda: False) -> None:
        """Keeps up until told to stop, looking every `pause` seconds."""
        while not stop():
            self.catch_up()
            time.sleep(pause)

    # ---- made anew -----------------------------------------------------------------------

    def is_of_log(self) -> bool:
        """Whether the log is, entry by entry, what the views were made from; without catching up,
        and nothing is replaced. Where it is not, the alarm is told."""
        known = self.witness()
        if known is None or known.matches(self._log):
            return True
        self._tell(known, None)
        return False

    def rebuild(
        self, progress: Progress = quiet, told: Callable[[str], object] = lambda aside: None
    ) -> int:
        """New tables beside the old, then swapped at once: readers never see half a view.

        Views that say something else than the new ones are put aside, and `told` as what.
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
            told(aside)
        return self.catch_up(progress)

    def _make_anew(self, progress: Progress) -> None:
        """Where nobody else has done it meanwhile. Views that are not of the log are put aside."""
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
        """A database beside the views; begun again where the log was another in the middle."""
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
        """Whether the views say what is beside; both are of the same log. Those of another version
        of Banyan are not compared: their tables may be others."""
        if self._said().get("schema") != schema():
            return True
        with self._place.compared(beside) as (db, old):
            known = sound(dict(db.rows(f"SELECT key, value FROM {old}.meta")))
            while known and position(db) < known.position:
                catchup.catch_up(db, self._log, upto=known.position)
            for table in tables.metadata.sorted_tables:
                here, there = f"SELECT * FROM {table.name}", f"SELECT * FROM {old}.{table.name}"
                if db.one(f"SELECT 1 FROM ({here} EXCEPT {there}) AS more LIMIT 1"):
                    return False
                if db.one(f"SELECT 1 FROM ({there} EXCEPT {here}) AS less LIMIT 1"):
                    return False
        return True

    # ---- what they say of themselves -----------------------------------------------------

    def _ensure(self, progress: Progress) -> None:
        """Missing views, and those of another version of Banyan, are rebuilt."""
        if self._fitting and not self._place.was_removed():
            return
        self._fitting = False
        if not self._fits():
            self._make_anew(progress)
        self._fitting = True

    def _fits(self) -> bool:
        """Of this version, and true up to a position that they can prove."""
        said = self._said()
        return said.get("schema") == schema() and sound(said) is not None

    def witness(self) -> Witness | None:
        """What they know of the log, whether or not it fits; without catching up. None where there
        are no views, or such as do not say."""
        return sound(self._said())

    def _name_aside(self) -> str | None:
        """None where there is nothing to keep: views of earlier versions do not know their log."""
        return self._place.name_aside() if "log" in self._said() else None

    def _said(self) -> dict[str, str]:
        """The table `meta`, which all versions have."""
        engine = self._place.engine()
        if not self._fitting and not inspect(engine).has_table("meta"):
            return {}
        with engine.connect() as connection, connection.begin():
            return Db(connection).meta()


# ---- the past --------------------------------------------------------------------------------


@contextmanager
def replayed(log: Log, until: int, progress: Progress = quiet) -> Iterator[Engine]:
    """A throw-away database that knows the log up to a position and no further."""
    with Scratch() as directory:
        path = str(directory / "replay.db")
        scratch, engine = sqlite_engine(path, scratch=True), sqlite_engine(path)
        try:
            fill(scratch, log, until, progress)
            scratch.dispose()
            yield engine
        finally:
            scratch.dispose()
            engine.dispose()


def position_at(log: Log, moment: datetime) -> int:
    """The last position before the first entry that was recorded later than `moment`."""
    at = 0
    for entry in log.read():
        if entry.recorded_at > moment:
            break
        at = entry.position
    return at


def differences(views: Views, log: Log, progress: Progress = quiet) -> list[str]:
    """Where the live views differ from a rebuild to the same position: a line a table."""
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
