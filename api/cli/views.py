"""`banyan rebuild`, `replay`, `follow` and `check`: the views and the log they come from."""

from __future__ import annotations

import sys
from datetime import date

import click

from api import figures
from api.cli.shared import as_of_option, cascade_of, moment, ordinal, progress, with_home
from api.errors import BadInput
from api.home import Home
from api.i18n import _
from projections.catchup import position
from projections.views import differences


@click.command(help=_("Builds all views anew from the log, beside the old ones, and swaps them."))
@with_home
def rebuild(home: Home) -> None:
    last = home.log.position()
    with progress(_("Rebuilding")) as show:
        at = home.views.rebuild(lambda done: show(done, last))
    home.private.contacts.rebuild(home.private.engine)
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
            rows = figures.everybody(db, home.private, number, ordinal(as_of))
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


@click.command(help=_("Keeps the views warm, where many processes run. Stops at Ctrl-C."))
@click.option("--pause", default=0.1, show_default=True, help=_("Seconds between looks."))
@with_home
def follow(home: Home, pause: float) -> None:
    if pause <= 0:
        raise BadInput(_("The pause must be above 0 seconds."))
    home.views.catch_up()
    try:
        click.echo(_("Stop it with Ctrl-C."))
        home.views.follow(pause)
    except KeyboardInterrupt:
        click.echo(_("Stopped at position {position}.", position=home.views.position()))


@click.command(help=_("Rebuilds the views elsewhere and compares: do they say what the log says?"))
@with_home
def check(home: Home) -> None:
    last = home.log.position()
    with progress(_("Checking")) as show:
        found = differences(home.views, home.log, lambda done: show(done, last))
    for line in found:
        click.echo(line)
    if found:
        click.echo(_("The views differ from the log. `banyan rebuild` makes them anew."), err=True)
        sys.exit(1)
    click.echo(_("The views say what the log says, up to position {position}.", position=last))


COMMANDS = (rebuild, replay, follow, check)
