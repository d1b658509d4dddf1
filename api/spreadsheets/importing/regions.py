"""Which region a cell means: a path such as `Kenya / Kisumu`, or a name that only one has."""

from __future__ import annotations

from collections import defaultdict

from domain.place import MAX_DEPTH
from domain.rules import Refused
from projections.db import Db


class Unclear(Refused):
    """It cannot be told which region is meant. The sentence says why."""


class Regions:
    """The regions that were known before the import; their paths by number and by name."""

    def __init__(self, db: Db) -> None:
        rows = db.rows("SELECT number, id, name, parent FROM region")
        self._rows = {number: (id, name, parent) for number, id, name, parent in rows}
        self.paths = {self._path(number): row[0] for number, row in self._rows.items()}
        self.path_of = {id: path for path, id in self.paths.items()}
        self._named: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            self._named[path.split(" / ")[-1]].append(path)

    def _path(self, number: int | None) -> str:
        steps: list[str] = []
        while number in self._rows and len(steps) <= MAX_DEPTH:
            _id, name, parent = self._rows[number]
            steps.insert(0, name)
            number = parent
        return " / ".join(steps)

    def path(self, text: str) -> str:
        """Of a known region, or of one that is to be defined."""
        steps = [step.strip() for step in text.split(" / ")]
        path = " / ".join(steps)
        if path in self.paths:
            return path
        if len(steps) == 1 and len(self._named[path]) == 1:
            return self._named[path][0]
        if len(steps) == 1 and len(self._named[path]) > 1:
            raise Unclear(
                "Several regions are called “{name}”. Write the whole path, such as {path}.",
                name=path,
                path=self._named[path][0],
            )
        if len(steps) > MAX_DEPTH or not all(0 < len(step) <= 100 for step in steps):
            raise Unclear(
                "“{path}” is no path of regions. Write at most {deepest} names of at most "
                "100 characters, with “ / ” between them.",
                path=path[:80],
                deepest=MAX_DEPTH,
            )
        return path
