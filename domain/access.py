"""An account's roles: granted for a time, and withdrawn. The entry says who granted a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from domain.events import AccessReset, Event, RoleGranted, RoleWithdrawn
from domain.rules import NotFound, require
from domain.values import AccountId, GrantId, Reason, Role


@dataclass(frozen=True)
class Access:
    """All roles that an account was ever granted, and which of them were withdrawn."""

    granted: dict[GrantId, RoleGranted] = field(default_factory=dict)
    withdrawn: frozenset[GrantId] = frozenset()

    def standing(self, today: date) -> list[RoleGranted]:
        return [
            fact
            for id, fact in self.granted.items()
            if id not in self.withdrawn and (fact.until is None or fact.until >= today)
        ]


def stream(account: AccountId) -> str:
    return f"access/{account}"


def grant(access: Access, fact: RoleGranted, today: date) -> Iterator[Event]:
    """Grants a role. Records nothing if the account has the same role for as long already."""
    _require_bounds(fact)
    require(
        fact.until is None or fact.until >= today,
        "This role would end on {day}, which is over. Choose a later day, or none.",
        field="until",
        day=fact.until,
    )
    require(fact.grant not in access.granted, "This grant is known already. Choose another id.")
    if holding(access, fact, today) == fact.grant:
        yield fact


def holding(access: Access, fact: RoleGranted, today: date) -> GrantId:
    """The id of a grant that gives the same role for as long; else the id in the fact."""
    alike = (one.grant for one in access.standing(today) if _same(fact, one))
    return next(alike, fact.grant)


def _require_bounds(fact: RoleGranted) -> None:
    administers = fact.role is Role.ADMINISTRATOR
    require(
        administers or fact.cascade is not None,
        "Say in which cascade this role holds: give the cascade.",
        field="cascade",
    )
    require(
        not administers or fact.cascade is None,
        "An administrator looks after accounts, in no cascade. Leave the cascade out.",
        field="cascade",
    )
    require(
        fact.region is None or fact.role is Role.COORDINATOR,
        "Only a coordinator's role is bound to a region. Leave the region out.",
        field="region",
    )
    require(
        (fact.person is not None) == (fact.role is Role.TRAINER),
        "A trainer's role names the person who the trainer is; other roles name nobody. Check it.",
        field="person",
    )


def _same(one: RoleGranted, other: RoleGranted) -> bool:
    fields = ("role", "cascade", "region", "person", "until")
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def withdraw(access: Access, grant: GrantId, reason: Reason) -> Iterator[Event]:
    if grant not in access.granted:
        raise NotFound("There is no such grant. Check the account's roles for its id.")
    if grant not in access.withdrawn:
        yield RoleWithdrawn(grant, reason)


def reset(access: Access, second_factor: bool) -> Iterator[Event]:
    """Records every reset, since a person with the link can sign in as this account."""
    yield AccessReset(second_factor)


def evolve(access: Access, event: Event) -> Access:
    match event:
        case RoleGranted(grant=id):
            return replace(access, granted={**access.granted, id: event})
        case RoleWithdrawn(grant=id):
            return replace(access, withdrawn=access.withdrawn | {id})
    return access
