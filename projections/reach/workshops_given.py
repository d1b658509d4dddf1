"""The workshops that one trainer gave, the latest first, without their registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from projections.db import Db

GIVEN = """
SELECT w.id, w.kind, w.starts_on, w.people, w.gain_sum / nullif(w.gain_count, 0), w.details,
       CASE WHEN w.leader = :person THEN 1 ELSE 0 END
FROM presence p JOIN workshop w ON w.number = p.workshop
WHERE p.person = :person AND p.role = 0 AND w.cascade = :cascade AND w.counts = 1
ORDER BY w.starts_on DESC, w.number DESC LIMIT :limit
"""


@dataclass(frozen=True)
class Given:
    """`details`: a commitment; `led`: whether the trainer led the workshop, or co-facilitated
    it."""

    workshop: str
    kind: str
    starts_on: date
    people: int
    gain: float | None
    details: str | None
    led: bool


def given(db: Db, cascade: int, person: int, limit: int) -> list[Given]:
    rows = db.rows(GIVEN, cascade=cascade, person=person, limit=limit)
    return [
        Given(id, kind, date.fromordinal(day), people, gain, sealed, bool(led))
        for id, kind, day, people, gain, sealed, led in rows
    ]
