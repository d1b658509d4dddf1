"""How far a trainer's teaching travelled. Definitions: docs/definitions.md.

Dates strictly increase along every path, so "as it was on day D" is a filter on dates.
People and workshops are numbers here; `as_of` is a day's ordinal, `EVER` for no limit.
"""

from __future__ import annotations

from dataclasses import dataclass

from projections.db import Db, Row

EVER = 10**7

BELOW = """
WITH RECURSIVE below(person, generation) AS (
  SELECT CAST(:person AS BIGINT), 1
  UNION ALL
  SELECT t.person, b.generation + 1
  FROM below b JOIN reach_trainer t ON t.cascade = :cascade AND t.parent = b.person
)
SELECT b.generation,
       coalesce(sum(c.people) FILTER (WHERE c.date <= :as_of), 0) AS people,
       coalesce(sum(c.female) FILTER (WHERE c.date <= :as_of), 0) AS female,
       coalesce(sum(c.male) FILTER (WHERE c.date <= :as_of), 0) AS male,
       coalesce(sum(c.other) FILTER (WHERE c.date <= :as_of), 0) AS other,
       coalesce(sum(c.gain_sum) FILTER (WHERE c.date <= :as_of), 0) AS gain_sum,
       coalesce(sum(c.gain_count) FILTER (WHERE c.date <= :as_of), 0) AS gain_count
FROM below b {cells}
GROUP BY b.generation ORDER BY b.generation
"""
CELLS = "JOIN reach_cell c ON c.cascade = :cascade AND c.trainer = b.person"
CELLS_OF_EACH = """
CROSS JOIN LATERAL (
  SELECT * FROM reach_cell WHERE trainer = b.person AND cascade = :cascade OFFSET 0
) c
"""
"""PostgreSQL expects hundreds of trainers below everybody, and would read all cells each time."""

GIVEN = """
SELECT p.workshop FROM presence p CROSS JOIN workshop w
WHERE p.person = :person AND p.role = 0 AND w.number = p.workshop AND w.counts = 1
  AND w.cascade = :cascade
  AND w.starts_on <= :as_of
"""

LEADS_TO = f"""
WITH RECURSIVE got(workshop) AS (
  {GIVEN}
  UNION
  SELECT s.next_workshop FROM got g JOIN reach_succ s ON s.workshop = g.workshop
)
SELECT g.workshop FROM got g JOIN workshop w ON w.number = g.workshop WHERE w.starts_on <= :as_of
"""

UNIQUE = """
SELECT count(DISTINCT person) FROM presence
WHERE workshop IN ids(:workshops) AND role = 1 AND person <> :person
"""


@dataclass(frozen=True)
class Generation:
    """`generation` 1: those trained directly (or, in a whole cascade, by its roots)."""

    generation: int
    people: int
    female: int
    male: int
    other: int
    gain_sum: float
    gain_count: int


@dataclass(frozen=True)
class Numbers:
    """One facilitator's row, as `banyan reach` prints it. `person` is a number."""

    person: int
    generation: int
    direct: int
    lineage: int
    reach: int
    workshops_given: int
    workshops_downstream: int


def downstream(db: Db, cascade: int, person: int, as_of: int = EVER) -> list[Generation]:
    """The tree below one person, generation by generation."""
    sql = BELOW.format(cells=CELLS_OF_EACH if db.postgres else CELLS)
    rows = db.rows(sql, cascade=cascade, person=person, as_of=as_of)
    return [Generation(*row) for row in rows]


def numbers_of(db: Db, cascade: int, person: int, as_of: int = EVER) -> Numbers:
    """As they stand for one person, who need not have facilitated."""
    below = sum(g.people for g in downstream(db, cascade, person, as_of))
    return numbers(db, cascade, person, below, leads_to(db, cascade, person, as_of), as_of)


def numbers(
    db: Db, cascade: int, person: int, lineage: int, got: list[int], as_of: int = EVER
) -> Numbers:
    """Where the people below, and the workshops got to, are known already."""
    given = [w for (w,) in db.rows(GIVEN, cascade=cascade, person=person, as_of=as_of)]
    return Numbers(
        person,
        generation_of(db, cascade, person),
        _unique(db, given, person),
        lineage,
        _unique(db, got, person),
        len(given),
        len(set(got) - set(given)),
    )


def leads_to(db: Db, cascade: int, person: int, as_of: int = EVER) -> list[int]:
    """The workshops that somebody facilitated, and all that can be got to from them."""
    return [w for (w,) in db.rows(LEADS_TO, cascade=cascade, person=person, as_of=as_of)]


def unique_reach(db: Db, cascade: int, person: int, as_of: int = EVER) -> int:
    """The people whom a trainer's teaching came to, each counted once."""
    return _unique(db, leads_to(db, cascade, person, as_of), person)


def _unique(db: Db, workshops: list[int], person: int) -> int:
    ((people,),) = db.rows(UNIQUE, workshops=workshops, person=person)
    return int(people)


def generation_of(db: Db, cascade: int, person: int) -> int:
    """How far below the start of the cascade; found by walking up."""
    return len(ancestors(db, cascade, person))


def ancestors(db: Db, cascade: int, person: int) -> list[int]:
    """From the person's parent up to the root."""
    sql = """
    WITH RECURSIVE up(person, height) AS (
      SELECT parent, 1 FROM reach_node WHERE cascade = :cascade AND person = :person
      UNION ALL
      SELECT n.parent, u.height + 1
      FROM up u JOIN reach_node n ON n.cascade = :cascade AND n.person = u.person
    )
    SELECT person FROM up WHERE person IS NOT NULL ORDER BY height
    """
    return [p for (p,) in db.rows(sql, cascade=cascade, person=person)]


def children(
    db: Db, cascade: int, person: int | None, as_of: int, after: tuple[int, int], limit: int
) -> list[Row]:
    """(person, entry date, entry workshop, role, has children), by entry; None asks for roots.

    `after`: the (date, person) of the last row of the page before.
    """
    hangs = "n.parent IS NULL" if person is None else "n.parent = :person"
    sql = f"""
    SELECT n.person, n.entry_date, n.entry_workshop, n.role,
           CASE WHEN EXISTS (SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade
                             AND c.parent = n.person) THEN 1 ELSE 0 END
    FROM reach_node n
    WHERE n.cascade = :cascade AND {hangs} AND n.entry_date <= :as_of
      AND (n.entry_date > :day OR (n.entry_date = :day AND n.person > :last))
    ORDER BY n.entry_date, n.person LIMIT :limit
    """
    asked = {} if person is None else {"person": person}
    return db.rows(
        sql, cascade=cascade, as_of=as_of, day=after[0], last=after[1], limit=limit, **asked
    )
