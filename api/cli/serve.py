"""`banyan run` and `banyan demo`: serves Banyan, loads the sample cascade."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click

from api.accounts import Purpose
from api.accounts.passwords import MAX_WAITING
from api.cli import errors
from api.cli.common import progress, with_home
from api.cli.users import administration
from api.errors import BadInput
from api.home import DRAWERS, Home
from api.i18n import _
from api.operations.maintenance import every_day
from api.sample import visitors
from api.sample.load import load
from domain.values import Role
from projections.scratch import Scratch

PEOPLE, SEED = 2_400, 7
PATIENCE = 30
"""Seconds to wait for the daily maintenance to end."""
THREADS = MAX_WAITING + 14
"""One for each request that may wait for a password check, and some for all others."""
BACKLOG = 1024
"""Connections that may wait until they are accepted: the default of waitress."""


@click.command(help=_("Loads a made-up cascade into an empty home, the same for the same seed."))
@click.option("--people", default=PEOPLE, show_default=True, help=_("About how many people."))
@click.option("--seed", default=SEED, show_default=True, help=_("Another seed, another cascade."))
@with_home
def demo(home: Home, people: int, seed: int) -> None:
    position = load_sample(home, people, seed)
    click.echo(_("The sample cascade is loaded; the log is at position {p}.", p=position))
    click.echo(_("Next: banyan reach --cascade sample, or banyan run"))


def load_sample(home: Home, people: int, seed: int) -> int:
    """Loads the sample and returns the log position. On SQLite it is loaded into a directory beside
    the home and moved at the end, so the home has all of it or nothing."""
    if not 200 <= people <= 1_000_000:
        raise BadInput(_("Ask for 200 to 1000000 people."))
    with _beside(home) as target, progress(_("Recording the sample")) as show:
        return load(target, people, seed, datetime.now(UTC).date(), show)


@contextmanager
def _beside(home: Home) -> Iterator[Home]:
    """A home to load into, whose files are moved into `home` at the end. The log is moved last: a
    home with entries in its log counts as in use."""
    if home.url is not None or home.log.position() > 0:
        yield home
        return
    with Scratch(home.path) as path:
        target = Home(path)
        try:
            yield target
        finally:
            target.close()
        home.close()
        for drawer in reversed(DRAWERS):
            for suffix in ("-wal", "-shm"):
                (home.path / f"{drawer}{suffix}").unlink(missing_ok=True)
            (path / drawer).replace(home.path / drawer)


@click.command(help=_("Serves Banyan on this machine and prints a link that opens it signed in."))
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help=_("The port to listen on."),
)
@click.option("--sample", is_flag=True, help=_("Loads the sample cascade first, if all is empty."))
@with_home
def run(home: Home, port: int, sample: bool) -> None:
    with _port(port) as held:
        if sample and home.log.position() == 0:
            load_sample(home, PEOPLE, SEED)
            home.close()
            home = Home.of_environment()
        try:
            _serve(home, held)
        finally:
            home.close()


@contextmanager
def _port(port: int) -> Iterator[socket.socket]:
    """Binds the port on loopback, before any other work; connections wait until it is served."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind(("127.0.0.1", port))
            held.listen(BACKLOG)
        except OSError as problem:
            raise BadInput(_no_port(port, problem)) from None
        yield held


def _no_port(port: int, problem: OSError) -> str:
    other = port + 1 if port < 65535 else 8000
    if problem.errno == errno.EADDRINUSE:
        return _(
            "Port {port} is taken. Choose another: banyan run --port {next}", port=port, next=other
        )
    return _(
        "Port {port} cannot be used: {why}. Choose another: banyan run --port {next}",
        port=port,
        why=problem.strerror,
        next=8000 if port < 1024 else other,
    )


def _serve(home: Home, held: socket.socket) -> None:
    """Serves until the process is told to stop."""
    with progress(_("Catching up")) as show:
        last = home.log.position()
        home.views.catch_up(lambda at: show(at, last))
    home.private.contacts.ready()
    app, server = _server(home, held)
    here = f"http://127.0.0.1:{server.effective_port}"
    _say_the_way_in(home, here)
    home.token()  # makes the file that the next line names
    click.echo(_("Programs call it so:"))
    click.echo(
        f'\n    curl -H "Authorization: Bearer $(cat {home.path / "token"})" '
        f"{here}/api/v1/cascades\n"
    )
    click.echo(_("Stop it with Ctrl-C."))
    stop = threading.Event()
    chores = threading.Thread(target=every_day, args=(home, stop, _tell), daemon=True)
    chores.start()
    try:
        server.run()
    finally:
        stop.set()
        chores.join(PATIENCE)
        app.extensions["banyan"].snapshots.close()


def _tell(problem: Exception) -> None:
    click.echo(_("The day's chores were broken off; they are tried again tomorrow."), err=True)
    click.echo(errors.sentence(problem) or errors.fault(problem), err=True)


def _say_the_way_in(home: Home, here: str) -> None:
    """Prints the address, with a one-time link if there is no account yet or in the sample."""
    if home.accounts.directory.empty():
        click.echo(_("Nobody has an account yet. This link, once, makes the administrator:"))
        click.echo(f"\n    {administration(home, here).link(Purpose.FIRST)}\n")
    elif visitors.is_offered(home) and not os.environ.get("BANYAN_URL"):
        click.echo(_("Banyan is at {here}. This link, once, opens the sample:", here=here))
        coordinator = visitors.account_of(home.accounts, Role.COORDINATOR)
        link = administration(home, here).link(Purpose.ENTER, coordinator)
        click.echo(f"\n    {link}\n")
    else:
        click.echo(_("Banyan is at {here}. Sign in there.", here=here))


def _server(home: Home, held: socket.socket) -> tuple[Any, Any]:
    """(the app, its waitress server). Imported here, since no other command needs them."""
    import waitress  # type: ignore[import-untyped]

    from api.app import create_app

    app = create_app(home)
    return app, waitress.create_server(app, sockets=[held], threads=THREADS)


COMMANDS = (run, demo)
