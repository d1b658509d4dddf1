"""The records that a batch of entries changed: only rows that depend on them are derived again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from domain.events import Event
from projections.db import Row

EventTypes = frozenset[type[Event]]
InCascade = tuple[int, int]
"""The numbers of a cascade and of a person."""


class Before(NamedTuple):
    """A workshop before the batch. `counts`: whether it counted; `roles`: person after merges →
    least role, 0 facilitator, 1 participant."""

    counts: bool
    roles: dict[int, int]


@dataclass
class Touched:
    """Numbers of the records that a batch changed.

    Marked by the modules that project facts:

    - `registered`: id → number of people who were registered in this batch;
    - `groups`: all people who were or are in a merged group that changed;
    - `profiles`: people whose own record changed, also those who were registered;
    - `people`: people, after merges, whose presence at workshops changed, or the days of these;
    - `workshops`: workshops whose presence, days, lead or counting changed; `before`: what these
      were before the batch (nothing for new ones);
    - `cells`: workshops whose cells of the tree change, also by the people who entered there;
    - `sheets`: workshops of which any column was written;
    - `unseen`: workshops whose people became unseen, or were seen again;
    - `certifications`, `outcomes`: people, as recorded, of whom some changed;
    - `cascades`: cascades whose definition changed; `regions`: whether any region changed.

    Marked by `lineage.derive`, for what is derived after it:

    - `nodes`: people whose place in the tree changed;
    - `trainers`: people whose cells changed, or whose own place in the tree;
    - `entrants_gone`, `entrants_new`: rows of `entrants_by_region` that went, or are new;
    - `edges_gone`, `edges_new`: pairs of workshops, of which the first leads to the second.

    Marked by `trainers.derive`:

    - `generations`: trainers derived again → their generations before and after; None: none.
    """

    registered: dict[str, int] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    profiles: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    workshops: set[int] = field(default_factory=set)
    before: dict[int, Before] = field(default_factory=dict)
    cells: set[int] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    certifications: set[int] = field(default_factory=set)
    outcomes: set[int] = field(default_factory=set)
    cascades: set[int] = field(default_factory=set)
    regions: bool = False
    nodes: set[int] = field(default_factory=set)
    trainers: set[int] = field(default_factory=set)
    entrants_gone: set[Row] = field(default_factory=set)
    entrants_new: set[Row] = field(default_factory=set)
    edges_gone: set[tuple[int, int]] = field(default_factory=set)
    edges_new: set[tuple[int, int]] = field(default_factory=set)
    generations: dict[InCascade, tuple[int | None, int | None]] = field(default_factory=dict)
