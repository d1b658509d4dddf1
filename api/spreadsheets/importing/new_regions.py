"""The regions that an import would define; and those that are perhaps a slip for a known one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from api.matching.phonetics import words
from api.spreadsheets.importing.coming import ACCEPT, APART, LEAVE_OUT, Arrivals, Choice, Kind
from api.spreadsheets.importing.regions import Regions, UnclearRegion
from api.spreadsheets.importing.row_values import PersonRecord, WorkshopRecord
from api.spreadsheets.importing.verdicts import JudgedRow
from projections.records.region_paths import BETWEEN

MOST_CHOICES = 5
LONG, VERY_LONG = 5, 9
"""Letters from which on one slip, and two, make two names nearly the same."""


def look(arrivals: Arrivals, regions: Regions) -> None:
    """Lists the new regions that the rows name, and puts what was decided into the rows."""
    found = _rows_of_new(arrivals, regions)
    known = _Names(regions.ids) if found else None
    for path, rows in found.items():
        choices = [Choice(near, near) for near in known.near(path)] if known else []
        kind = Kind.REGION_NEAR if choices else Kind.REGION
        decision = arrivals.decide(kind, path, rows, choices)
        if decision not in ("", ACCEPT, APART):
            _replace(rows, None if decision == LEAVE_OUT else decision)


def _rows_of_new(arrivals: Arrivals, regions: Regions) -> dict[str, list[JudgedRow]]:
    """Path of a new region → the rows that name it."""
    paths: dict[str, str | None] = {}
    found: dict[str, list[JudgedRow]] = defaultdict(list)
    rows = arrivals.judgement.rows
    for row in (*rows["workshops"], *rows["people"]):
        record = row.record
        if isinstance(record, PersonRecord | WorkshopRecord) and record.region:
            if record.region not in paths:
                paths[record.region] = _new(record.region, regions)
            if path := paths[record.region]:
                found[path].append(row)
    return found


def _new(text: str, regions: Regions) -> str | None:
    """The path, if it is clear and its region is not known."""
    try:
        path = regions.path(text)
    except UnclearRegion:
        return None
    return None if path in regions.ids else path


def _replace(rows: list[JudgedRow], region: str | None) -> None:
    for row in rows:
        if isinstance(row.record, PersonRecord | WorkshopRecord):
            row.record = msgspec.structs.replace(row.record, region=region)


class _Names:
    """The names of known regions, by the path of the region above."""

    def __init__(self, paths: Collection[str]) -> None:
        self._paths = set(paths)
        self._below: dict[str, dict[str, str]] = defaultdict(dict)
        self._anywhere: dict[str, str] = {}
        for path in sorted(paths):
            above, _between, name = path.rpartition(BETWEEN)
            self._below[above][path] = self._anywhere[path] = _plain(name)

    def near(self, path: str) -> list[str]:
        """Paths with a known name in the place of the first that is not known: the most similar
        first, and those of the same area before others."""
        steps = path.split(BETWEEN)
        at = next(n for n in range(len(steps)) if BETWEEN.join(steps[: n + 1]) not in self._paths)
        above, rest = BETWEEN.join(steps[:at]), steps[at + 1 :]
        beside = list(_similar(steps[at], self._below.get(above, {})))
        others = [] if beside or at else list(_similar(steps[at], self._anywhere))
        return [BETWEEN.join([one, *rest]) for one in [*beside, *others]][:MOST_CHOICES]


def _plain(name: str) -> str:
    return " ".join(words(name)) + "".join(sign for sign in name if sign.isdigit())


def _similar(name: str, known: dict[str, str]) -> Iterator[str]:
    """The keys of the names that differ from this one by a slip in a word, but in no digit."""
    plain = _plain(name)
    near = process.extract(plain, known, scorer=OSA.distance, score_cutoff=3, limit=20)
    for other, _slips, path in near:
        if _digits(plain) == _digits(other) and _slipped(plain.split(), other.split()):
            yield path


def _slipped(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other):
        one, other = ["".join(one)], ["".join(other)]
    return all(
        OSA.distance(a, b) <= (max(len(a), len(b)) >= LONG) + (max(len(a), len(b)) >= VERY_LONG)
        for a, b in zip(one, other, strict=True)
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
