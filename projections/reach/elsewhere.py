"""The parts of a trainer's sums: who became trainers, gains, and who is elsewhere in the tree.

A person who had entered the cascade before this trainer taught them is where they entered. They
count among the trainer's direct trainees and in the reach, but not in the tree below the trainer.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from projections.db import Db
from projections.reach.reach import GIVEN as WORKSHOPS_GIVEN
from projections.reach.small_cells import MIN_CELL
from projections.reach.tree import BELOW, EVER, with_cells

STEPS = f"""
{BELOW}
SELECT b.generation, sum(c.people),
       count(DISTINCT CASE WHEN c.people > 0 THEN b.person END),
       coalesce(sum(c.gain_sum) FILTER (WHERE c.gain_count >= :least), 0),
       coalesce(sum(c.gain_count) FILTER (WHERE c.gain_count >= :least), 0)
FROM below b {{cells}} GROUP BY b.generation ORDER BY b.generation
"""
ENTERED_BY = f"""
{BELOW}
SELECT DISTINCT c.workshop FROM below b {{cells}} WHERE c.people > 0
"""
EARLY = f"""
{BELOW}
SELECT count(*) FROM presence s JOIN reach_node n ON n.person = s.person
WHERE s.workshop IN ids(:others) AND s.role = 1 AND n.cascade = :cascade
  AND n.entry_workshop = s.workshop AND n.parent IN (SELECT person FROM below)
  AND NOT EXISTS (SELECT 1 FROM presence o WHERE o.person = s.person AND o.role = 1
                  AND o.workshop IN ids(:got))
"""
TAUGHT = f"""
SELECT DISTINCT s.person FROM presence s
WHERE s.role = 1 AND s.person <> :person AND s.workshop IN ({WORKSHOPS_GIVEN})
"""
APART = f"""
{BELOW}
SELECT n.person, n.entry_date, n.role,
       CASE WHEN n.entry_workshop IN ({WORKSHOPS_GIVEN}) THEN 1 ELSE 0 END,
       CASE WHEN n.parent IN (SELECT person FROM below) THEN 1 ELSE 0 END
FROM reach_node n
WHERE n.cascade = :cascade AND n.person IN ({TAUGHT}) AND coalesce(n.parent, 0) <> :person
  AND (n.entry_date > :day OR (n.entry_date = :day AND n.person > :last))
ORDER BY n.entry_date, n.person LIMIT :limit
"""


@dataclass(frozen=True)
class Step:
    """A generation below a trainer, 1 for those directly below. `trainers`: how many of its people
    have others below them. `gain`: of workshops with at least `MIN_CELL` measured gains."""

    generation: int
    people: int
    trainers: int
    gain: float | None


@dataclass(frozen=True)
class Apart:
    """A person on a trainer's registers who is not directly under the trainer, and why.

    `why`: `beside`: they entered by a workshop that the trainer co-facilitated; `further`: they are
    further down in the trainer's own tree; `facilitator`: they had entered as facilitator;
    `before`: they had entered by an earlier workshop.
    """

    person: int
    entered_on: date
    why: str


def steps(db: Db, cascade: int, person: int) -> list[Step]:
    """The tree below a trainer, by generation. Gains of small workshops are left out: a mean of few
    people would tell about each of them."""
    sql = with_cells(db, STEPS)
    rows = db.rows(sql, cascade=cascade, person=person, least=MIN_CELL)
    onward = {generation: trainers for generation, _, trainers, _, _ in rows}
    return [
        Step(
            generation, int(people), onward.get(generation + 1, 0), total / count if count else None
        )
        for generation, people, _, total, count in rows
    ]


def early(db: Db, cascade: int, person: int, got: Set[int]) -> int:
    """How many people of the tree below are not in the trainer's reach: those who taught them began
    before their own training had ended. `got`: `reach.leads_to`."""
    asked = {"cascade": cascade, "person": person}
    sql = with_cells(db, ENTERED_BY)
    others = {w for (w,) in db.rows(sql, **asked)} - got
    if not others:
        return 0
    ((people,),) = db.rows(EARLY, others=sorted(others), got=sorted(got), **asked)
    return int(people)


def apart(db: Db, cascade: int, person: int, after: tuple[int, int], limit: int) -> list[Apart]:
    """These people by day of entry. `after`: the (day, person) of the last row of the page
    before."""
    rows = db.rows(
        APART, cascade=cascade, person=person, as_of=EVER, day=after[0], last=after[1], limit=limit
    )
    return [
        Apart(who, date.fromordinal(day), _why(role, beside, below))
        for who, day, role, beside, below in rows
    ]


def _why(role: int, beside: int, below: int) -> str:
    if below:
        return "further"
    if role == 0:
        return "facilitator"
    return "beside" if beside else "before"
