"""Finds people who were last active so long ago that their contacts must be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.log import Log
from projections.db import Db

ACTIVE = """
SELECT one, max(day), max(contact_months) FROM (
  SELECT s.person AS one, w.cascade AS cascade, w.ends_on AS day
    FROM presence s JOIN workshop w ON w.number = s.workshop
  UNION ALL SELECT p.one, x.cascade, x.certified_on
    FROM certificate x JOIN person p ON p.number = x.person
  UNION ALL SELECT p.one, x.cascade, x.day FROM standing x JOIN person p ON p.number = x.person
  UNION ALL SELECT p.one, x.cascade, x.day FROM outcome x JOIN person p ON p.number = x.person
  UNION ALL SELECT p.one, p.cascade, 0 FROM person p WHERE p.cascade IS NOT NULL
) happened JOIN cascade c ON c.number = happened.cascade
GROUP BY one HAVING count(*) = count(contact_months)
"""
"""People all of whose cascades limit how long contacts are kept; the longest limit counts."""
MEMBERS = """
SELECT one, id, details FROM person
WHERE one IN ids(:ones) AND details IS NOT NULL AND erased = 0 ORDER BY id
"""


def inactive(db: Db, log: Log, today: date) -> Iterator[tuple[str, str]]:
    """(person, commitment to their details) of all who have been inactive for longer than their
    cascades keep contacts. The day of registration counts for those who were never active."""
    if db.one("SELECT 1 FROM cascade WHERE contact_months IS NOT NULL") is None:
        return
    found = db.rows(ACTIVE)
    never = _registered(db, log, [one for one, day, _ in found if not day])
    ones = [
        one for one, day, months in found
        if _months_before(today, months).toordinal() > (day or never[one])
    ]  # fmt: skip
    for _, id, details in db.rows(MEMBERS, ones=ones):
        yield id, details


def _registered(db: Db, log: Log, ones: list[int]) -> dict[int, int]:
    rows = db.rows("SELECT one, id FROM person WHERE one IN ids(:ones)", ones=ones)
    of = {f"person/{id}": one for one, id in rows}
    days: dict[int, int] = {}
    for stream, entries in log.load(of).items():
        day = entries[0].recorded_at.date().toordinal()
        days[of[stream]] = max(day, days.get(of[stream], 0))
    return days


def _months_before(day: date, months: int) -> date:
    """The same day of the month, at most the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(max(year, 1), month + 1, min(day.day, 28))
