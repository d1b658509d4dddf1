"""Projects workshops with their present sheets, and who was present in which role."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Entry,
    MergeUndone,
    PeopleMerged,
    ScoresRecorded,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from projections import tables
from projections.db import Db, Row
from projections.facts.changes import Before, EventTypes, Touched
from projections.facts.named_people import People
from projections.facts.workshop_sheet import Sheet

WHOLE = WorkshopHeld | WorkshopPlanned
MERGES = PeopleMerged | MergeUndone
EVENTS: EventTypes = frozenset(
    {
        WorkshopHeld,
        WorkshopPlanned,
        WorkshopRescheduled,
        WorkshopCancelled,
        WorkshopCorrected,
        WorkshopVoided,
        WorkshopRestored,
        AttendanceAdded,
        AttendanceVoided,
        AttendanceRestored,
        ScoresRecorded,
        PeopleMerged,
        MergeUndone,
    }
)
"""Merges too: merged people are one line of a register."""


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    mine = [e for e in entries if not isinstance(e.event, MERGES)]
    stored = _load(db, {_id(e) for e in mine}, touched.groups)
    if not mine and not stored:
        return
    before = {row[0]: Sheet.of_row(row) for row in stored}
    after = {row[0]: Sheet.of_row(row) for row in stored}
    numbers = {sheet.id: number for number, sheet in after.items()}
    people = People(db, mine, touched)
    regions = db.numbers(tables.region, _regions(mine))
    cascades = db.numbers(tables.cascade, (e.cascade for e in mine if e.cascade))
    for entry in mine:
        if isinstance(entry.event, WHOLE) and _id(entry) not in numbers:
            numbers[_id(entry)] = entry.position
            cascade = cascades.get(entry.cascade or "", 0)
            after[entry.position] = Sheet(entry.position, _id(entry), cascade)
        if _id(entry) in numbers:
            after[numbers[_id(entry)]].apply(entry, people, regions)
    _write(db, before, after, people, touched)


def _id(entry: Entry) -> str:
    return entry.stream.removeprefix("workshop/")


def _regions(entries: Iterable[Entry]) -> set[str]:
    found = (getattr(e.event, "region", None) for e in entries)
    return {region for region in found if isinstance(region, str)}


def _load(db: Db, ids: set[str], groups: set[int]) -> list[Row]:
    rows = db.rows("SELECT * FROM workshop WHERE id IN ids(:ids)", ids=sorted(ids)) if ids else []
    if groups:
        rows += db.rows(
            "SELECT * FROM workshop WHERE number IN"
            " (SELECT workshop FROM presence WHERE person IN ids(:groups))",
            groups=sorted(groups),
        )
    return rows


def _write(
    db: Db, before: dict[int, Sheet], after: dict[int, Sheet], people: People, touched: Touched
) -> None:
    people.resolve(n for sheet in after.values() for n in sheet.everybody())
    present = _present(db, before)
    roles: list[Row] = []
    gone = []
    for number, sheet in after.items():
        was = present.get(number, {})
        now = sheet.roles(people)
        sheet.total(people, now)
        if was != now:
            roles += [(number, person, role) for person, role in now.items()]
            gone += [number] if was else []
        _touch(number, before.get(number), sheet, was, now, touched)
    touched.sheets |= after.keys()
    if gone:
        db.run("DELETE FROM presence WHERE workshop IN ids(:gone)", gone=gone)
    db.put(tables.workshop, [after[number].row() for number in before])
    db.add(tables.workshop, [sheet.row() for n, sheet in after.items() if n not in before])
    db.add(tables.presence, roles)


def _present(db: Db, sheets: dict[int, Sheet]) -> dict[int, dict[int, int]]:
    present: dict[int, dict[int, int]] = {}
    if sheets:
        for workshop, person, role in db.rows(
            "SELECT workshop, person, role FROM presence WHERE workshop IN ids(:numbers)",
            numbers=sorted(sheets),
        ):
            present.setdefault(workshop, {})[person] = role
    return present


def _touch(
    number: int,
    before: Sheet | None,
    after: Sheet,
    was: dict[int, int],
    now: dict[int, int],
    touched: Touched,
) -> None:
    """Marks what must be derived again: nodes and edges if a day, the lead or `counts` changed."""
    if before is None or before.place() != after.place():
        touched.people |= was.keys() | now.keys()
    else:
        touched.people |= {p for p in was.keys() | now.keys() if was.get(p) != now.get(p)}
    if before is None or was != now or before.place() != after.place():
        touched.workshops.add(number)
        if before is not None:
            touched.before[number] = Before(before.counts, was)
    if before is None or before.figures() != after.figures():
        touched.cells.add(number)
