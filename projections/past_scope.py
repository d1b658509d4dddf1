"""A reader's scope in views of an earlier moment: the records that they may see today."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress

from projections.db import Db
from projections.scope import PART, PERSON, PROPOSAL, WORKSHOP, Scope, Settled
from projections.witness import Witness, moment

EVERYBODY = "SELECT p.number FROM person p"
PEOPLE = f"SELECT p.number FROM person p WHERE {PERSON}"
WORKSHOPS = f"SELECT w.number FROM workshop w WHERE {WORKSHOP}"
PROPOSALS = f"SELECT q.number FROM proposal q WHERE {PROPOSAL}"
CACHE: OrderedDict[tuple[Scope, Witness, Witness], Scope] = OrderedDict()
MAX_CACHED = 8
"""Scopes in the cache. A page asks many times about the same two moments."""


def settle(now: Db, then: Db, scope: Scope) -> Scope:
    """The scope for the database `then`, which is of an earlier moment: it has the records that lie
    within the scope `now`. So access depends on today, and the content read is that of then."""
    if scope.everything:
        return scope
    key = scope, moment(now), moment(then)
    found = CACHE.get(key) or _settled(now, then, scope)
    CACHE[key] = found
    while len(CACHE) > MAX_CACHED:
        with suppress(KeyError):  # another thread was first
            CACHE.popitem(last=False)
    return found


def _settled(now: Db, then: Db, scope: Scope) -> Scope:
    whole, people = set(), set[int]()
    known = _numbers(then, EVERYBODY, scope)
    for cascade in scope.cascades:
        here = known & _numbers(now, PEOPLE, scope.within(cascade))
        if cascade in scope.whole:
            before = _numbers(then, PEOPLE, Scope(whole=frozenset({cascade})))
            if before <= here:
                whole.add(cascade)
                here -= before
        people |= {(cascade << PART) + number for number in here}
    held = Settled(
        scope.cascades,
        frozenset(whole),
        frozenset(people),
        frozenset(_numbers(now, WORKSHOPS, scope)),
        frozenset(_numbers(now, PROPOSALS, scope)),
    )
    return Scope(whole=scope.whole, account=scope.account, settled=held)


def _numbers(db: Db, sql: str, scope: Scope) -> set[int]:
    return {number for (number,) in db.rows(sql, **scope.asked)}
