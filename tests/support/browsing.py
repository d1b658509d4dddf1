"""A browser without JavaScript: it keeps cookies, reads forms and sends them with their marks."""

from __future__ import annotations

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.accounts import passwords
from api.home import Home
from domain.values import Role
from tests.support.people_of import PHRASE, Somebody

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A random id in a text."""


class Browser:
    """`last`: the last answer."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.environ_base |= {
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "REMOTE_ADDR": address,
            "HTTP_USER_AGENT": "A browser",
        }
        self.last: TestResponse | None = None

    def open(self, path: str) -> TestResponse:
        self.last = self.client.get(path, follow_redirects=True)
        return self.last

    def send(self, path: str, follow: bool = True, **fields: str) -> TestResponse:
        """Sends a form with the CSRF token of the page that was opened last."""
        assert self.last is not None, "open the page with the form first"
        marks = re.findall(r'name="csrf_token" value="([^"]+)"', self.last.text)
        self.last = self.client.post(
            path, data={"csrf_token": marks[0], **fields}, follow_redirects=follow
        )
        return self.last

    def signs_in(self, email: str, password: str = PHRASE) -> TestResponse:
        self.open("/signin")
        return self.send("/signin", email=email, password=password)

    @property
    def cookie(self) -> str | None:
        found = self.client.get_cookie("banyan")
        return found.value if found else None

    @property
    def shown(self) -> str:
        assert self.last is not None
        return text_of(self.last.text)

    def preformatted(self) -> str:
        assert self.last is not None
        return unescape(re.findall(r"<pre[^>]*>(.*?)</pre>", self.last.text, re.S)[-1])


def text_of(page: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def add(home: Home, email: str = "amina@example.org", name: str = "Amina") -> str:
    """Adds an account with a password. Returns its id."""
    id = home.accounts.directory.add(email, name).id
    home.accounts.directory.set_password(id, passwords.hash_password(PHRASE))
    return id


def auditor(app: Flask, home: Home, cascade: str, role: Role = Role.AUDITOR) -> Browser:
    """A browser in which Amina is signed in, who has this role."""
    account = home.accounts.directory.add("amina@example.org", "Amina").id
    Somebody(app.test_client(), home, account).granted(role, cascade)
    browser = Browser(app)
    cookie = home.accounts.sessions.begin(account, "127.0.0.1", "tests", strong=True)
    browser.client.set_cookie("banyan", cookie)
    return browser
