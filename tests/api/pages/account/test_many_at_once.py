"""Many who sign in at once: nobody else waits for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Event, Semaphore
from urllib.parse import urlencode

import pytest
from flask import Flask
from waitress.server import create_server

from api.accounts import passwords
from api.cli.serve import THREADS
from api.home import Home
from tests.support.threads import MINUTES, aside, ended

BURST = 50


@pytest.fixture
def address(home: Home, app: Flask) -> Iterator[tuple[str, int]]:
    """Of a server with as many threads as `banyan run` has."""
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    thread = aside(server.run)
    yield ("127.0.0.1", server.effective_port)
    server.close()
    ended(thread)


def test_a_burst_of_fifty_does_not_starve_the_others(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody of the fifty is let go until ten others were answered."""
    came, go, real, statuses = Semaphore(0), Event(), passwords.verify, []

    def held(known: str | None, phrase: str) -> bool:
        came.release()
        assert go.wait(MINUTES)
        return real(known, phrase)

    monkeypatch.setattr(passwords, "verify", held)
    signing = [aside(lambda n=n: statuses.append(_sign_in(address, n))) for n in range(BURST)]
    try:
        assert all(came.acquire(timeout=MINUTES) for _one in range(BURST))
        for _other in range(10):
            line = HTTPConnection(*address, timeout=MINUTES)
            line.request("GET", "/static/banyan.svg")
            assert line.getresponse().status == 200
            line.close()
        assert statuses == []
    finally:
        go.set()
    for thread in signing:
        ended(thread)
    assert statuses == [401] * BURST


def _sign_in(address: tuple[str, int], n: int) -> int:
    """Each at an account of their own, so that all are checked."""
    line = HTTPConnection(*address, timeout=MINUTES)
    line.request("GET", "/signin")
    answer = line.getresponse()
    cookie = answer.getheader("Set-Cookie", "").split(";")[0]
    mark = re.findall(r'name="csrf_token" value="([^"]+)"', answer.read().decode())[0]
    body = urlencode({"csrf_token": mark, "email": f"{n}@example.org", "password": "wrong"})
    kind = "application/x-www-form-urlencoded"
    line.request("POST", "/signin", body, {"Cookie": cookie, "Content-Type": kind})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status
