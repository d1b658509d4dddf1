"""Stores of a log and its views, for tests that run on every store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from projections.databases import PostgresPlace, SQLitePlace


@dataclass(frozen=True)
class Store:
    """The store of a log and its views.

    `settings` are a first process's, which makes the tables; `more` those of any other that
    opens the same log, where the log is more than memory.
    """

    name: str
    settings: Callable[[], dict[str, str]]
    more: Callable[[], dict[str, str]]
    place: Callable[[], SQLitePlace | PostgresPlace]
