"""Every page of Banyan, each with who reads it: for manners, weights, and the pictures in docs/."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from flask import Flask
from playwright.sync_api import BrowserContext
from waitress.server import create_server

from api.app import create_app
from api.home import Home
from api.sample.visitors import account_of
from domain.values import Role


@dataclass(frozen=True)
class Shown:
    """`path` with places such as {cascade}; `reader`: a role of the sample, or nobody."""

    name: str
    reader: Role | None
    path: str


COORDINATOR, TRAINER, AUDITOR = Role.COORDINATOR, Role.TRAINER, Role.AUDITOR

PAGES = (
    Shown("welcome", None, "/"),
    Shown("signin", None, "/signin"),
    Shown("second-factor", None, "/signin/second-factor"),
    Shown("cascades", COORDINATOR, "/"),
    Shown("overview", COORDINATOR, "/cascades/{cascade}"),
    Shown("proposals", COORDINATOR, "/cascades/{cascade}/proposals"),
    Shown("proposal", COORDINATOR, "/cascades/{cascade}/proposals/{proposal}"),
    Shown("my-reach", TRAINER, "/branch/{cascade}"),
    Shown("my-people", TRAINER, "/branch/{cascade}/people"),
    Shown("my-workshop-new", TRAINER, "/branch/{cascade}/workshops/new"),
    Shown("my-proposal", TRAINER, "/branch/{cascade}/proposals/{proposal}"),
    Shown("account", COORDINATOR, "/account"),
    Shown("account-second-factor", COORDINATOR, "/account/second-factor"),
    Shown("accounts", Role.ADMINISTRATOR, "/accounts"),
    Shown("accounts-one", Role.ADMINISTRATOR, "/accounts/{account}"),
)
ONCE = {"pages.signin.open_link"}
"""Pages that open once, which tests/api/pages/test_signin.py has."""


def places(home: Home) -> dict[str, str]:
    """What the places stand for in the sample."""
    trainer = account_of(home.accounts, TRAINER)
    with home.views.read() as db:
        found = {
            "cascade": "SELECT id FROM cascade",
            "proposal": "SELECT id FROM proposal WHERE state = 'waiting'",
            "person": "SELECT p.id FROM held_role h JOIN person p ON p.number = h.person",
            "workshop": "SELECT w.id FROM workshop w JOIN held_role h ON h.person = w.leader",
        }
        ids = {place: str(db.rows(sql)[0][0]) for place, sql in found.items()}
    return ids | {"account": trainer}


def session_of(home: Home, role: Role) -> str:
    account = account_of(home.accounts, role)
    return home.accounts.sessions.begin(account, "127.0.0.1", "tests", strong=True)


def enter(context: BrowserContext, home: Home, address: str, role: Role | None) -> None:
    """From here on, the context reads as somebody with this role."""
    context.clear_cookies()
    if role is not None:
        cookie = {"name": "banyan", "value": session_of(home, role), "url": address}
        context.add_cookies([cookie])


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """The address, without a slash at its end."""
    server = create_server(create_app(home), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


def endpoints(app: Flask) -> set[str]:
    """Of all pages that can be asked for."""
    rules = app.url_map.iter_rules()
    return {
        rule.endpoint
        for rule in rules
        if rule.endpoint.startswith("pages.") and "GET" in (rule.methods or ())
    }
