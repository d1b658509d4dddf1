"""The history of a whole cascade, the latest first: read backwards from the end of the log.

The log has no index by cascade, so a page reads at most `MAX_ENTRIES_READ` entries and says how far
back it came; the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.events import Entry
from domain.log import Log
from projections.db import Db
from projections.history.record_history import Line
from projections.history.typed_values import Day

WINDOW = 2_000
MAX_ENTRIES_READ = 10_000
LATE = 30
"""An entry that was recorded more days than this after its event is late."""
EVENT_DAYS = (
    "ends_on", "nominated_on", "assessed_on", "certified_on", "renewed_on", "suspended_on",
    "reinstated_on", "revoked_on", "observed_on", "reported_on", "claimed_on",
)  # fmt: skip
"""Fields with the day on which the event of a fact happened."""
CORRECTIONS = frozenset(
    {
        "attendance.added", "attendance.restored", "attendance.voided", "batch.undone",
        "certification.corrected", "certification.voided", "merge.undone",
        "outcome.voided", "people.distinguished", "people.merged", "person.details_committed",
        "person.erased", "person.profile_corrected", "person.reinstated", "person.withdrawn",
        "proposal.revised", "proposal.withdrawn", "scores.recorded", "workshop.cancelled",
        "workshop.corrected", "workshop.rescheduled", "workshop.restored", "workshop.voided",
    }
)  # fmt: skip
KINDS: Mapping[str, tuple[str, ...]] = {
    "workshops": ("workshop/",),
    "people": ("person/", "pair/"),
    "certificates": ("certification/",),
    "outcomes": ("outcome/",),
    "proposals": ("proposal/",),
    "imports": ("batch/",),
    "settings": ("cascade/",),
    "names": ("name/",),
}
"""Kind → beginnings of the names of its streams."""
NOT_HERE = ("access/",)
"""Streams that are left out: only administrators may see roles."""

OF_CASCADE = """
SELECT p.id FROM person p WHERE p.id IN ids(:ids) AND (p.cascade = :cascade OR EXISTS (
  SELECT 1 FROM reach_node n WHERE n.person = p.one AND n.cascade = :cascade))
"""


@dataclass(frozen=True)
class HistoryFilter:
    """`first`, `last`: first and last day of recording (UTC), both included."""

    kind: str = ""
    by: str = ""
    first: date | None = None
    last: date | None = None
    late: bool = False
    corrections: bool = False

    def takes(self, it: Entry | Line) -> bool:
        stream = it.stream if isinstance(it, Entry) else it.about
        day = it.recorded_at.date()
        return (
            (not self.kind or stream.startswith(KINDS[self.kind]))
            and (not self.by or it.recorded_by == self.by)
            and (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
            and (not self.corrections or it.name in CORRECTIONS)
            and (not self.late or late_by(it) is not None)
        )


@dataclass(frozen=True)
class EntriesFound:
    """`looked_to`: the position down to which the log was read, 0 at its beginning."""

    entries: Sequence[Entry]
    looked_to: int


def late_by(it: Entry | Line) -> int | None:
    """The number of days from the event to its recording, if more than `LATE`.

    A correction is about an earlier fact, and is never late.
    """
    if it.name in CORRECTIONS:
        return None
    for name in EVENT_DAYS:
        spoken: Any = it.params.get(name) if isinstance(it, Line) else getattr(it.event, name, None)
        if isinstance(spoken, Day):
            spoken = date.fromisoformat(spoken)
        if spoken is not None:
            days = (it.recorded_at.date() - spoken).days
            return days if days > LATE else None
    return None


def of_cascade(
    log: Log, db: Db, cascade: int, id: str, wanted: HistoryFilter, before: int, limit: int
) -> EntriesFound:
    """Entries before the position `before` that concern the cascade, the latest first."""
    found: list[Entry] = []
    upper = before - 1
    if wanted.last is not None:
        upper = min(upper, _after(log, wanted.last, upper))
    lowest = max(0, upper - MAX_ENTRIES_READ)
    while upper > lowest:
        lower = max(lowest, upper - WINDOW)
        window = list(log.read(lower, upper))
        mine = _mine(db, cascade, id, [e for e in window if wanted.takes(e)])
        for entry in reversed(mine):
            found.append(entry)
            if len(found) == limit:
                return EntriesFound(found, entry.position - 1)
        upper = lower
        if window and wanted.first and max(e.recorded_at.date() for e in window) < wanted.first:
            return EntriesFound(found, 0)
    return EntriesFound(found, upper)


def one(log: Log, db: Db, cascade: int, id: str, position: int) -> Entry | None:
    """The entry at a position, if it concerns the cascade."""
    found = _mine(db, cascade, id, list(log.read(position - 1, position)))
    return found[0] if found else None


def _mine(db: Db, cascade: int, id: str, entries: Sequence[Entry]) -> list[Entry]:
    """Facts about people belong to no cascade: they concern each cascade that has the person."""
    open_ = [e for e in entries if e.cascade is None and e.stream.startswith(("person/", "pair/"))]
    ids = sorted({p for e in open_ for p in e.stream.split("/")[1:]})
    here = {p for (p,) in db.rows(OF_CASCADE, ids=ids, cascade=cascade)} if ids else set()

    def concerns(entry: Entry) -> bool:
        if entry.stream.startswith(NOT_HERE):
            return False
        if entry.cascade is not None:
            return entry.cascade == id
        return not here.isdisjoint(entry.stream.split("/")[1:])

    return [entry for entry in entries if concerns(entry)]


def _after(log: Log, last: date, upper: int) -> int:
    """A position after all entries that were recorded up to a day.

    The clocks of several servers may differ a little, so one window is added.
    """
    low, high = 0, upper
    while high - low > WINDOW:
        middle = (low + high) // 2
        entry = next(log.read(middle, min(middle + WINDOW, high)), None)
        if entry is not None and entry.recorded_at.date() <= last:
            low = middle
        else:
            high = middle
    return high + WINDOW
