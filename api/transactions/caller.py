"""Who asks, by which door, and the one moment of the views that their request sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from api.access.policy import AT_THE_CONSOLE, NOBODY, Access, Record
from api.home import Home
from api.transactions.answer_cache import AnswerCache
from api.transactions.snapshots import Snapshots
from projections.db import Db
from projections.views import Views

T = TypeVar("T")


class Moment:
    """One moment of the views: read when first asked for, the same until it is closed.

    Close it before anything that waits for the readers of the views to end, such as catching up.
    """

    def __init__(self, views: Views) -> None:
        self._views = views
        self._opened = ExitStack()
        self._db: Db | None = None

    @property
    def db(self) -> Db:
        if self._db is None:
            self._db = self._opened.enter_context(self._views.read())
        return self._db

    def enter(self, context: AbstractContextManager[T]) -> T:
        """Opens something that ends with the moment."""
        return self._opened.enter_context(context)

    def close(self) -> None:
        """Whoever asks after this reads the views anew."""
        self._db = None
        self._opened.close()


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
    moment, snapshots = Moment(home.views), Snapshots(home.log)
    access = AT_THE_CONSOLE
    try:
        yield Caller(home, snapshots, AnswerCache(home), moment, access, access, "console")
    finally:
        moment.close()
        snapshots.close()
