"""Erasing a person: the fact in the log, and every text about them out of the private drawer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Engine, delete

from api.drawer import sealed
from api.home import Home
from domain import certification, outcome, pair, person, workshop
from domain.values import CascadeId, OutcomeId, PersonId, WorkshopId
from projections.db import Db

MEMBERS = "SELECT number, id FROM person WHERE one = (SELECT one FROM person WHERE id = :id)"
CASCADES = """
SELECT DISTINCT c.id, p.id FROM cascade c CROSS JOIN person p WHERE p.number IN ids(:people)
AND (EXISTS (SELECT 1 FROM certificate x WHERE x.cascade = c.number AND x.person = p.number)
  OR EXISTS (SELECT 1 FROM standing s WHERE s.cascade = c.number AND s.person = p.number))
"""
PAIRS = """
SELECT a.id, b.id FROM pair JOIN person a ON a.number = pair.one
JOIN person b ON b.number = pair.other
WHERE pair.one IN ids(:people) OR pair.other IN ids(:people)
"""
OUTCOMES = "SELECT id FROM outcome WHERE person IN ids(:people)"
WORKSHOPS = """
SELECT id FROM workshop WHERE number IN (
  SELECT workshop FROM mention WHERE person IN ids(:people)
  UNION SELECT workshop FROM presence
    WHERE person IN (SELECT one FROM person WHERE number IN ids(:people))
  UNION SELECT workshop FROM feedback WHERE person IN ids(:people))
"""


def everything_about(db: Db, id: str) -> tuple[list[PersonId], set[str], list[str]]:
    """All ids that the person has; the streams that are theirs; the workshops that name them."""
    members = {number: PersonId(member) for number, member in db.rows(MEMBERS, id=id)}
    people = sorted(members)
    streams = {person.stream(member) for member in members.values()}
    for a, b in db.rows(PAIRS, people=people):
        streams.add(pair.stream(a, b))
    for c, p in db.rows(CASCADES, people=people):
        streams.add(certification.stream(CascadeId(c), p))
    streams |= {outcome.stream(OutcomeId(o)) for (o,) in db.rows(OUTCOMES, people=people)}
    workshops = [workshop.stream(WorkshopId(w)) for (w,) in db.rows(WORKSHOPS, people=people)]
    return sorted(members.values()), streams, workshops


def forget(
    home: Home, members: Collection[PersonId], streams: set[str], workshops: list[str]
) -> None:
    """Deletes the texts. Does nothing twice, so it may be run again after a crash or a restore."""
    home.private.forget(streams, members)
    words = sorted(set(_words(home, members, workshops)))
    with home.private.engine.begin() as connection:
        for at in range(0, len(words), 500):
            part = words[at : at + 500]
            connection.execute(delete(sealed).where(sealed.c.commitment.in_(part)))
    _overwrite(home.private.engine)


def _overwrite(engine: Engine) -> None:
    """SQLite has deleted pages in its write-ahead log, too, until that is emptied."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")


def _words(home: Home, members: Collection[PersonId], workshops: list[str]) -> Iterator[str]:
    """Of facts about a workshop that speak of one of these people."""
    for entries in home.log.load(workshops).values():
        for entry in entries:
            said = msgspec.to_builtins(entry.event)
            about = {said.get("person"), (said.get("attendance") or {}).get("person")}
            if about & set(members):
                found = (said.get("words"), (said.get("reason") or {}).get("words"))
                yield from (words for words in found if words)
