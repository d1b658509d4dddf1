"""How long a coordinator of a cascade waits for its pages at the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.home import Home as Served
from tests.bench.facts import CASCADE
from tests.bench.homes import Home
from tests.bench.report import Report, WrongAnswer, ms, seconds
from tests.support.pages import coordinates

FLOOR = 0.2
"""Seconds, for all but the first request."""
TIMES = 20
PAGES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("the list of cascades", "pages.start", {}),
    ("the home of a cascade", "pages.cascade", {}),
    ("people", "pages.people.show_all", {}),
    ("people of a generation who never taught", "pages.people.show_all",
     {"tier": "2", "facilitated": "no"}),
    ("follow-ups due", "pages.people.show_all", {"due": "followup"}),
    ("a person", "pages.people.show", {}),
    ("trainers", "pages.trainers.show_all", {}),
    ("trainers at rest", "pages.trainers.show_all", {"due": "idle"}),
    ("workshops", "pages.workshops.show_all", {}),
    ("flags", "pages.flags.show_all", {}),
    ("the report", "pages.report.show", {}),
)  # fmt: skip
"""What it is called, endpoint, and what its address says; those that are not there are left out."""


def served(home: Home, person: str, report: Report) -> None:
    """Median and most of `TIMES` requests, and the first by itself."""
    with _app(home) as (app, client):
        for name, endpoint, said in PAGES:
            if endpoint in app.view_functions:
                path = _path(app, endpoint, person, said)
                first = seconds(lambda path=path: _get(client, path))
                _get(client, path)
                times = [seconds(lambda path=path: _get(client, path)) for _ in range(TIMES)]
                middle, most = median(times), max(times)
                report.add(
                    f"page: {name}, most {ms(most)}, first request {ms(first)}",
                    ms(middle),
                    wanted=f"< {FLOOR * 1000:.0f} ms",
                    met=middle < FLOOR,
                )


@contextmanager
def _app(home: Home) -> Iterator[tuple[Flask, FlaskClient]]:
    """Signed in as somebody who coordinates the whole cascade, beside another cascade or none."""
    opened = Served(Path(home.directory), _driver(home.url))
    try:
        account = opened.accounts.directory.add("coordinator@example.org", "A coordinator")
        coordinates(opened, account.id, CASCADE)
        app = create_app(opened)
        client = app.test_client()
        secret = opened.accounts.sessions.begin(account.id, "127.0.0.1", "bench", strong=True)
        client.set_cookie(app.config["BANYAN_COOKIE"], secret)
        yield app, client
    finally:
        opened.close()


def _driver(url: str | None) -> str | None:
    return url.replace("postgresql:", "postgresql+psycopg:") if url else None


def _path(app: Flask, endpoint: str, person: str, said: Mapping[str, str]) -> str:
    """With what its rule asks for."""
    wanted = next(iter(app.url_map.iter_rules(endpoint))).arguments
    known = {"cascade": str(CASCADE), "person": person}
    with app.test_request_context():
        return str(app.url_for(endpoint, **{k: known[k] for k in wanted}, **said))


def _get(client: FlaskClient, path: str) -> None:
    """A page that leads on is what it leads to."""
    answer = client.get(path, follow_redirects=True)
    if answer.status_code != 200:
        raise WrongAnswer(f"{path} answers {answer.status_code}.")
