"""`banyan cascade`: opens, lists and shows cascades."""

from __future__ import annotations

from uuid import uuid4

import click

from api.cli.common import by_console, cascade_of, moment, with_home
from api.home import Home
from api.i18n import _
from domain.events import CascadeOpened
from domain.values import CascadeId

CONTENTS = """
SELECT c.slug, c.title, c.id, c.closed,
  (SELECT count(*) FROM workshop w WHERE w.cascade = c.number AND w.status = 'held'),
  (SELECT coalesce(sum(people), 0) FROM reach_cell r WHERE r.cascade = c.number)
FROM cascade c ORDER BY c.slug
"""
SETTINGS = ("slug", "title", "series", "modules", "tiers", "standard", "closed")


@click.group(help=_("Open, list and show cascades."))
def cascade() -> None:
    pass


@cascade.command("open", help=_("Opens a cascade. SLUG is its short name, such as malaria-2026."))
@click.argument("slug")
@click.option("--title", required=True, help=_("What the cascade is called."))
@click.option(
    "--series",
    metavar="NAME",
    help=_("The number series of its people and workshops, where cascades share one."),
)
@with_home
def open_(home: Home, slug: str, title: str, series: str | None) -> None:
    id = CascadeId(str(uuid4()))
    fact = CascadeOpened(id, slug, title, series or slug)
    home.service.do(by_console(), lambda c: c.open_cascade(fact))
    click.echo(_("Opened cascade {slug} ({id}).", slug=slug, id=id))
    click.echo(_("Next: banyan import --cascade {slug} FILE…", slug=slug))


@cascade.command("list", help=_("Lists the cascades with what they hold."))
@with_home
def list_(home: Home) -> None:
    with moment(home, None) as db:
        rows = db.rows(CONTENTS)
    if not rows:
        click.echo(_("There is no cascade yet. Open one: banyan cascade open SLUG --title TITLE"))
    for slug, title, id, closed, workshops, people in rows:
        state = _("closed") if closed else _("open")
        held = {"people": people, "workshops": workshops, "state": state}
        line = _(
            "{slug}  {title}  {state}  {people} people  {workshops} workshops  {id}",
            slug=slug, title=title, id=id, **held,
        )  # fmt: skip
        click.echo(line)


@cascade.command(help=_("Shows one cascade. REFERENCE is its slug or its id."))
@click.argument("reference")
@with_home
def show(home: Home, reference: str) -> None:
    id = cascade_of(home, reference)
    with moment(home, None) as db:
        (row,) = db.rows(f"SELECT {', '.join(SETTINGS)} FROM cascade WHERE id = :id", id=id)
    click.echo(f"id: {id}")
    for name, value in zip(SETTINGS, row, strict=True):
        click.echo(f"{name}: {bool(value) if name == 'closed' else value}")


COMMANDS = (cascade,)
