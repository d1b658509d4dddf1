"""Finds the region of a cell: a path such as `Kenya / Kisumu`, or a name that is unique."""

from __future__ import annotations

from collections import defaultdict

from domain.place import MAX_DEPTH
from domain.rules import Refused
from projections.db import Db
from projections.records.region_paths import BETWEEN, region_paths


class UnclearRegion(Refused):
    """The text does not name one region. The sentence says why."""


class Regions:
    """The regions in the views. `ids`: path → id; `numbers`: id → number."""

    def __init__(self, db: Db) -> None:
        found = region_paths(db)
        self.ids = {one.text: one.id for one in found}
        self.numbers = {one.id: one.number for one in found}
        self._named: dict[str, list[str]] = defaultdict(list)
        for one in found:
            self._named[one.names[-1]].append(one.text)

    def path(self, text: str) -> str:
        """The full path of a known region, or of one that is still to be defined. UnclearRegion if
        several have this name, or if it is not a path."""
        steps = [step.strip() for step in text.split(BETWEEN)]
        path = BETWEEN.join(steps)
        if path in self.ids:
            return path
        named = self._named[path] if len(steps) == 1 else []
        if len(named) == 1:
            return named[0]
        if named:
            raise UnclearRegion(
                "Several regions are called “{name}”. Write the whole path, such as {path}.",
                name=path,
                path=named[0],
            )
        if len(steps) > MAX_DEPTH or not all(0 < len(step) <= 100 for step in steps):
            raise UnclearRegion(
                "“{path}” is no path of regions. Write at most {deepest} names of at most "
                "100 characters, with “ / ” between them.",
                path=path[:80],
                deepest=MAX_DEPTH,
            )
        return path

    def number(self, text: str | None) -> int | None:
        """The number of a known region; None for a new or unclear one."""
        try:
            return self.numbers.get(self.ids.get(self.path(text), "")) if text else None
        except UnclearRegion:
            return None
