"""Counts only the flags that a change can add or remove."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from projections import tables
from projections.db import Db
from projections.quality import flags

PRESENT = "SELECT DISTINCT workshop FROM presence WHERE person IN ids(:people)"
ON = "SELECT DISTINCT person FROM presence WHERE workshop IN ids(:workshops)"
GIVEN = f"{PRESENT} AND role = 0"
ONE = "SELECT DISTINCT one FROM person WHERE id IN ids(:ids)"


@dataclass(frozen=True)
class Around:
    """Numbers of the workshops and people whose flags a change may affect."""

    workshops: frozenset[int]
    people: frozenset[int]

    def __or__(self, other: Around) -> Around:
        return Around(self.workshops | other.workshops, self.people | other.people)


def around(db: Db, ids: Iterable[str]) -> Around:
    """`ids`: of all workshops and people that the change names.

    A change of a person affects the workshops where they were present. A change of a workshop
    affects all workshops given by those present, for they may enter the cascade elsewhere now.
    """
    named = sorted(set(ids))
    people = {one for (one,) in db.rows(ONE, ids=named)}
    near = set(db.numbers(tables.workshop, named).values())
    near |= {w for (w,) in db.rows(PRESENT, people=sorted(people))}
    people |= {p for (p,) in db.rows(ON, workshops=sorted(near))}
    given = {w for (w,) in db.rows(GIVEN, people=sorted(people))}
    return Around(frozenset(near | given), frozenset(people))


def count(db: Db, cascade: int, where: Around) -> int:
    """The number of flags of these workshops and people."""
    found = flags.of_workshops(db, cascade, where.workshops)
    return len(found) + flags.count_of_people(db, cascade, where.people)
