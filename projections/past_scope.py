"""Where somebody may look at an earlier moment: at what they may see today."""

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
SETTLED: OrderedDict[tuple[Scope, Witness, Witness], Scope] = OrderedDict()
KEPT = 8
"""Scopes that stay settled, for a page asks many times of the same two moments."""


def settle(now: Db, then: Db, scope: Scope) -> Scope:
    """The same scope by what lies within it `now`: so that it means the same in the database
    `then`, of an earlier moment. Who may see is judged now; what is read was then."""
    if scope.everything:
        return scope
    key = scope, moment(now), moment(then)
    found = SETTLED.get(key) or _settled(now, then, scope)
    SETTLED[key] = found
    while len(SETTLED) > KEPT:
        with suppress(KeyError):  # another thread was first
            SETTLED.popitem(last=False)
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
