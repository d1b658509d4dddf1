"""`banyan rebuild`, `replay`, `follow` and `check`: the views and the log they come from."""

from __future__ import annotations

import sys
from datetime import date

import click

from api.cli.common import as_of_option, cascade_of, moment, ordinal, progress, with_home
from api.errors import BadInput
from api.figures import reach_table
from api.home import Home
from api.i18n import _
from api.integrity.alarms import sentence
from api.integrity.inspection import faults
from api.people.comparison import Comparison
from projections.db import position
from projections.views import differences

MAX_FAULTS = 20
"""Faults printed; of more, only the number."""


@click.command(help=_("Builds all views anew from the log, beside the old ones, and swaps them."))
@with_home
def rebuild(home: Home) -> None:
    last = home.log.position()
    aside: list[str] = []
    with progress(_("Rebuilding")) as show:
        at = home.views.rebuild(lambda done: show(done, last), aside.append)
    for name in aside:
        click.echo(
            _("The views of before said something else. They are kept as {aside}.", aside=name)
        )
    home.private.contacts.rebuild()
    click.echo(_("The views are rebuilt up to position {position}.", position=at))


@click.command(help=_("Replays the log to an earlier moment and says what was known then."))
@click.option(
    "--until",
    metavar="POSITION|TIME",
    required=True,
    help=_("The last position, or a time such as 2026-03-01T12:00:00+00:00."),
)
@click.option("--cascade", "reference", metavar="ID", help=_("Only this cascade."))
@as_of_option
@with_home
def replay(home: Home, until: str, reference: str | None, as_of: date | None) -> None:
    wanted = cascade_of(home, reference) if reference else None
    with moment(home, until) as db:
        click.echo(_("What was known at position {position}:", position=position(db)))
        for number, id, slug in db.rows("SELECT number, id, slug FROM cascade ORDER BY slug"):
            if wanted not in (None, id):
                continue
            rows = reach_table.all_rows(db, home.private, number, ordinal(as_of))
            people = db.rows(
                "SELECT coalesce(sum(people), 0) FROM reach_cell WHERE cascade = :c AND date <= :d",
                c=number,
                d=ordinal(as_of),
            )[0][0]
            click.echo(
                _(
                    "{slug}: {people} people in the tree, {trainers} have facilitated",
                    slug=slug,
                    people=people,
                    trainers=len(rows),
                )
            )


@click.command(
    help=_("Keeps the views warm and compares people, where many processes run. Stops at Ctrl-C.")
)
@click.option("--pause", default=0.1, show_default=True, help=_("Seconds between looks."))
@with_home
def follow(home: Home, pause: float) -> None:
    if pause <= 0:
        raise BadInput(_("The pause must be above 0 seconds."))
    home.views.catch_up()
    try:
        click.echo(_("Stop it with Ctrl-C."))
        home.views.follow(pause, Comparison(home).advance)
    except KeyboardInterrupt:
        click.echo(_("Stopped at position {position}.", position=home.views.position()))


@click.command(
    help=_(
        "Audits the log, and compares the views with it: do they say what it says, and is it the "
        "log that they were made from?"
    )
)
@click.option(
    "--acknowledge",
    is_flag=True,
    help=_("Ends the alarm that the log is not what it was. Find out why first."),
)
@with_home
def check(home: Home, acknowledge: bool) -> None:
    last = home.log.position()
    with progress(_("Checking")) as show:
        of_log = list(faults(home.log, home.url is None, lambda done: show(done, last)))
    is_of_log = home.views.is_of_log()
    stands = _tell_alarms(home, acknowledge)
    differing = []
    if is_of_log and not of_log:
        with progress(_("Comparing")) as show:
            differing = differences(home.views, home.log, lambda done: show(done, last))
    _tell_lines(of_log + differing)
    if of_log:
        click.echo(_("The log is not sound. Compare it with a backup of it."), err=True)
    if differing:
        click.echo(
            _(
                "The views differ from the log. `banyan rebuild` makes them anew and keeps those "
                "of now, as a witness."
            ),
            err=True,
        )
    if not is_of_log:
        click.echo(
            _(
                "The views were made from another log. `banyan rebuild` makes them anew and keeps "
                "those of now, as a witness."
            ),
            err=True,
        )
    if of_log or differing or stands or not is_of_log:
        sys.exit(1)
    _tell_sound(home, last)


def _tell_alarms(home: Home, acknowledge: bool) -> bool:
    """Prints the alarms; returns whether one still stands."""
    standing = home.alarms.standing()
    for alarm in standing:
        click.echo(f"{alarm.raised_at}: {sentence(alarm)}", err=True)
        if acknowledge:
            home.alarms.acknowledge(alarm.id, "console")
    if standing and acknowledge:
        click.echo(_("The alarm is acknowledged. It stays on record."), err=True)
    elif standing:
        click.echo(
            _(
                "This alarm stands until an auditor or an administrator acknowledges it, on any "
                "page or by `banyan check --acknowledge`. Find out why first."
            ),
            err=True,
        )
    return bool(standing) and not acknowledge


def _tell_lines(lines: list[str]) -> None:
    for line in lines[:MAX_FAULTS]:
        click.echo(line)
    if len(lines) > MAX_FAULTS:
        click.echo(_("… and {count} more.", count=len(lines) - MAX_FAULTS))


def _tell_sound(home: Home, last: int) -> None:
    if home.url is None:
        click.echo(_("The log has no holes: neither in its streams nor in its positions."))
    else:
        click.echo(
            _("The log's streams have no holes. (PostgreSQL leaves some in positions by itself.)")
        )
    click.echo(_("The views say what the log says, up to position {position}.", position=last))


COMMANDS = (rebuild, replay, follow, check)
