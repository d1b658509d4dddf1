"""The parts of a trainer's sums: who became trainers, gains, and who is elsewhere in the tree.

A person who had entered the cascade before this trainer taught them is where they entered. They
count among the trainer's direct trainees and in the reach, but not in the tree below the trainer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from math import fsum

from projections.db import Db
from projections.reach import reach
from projections.reach.reach import GIVEN as WORKSHOPS_GIVEN
from projections.reach.small_cells import MIN_CELL
from projections.reach.tree import BELOW, EVER, with_cells

CELLS = f"""
{BELOW}
SELECT b.generation, c.trainer, c.workshop, c.date, c.people, c.gain_sum, c.gain_count
FROM below b {{cells}}
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


@dataclass(frozen=True)
class Below:
    """The tree below a trainer. `days`: (day of entry, number of people), by day; `workshops`: by
    which they entered."""

    steps: list[Step]
    days: list[tuple[date, int]]
    workshops: set[int]


def below(db: Db, cascade: int, person: int) -> Below:
    """Reads the tree once. Gains of small workshops are left out: a mean of few people would tell
    about each of them."""
    people: Counter[int] = Counter()
    days: Counter[int] = Counter()
    trainers: dict[int, set[int]] = defaultdict(set)
    gains: dict[int, list[tuple[float, int]]] = defaultdict(list)
    workshops = set()
    rows = db.rows(with_cells(db, CELLS), cascade=cascade, person=person)
    for generation, trainer, workshop, day, entered, total, count in rows:
        people[generation] += entered
        if entered:
            days[day] += entered
            trainers[generation].add(trainer)
            workshops.add(workshop)
        if count >= MIN_CELL:
            gains[generation].append((total, count))
    steps = [
        Step(one, people[one], len(trainers[one + 1]), _mean(gains[one])) for one in sorted(people)
    ]
    by_day = [(date.fromordinal(day), entered) for day, entered in sorted(days.items())]
    return Below(steps, by_day, workshops)


def _mean(gains: list[tuple[float, int]]) -> float | None:
    count = sum(count for _, count in gains)
    return fsum(total for total, _ in gains) / count if count else None


def early(db: Db, cascade: int, person: int, entered_by: Set[int]) -> int:
    """How many people of the tree below are not in the trainer's reach: those who taught them began
    before their own training had ended. `entered_by`: the workshops by which they entered."""
    got = reach.leads_to(db, cascade, person)
    asked = {"cascade": cascade, "person": person}
    others = entered_by - got
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
