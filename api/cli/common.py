"""What several commands share: the home, options, dates, the moment of the views, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import uuid4

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.access.rules import CONSOLE, requires
from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.people.comparison import Comparison
from api.transactions import moments
from domain import naming
from domain.service import Actor
from domain.values import CascadeId
from projections.db import Db
from projections.reach.reach import EVER
from projections.rebuild import position_at, replayed

err = Console(stderr=True)


def with_home(command: Callable[..., Any]) -> Callable[..., Any]:
    """Opens the home of the environment for a command, and closes it at the end.

    All commands have the rule `CONSOLE`: a user who can read the files may do everything.
    """

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        home = Home.of_environment()
        for warning in home.warnings:
            click.echo(warning, err=True)
        try:
            return command(home, *args, **kwargs)
        finally:
            home.close()

    return requires(CONSOLE)(run)


def by_console() -> Actor:
    """The command line as the author of a new command."""
    return Actor("console", "console", str(uuid4()))


cascade_option = click.option(
    "--cascade",
    "reference",
    metavar="ID",
    required=True,
    help=_("The cascade: its short name (slug) or its id."),
)


def day(value: str | None) -> date | None:
    """The day of an option; raises BadParameter for text that is not a day."""
    if value is None:
        return None
    try:
        return moments.day(value)
    except ValueError:
        raise click.BadParameter(
            _("“{value}” is not a date. Write it as YYYY-MM-DD.", value=value)
        ) from None


as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    callback=lambda _c, _p, value: day(value),
    help=_("As it was on this day: YYYY-MM-DD."),
)


def ordinal(as_of: date | None) -> int:
    return as_of.toordinal() if as_of else EVER


def cascade_of(home: Home, reference: str) -> CascadeId:
    """The id of the cascade with this slug or id, read from the log. Raises BadInput if there is
    none."""
    look = home.service.read()
    means = look.name(naming.SLUGS, reference).means or reference
    if look.cascade(CascadeId(means)).id is None:
        raise BadInput(
            _(
                "There is no cascade “{reference}”. `banyan cascade list` shows those there are; "
                "`banyan cascade open` opens one.",
                reference=reference,
            )
        )
    return CascadeId(means)


@contextmanager
def moment(home: Home, known_at: str | None) -> Iterator[Db]:
    """The views now, or as they were at a log position or time."""
    if known_at is None:
        with progress(_("Catching up")) as show:
            last = home.log.position()
            home.views.catch_up(lambda at: show(at, last))
        with home.views.read() as db:
            yield db
        return
    until = _position(home, known_at)
    with (
        progress(_("Replaying")) as show,
        replayed(home.log, until, lambda at: show(at, until)) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        yield Db(connection)


def _position(home: Home, known_at: str) -> int:
    asked = moments.position_or_time(known_at, zone=None)
    if asked is None:
        raise BadInput(
            _(
                "“{value}” is neither a position nor a time. Write a whole number, or a time such "
                "as 2026-03-01T12:00:00+00:00.",
                value=known_at,
            )
        )
    if isinstance(asked, datetime):
        return position_at(home.log, asked)
    last = home.log.position()
    if asked > last:
        raise BadInput(
            _(
                "The log ends at position {last}; there is nothing known at {asked} yet.",
                last=last,
                asked=known_at,
            )
        )
    return asked


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on the standard error, as a function `show(done, total)`. Its first call shows
    the bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, TimeRemainingColumn(), console=err, transient=err.is_terminal)

    def show(done: int, total: int) -> None:
        if not bar.tasks:
            bar.start()
            bar.add_task(what, total=total)
        bar.update(bar.tasks[0].id, completed=done, total=total)

    try:
        yield show
    finally:
        if bar.tasks:
            bar.stop()


def compare(home: Home) -> None:
    """Compares all people who are still to be compared."""
    with progress(_("Comparing people")) as show:
        Comparison(home).complete(show)
