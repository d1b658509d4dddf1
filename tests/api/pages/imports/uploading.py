"""A coordinator's browser, without JavaScript, and what is left of their uploads."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from api.home import Home
from api.private import upload_tables
from domain.values import Role
from tests.support.people_of import Somebody, as_


@dataclass
class Browser:
    """A coordinator's, without JavaScript."""

    client: Any
    one: Somebody
    base: str
    last: Any = None

    def get(self, path: str) -> str:
        self.last = self.client.get(path)
        assert self.last.status_code == 200, self.last.text
        return str(self.last.text)

    def post(self, path: str, follow: bool = True, **typed: Any) -> str:
        """With the mark of the start page."""
        page = self.client.get(self.base).text
        (mark, *_) = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        headers = {"Sec-Fetch-Site": "same-origin"}
        self.last = self.client.post(
            path, data={"csrf_token": mark, **typed}, headers=headers, follow_redirects=follow
        )
        return str(self.last.text)

    def sends(self, files: dict[str, str | bytes], **typed: Any) -> str:  # type: ignore[assignment]
        """The address of the upload."""
        raw = {n: t.encode() if isinstance(t, str) else t for n, t in files.items()}
        streams = [(io.BytesIO(content), name) for name, content in raw.items()]
        self.post(self.base, files=streams, **typed)
        return str(self.last.request.path)

    def rows(self) -> dict[str, str]:
        """Number → what becomes of it, of those on the screen."""
        found = re.findall(r'<details class="row (\w+)" data-row="(\d+)"', self.last.text)
        return {number: verdict for verdict, number in found}


def browser_of(app: Flask, home: Home, cascade: str, **more: str) -> Browser:
    client = app.test_client()
    one = as_(client, home, Role.COORDINATOR, cascade, **more)
    one.signs_in(client)
    return Browser(client, one, f"/cascades/{cascade}/import")


def left(home: Home) -> int:
    """Rows and files of uploads in the private drawer."""
    with home.private.engine.connect() as connection:
        counted = (
            select(func.count()).select_from(t)
            for t in (upload_tables.upload_row, upload_tables.upload_file)
        )
        return sum(int(connection.execute(one).scalar() or 0) for one in counted)
