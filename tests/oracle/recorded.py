"""When people were recorded on the workshop by which they entered, read from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import UNSET

from domain.events import AttendanceAdded, Entry, WorkshopCorrected, WorkshopHeld
from domain.log import Log
from projections.db import Db

NODES = """
SELECT n.person, coalesce(n.parent, 0), n.role, n.entry_date, w.id
FROM reach_node n JOIN workshop w ON w.number = n.entry_workshop
"""
IDS = "SELECT one, id FROM person ORDER BY number"
Entered = Counter[tuple[bool, bool, int, int]]
"""(under a parent, unattributed, day, day recorded) → people."""


def entered(db: Db, log: Log) -> Entered:
    days = {
        (stream.removeprefix("workshop/"), person): day
        for stream, entries in log.load(f"workshop/{id}" for *_, id in db.rows(NODES)).items()
        for day, person in additions(entries)
    }
    ids: dict[int, list[str]] = {}
    for one, id in db.rows(IDS):
        ids.setdefault(one, []).append(id)
    found: Entered = Counter()
    for person, parent, role, day, workshop in db.rows(NODES):
        later = [days[workshop, id] for id in ids[person] if (workshop, id) in days]
        recorded = later[-1] if later else days[workshop, None]
        found[bool(parent), bool(role and not parent), day, recorded] += 1
    return found


def additions(entries: Sequence[Entry]) -> Iterator[tuple[int, str | None]]:
    """(day of recording, id of the person whom the entry added or None for the whole sheet)."""
    giving: set[str] = set()
    signed: set[str] = set()
    for entry in entries:
        day = entry.recorded_at.date().toordinal()
        match entry.event:
            case WorkshopHeld() as held:
                giving = {*held.cofacilitators, *([held.lead] if held.lead else ())}
                signed = {line.person for line in held.register}
                yield day, None
            case AttendanceAdded(attendance=line) if line.person not in giving:
                signed.add(line.person)
                yield day, line.person
            case WorkshopCorrected(lead=lead, cofacilitators=others):
                named = {lead} if isinstance(lead, str) else set()
                named |= set() if others is UNSET else set(others or ())
                for person in sorted(named - giving - signed):
                    yield day, person
                giving |= named
