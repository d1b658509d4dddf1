"""The JSON API for tests: short methods that send requests with the console's key."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.home import Home
from api.people.comparison import Comparison

ON_BOTH = pytest.mark.parametrize("home", ["sqlite", "postgres"], indirect=True)


WHY = {"code": "typing-error", "words": "Wanjiku telephoned on Friday"}


class Api:
    """Sends and receives JSON, with the console's key."""

    def __init__(self, client: FlaskClient, home: Home) -> None:
        self.client, self.home = client, home
        self.headers = {"Authorization": f"Bearer {home.token()}"}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            f"/api/v1{path}", method=method, json=body, headers=self.headers | named
        )

    def get(self, path: str) -> Any:
        response = self.send("GET", path)
        assert response.status_code == 200, response.text
        return response.json["data"]

    def post(self, path: str, **body: Any) -> Any:
        return self.done("POST", path, body)

    def done(self, method: str, path: str, body: Any) -> Any:
        response = self.send(method, path, body)
        assert response.status_code in (200, 201), response.text
        return response.json["data"]

    def refused(self, status: int, method: str, path: str, body: Any = None) -> str:
        """The sentence of the refusal."""
        response = self.send(method, path, body)
        assert response.status_code == status, response.text
        assert response.mimetype == "application/problem+json"
        assert response.json["status"] == status
        return str(response.json["detail"])

    # ---- a programme ---------------------------------------------------------------------

    def cascade(self, slug: str = "malaria", **said: Any) -> str:
        return str(self.post("/cascades", slug=slug, title=f"About {slug}", **said)["id"])

    def person(self, cascade: str, identifier: str, **said: Any) -> str:
        return str(self.post("/people", cascade=cascade, identifier=identifier, **said)["id"])

    def workshop(self, cascade: str, on: str, lead: str | None, *names: str, **said: Any) -> str:
        """Logs a workshop; people are named by identifier."""
        body: dict[str, Any] = {"cascade": cascade, "starts_on": on, **said}
        body["register"] = [{"identifier": name} for name in names]
        if lead:
            body["lead"] = {"identifier": lead}
        return str(self.post("/workshops", **body)["id"])

    def duplicates(self, cascade: str) -> list[Any]:
        """The queue, once all people are compared, as by the day's chores."""
        Comparison(self.home).complete()
        return list(self.get(f"/cascades/{cascade}/duplicates"))

    def find(self, cascade: str, identifier: str) -> str:
        found = self.post("/people/search", cascade=cascade, identifier=identifier)
        return str(found[0]["id"])
