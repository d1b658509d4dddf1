"""Derives how many people entered in each generation, by region and sex."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import InCascade, Touched
from projections.generation import child_generation

Sums = Counter[tuple[int, int, str, int]]
"""By the key of the table."""
SEXES = ("female", "male", "other")
ENTRANTS = """
SELECT cascade, region, parent, role, people, female, male, other FROM entrants_by_region
"""
OF_PARENTS = """
SELECT e.* FROM cascade k CROSS JOIN entrants_by_region e
WHERE e.cascade = k.number AND e.parent IN ids(:below)
"""
GENERATIONS = "SELECT cascade, person, generation FROM trainer"


def derive(db: Db, touched: Touched) -> None:
    """Adds the difference that people make who entered, left, or are under somebody who moved."""
    if not (touched.generations or touched.entrants_gone or touched.entrants_new):
        return
    stay = _generations_of_others(db, touched)
    old = stay | {key: before for key, (before, _) in touched.generations.items()}
    new = stay | {key: after for key, (_, after) in touched.generations.items()}
    moved = {key for key in old if _moves_people(old[key], new[key])}
    sums = Sums()
    if moved:
        rows = db.rows(OF_PARENTS, below=sorted({person for _, person in moved}))
        under = (row for row in rows if (row[0], row[2]) in moved)
        others = _entrants(row for row in under if row not in touched.entrants_new)
        _count(sums, others, old, -1)
        _count(sums, others, new, 1)
    _count(sums, _entrants(touched.entrants_gone), old, -1)
    _count(sums, _entrants(touched.entrants_new), new, 1)
    add(db, sums)


def derive_all(db: Db) -> None:
    """All sums, into an empty table."""
    sums = Sums()
    generations = {(cascade, person): g for cascade, person, g in db.rows(GENERATIONS)}
    _count(sums, db.rows(ENTRANTS), generations, 1)
    add(db, sums)


def add(db: Db, sums: Sums) -> None:
    """Adds to the sums; a sum of nothing is no row."""
    rows = [(*key, more) for key, more in sorted(sums.items()) if more]
    db.sum_up(tables.generation_sum, rows)
    lessened = {row[0] for row in rows if row[-1] < 0}
    if lessened:
        nothing = "DELETE FROM generation_sum WHERE count = 0 AND cascade IN ids(:cascades)"
        db.run(nothing, cascades=sorted(lessened))


def _generations_of_others(db: Db, touched: Touched) -> dict[InCascade, int | None]:
    """Of parents of whose people something else became known, such as a region."""
    rows = touched.entrants_gone | touched.entrants_new
    parents = {(row[0], row[2]) for row in rows if row[2]} - touched.generations.keys()
    if not parents:
        return {}
    these = f"{GENERATIONS} WHERE person IN ids(:people)"
    found = db.rows(these, people=sorted({person for _, person in parents}))
    return {(cascade, person): generation for cascade, person, generation in found}


def _moves_people(old: int | None, new: int | None) -> bool:
    return old is not None and new is not None and child_generation(old) != child_generation(new)


def _entrants(rows: Iterable[Row]) -> list[Row]:
    """The columns of `ENTRANTS`, of whole rows."""
    return [(*row[:3], *row[4:5], *row[6:10]) for row in rows]


def _count(
    sums: Sums, entrants: Iterable[Row], generations: Mapping[InCascade, int | None], sign: int
) -> None:
    for cascade, region, parent, role, people, *by_sex in entrants:
        generation = child_generation(generations[cascade, parent]) if parent else -role
        sums[cascade, generation, "people", region] += sign * people
        for sex, count in zip(SEXES, by_sex, strict=True):
            if count:
                sums[cascade, generation, sex, 0] += sign * count
