"""The caller of a request: account, access, door, and the one moment of the views that it sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from api.access.policy import AT_THE_CONSOLE, NOBODY, Access, Record
from api.home import Home
from api.private.texts import Texts, TextsOfOneReader
from api.transactions.snapshots import Snapshots
from projections.db import Db

T = TypeVar("T")


class Moment:
    """One moment of the views, the same from its first use until `close`; and one connection to the
    private texts.

    Close it before anything that waits for readers to end, such as catching up and shredding.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._opened = ExitStack()
        self._db: Db | None = None
        self._private: TextsOfOneReader | None = None

    @property
    def db(self) -> Db:
        if self._db is None:
            self._db = self._opened.enter_context(self._home.views.read())
        return self._db

    @property
    def private(self) -> Texts:
        if self._private is None:
            self._private = self._home.private.reader()
        return self._private

    def enter(self, context: AbstractContextManager[T]) -> T:
        """Opens a context that is closed with the moment."""
        return self._opened.enter_context(context)

    def close(self) -> None:
        """Ends the moment. The next use of `db` or `private` opens a new one."""
        self.close_private()
        self._db = None
        self._opened.close()

    def close_private(self) -> None:
        """Call it before a write to the private drawer: a request holds one connection there."""
        if self._private is not None:
            self._private.close()


@dataclass
class Caller:
    """`access`: by the grants in the cascade of the request; `whole`: by all grants. `source`: the
    door, as entries record it: `web`, `api` or `console`. `named`: the records in the request.
    `snapshots`, `answers`: caches shared by all requests."""

    home: Home
    snapshots: Snapshots
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
    """The caller of the command line, which may see and do everything."""
    moment, snapshots = Moment(home), Snapshots(home.log)
    access = AT_THE_CONSOLE
    try:
        yield Caller(home, snapshots, moment, access, access, "console")
    finally:
        moment.close()
        snapshots.close()
