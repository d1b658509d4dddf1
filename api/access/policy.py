"""What the roles of an account allow: the places where it may look, the records that it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.access.rules import CONSOLE, COORDINATE, TRAINER, Rule
from domain.rules import NotFound
from projections import scope as scopes
from projections.db import Db
from projections.records.grants import Grant
from projections.scope import EVERYTHING, PART, Scope

MISSING = {
    "cascade": "There is no such cascade. Check the id, or open it first.",
    "person": "There is no such person. Register them first, or check the id.",
    "workshop": "There is no such workshop. Check the id.",
    "outcome": "There is no such outcome. Check the id.",
    "proposal": "There is no such proposal. Check the id.",
    "batch": "There is no import of this name. Check it with GET /batches.",
}
"""Kind → the answer for a record that does not exist, or that the reader may not see."""

Place = tuple[int, int | None]
"""(number of a cascade, number of a region in it or None)"""
Record = tuple[str, Any]
"""(kind, id) of a record that a request names."""


@dataclass(frozen=True)
class Access:
    """An account and the roles that it holds now. `parts`: grant → numbers of its regions.

    `everything`: the command line, which no rule limits."""

    account: str
    grants: tuple[Grant, ...] = ()
    parts: Mapping[Grant, frozenset[int]] = field(default_factory=dict)
    everything: bool = False

    def may(self, rule: Rule) -> bool:
        """Whether the roles satisfy the rule somewhere."""
        if rule is CONSOLE:
            return self.everything
        held = {grant for grant in self.grants if grant[0] in rule.roles}
        if rule.whole:
            held = {grant for grant in held if grant[2] is None}
        return self.everything or not rule.roles or bool(held)

    def scope(self, rule: Rule) -> Scope:
        """The cascades, regions and records in which the account may look under a rule."""
        if self.everything:
            return EVERYTHING
        whole: set[int] = set()
        parts: set[int] = set()
        mine: set[int] = set()
        for grant in self.grants:
            role, cascade, region, person = grant
            if role not in rule.roles or cascade is None:
                continue
            if role == TRAINER and person is not None:
                mine.add((cascade << PART) + person)
            elif region is None or not (rule.bounded or rule.whole):
                whole.add(cascade)
            elif rule.bounded:
                parts |= self.parts[grant]
        return Scope(False, frozenset(whole), frozenset(parts), frozenset(mine), self.account)

    def each(self) -> Iterator[Access]:
        """The access by each single grant: a request must be allowed by one of these."""
        if self.everything:
            yield self
        for grant in self.grants:
            yield self._only([grant])

    def within(self, cascade: int) -> Access:
        """The access by the grants in one cascade and those without a cascade."""
        return self._only([grant for grant in self.grants if grant[1] in (cascade, None)])

    def _only(self, grants: Sequence[Grant]) -> Access:
        parts = {grant: self.parts[grant] for grant in grants if grant in self.parts}
        return Access(self.account, tuple(grants), parts, self.everything)

    def person_in(self, cascade: int) -> int | None:
        """The number of the person whom the account is in a cascade, as a trainer; None if it is
        no trainer there."""
        people = (p for role, c, _, p in self.grants if role == TRAINER and c == cascade)
        return next(people, None)


NOBODY = Access("")
AT_THE_CONSOLE = Access("console", everything=True)


def access_of(
    db: Db, account: str, grants: Iterable[Grant], roles: Iterable[str] | None = None,
    cascades: Iterable[str] | None = None,
) -> Access:  # fmt: skip
    """The access by an account's grants. `roles`, `cascades` (ids): a token's limits; None: no
    limit."""
    held = tuple(grants)
    if roles is not None:
        held = tuple(grant for grant in held if grant[0] in set(roles))
    if cascades is not None:
        sql = "SELECT number FROM cascade WHERE id IN ids(:ids)"
        known = {number for (number,) in db.rows(sql, ids=sorted(cascades))}
        held = tuple(grant for grant in held if grant[1] in known)
    parts = {
        grant: frozenset(scopes.parts(db, grant[1], grant[2]))
        for grant in held
        if grant[1] is not None and grant[2] is not None
    }
    return Access(account, held, parts)


def require_records(
    db: Db,
    access: Access,
    rule: Rule,
    named: Iterable[Record],
    known: Iterable[Record] = (),
    place: Place | None = None,
) -> None:
    """Raises NotFound unless one single grant covers all these records.

    `named`: must lie in the grant's scope under the rule; `known`: in its scope under `COORDINATE`;
    `place`: where the new entry lies, which the grant must cover too. The sentence is about the
    first record that no grant reached.
    """
    asked = [(rule, kind, str(id)) for kind, id in named]
    asked += [(COORDINATE, kind, str(id)) for kind, id in known]
    furthest = 0
    for one in access.each() if asked else ():
        if place is not None and not one.scope(rule).part_of(*place):
            continue
        found = _found(db, one, asked)
        if found == len(asked):
            return
        furthest = max(furthest, found)
    if asked:
        raise NotFound(MISSING[asked[furthest][1]])


def _found(db: Db, access: Access, asked: Sequence[tuple[Rule, str, str]]) -> int:
    """How many of these records are found, in order, up to the first that is not."""
    for at, (rule, kind, id) in enumerate(asked):
        if scopes.find(db, access.scope(rule), kind, id) is None:
            return at
    return len(asked)


def narrowed(db: Db, access: Access, named: Iterable[Record]) -> Access:
    """The access without the grants of other cascades than those of the records named."""
    for kind, id in named:
        cascade = scopes.cascade_of(db, kind, str(id))
        if cascade is not None:
            access = access.within(cascade)
    return access


def together(
    db: Db, access: Access, rule: Rule, groups: Iterable[tuple[str, ...]]
) -> set[tuple[str, ...]]:
    """The groups of people (ids) of which one single grant covers every person."""
    asked = set(groups)
    covered: set[tuple[str, ...]] = set()
    for one in access.each():
        visible = scopes.people_within(db, one.scope(rule), {id for group in asked for id in group})
        covered |= {group for group in asked if visible.issuperset(group)}
    return covered
