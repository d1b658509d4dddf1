"""Fills in the forms of the pages with hostile texts, and sends them."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from flask.testing import FlaskClient

Fields = list[tuple[str, str, bool]]
"""(name, value, whether a person can type it) of a field."""
LEADS_OUT = ("/signin", "/signout", "/account/")
"""Whoever sends these is somebody else afterwards."""
FIXED = ("hidden", "submit", "checkbox", "radio", "file")


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: (address, fields)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Fields]] = []
        self._fields: Fields | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, said: list[tuple[str, str | None]]) -> None:
        about = dict(said)
        if tag == "form":
            self._fields = [] if about.get("method") == "post" else None
            if self._fields is not None:
                self.found.append((about.get("action") or "", self._fields))
        elif self._fields is not None and tag in ("input", "textarea", "select", "button"):
            typed = tag in ("textarea", "select") or about.get("type", "text") not in FIXED
            if name := about.get("name"):
                self._fields.append((name, about.get("value") or "", typed and tag != "button"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None


def sent(
    client: FlaskClient, path: str, text: Callable[[], str], every: bool
) -> list[tuple[str, int]]:
    """(address, status) of each form of a page; `every`: also hidden fields are filled in."""
    found = []
    page = client.get(path)
    for action, fields in Forms(page.text).found if page.mimetype == "text/html" else ():
        data: dict[str, str] = {}
        for name, value, typed in fields:
            keeps = name == "csrf_token" or not (typed or every)
            data.setdefault(name, value if keeps else text())
        where = action or path
        if not where.startswith(LEADS_OUT):
            answer = client.post(where, data=data)
            found.append((where, answer.status_code))
    return found
