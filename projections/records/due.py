"""Tasks that are due: certificates about to lapse, certified trainers at rest, follow-ups to make.

`lapsing` and `idle` are few, and are given as numbers of people after merges. Follow-ups may be
nearly all people: `FOLLOWUP` is a condition on a person `p` who stands for a group, and `followups`
counts those who meet it. All lie within the scope by their places in the cascade alone, and nobody
counts who was withdrawn. docs/definitions.md.
"""

from __future__ import annotations

from projections import scope as scopes
from projections.db import Db, Param, Params, some
from projections.scope import PART, Scope

DUE = """
SELECT x.person FROM spell x CROSS JOIN person p
WHERE x.cascade = :cascade AND x.what = :what AND x.until_day >= :today AND x.from_day <= :today
  AND p.number = x.person AND {within} ORDER BY x.person
"""
FOLLOWUP = some("""FROM person_place d WHERE d.person = p.number AND d.cascade = :cascade
  AND d.due_from <= :today AND d.due_until >= :today""")
"""The condition that a person `p`, who stands for a merged group, was trained long ago and has no
record of their practice. `:today` is an ordinal."""


def lapsing(db: Db, cascade: int, today: int, scope: Scope) -> list[int]:
    """People who are certified today, with at most 60 days to their last valid day. `today`: an
    ordinal."""
    return _due(db, cascade, "lapsing", today, scope)


def idle(db: Db, cascade: int, today: int, scope: Scope) -> list[int]:
    """People who have been certified for 90 days and gave no workshop that counts since."""
    return _due(db, cascade, "idle", today, scope)


def _due(db: Db, cascade: int, what: str, today: int, scope: Scope) -> list[int]:
    within, asked = "1 = 1", Params()
    if not scopes.covers(db, scope, cascade):
        within, asked = scopes.PERSON, scope.within(cascade).asked
    rows = db.rows(DUE.format(within=within), cascade=cascade, what=what, today=today, **asked)
    return [person for (person,) in rows]


# ---- follow-ups ------------------------------------------------------------------------------

AT_HOME = """
SELECT coalesce(sum(change), 0) FROM followup_due
WHERE cascade = :cascade AND day <= :today {homes}
"""
"""A person is counted at one home only."""
ELSEWHERE = """
SELECT count(DISTINCT person) FROM person_place
WHERE seen = 1 AND home <> region AND cascade = :cascade AND region IN ids(:regions)
  AND due_from <= :today AND due_until >= :today AND NOT home IN ids(:regions)
"""
ANYHOW = f"""
SELECT count(*) FROM person p
WHERE p.number IN (
    SELECT l.person FROM person_place l WHERE l.cascade = :cascade
    AND l.due_from <= :today AND l.due_until >= :today)
  AND {scopes.PERSON}
"""


def followups(db: Db, cascade: int, today: int, scope: Scope) -> int:
    """The number of people within the scope who meet `FOLLOWUP`; each counts once, in however many
    regions of the scope they lie."""
    asked = {"cascade": cascade, "today": today}
    if scopes.covers(db, scope, cascade):
        return _sum(db, AT_HOME.format(homes=""), **asked)
    if scope.settled or scope.within(cascade).mine:
        return _sum(db, ANYHOW, **asked, **scope.within(cascade).asked)
    if cascade in scope.whole:
        return _sum(db, AT_HOME.format(homes="AND home >= 0"), **asked)
    regions = sorted(part - (cascade << PART) for part in scope.parts if part >> PART == cascade)
    here = _sum(db, AT_HOME.format(homes="AND home IN ids(:regions)"), **asked, regions=regions)
    return here + _sum(db, ELSEWHERE, **asked, regions=regions)


def _sum(db: Db, sql: str, **asked: Param) -> int:
    ((found,),) = db.rows(sql, **asked)
    return int(found)
