"""A trainer's branch as an outline: trainers level by level, and people elsewhere in the tree."""

from __future__ import annotations

from collections.abc import Sequence

from api.figures import branch as figures_branch
from api.figures.branch import Trainer
from api.figures.branch_shapes import BranchCarrier, PersonApart
from api.transactions.read import Page, Read, page
from projections.reach import branch, outline
from projections.reach import elsewhere as sums
from projections.reach.outline import Carrier


def carriers(read: Read, me: Trainer) -> Page:
    """The trainers directly below the trainer, or below a person of their branch."""
    (skip,) = read.after((0,))
    under = figures_branch.under(read, me, read.asked.get("under"))
    skip = max(0, int(skip))
    found = outline.carriers(read.db, me.cascade, under)[skip : skip + read.limit + 1]
    rows, more = page(found, read.limit)
    return Page(branch_carriers(read, me, rows), (skip + read.limit,) if more else None)


def branch_carriers(read: Read, me: Trainer, rows: Sequence[Carrier]) -> list[BranchCarrier]:
    """The trainers with their names, as far as the reader may know them."""
    nodes = branch.nodes(read.db, me.cascade, me.person, {row.person for row in rows})
    people = figures_branch.branch_people(read, me, nodes)
    known = dict(zip((node.person for node in nodes), people, strict=True))
    return [
        {
            **known[row.person],
            "people": row.people,
            "entered": row.generations[0],
            "folded": row.folded,
            "by_generation": list(row.generations),
            "latest": row.latest,
        }
        for row in rows
    ]


def apart(read: Read, me: Trainer) -> Page:
    """People on the trainer's registers who are elsewhere in the tree."""
    after = read.after((0, 0))
    found = sums.apart(read.db, me.cascade, me.person, after, read.limit + 1)
    rows, more = page(found, read.limit)
    people = figures_branch.own_people(read, {row.person for row in rows})
    lines: list[PersonApart] = [
        {**people[row.person], "entered_on": row.entered_on, "why": row.why} for row in rows
    ]
    last = (rows[-1].entered_on.toordinal(), rows[-1].person) if more else None
    return Page(lines, last)
