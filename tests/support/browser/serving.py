"""Banyan served to a browser, on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page
from waitress.server import create_server

from api.app import create_app
from api.home import Home
from tests.support.pages import CASCADE
from tests.support.threads import aside, ended


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """Serves Banyan. Yields the address, without a slash at its end."""
    server = create_server(create_app(home), host="127.0.0.1", port=0, threads=4)
    thread = aside(server.run)
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        ended(thread)


@dataclass(frozen=True)
class Served:
    """`address` ends without a slash."""

    home: Home
    address: str

    cookie: str
    """The session of who coordinates the cascade."""

    def let_in(self, page: Page) -> None:
        cookie = {"name": "banyan", "value": self.cookie, "url": self.address, "httpOnly": True}
        page.context.add_cookies([cookie])
        page.goto(f"{self.address}/")

    @property
    def cascade(self) -> str:
        return f"{self.address}/cascades/{CASCADE}"
