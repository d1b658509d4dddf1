"""Asks a home for pages in processes that have imported the code and opened nothing yet."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask.testing import FlaskClient

from api.app import create_app
from api.home import Home

CODE = ["tests.bench.fresh"]
"""What a process has imported before it is asked anything."""


@dataclass(frozen=True)
class Took:
    """Seconds of the first answer and of those after it. `cpu`: seconds that this process worked
    for the first; `status`: of the first that was not 200, or 200."""

    status: int
    first: float
    later: list[float]
    cpu: float


@contextmanager
def processes(at_once: int = 1) -> Iterator[ProcessPoolExecutor]:
    """Each answers once, and ends."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(CODE)
    with ProcessPoolExecutor(at_once, context, max_tasks_per_child=1) as pool:
        yield pool


def timed(directory: Path, url: str | None, secret: str, path: str, times: int) -> Took:
    """The first request of this process, and as many after it."""
    client = _client(directory, url, secret)
    worked = time.process_time()
    status, first = _get(client, path)
    worked = time.process_time() - worked
    later = []
    for _ in range(times if status == HTTPStatus.OK else 0):
        again, took = _get(client, path)
        status = again if status == HTTPStatus.OK else status
        later.append(took)
    return Took(status, first, later, worked)


def answers(
    directory: Path, url: str | None, asked: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """(reader's secret, path) → a digest of the JSON that this process answers."""
    found = {}
    for secret in dict.fromkeys(secret for secret, _path in asked):
        client = _client(directory, url, secret)
        for _secret, path in (one for one in asked if one[0] == secret):
            data = json.dumps(client.get(path).get_json(), sort_keys=True)
            found[secret, path] = hashlib.sha256(data.encode()).hexdigest()
    return found


def of_several(
    several: int, directory: Path, url: str | None, asked: Sequence[tuple[str, str]]
) -> list[dict[tuple[str, str], str]]:
    """What each of so many processes answers."""
    with processes() as pool:
        waited: list[Future[dict[tuple[str, str], str]]] = [
            pool.submit(answers, directory, url, asked) for _ in range(several)
        ]
        return [one.result() for one in waited]


def _client(directory: Path, url: str | None, secret: str) -> FlaskClient:
    """Its home stays open until the process ends: closing waits for who writes beside."""
    app = create_app(Home(directory, url))
    client = app.test_client()
    client.set_cookie(app.config["BANYAN_COOKIE"], secret)
    return client


def _get(client: FlaskClient, path: str) -> tuple[int, float]:
    """Status and seconds. A page that leads on is what it leads to."""
    began = time.perf_counter()
    answer = client.get(path, follow_redirects=True)
    took = time.perf_counter() - began
    return answer.status_code, took
