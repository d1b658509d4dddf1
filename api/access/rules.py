"""Who may do what, and who may read what: all rules of Banyan (docs/definitions.md).

A route says which rule it needs (`@needs(RECORDS, person="id")`) and which records its address or
its body names. A rule and the roles that somebody holds make a scope: the cascades and regions in
which they may look. The scope goes into the query of each look-up, so that what one may not see
does not exist. Private texts are opened through `api.access.gate` alone: it asks whose text it is.

What is allowed is allowed by one grant: two grants never add up to a third.
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


def needed_by(view: Callable[..., Any] | None) -> Needs:
    """What a route declared. An address without a route asks for a session or a token."""
    found: Needs = getattr(view, "needs", Needs(SIGNED_IN, {}, {}))
    return found
