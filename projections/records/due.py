"""Tasks that are due: certificates about to lapse, certified trainers at rest, follow-ups to make.

`lapsing` and `idle` are few, and are given as numbers of people after merges. Follow-ups may be
nearly all people: `FOLLOWUP` is a condition on a person `p` who stands for a group, `asked()` gives
its parameters, and `followups` counts those who meet it. docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Collection

from projections import scope as scopes
from projections.db import Db
from projections.scope import Scope

LAPSES_WITHIN = 60
"""A certificate is about to lapse if its last day is at most so many days away."""
IDLE_FOR = 90
"""A certified trainer is idle after so many days without a workshop."""
FOLLOWED_UP_AFTER = 90
"""A trained person should be visited or asked after so many days."""

CERTIFIED = """
SELECT DISTINCT p.one FROM certified c CROSS JOIN person p
WHERE c.cascade = :cascade AND c.starts_on <= :today AND c.until >= :today AND p.number = c.person
"""
LAPSING = f"""
{CERTIFIED} AND c.until <= :lapses AND NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN certified l
  WHERE m.one = p.one AND l.cascade = :cascade AND l.person = m.number AND l.until > :lapses)
"""
IDLE = f"""
{CERTIFIED} AND EXISTS (
  SELECT 1 FROM person m CROSS JOIN certified l
  WHERE m.one = p.one AND l.cascade = :cascade AND l.person = m.number AND l.starts_on <= :since)
AND NOT EXISTS (
  SELECT 1 FROM presence g CROSS JOIN workshop w
  WHERE g.person = p.one AND g.role = 0 AND w.number = g.workshop AND w.counts = 1
    AND w.cascade = :cascade AND w.starts_on > :since AND w.starts_on <= :today)
"""
FOLLOWUP = """
(EXISTS (
  SELECT 1 FROM reach_node e WHERE e.person = p.number AND e.cascade = :cascade AND e.role = 1
  AND e.entry_date <= :trained)
AND NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN outcome o
  WHERE m.one = p.number AND o.cascade = :cascade AND o.person = m.number
    AND o.kind = 'behaviour' AND o.voided = 0 AND o.day <= :today)
AND NOT EXISTS (SELECT 1 FROM person m WHERE m.one = p.number AND m.erased = 1))
"""
"""The condition that a person `p`, who stands for a merged group, was trained long ago and has no
record of their practice."""


def asked(cascade: int, today: int) -> dict[str, int]:
    """The parameters of `FOLLOWUP`; `today` is an ordinal."""
    return {"cascade": cascade, "today": today, "trained": today - FOLLOWED_UP_AFTER}


def lapsing(db: Db, cascade: int, today: int, scope: Scope) -> list[int]:
    """People who are certified today, with at most `LAPSES_WITHIN` days to their last valid day."""
    limits = {"cascade": cascade, "today": today, "lapses": today + LAPSES_WITHIN}
    return _within(db, cascade, scope, [one for (one,) in db.rows(LAPSING, **limits)])


def idle(db: Db, cascade: int, today: int, scope: Scope) -> list[int]:
    """People who have been certified for `IDLE_FOR` days and gave no workshop that counts since."""
    limits = {"cascade": cascade, "today": today, "since": today - IDLE_FOR}
    return _within(db, cascade, scope, [one for (one,) in db.rows(IDLE, **limits)])


def _within(db: Db, cascade: int, scope: Scope, ones: Collection[int]) -> list[int]:
    """Those of the people who lie within the scope."""
    if not ones or scopes.covers(db, scope, cascade):
        return sorted(ones)
    sql = f"SELECT p.number FROM person p WHERE p.number IN ids(:ones) AND {scopes.PERSON}"
    return sorted(number for (number,) in db.rows(sql, ones=ones, **scope.asked))


TRAINED = """
SELECT count(*) FROM reach_node n
WHERE n.cascade = :cascade AND n.role = 1 AND n.entry_date <= :trained
"""
HEARD_OF = """
SELECT count(*) FROM (
  SELECT m.one FROM outcome o JOIN person m ON m.number = o.person
  WHERE o.cascade = :cascade AND o.kind = 'behaviour' AND o.voided = 0 AND o.day <= :today
  UNION SELECT m.one FROM person m WHERE m.erased = 1
) AS heard JOIN reach_node n ON n.person = heard.one
WHERE n.cascade = :cascade AND n.role = 1 AND n.entry_date <= :trained
"""
SEEN = f"""
SELECT count(*) FROM reach_node n CROSS JOIN person p
WHERE n.cascade = :cascade AND n.role = 1 AND n.entry_date <= :trained AND p.number = n.person
AND {FOLLOWUP} AND {scopes.PERSON}
"""


def followups(db: Db, cascade: int, today: int, scope: Scope) -> int:
    """The number of people within the scope who meet `FOLLOWUP`."""
    limits = asked(cascade, today)
    if scopes.covers(db, scope, cascade):
        ((trained,),) = db.rows(TRAINED, cascade=cascade, trained=limits["trained"])
        ((heard_of,),) = db.rows(HEARD_OF, **limits)
        return int(trained - heard_of)
    ((people,),) = db.rows(SEEN, **limits, **scope.asked)
    return int(people)
