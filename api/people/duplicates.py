"""The queue of probable duplicates: pairs of people on whom a coordinator has to decide.

No pair is merged automatically. The pairs are found by the comparison (api.people.comparison);
what was decided, and what the reader may see, is applied when the queue is read. Pairs that were
merged, or decided to be two people, are not shown again. Pairs that were left unsure come last, and
are marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from api.access.policy import together
from api.access.rules import LOG_WORK
from api.matching.scoring import Evidence
from api.people.comparison import decoded
from api.transactions.read import Read
from projections.db import Db, position
from projections.reach.reach import EVER
from projections.scope import PART, Scope

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
"""The place of a pair in the queue: whether it was left unsure, minus its score in thousandths, and
the numbers of both people, that of the smaller id first."""
FIRST: Rank = (0, -1001, 0, 0)
"""Before the ranks of all pairs."""


class ProbablePair(NamedTuple):
    """Numbers and ids of two people. `score`: probability in thousandths; `why`: what speaks for it
    and against it."""

    rank: Rank
    numbers: tuple[int, int]
    ids: tuple[str, str]
    why: list[Evidence]

    @property
    def unsure(self) -> bool:
        return bool(self.rank[0])

    @property
    def score(self) -> int:
        return -self.rank[1]


def waiting(read: Read, cascade: int) -> list[Rank]:
    """All pairs of a cascade that nobody has decided on, and that lie in regions of the reader, in
    the order of the queue. Of merged people the most probable pair counts."""
    ones: dict[int, int] = dict(read.db.rows(ONES))
    decided, newest = _decided(read.db), position(read.db) if read.now else EVER
    touched = {*ones, *ones.values(), *(number for two in decided for number in two)}
    met, sure, unsure = set[tuple[int, int]](), list[Rank](), list[Rank]()
    for one, other, score in _within(read, cascade):
        if one > newest or other > newest:
            continue
        if one not in touched and other not in touched:
            sure.append((0, -score, one, other))
            continue
        a, b = ones.get(one, one), ones.get(other, other)
        two = (a, b) if a < b else (b, a)
        if a != b and two not in met:
            met.add(two)
            if two not in decided:
                sure.append((0, -score, one, other))
            elif not decided[two]:
                unsure.append((1, -score, one, other))
    return sure + unsure


def shown(
    read: Read, cascade: int, pairs: Sequence[Rank], after: Rank, most: int
) -> list[ProbablePair]:
    """At most so many of these pairs after a rank. Whether the reader may see them is looked up
    anew."""
    later = islice(pairs, bisect_right(pairs, after), None)
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
    scopes = [one.scope(LOG_WORK) for one in read.access.each()]
    rows = read.home.private.matches.pairs(cascade)
    if any(scope.everything for scope in scopes):
        yield from ((one, other, score) for one, other, score, _here, _there in rows)
        return
    tests = [_test(scope, cascade) for scope in scopes]
    for one, other, score, here, there in rows:
        if any(test(here) and test(there) for test in tests):
            yield one, other, score


def _test(scope: Scope, cascade: int) -> Callable[[str | None], bool]:
    """Whether one of a person's places lies within."""
    if scope.part_of(cascade, None):
        return lambda places: places is not None
    parts = scope.within(cascade).parts
    regions = frozenset(str(part - (cascade << PART)) for part in parts)

    @cache
    def is_within(places: str | None) -> bool:
        return not regions.isdisjoint((places or "").split(","))

    return is_within


def _visible(read: Read, cascade: int, pairs: Iterator[Rank]) -> Iterator[ProbablePair]:
    while part := list(islice(pairs, AT_ONCE)):
        people = sorted({number for rank in part for number in rank[2:]})
        ids: dict[int, str] = dict(read.db.rows(IDS, people=people))
        known = [rank for rank in part if ids.keys() >= set(rank[2:])]
        named = {rank: (ids[rank[2]], ids[rank[3]]) for rank in known}
        allowed = together(read.now or read.db, read.access, LOG_WORK, named.values())
        seen = [rank for rank in known if named[rank] in allowed]
        why = read.home.private.matches.evidence(cascade, [rank[2:] for rank in seen])
        for rank in seen:
            yield ProbablePair(rank, rank[2:], named[rank], decoded(why.get(rank[2:], "")))
