"""A home as `banyan run` serves it, with a drawn programme in all of its drawers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.home import Home
from api.private.store import Private
from domain.values import PersonId
from tests.bench.facts import write
from tests.bench.world import World

LARGEST = "largest"
"""A file that names the trainer with the most people below them."""


def driver(url: str | None) -> str | None:
    return url.replace("postgresql:", "postgresql+psycopg:") if url else None


@contextmanager
def private_of(directory: Path, url: str | None) -> Iterator[Private]:
    """The private drawer of a home."""
    home = Home(directory, driver(url))
    try:
        yield home.private
    finally:
        home.close()


def make(directory: Path, url: str | None, participations: int) -> None:
    """Log, private texts, views: of an empty home, to stay."""
    began = time.perf_counter()
    world = World(participations)
    home = Home(directory, url)
    told = write(home.log, world.programme, home.private)
    print(f"{home.log.position():,} entries in {time.perf_counter() - began:,.0f} s", flush=True)
    home.views.rebuild()
    home.close()
    (directory / LARGEST).write_text(told.people[world.largest], "utf-8")
    print(f"made in {time.perf_counter() - began:,.0f} s", flush=True)


def largest_of(directory: Path) -> PersonId:
    """The trainer with the most people below them, of a home that was made here."""
    return PersonId((directory / LARGEST).read_text("utf-8"))
