"""The rules: which roles may read and do what (docs/definitions.md).

A route declares its rule (`@requires(RECORDS, person="id")`) and the records that its address or
its body names. The rule and the roles of an account make a scope: the cascades and regions in
which the account may look. The scope is a condition in every query, so a record outside it is
answered like one that does not exist. Private texts are opened only through `api.access.gate`,
which checks the record that each text belongs to.

One grant alone must allow a request: two grants are never combined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.values import Role

ADMINISTRATOR, COORDINATOR = Role.ADMINISTRATOR, Role.COORDINATOR
AUDITOR, TRAINER = Role.AUDITOR, Role.TRAINER


# ---- the rules -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """`roles`: one of them is enough; empty if the rule asks for no role.

    `bounded`: coordinators of a region see only what lies in that region. `whole`: only
    coordinators of the whole cascade pass. Otherwise a role in a part of a cascade counts for all
    of it.
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

V = TypeVar("V", bound=Callable[..., Any])


def requires(
    rule: Rule, fields: Mapping[str, str] | None = None, **records: str
) -> Callable[[V], V]:
    """Declares the rule of a route, and the records in its address: kind → name of the part.

    `fields`: records in its body, name of the field → kind. A field that is not sent is skipped.
    """

    def declare(view: V) -> V:
        vars(view)["requirement"] = Requirement(rule, records, dict(fields or {}))
        return view

    return declare


@dataclass(frozen=True)
class Requirement:
    """As `requires` takes them."""

    rule: Rule
    records: Mapping[str, str]
    fields: Mapping[str, str]


def requirement_of(view: Callable[..., Any] | None) -> Requirement:
    """What a route declared. Without a declaration, a session or a token is required."""
    declared: Requirement = getattr(view, "requirement", Requirement(SIGNED_IN, {}, {}))
    return declared


def has_requirement(view: Callable[..., Any] | None) -> bool:
    return isinstance(getattr(view, "requirement", None), Requirement)
