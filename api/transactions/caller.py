"""Who asks, by which door, and the one moment of the views that their request sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from api.access.policy import AT_THE_CONSOLE, NOBODY, Access, Record
from api.home import Home
from api.private.store import Private
from api.transactions.answer_cache import AnswerCache
from api.transactions.snapshots import Snapshots
from projections.db import Db

T = TypeVar("T")


class Moment:
    """One moment of the views and of the private drawer: each read when first asked for, and the
    same until it is closed.

    Close it before anything that waits for readers to end, such as catching up and shredding.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._views, self._texts = ExitStack(), ExitStack()
        self._db: Db | None = None
        self._connection: Connection | None = None

    @property
    def db(self) -> Db:
        if self._db is None:
            self._db = self._views.enter_context(self._home.views.read())
        return self._db

    @property
    def private(self) -> Private:
        return self._home.private.read_by(self._read_private)

    def _read_private(self) -> Connection:
        if self._connection is None:
            opened = self._home.private.engine.connect()
            self._connection = self._texts.enter_context(opened)
        return self._connection

    def enter(self, context: AbstractContextManager[T]) -> T:
        """Opens something that ends with the moment."""
        return self._views.enter_context(context)

    def close(self) -> None:
        """Whoever asks after this reads anew."""
        self.close_private()
        self._db = None
        self._views.close()

    def close_private(self) -> None:
        """Before something is written there: a request holds one connection at a time."""
        self._connection = None
        self._texts.close()


@dataclass
class Caller:
    """`access`: by the grants in the cascade that the request is about; `whole`: by all grants.
    `source`: the door, as entries name it. `named`: the records that the request names.
    `snapshots`, `answers`: what is kept between requests."""

    home: Home
    snapshots: Snapshots
    answers: AnswerCache
    moment: Moment
    access: Access = NOBODY
    whole: Access = NOBODY
    source: str = "web"
    named: list[Record] = field(default_factory=list)

    @property
    def account(self) -> str:
        """The id of the account, `console` for the command line, "" for a stranger."""
        return self.whole.account

    @property
    def db(self) -> Db:
        """The views at the moment of the request."""
        return self.moment.db


@contextmanager
def at_the_console(home: Home) -> Iterator[Caller]:
    """The command line, on the machine that holds the home."""
    moment, snapshots = Moment(home), Snapshots(home.log)
    access = AT_THE_CONSOLE
    try:
        yield Caller(home, snapshots, AnswerCache(home), moment, access, access, "console")
    finally:
        moment.close()
        snapshots.close()
