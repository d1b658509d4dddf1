"""The branch of one trainer: the people below them in the tree, with places, days and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from domain.values import AgeBand, Disability, Sex
from projections.db import Db, Row
from projections.reach.tree import BELOW, EVER

REGIONS = f"""
{BELOW}
SELECT c.region, sum(c.people)
FROM below b JOIN entrants_by_region c ON c.cascade = :cascade AND c.parent = b.person
WHERE c.day <= :as_of GROUP BY c.region
"""


def regions_below(db: Db, cascade: int, person: int, as_of: int) -> Counter[int]:
    """Number of people by the region's number, 0 for an unknown region."""
    rows = db.rows(REGIONS, cascade=cascade, person=person, as_of=as_of)
    return Counter({region: int(people) for region, people in rows})


DATES = f"""
{BELOW}
SELECT c.date, sum(c.people)
FROM below b JOIN reach_cell c ON c.cascade = :cascade AND c.trainer = b.person
WHERE c.people > 0 AND c.date <= :as_of GROUP BY c.date
"""
STATISTICS = f"""
{BELOW}
SELECT p.known_sex, p.known_age_band, p.known_disability, p.known_cadre, count(*)
FROM below b CROSS JOIN reach_node n CROSS JOIN person p
WHERE n.cascade = :cascade AND n.parent = b.person AND p.number = n.person
GROUP BY 1, 2, 3, 4
"""
CADRES = """
SELECT DISTINCT p.cadre FROM reach_node n JOIN person p ON p.number = n.person
WHERE n.cascade = :cascade AND p.cadre IS NOT NULL
"""
OWN = """
EXISTS (SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
        JOIN presence f ON f.workshop = s.workshop AND f.role = 0 AND f.person = :trainer
        WHERE s.person = p.one AND s.role = 1 AND w.status = 'held' AND w.cascade = :cascade)
"""
"""The condition that a person `p` is on the register of a workshop that the trainer gave."""
UNDER = f"""
WITH RECURSIVE up(person) AS (
  SELECT p.one FROM person p WHERE p.id = :id AND (:by_id = 0 OR {OWN})
  UNION ALL
  SELECT n.parent FROM up u JOIN reach_node n ON n.cascade = :cascade AND n.person = u.person
  WHERE n.parent IS NOT NULL
)
SELECT p.one FROM person p
WHERE p.id = :id AND EXISTS (SELECT 1 FROM up WHERE person = :trainer)
"""
CHILDREN = f"""
SELECT n.person, n.entry_date, coalesce(p.known_region, w.region),
       CASE WHEN EXISTS (SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade
                         AND c.parent = n.person) THEN 1 ELSE 0 END,
       CASE WHEN {OWN} THEN 1 ELSE 0 END
FROM reach_node n JOIN person p ON p.number = n.person
JOIN workshop w ON w.number = n.entry_workshop
WHERE n.cascade = :cascade AND {{these}}
ORDER BY n.entry_date, n.person
"""
UNDER_ONE = CHILDREN.format(these="n.parent = :person") + "LIMIT :limit OFFSET :skip"
LEAVES = (
    CHILDREN.format(
        these="""n.parent = :person AND NOT EXISTS (
    SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade AND c.parent = n.person)"""
    )
    + "LIMIT :limit OFFSET :skip"
)
THESE = CHILDREN.format(these="n.person IN ids(:people)")
CLAIMED = """
SELECT coalesce(sum(q.heads), 0) FROM proposal q JOIN person l ON l.number = q.lead
WHERE q.cascade = :cascade AND q.state = 'waiting' AND q.kind <> 'peer' AND l.one = :person
"""
NOT_SAID = ""
"""The cell of people whose value is not known."""


@dataclass(frozen=True)
class Child:
    """A person in a trainer's branch. `person`, `region`: numbers; `entered_on`: an ordinal; `own`:
    on one of the trainer's own registers."""

    person: int
    entered_on: int
    region: int | None
    is_trainer: bool
    own: bool


def dates_below(db: Db, cascade: int, person: int) -> list[tuple[date, int]]:
    """(day of entry, number of people), by day."""
    rows = db.rows(DATES, cascade=cascade, person=person, as_of=EVER)
    return [(date.fromordinal(day), int(people)) for day, people in sorted(rows)]


def breakdowns(db: Db, cascade: int, person: int) -> dict[str, dict[str, int]]:
    """The whole branch by sex, age band, disability and cadre; each adds up to all its people.

    Which cells there are does not depend on the people: all codes, and the cascade's cadres.
    """
    cadres = sorted(cadre for (cadre,) in db.rows(CADRES, cascade=cascade))
    cells = {
        "sex": dict.fromkeys((s.value for s in Sex if s is not Sex.UNKNOWN), 0),
        "age_band": dict.fromkeys((band.value for band in AgeBand), 0),
        "disability": dict.fromkeys((Disability.YES.value, Disability.NO.value), 0),
        "cadre": dict.fromkeys(cadres, 0),
    }
    for *said, people in db.rows(STATISTICS, cascade=cascade, person=person):
        for counted, value in zip(cells.values(), said, strict=True):
            counted[value or NOT_SAID] = counted.get(value or NOT_SAID, 0) + people
    return {name: {NOT_SAID: 0} | counted for name, counted in cells.items()}


def claimed(db: Db, cascade: int, person: int) -> int:
    """The number of people on the trainer's own proposals that are waiting."""
    ((heads,),) = db.rows(CLAIMED, cascade=cascade, person=person)
    return int(heads)


def find_below(db: Db, cascade: int, trainer: int, id: str, by_id: bool) -> int | None:
    """The number of a person in the trainer's branch. `by_id`: only if on their registers."""
    row = db.one(UNDER, cascade=cascade, trainer=trainer, id=id, by_id=int(by_id))
    return int(row[0]) if row else None


def children(
    db: Db, cascade: int, trainer: int, person: int, skip: int, limit: int, leaves: bool = False
) -> list[Child]:
    """The people directly under a person in the tree, by entry; `skip`: how many were read before.

    `leaves`: only those without anyone below them.
    """
    asked = {"cascade": cascade, "trainer": trainer, "person": person}
    return _children(db.rows(LEAVES if leaves else UNDER_ONE, skip=skip, limit=limit, **asked))


def nodes(db: Db, cascade: int, trainer: int, people: Collection[int]) -> list[Child]:
    """The nodes of these people in the tree."""
    return _children(db.rows(THESE, cascade=cascade, trainer=trainer, people=sorted(people)))


def _children(rows: list[Row]) -> list[Child]:
    return [Child(p, day, region, bool(parent), bool(own)) for p, day, region, parent, own in rows]
