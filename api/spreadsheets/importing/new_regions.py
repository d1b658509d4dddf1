"""The regions that an import would define; and those that are perhaps a slip for a known one."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from api.spreadsheets.importing.coming import ACCEPT, APART, LEAVE_OUT, Arrivals, Choice, Kind
from api.spreadsheets.importing.regions import Regions, UnclearRegion
from api.spreadsheets.importing.row_values import PersonRecord, WorkshopRecord
from api.spreadsheets.importing.verdicts import JudgedRow

MOST_CHOICES = 5


def look(arrivals: Arrivals, regions: Regions) -> None:
    """Lists the new regions that the rows name, and puts what was decided into the rows."""
    for path, rows in _rows_of_new(arrivals, regions).items():
        choices = [Choice(near, near) for near in regions.nearest(path)[:MOST_CHOICES]]
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
