"""Derives how many people entered in each generation, by region and sex: sums of the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from projections import tables
from projections.db import Db, Row
from projections.entrants import UNATTRIBUTED, child_generation, entrants
from projections.facts.changes import InCascade, Touched

Sums = Counter[tuple[int, int, str, int]]
"""By the key of the table."""
CELLS = "SELECT * FROM reach_cell WHERE people > 0"
GENERATIONS = "SELECT cascade, person, generation FROM trainer"


def derive(db: Db, touched: Touched) -> None:
    """Adds the difference that new and moved cells make."""
    old = {key: before for key, (before, _) in touched.generations.items()}
    new = {key: after for key, (_, after) in touched.generations.items()}
    below = sorted({p for c, p in old if _moves_people(old[c, p], new[c, p])})
    sums = Sums()
    if below:
        cells = db.rows(f"{CELLS} AND trainer IN ids(:below)", below=below)
        stay = [cell for cell in cells if cell not in touched.cells_new]
        _count(sums, stay, old, -1)
        _count(sums, stay, new, 1)
    _count(sums, touched.cells_gone, old, -1)
    _count(sums, touched.cells_new, new, 1)
    add(db, sums)


def derive_all(db: Db) -> None:
    """All sums, into an empty table."""
    sums = Sums()
    generations = {(cascade, person): g for cascade, person, g in db.rows(GENERATIONS)}
    _count(sums, db.rows(CELLS), generations, 1)
    add(db, sums)


def add(db: Db, sums: Sums) -> None:
    """Adds to the sums; a sum of nothing is no row."""
    rows = [(*key, more) for key, more in sorted(sums.items()) if more]
    db.sum_up(tables.generation_sum, rows)
    lessened = {row[0] for row in rows if row[-1] < 0}
    if lessened:
        nothing = "DELETE FROM generation_sum WHERE count = 0 AND cascade IN ids(:cascades)"
        db.run(nothing, cascades=sorted(lessened))


def _moves_people(old: int | None, new: int | None) -> bool:
    return old is not None and new is not None and child_generation(old) != child_generation(new)


def _count(
    sums: Sums, cells: Iterable[Row], generations: Mapping[InCascade, int | None], sign: int
) -> None:
    for cascade, trainer, _, _, _, _, people, _, *cell in cells:
        if people:
            above = generations[cascade, trainer] if trainer else None
            generation = child_generation(above) if trainer else UNATTRIBUTED
            for one, figure, region, count in entrants(generation, *cell):
                sums[cascade, one, figure, region] += sign * count
