"""What the pages show, read in one moment of the views; names come from the private drawer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api import naming
from api.auth import Access, Gate
from api.home import Home
from projections import quality
from projections.catchup import position
from projections.db import Db
from projections.generations import Generation, generations
from projections.reach import EVER, Numbers
from projections.reach_all import all_numbers
from projections.scope import CASCADE as IN_SCOPE
from projections.scope import Scope

SHOWN = 20
"""Trainers in the ranking."""

CASCADES = "SELECT c.number, c.id, c.slug, c.title, c.closed FROM cascade c"
WORKSHOPS = """
SELECT count(*), max(starts_on) FROM workshop
WHERE cascade = :cascade AND counts = 1 AND starts_on <= :as_of
"""
DETAILS = """
SELECT one, details FROM person WHERE one IN ids(:people) AND details IS NOT NULL
ORDER BY id
"""


@dataclass(frozen=True)
class Cascade:
    """`deepest`: the generation furthest from the start, None where nobody is in the tree."""

    id: str
    slug: str
    title: str
    closed: bool
    people: int
    deepest: int | None
    workshops: int
    last_workshop: date | None
    flags: int


@dataclass(frozen=True)
class Cascades:
    rows: Sequence[Cascade]
    position: int


@dataclass(frozen=True)
class Trainer:
    """`name` is None where the private drawer has none; `called`: what the programme calls them."""

    name: str | None
    called: str
    numbers: Numbers


@dataclass(frozen=True)
class OneCascade:
    """`trainers`: the first `SHOWN` of `facilitators`, the furthest reach first."""

    about: Cascade
    generations: Sequence[Generation]
    trainers: Sequence[Trainer]
    facilitators: int
    position: int

    @property
    def claimed(self) -> int:
        return sum(one.claimed for one in self.generations)

    @property
    def unattributed(self) -> int:
        return sum(one.people for one in self.generations if one.generation is None)


def cascades(home: Home, scope: Scope) -> Cascades:
    """By title."""
    with home.views.read() as db:
        rows = db.rows(f"{CASCADES} WHERE {IN_SCOPE}", **scope.asked)
        found = [_about(db, row, generations(db, row[0]), EVER) for row in rows]
        return Cascades(sorted(found, key=lambda c: (c.closed, c.title.casefold())), position(db))


def cascade(home: Home, id: str, as_of: date | None, access: Access) -> OneCascade | None:
    """None where there is no such cascade."""
    day = as_of.toordinal() if as_of else EVER
    with home.views.read() as db:
        row = db.one(f"{CASCADES} WHERE c.id = :id", id=id)
        if row is None:
            return None
        by_generation = generations(db, row[0], day)
        ranked = all_numbers(db, row[0], day)
        return OneCascade(
            _about(db, row, by_generation, day),
            by_generation,
            _named(db, Gate(home.private, db, access), ranked[:SHOWN]),
            len(ranked),
            position(db),
        )


def _about(
    db: Db, row: tuple[int, str, str, str, int], found: Sequence[Generation], as_of: int
) -> Cascade:
    cascade, id, slug, title, closed = row
    ((workshops, last),) = db.rows(WORKSHOPS, cascade=cascade, as_of=as_of)
    return Cascade(
        id,
        slug,
        title,
        bool(closed),
        sum(one.people for one in found),
        max((one.generation or 0 for one in found if one.people), default=None),
        workshops,
        date.fromordinal(last) if last else None,
        sum(quality.counts(db, cascade).values()),
    )


def _named(db: Db, private: Gate, ranked: Sequence[Numbers]) -> list[Trainer]:
    """Merged people go by the first name that any of them has."""
    people = [one.person for one in ranked]
    called = naming.names(db, private, people)
    rows = db.rows(DETAILS, people=people)
    opened = private.open(details for _, details in rows)
    full = {person: opened.get(details, {}).get("name") for person, details in reversed(rows)}
    return [Trainer(full.get(one.person), called[one.person], one) for one in ranked]
