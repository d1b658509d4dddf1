"""Copies of the views as of earlier log positions: replayed on request, a few are cached."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Lock

from sqlalchemy import Engine

from api.errors import Problem
from api.i18n import _
from api.transactions import background
from api.transactions.moments import position_or_time
from domain.log import Log
from projections.db import Db, sqlite_engine
from projections.rebuild import fill, position_at
from projections.scratch import Scratch
from projections.witness import Witness
from projections.witness import moment as moment_of

MAX_COPIES = 3
PATIENCE = 2.0
"""Seconds that a request waits for a replay before it is answered with status 202."""

Moment = int | datetime


@dataclass
class Copy:
    """A database with the views at a position. Its folder is deleted with this object."""

    engine: Engine
    moment: Witness
    scratch: Scratch

    def __del__(self) -> None:
        self.engine.dispose()
        self.scratch.close()


class Snapshots:
    """The copies, by the moment asked for. The one that was not read for the longest time is
    dropped first."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._copies: OrderedDict[Moment, Future[Copy]] = OrderedDict()
        self._lock = Lock()
        self._one_at_a_time = Lock()

    @contextmanager
    def read(self, asked: str) -> Iterator[Db]:
        """The views at a moment. Raises a Problem with status 202 if the replay takes longer than
        `PATIENCE`, and with 503 if too many others are under way."""
        moment = self._moment(asked)
        with self._lock:
            future = self._known(moment)
            if future is None:
                self._make_room()
                future = self._copies[moment] = Future()
                background.begin(partial(self._replay, moment, future))
            self._copies.move_to_end(moment)
        try:
            copy = future.result(PATIENCE)
        except Late:
            raise Problem(
                202,
                "The log is being replayed up to then. Ask again in a few seconds.",
                headers={"Retry-After": "3"},
            ) from None
        except Exception:
            self._copies.pop(moment, None)
            raise
        with copy.engine.connect() as connection, connection.begin():
            yield Db(connection)

    def close(self) -> None:
        with self._one_at_a_time:
            self._copies.clear()

    def _known(self, moment: Moment) -> Future[Copy] | None:
        """The copy of a moment, ready or under way; dropped if the log was replaced since."""
        future = self._copies.get(moment)
        is_made = future is not None and future.done() and future.exception() is None
        if future is not None and is_made and not future.result().moment.holds(self._log):
            del self._copies[moment]
            return None
        return future

    def _make_room(self) -> None:
        done = [moment for moment, future in self._copies.items() if future.done()]
        if len(self._copies) - len(done) >= MAX_COPIES:
            raise Problem(
                503,
                "Other replays are under way. Ask again in a few seconds.",
                headers={"Retry-After": "5"},
            )
        for moment in done[: max(0, len(self._copies) + 1 - MAX_COPIES)]:
            del self._copies[moment]

    def _replay(self, moment: Moment, future: Future[Copy]) -> None:
        try:
            with self._one_at_a_time:
                until = moment if isinstance(moment, int) else position_at(self._log, moment)
                scratch = Scratch()
                engine = sqlite_engine(str(scratch.path / "views.db"))
                fill(engine, self._log, until)
                with engine.connect() as connection, connection.begin():
                    known = moment_of(Db(connection))
                future.set_result(Copy(engine, known, scratch))
        except Exception as error:
            future.set_exception(error)

    def _moment(self, asked: str) -> Moment:
        moment = position_or_time(asked)
        if moment is None:
            raise _unusable(
                "known_at is a position of the log, or a time such as 2026-03-31T12:00:00Z."
            )
        if isinstance(moment, datetime):
            if moment > datetime.now(UTC):
                raise _unusable("known_at lies in the future. Ask for a time that is over.")
        elif moment > (end := self._log.position()):
            raise _unusable("The log ends at position {end}. Ask for an earlier one.", end=end)
        return moment


def _unusable(template: str, **params: object) -> Problem:
    errors = [{"parameter": "known_at", "detail": _(template, **params)}]
    return Problem(422, template, errors=errors, headers=None, **params)
