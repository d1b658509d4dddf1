"""`banyan backup` and `banyan restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from api.cli.common import with_home
from api.home import Home
from api.i18n import _
from api.operations import backup as backups

directory = click.Path(path_type=Path, file_okay=False)


@click.command(
    help=_(
        "Copies the log and the private texts into DIR while Banyan runs: log.db to keep for ever, "
        "private.db to delete within 30 days. Keys are not in it."
    )
)
@click.argument("target", metavar="DIR", type=directory)
@with_home
def backup(home: Home, target: Path) -> None:
    position = backups.back_up(home, target, datetime.now(UTC).date())
    click.echo(_("Backed up to {directory}, up to position {p}.", directory=target, p=position))
    click.echo(_("Delete {file} within 30 days.", file=target / backups.PRIVATE))


@click.command(
    help=_(
        "Restores a backup from DIR into an empty home, on SQLite or PostgreSQL. Who was erased "
        "since is erased again before anything is served."
    )
)
@click.argument("source", metavar="DIR", type=directory)
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("A newer log.db than the one in DIR, which knows of later erasures."),
)
@with_home
def restore(home: Home, source: Path, log: Path | None) -> None:
    position, remains = backups.restore(home, source, log)
    click.echo(_("Restored up to position {p}.", p=position))
    for left in remains:
        click.echo(left)


COMMANDS = (backup, restore)
