"""A writer in a process of its own: it logs a workshop of thirty new people each second."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from uuid import uuid4

from api.home import Home
from domain.codec import Envelope
from domain.events import Event as Fact
from domain.events import NameGiven, PersonRegistered, WorkshopHeld
from domain.log import Pending
from domain.values import Attendance, Kind, PersonId, Profile, RegionId, WorkshopId
from tests.bench.facts import CASCADE
from tests.bench.programme import ON_A_REGISTER
from tests.bench.texts import SERIES

LEADS = """
SELECT p.id FROM reach_trainer t JOIN person p ON p.number = t.person
ORDER BY p.number LIMIT 500
"""
DISTRICTS = "SELECT id FROM region WHERE number NOT IN (SELECT parent FROM region WHERE parent > 0)"


class Clerk:
    def __init__(self, home: Home) -> None:
        self._home, self._chance = home, Random(5)
        with home.views.read() as db:
            self._leads = [PersonId(id) for (id,) in db.rows(LEADS)]
            self._regions = [RegionId(id) for (id,) in db.rows(DISTRICTS)]

    def log_workshop(self) -> None:
        """Texts, entries, views."""
        region, sealer = self._chance.choice(self._regions), self._home.private.sealer()
        people = [PersonId(str(uuid4())) for _ in range(ON_A_REGISTER)]
        entries = []
        for at, id in enumerate(people):
            stream = f"person/{id}"
            details = sealer.seal(stream, "details", {"name": f"Somebody {at} Newcomer"})
            fact = PersonRegistered(id, Profile(region=region), details)
            entries.append(_entry(stream, fact))
        workshop, identifier = WorkshopId(str(uuid4())), f"B-{uuid4()}"
        name = NameGiven(f"workshops-of-{SERIES}", identifier, workshop)
        entries.append(_entry(f"name/{name.series}/{name.name}", name))
        today, lead = datetime.now(UTC).date(), self._chance.choice(self._leads)
        lines = tuple(Attendance(id, 40, 70, 100) for id in people)
        held = WorkshopHeld(
            workshop, Kind.STEP_DOWN, today, today, identifier, lead, (), lines, region=region
        )
        entries.append(_entry(f"workshop/{workshop}", held))
        sealer.keep()
        self._home.log.append(entries)
        self._home.views.catch_up()


def _entry(stream: str, fact: Fact) -> Pending:
    return Pending(
        stream, 1, Envelope(datetime.now(UTC), "console", str(uuid4()), fact, "api", CASCADE)
    )


@contextmanager
def writer(directory: Path, url: str | None) -> Iterator[list[float]]:
    """Writes until the block ends; then the list has the seconds that each workshop took."""
    context = multiprocessing.get_context("forkserver")
    stop, (here, there) = context.Event(), context.Pipe(duplex=False)
    process = context.Process(target=_write, args=(directory, url, stop, there))
    process.start()
    there.close()
    took: list[float] = []
    try:
        yield took
    finally:
        stop.set()
        took += here.recv()
        process.join()


def _write(directory: Path, url: str | None, stop: Event, told: Connection) -> None:
    home, took = Home(directory, url), []
    clerk, due = Clerk(home), time.monotonic()
    try:
        while not stop.wait(max(0.0, due - time.monotonic())):
            due = max(due + 1, time.monotonic())
            began = time.perf_counter()
            clerk.log_workshop()
            took.append(time.perf_counter() - began)
    finally:
        told.send(took)
        home.close()
