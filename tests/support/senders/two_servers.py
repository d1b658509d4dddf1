"""One home served twice: by two applications in this process, or by two processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any, Protocol

from flask.testing import FlaskClient

from api.home import Home
from tests.support.apps import app_of
from tests.support.command import Banyan
from tests.support.threads import MINUTES

API = "/api/v1"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/api")


class Door(Protocol):
    """Sends JSON with a token. The answer: (status, body)."""

    def send(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> tuple[int, Any]: ...

    def with_token(self, token: str) -> Door: ...


@dataclass
class InProcess:
    client: FlaskClient
    token: str

    def send(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> tuple[int, Any]:
        headers = _headers(self.token, key)
        response = self.client.open(API + path, method=method, json=body, headers=headers)
        return response.status_code, response.json

    def with_token(self, token: str) -> Door:
        return InProcess(self.client.application.test_client(), token)


@dataclass
class OverHttp:
    """A server on this machine; a connection a request."""

    port: int
    token: str

    def send(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=MINUTES)
        headers = _headers(self.token, key) | {"Content-Type": "application/json"}
        try:
            connection.request(method, API + path, json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def with_token(self, token: str) -> Door:
        return OverHttp(self.port, token)


def _headers(token: str, key: str | None) -> dict[str, str]:
    named = {"Idempotency-Key": key} if key else {}
    return {"Authorization": f"Bearer {token}"} | named


# ---- served ----------------------------------------------------------------------------------


@contextmanager
def two_applications(banyan: Banyan) -> Iterator[tuple[Home, list[Door]]]:
    """Each with drawers opened for itself, as in processes of their own. With the console's key."""
    with banyan.opened() as one, banyan.opened() as other:
        apps = [app_of(home) for home in (one, other)]
        yield one, [InProcess(app.test_client(), one.token()) for app in apps]
        for app in apps:
            app.extensions["banyan"].snapshots.close()


@contextmanager
def two_processes(banyan: Banyan) -> Iterator[tuple[Home, list[Door]]]:
    """As `banyan run` serves it, on loopback."""
    with banyan.opened() as home:
        processes = list[subprocess.Popen[str]]()
        try:
            doors = [OverHttp(_served(banyan, processes), home.token()) for _ in range(2)]
            yield home, list[Door](doors)
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGTERM)
                _, said = process.communicate(timeout=MINUTES)
                assert "Traceback" not in said, said


def _served(banyan: Banyan, processes: list[subprocess.Popen[str]]) -> int:
    """Starts a server. Returns its port once it answers."""
    process = banyan.start("run", "--port", "0")
    processes.append(process)
    assert process.stdout
    for line in process.stdout:
        if found := ADDRESS.search(line):
            return int(found[1])
    raise AssertionError(f"it ended by itself: {process.communicate()}")
