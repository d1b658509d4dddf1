"""The day and the parent with which each person entered a cascade, small enough to send as a whole.

People with one parent, one day of entry and one day of recording are one group. Groups are listed
by generation, in the order of their parents. So a parent is named by its place among all parents,
and no id is needed.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import NamedTuple

from msgspec import json

from projections.db import Db, Row

GROUPS = """
SELECT trainer, CASE WHEN trainer = 0 THEN role ELSE 0 END, date, recorded, sum(people)
FROM reach_cell WHERE cascade = :cascade AND people > 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
PARENTS = """
SELECT coalesce(parent, 0), CASE WHEN parent IS NULL THEN role ELSE 0 END, entry_date, recorded,
  person
FROM reach_trainer WHERE cascade = :cascade ORDER BY 1, 2, 3, 4, 5
"""
NAMED_LATER = """
SELECT number, recorded, named_later FROM workshop
WHERE cascade = :cascade AND counts = 1 AND named_later IS NOT NULL
"""
NODES = """
SELECT m.number, n.person, coalesce(n.parent, 0), CASE WHEN n.parent IS NULL THEN n.role ELSE 0 END,
  n.entry_date, n.entry_workshop
FROM person m JOIN reach_node n ON n.person = m.one AND n.cascade = :cascade
WHERE m.number IN ids(:people) ORDER BY m.number
"""

Key = tuple[int, int, int, int]
"""Parent (0: none), 1 if unattributed, day of entry, day of recording."""


class Group(NamedTuple):
    """`parent`: the place of the parent among all parents, None in generation 0. The first
    `parents` of the `people` are parents themselves. Days are ordinals."""

    parent: int | None
    unattributed: bool
    day: int
    recorded: int
    people: int
    parents: int


def forest(db: Db, cascade: int) -> list[list[Group]]:
    """All people who entered, in groups, by generation."""
    groups, parents = _ordered(db, cascade)
    # Where the groups of each parent begin and end: they are next to each other, and so are the
    # parents in them.
    above = [group[0] for group in groups]
    ends = dict(zip(above, range(1, len(above) + 1), strict=True))
    begins = dict(zip(reversed(above), range(len(above) - 1, -1, -1), strict=True))
    parents = [row for row in parents if row[4] in ends]
    people = [row[4] for row in parents]
    within = Counter(row[:4] for row in parents)
    mine = [within[group[:4]] for group in groups]
    until = [0, *accumulate(mine)]
    levels, level, place = [], [0], -1
    while level:
        found: list[Group] = []
        below: list[int] = []
        for person in level:
            if person in ends:
                first, end = begins[person], ends[person]
                at = place if person else None
                for (_, loose, day, recorded, n), m in zip(
                    groups[first:end], mine[first:end], strict=True
                ):
                    found.append(Group(at, loose == 1, day, recorded, n, m))
                below += people[until[first] : until[end]]
            place += 1
        if found:
            levels.append(found)
        level = below
    return levels


def _ordered(db: Db, cascade: int) -> tuple[list[Row], list[Row]]:
    """Keys with the number of their people, and keys of parents with their numbers; in order."""
    groups, parents = db.rows(GROUPS, cascade=cascade), db.rows(PARENTS, cascade=cascade)
    moved = _moved(db, cascade)
    if moved:
        counts = Counter({row[:4]: int(row[4]) for row in groups})
        for was, now in moved.values():
            counts[was] -= 1
            counts[now] += 1
        groups = sorted((*key, people) for key, people in counts.items() if people)
        placed = ((*moved[row[4]][1], row[4]) if row[4] in moved else row for row in parents)
        parents = sorted(placed)
    return groups, parents


def _moved(db: Db, cascade: int) -> dict[int, tuple[Key, Key]]:
    """People whom a later entry named on the sheet by which they entered: person → (key without
    that entry, key with it)."""
    held: dict[int, int] = {}
    later: dict[tuple[int, int], int] = {}
    for workshop, recorded, named in db.rows(NAMED_LATER, cascade=cascade):
        held[workshop] = recorded
        later |= {(workshop, person): day for person, day, _ in json.decode(named)}
    people = sorted({person for _, person in later})
    found = {}
    for number, one, parent, loose, day, workshop in db.rows(NODES, cascade=cascade, people=people):
        if (workshop, number) in later:
            place = (parent, loose, day)
            found[one] = (*place, held[workshop]), (*place, later[workshop, number])
    return found
