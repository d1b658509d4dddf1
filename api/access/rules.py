"""Who may do what, and who may read what: all rules of Banyan (docs/definitions.md).

A route says which rule it needs (`@needs(RECORDS, person="id")`) and which records its address or
its body names. A rule and the roles that somebody holds make a scope: the cascades and regions in
which they may look. The scope goes into the query of each look-up, so that what one may not see
does not exist. Private texts are opened through `api.access.gate` alone: it asks whose text it is.

What is allowed is allowed by one grant: two grants never add up to a third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import g

from domain.rules import NotFound
from domain.values import Role
from projections import scope as scopes
from projections.db import Db
from projections.records.grants import Grant
from projections.scope import EVERYTHING, PART, Scope

ADMINISTRATOR, COORDINATOR = Role.ADMINISTRATOR, Role.COORDINATOR
AUDITOR, TRAINER = Role.AUDITOR, Role.TRAINER


# ---- the rules -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """`roles`: any of them will do; none where the rule asks for no role.

    `bounded`: a coordinator of a region finds what lies in it. `whole`: only coordinators of the
    whole cascade will do. Else a role in any part of a cascade is a role in all of it.
    """

    name: str
    roles: frozenset[Role] = frozenset()
    bounded: bool = False
    whole: bool = False


def _rule(name: str, *roles: Role, bounded: bool = False, whole: bool = False) -> Rule:
    return Rule(name, frozenset(roles), bounded, whole)


ANYONE = _rule("anyone")
SIGNED_IN = _rule("signed in")
CONSOLE = _rule("the command line, and the key in BANYAN_HOME on this machine")
ADMINISTER = _rule("accounts and grants", ADMINISTRATOR)
CASCADE = _rule("what a cascade is", COORDINATOR, AUDITOR, TRAINER)
FIGURES = _rule("figures", COORDINATOR, AUDITOR)
HISTORY = _rule("history and replay", COORDINATOR, AUDITOR)
RECORDS = _rule("single records", COORDINATOR, AUDITOR, bounded=True)
LOG_WORK = _rule("log and correct", COORDINATOR, bounded=True)
COORDINATE = _rule("what all coordinators of a cascade do", COORDINATOR)
SETTINGS = _rule("a cascade's settings", COORDINATOR, whole=True)
IMPORTS = _rule("spreadsheets into a cascade, and out again", COORDINATOR, whole=True)
PLACES = _rule("regions and organisations", ADMINISTRATOR, COORDINATOR, whole=True)
AUDIT = _rule("reveal a name", AUDITOR)
ALARMS = _rule("the alarm that the log is another than it was", ADMINISTRATOR, AUDITOR)
BRANCH = _rule("one's own branch", TRAINER)
PROPOSALS = _rule("proposals: one's own, or of one's region", COORDINATOR, TRAINER, bounded=True)

MISSING = {
    "cascade": "There is no such cascade. Check the id, or open it first.",
    "person": "There is no such person. Register them first, or check the id.",
    "workshop": "There is no such workshop. Check the id.",
    "outcome": "There is no such outcome. Check the id.",
    "proposal": "There is no such proposal. Check the id.",
    "batch": "There is no import of this name. Check it with GET /batches.",
}
"""The answer for what is not there, and for what one may not see."""

Place = tuple[int, int | None]
"""The numbers of a cascade and of a region in it."""
V = TypeVar("V", bound=Callable[..., Any])


def needs(rule: Rule, said: Mapping[str, str] | None = None, **records: str) -> Callable[[V], V]:
    """Declares the rule of a route, and the records of its address: kind → name of the part.

    `said`: fields of its body → kind; a field that is left out names nothing.
    """

    def declare(view: V) -> V:
        view.needs = Needs(rule, records, dict(said or {}))  # type: ignore[attr-defined]
        return view

    return declare


@dataclass(frozen=True)
class Needs:
    rule: Rule
    records: Mapping[str, str]
    said: Mapping[str, str]


# ---- who asks --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Access:
    """An account and the roles it holds now. `parts`: by grant, the regions that it covers."""

    account: str
    grants: tuple[Grant, ...] = ()
    parts: Mapping[Grant, frozenset[int]] = field(default_factory=dict)
    everything: bool = False

    def may(self, rule: Rule) -> bool:
        if rule is CONSOLE:
            return self.everything
        held = {grant for grant in self.grants if grant[0] in rule.roles}
        if rule.whole:
            held = {grant for grant in held if grant[2] is None}
        return self.everything or not rule.roles or bool(held)

    def scope(self, rule: Rule) -> Scope:
        """Where somebody may look under a rule."""
        if self.everything:
            return EVERYTHING
        whole, parts, mine = set(), set(), set()
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
        """By one grant alone, for each: what is allowed is allowed by one of them."""
        if self.everything:
            yield self
        for grant in self.grants:
            yield self._only([grant])

    def within(self, cascade: int) -> Access:
        """By the grants in one cascade, and by those that name none."""
        return self._only([grant for grant in self.grants if grant[1] in (cascade, None)])

    def _only(self, grants: Sequence[Grant]) -> Access:
        parts = {grant: self.parts[grant] for grant in grants if grant in self.parts}
        return Access(self.account, tuple(grants), parts, self.everything)

    def person_in(self, cascade: int) -> int | None:
        """Who a trainer is in a cascade; None where they are none."""
        found = [p for role, c, _, p in self.grants if role == TRAINER and c == cascade]
        return found[0] if found else None


NOBODY = Access("")
AT_THE_CONSOLE = Access("console", everything=True)


def access_of(
    db: Db, account: str, grants: Iterable[Grant], roles: Iterable[str] | None = None,
    cascades: Iterable[str] | None = None,
) -> Access:  # fmt: skip
    """`roles`, `cascades` (ids): what a token is narrowed to; None: not narrowed."""
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


Named = Iterable[tuple[str, Any]]
"""Records that a request names: (kind, id)."""


def require_records(
    db: Db, access: Access, rule: Rule, named: Named, known: Named = (), place: Place | None = None
) -> None:
    """All of these lie within what one and the same grant lets somebody see by the rule, and all
    that is `known` within what it lets them know of as a coordinator; else NotFound.

    `place`: where what is recorded lies; that grant covers it too.
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
    """How many of these are found before one is not."""
    for at, (rule, kind, id) in enumerate(asked):
        if scopes.find(db, access.scope(rule), kind, id) is None:
            return at
    return len(asked)


def narrowed(db: Db, access: Access, named: Named) -> Access:
    """In a request that names a record of a cascade, the grants of other cascades do not count."""
    for kind, id in named:
        cascade = scopes.cascade_of(db, kind, str(id))
        if cascade is not None:
            access = access.within(cascade)
    return access


def together(
    db: Db, access: Access, rule: Rule, groups: Iterable[tuple[str, ...]]
) -> set[tuple[str, ...]]:
    """Of these groups of people (ids), those that one grant covers whole."""
    asked = set(groups)
    found: set[tuple[str, ...]] = set()
    for one in access.each():
        seen = scopes.people_within(db, one.scope(rule), {id for group in asked for id in group})
        found |= {group for group in asked if seen.issuperset(group)}
    return found


def this_access() -> Access:
    """Of the request at hand: by the grants in the cascade that it is about, where it is of one."""
    access: Access = g.get("access", NOBODY)
    return access


def whole_access() -> Access:
    """Of whoever sends it, whatever it is about."""
    access: Access = g.get("whole_access", NOBODY)
    return access
