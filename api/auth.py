"""Who may do what, and who may read what: all rules of Banyan (docs/definitions.md).

A route says which rule it needs (`@needs(RECORDS, person="id")`) and which records its address or
its body names. A rule and the roles that somebody holds make a scope: the cascades and regions in
which they may look. The scope goes into the query of each look-up, so that what one may not see
does not exist. Private texts are opened through `Gate` alone, which asks whose text it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import g

from api.consents import Purpose, one_consents
from api.private import Private
from domain.standards import NotFound
from domain.values import PersonId, Role
from projections import scope as scopes
from projections.db import Db
from projections.grants import Grant
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


def require_records(db: Db, access: Access, rule: Rule, named: Iterable[tuple[str, Any]]) -> None:
    """Each of these (kind, id) lies within what the rule lets somebody see; else NotFound."""
    scope = access.scope(rule)
    for kind, id in named:
        if scopes.find(db, scope, kind, str(id)) is None:
            raise NotFound(MISSING[kind])


def this_access() -> Access:
    """Of the request at hand."""
    access: Access = g.get("access", NOBODY)
    return access


# ---- who may read which text -----------------------------------------------------------------

TRAINERS_TAGS = ("details",)
TRAINERS_FIELDS = ("name", "phone", "email", "title", "venue")
"""Of what is private, what a trainer reads of their own workshops and of who came to them."""
PROPOSED = "proposal/"
"""Owns what a trainer typed themself, which they read as they typed it."""
OPEN_TO_ALL = (("cascade", "details"),)
"""A cascade's objectives: for whoever has a role in it."""

Owned = tuple[str, str]
"""The stream that a text belongs to, and its tag."""


class Gate:
    """The private drawer as one reader may see it. `db`: the views as they are now."""

    def __init__(self, private: Private, db: Db, access: Access) -> None:
        self._private, self._db, self._access = private, db, access
        self._texts = access.scope(LOG_WORK)
        self._own = access.scope(BRANCH)

    def open(self, commitments: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """The content behind each commitment that the reader may read, as far as they may."""
        if self._access.everything:
            return self._private.open(commitments)
        found = self._private.owned(commitments)
        owned = {(owner, tag) for owner, tag, _ in found.values()}
        whole = self._readable(owned, self._texts)
        whole |= self._readable({o for o in owned - whole if o[0].startswith(PROPOSED)}, self._own)
        partly = self._readable({o for o in owned - whole if o[1] in TRAINERS_TAGS}, self._own)
        opened = {}
        for made, (owner, tag, content) in found.items():
            if (owner, tag) in whole:
                opened[made] = content
            elif (owner, tag) in partly:
                opened[made] = {k: v for k, v in content.items() if k in TRAINERS_FIELDS}
        return opened

    def identifiers(self, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → what programmes call them."""
        return self._private.identifiers(self._known(people))

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of those whose identifiers the reader may read."""
        found = self._private.people(series, identifiers)
        known = self._known(found.values())
        return {name: person for name, person in found.items() if person in known}

    def name_above(self, details: Mapping[str, str | None]) -> str | None:
        """The name of somebody certified further down, where they agreed to it.

        `details`: the commitment of each id that they have. Ask about certified trainers alone.
        """
        if not one_consents(self._private, details, Purpose.NAMED_ABOVE):
            return None
        opened = self._private.open(details.values())
        names = (opened.get(details[id] or "", {}).get("name") for id in sorted(details))
        return next((name for name in names if name), None)

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        """For a route that has looked up its workshop by the rule `LOG_WORK`."""
        return self._private.file(evidence) if self._access.may(LOG_WORK) else None

    def _known(self, people: Iterable[str]) -> set[str]:
        wanted = set(people)
        known = scopes.people_within(self._db, self._texts, wanted)
        return known | scopes.people_within(self._db, self._own, wanted - known)

    def _readable(self, owned: set[Owned], scope: Scope) -> set[Owned]:
        """Those whose owner lies within the scope."""
        if scope.is_empty and not self._access.grants:
            return set()
        within = _Within(self._db, scope, self._access, owned)
        return {(owner, tag) for owner, tag in owned if within(owner, tag)}


class _Within:
    """Whether the owner of a text lies within a scope; all owners are looked up at once."""

    def __init__(self, db: Db, scope: Scope, access: Access, owned: set[Owned]) -> None:
        parts = [owner.split("/") for owner, _ in owned]
        people = {p for kind, *ids in parts for p in ids if kind in ("person", "pair")}
        people |= {ids[-1] for kind, *ids in parts if kind == "certification"}
        of = {kind: {ids[0] for k, *ids in parts if k == kind} for kind, *_ in parts}
        self._people = scopes.people_within(db, scope, people)
        self._workshops = scopes.workshops_within(db, scope, of.get("workshop", ()))
        self._outcomes = scopes.outcomes_within(db, scope, of.get("outcome", ()))
        within = of.get("cascade", set()) | of.get("certification", set())
        self._cascades = scopes.cascades_within(db, scope, within)
        self._batches = scopes.batches_within(db, scope, of.get("batch", ()))
        self._proposals = scopes.proposals_within(db, scope, of.get("proposal", ()))
        anywhere = access.scope(CASCADE)
        self._any = scopes.cascades_within(db, anywhere, of.get("cascade", ()))
        self._access = access

    def __call__(self, owner: str, tag: str) -> bool:
        kind, *ids = owner.split("/")
        match kind:
            case "person" | "pair":
                return set(ids) <= self._people
            case "certification":
                return ids[0] in self._cascades and ids[-1] in self._people
            case "workshop":
                return ids[0] in self._workshops
            case "outcome":
                return ids[0] in self._outcomes
            case "proposal":
                return ids[0] in self._proposals
            case "batch":
                return ids[0] in self._batches
            case "cascade":
                return ids[0] in (self._any if (kind, tag) in OPEN_TO_ALL else self._cascades)
            case "access":
                return self._access.may(ADMINISTER)
        return False
