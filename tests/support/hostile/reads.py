"""Reads every route that answers a GET, with its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

NOUNS = {
    "cascades": "cascade",
    "branch": "cascade",
    "people": "person",
    "certifications": "person",
    "attendances": "person",
    "workshops": "workshop",
    "outcomes": "outcome",
    "proposals": "proposal",
    "regions": "region",
    "organisations": "organisation",
    "accounts": "account",
    "evidence": "evidence",
    "batches": "batch",
    "import": "upload",
    "link": "secret",
}
"""A place in an address, with the noun before it."""
NOBODYS = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10"
"""An id that nothing has."""
FORMATS = ("csv", "xlsx")
ONWARD = re.compile(r'href="([^"]*[?&;](?:after|before)=[^"]*)"')
PLACE = re.compile(r"/(\w+)/<(?:\w+:)?(\w+)>")


def rules(app: Flask) -> list[Rule]:
    found = app.url_map.iter_rules()
    return [rule for rule in found if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def address(rule: Rule, ids: Mapping[str, str]) -> str:
    """The address of a route. An id that is not in `ids` is one that no record has."""

    def fill(place: re.Match[str]) -> str:
        return f"/{place[1]}/{ids.get(NOUNS.get(place[1], ''), '') or NOBODYS}"

    return re.sub(r"<[^>]+>", "nothing", PLACE.sub(fill, rule.rule))


def pages_of(client: FlaskClient, path: str, most: int) -> Iterator[tuple[str, int, str]]:
    """(address, status, content) of a list and of the pages after it, `most` in all."""
    waiting, seen = [path], {path}
    while waiting and len(seen) <= most:
        at = waiting.pop()
        answer = client.get(at)
        text = answer.get_data(as_text=True) if "html" in answer.mimetype else ""
        yield at, answer.status_code, text
        link = re.match("<([^>]+)>", answer.headers.get("Link", ""))
        onward = [link[1]] if link else [unescape(href) for href in ONWARD.findall(text)]
        for further in onward:
            if further.split("?")[0] == path.split("?")[0] and further not in seen:
                seen.add(further)
                waiting.append(further)
