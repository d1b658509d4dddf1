"""The queue of probable duplicates: pairs of people on whom a coordinator has to decide.

No pair is merged automatically. The pairs are found by the comparison (api.people.comparison);
what was decided, and what the reader may see, is applied when the queue is read. Pairs that were
merged, or decided to be two people, are not shown again. Pairs that were left unsure come last, and
are marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from api.access.policy import Access, together
from api.access.rules import LOG_WORK
from api.matching.scoring import Evidence
from api.people.comparison import decoded
from api.transactions.read import Read
from projections.db import Db, position
from projections.reach.reach import EVER
from projections.scope import PART

AT_ONCE = 50
"""Pairs of which it is looked up at once whether the reader may see them."""
ONES = """
SELECT p.number, p.one FROM pair m JOIN person p ON p.number IN (m.one, m.other)
WHERE m.merged = 1 AND p.number <> p.one
"""
DECIDED = """
SELECT a.one, b.one, p.distinct_people FROM pair p
JOIN person a ON a.number = p.one JOIN person b ON b.number = p.other
WHERE p.distinct_people = 1 OR p.unsure = 1
"""
IDS = "SELECT number, id FROM person WHERE number IN ids(:people) AND erased = 0"
LATER = "SELECT count(*) FROM person WHERE cascade = :cascade AND number > :after"

Rank = tuple[int, int, int, int]
FIRST: Rank = (0, -1001, 0, 0)
"""Before the rank of every pair."""


class ProbablePair(NamedTuple):
    """Numbers of two people, that of the smaller id first. `score`: probability in thousandths."""

    one: int
    other: int
    score: int
    unsure: bool

    @property
    def rank(self) -> Rank:
        """The sort key of the queue."""
        return int(self.unsure), -self.score, self.one, self.other


class ShownPair(NamedTuple):
    """A pair with the ids of its people, and what speaks for it and against it."""

    pair: ProbablePair
    one: str
    other: str
    why: list[Evidence]


def waiting(read: Read, cascade: int) -> list[ProbablePair]:
    """All pairs of a cascade that nobody has decided on, and that lie in regions of the reader: the
    most probable first, those left unsure last. Of merged people the most probable pair counts."""
    ones: dict[int, int] = dict(read.db.rows(ONES))
    decided, newest = _decided(read.db), position(read.db) if read.now else EVER
    met, sure, unsure = set[tuple[int, int]](), list[ProbablePair](), list[ProbablePair]()
    for one, other, score in _within(read, cascade):
        a, b = ones.get(one, one), ones.get(other, other)
        two = (a, b) if a < b else (b, a)
        if a == b or two in met or max(one, other) > newest:
            continue
        met.add(two)
        distinct = decided.get(two)
        if distinct is None:
            sure.append(ProbablePair(one, other, score, False))
        elif not distinct:
            unsure.append(ProbablePair(one, other, score, True))
    return sure + unsure


def shown(
    read: Read, cascade: int, pairs: Iterable[ProbablePair], after: Rank, most: int
) -> list[ShownPair]:
    """At most so many of these pairs after a rank. Whether the reader may see them is looked up
    anew."""
    later = (pair for pair in pairs if pair.rank > after)
    return list(islice(_visible(read, cascade, later), most))


def left(read: Read, cascade: int) -> int:
    """How many people of a cascade are still to be compared."""
    matches = read.home.private.matches
    with matches.reading() as db:
        noted = matches.progress(db).position
    return matches.waiting(cascade) + int(read.db.rows(LATER, cascade=cascade, after=noted)[0][0])


def _decided(db: Db) -> dict[tuple[int, int], bool]:
    """Two people, the smaller number first → whether they are two; else that is unsure."""
    found: dict[tuple[int, int], bool] = {}
    for a, b, distinct in db.rows(DECIDED):
        two = (a, b) if a < b else (b, a)
        found[two] = bool(distinct) or found.get(two, False)
    return found


# ---- what the reader may see ---------------------------------------------------------------------


def _within(read: Read, cascade: int) -> Iterator[tuple[int, int, int]]:
    """(one, other, score) of the pairs that lie in regions of the reader, as they were when they
    were compared."""
    matches, regions = read.home.private.matches, _regions(read.access, cascade)
    if regions is None:
        hidden = matches.hidden(cascade)
        for one, other, score in matches.pairs(cascade):
            if hidden.isdisjoint((one, other)):
                yield one, other, score
        return
    tests = [_test(mine) for mine in regions]
    for one, other, score, here, there in matches.pairs_with_places(cascade):
        if any(test(here) and test(there) for test in tests):
            yield one, other, score


def _regions(access: Access, cascade: int) -> list[frozenset[str]] | None:
    """The regions of a cascade that each grant covers; None if one covers all of it."""
    scopes = [one.scope(LOG_WORK) for one in access.each()]
    if any(scope.part_of(cascade, None) for scope in scopes):
        return None
    here = (scope.within(cascade).parts for scope in scopes)
    return [frozenset(str(part - (cascade << PART)) for part in parts) for parts in here]


def _test(regions: frozenset[str]) -> Callable[[str | None], bool]:
    """Whether one of a person's places lies in these regions."""

    @cache
    def is_within(places: str | None) -> bool:
        return places is not None and not regions.isdisjoint(places.split(","))

    return is_within


def _visible(read: Read, cascade: int, pairs: Iterable[ProbablePair]) -> Iterator[ShownPair]:
    left = iter(pairs)
    matches = read.home.private.matches
    while part := list(islice(left, AT_ONCE)):
        people = sorted({number for pair in part for number in (pair.one, pair.other)})
        ids: dict[int, str] = dict(read.db.rows(IDS, people=people))
        known = {
            pair: (ids[pair.one], ids[pair.other]) for pair in part if {*pair[:2]} <= ids.keys()
        }
        allowed = together(read.now or read.db, read.access, LOG_WORK, known.values())
        seen = [pair for pair in part if known.get(pair) in allowed]
        why = matches.evidence(cascade, [pair[:2] for pair in seen])
        for pair in seen:
            yield ShownPair(pair, *known[pair], decoded(why.get(pair[:2], "")))
