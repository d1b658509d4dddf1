"""What is said of accounts: who was given which role, and from whom it was taken."""

from __future__ import annotations

from datetime import date

from domain.events.base import Event, recorded_as
from domain.values import AccountId, CascadeId, GrantId, PersonId, Reason, RegionId, Role


@recorded_as("role.granted")
class RoleGranted(Event, frozen=True):
    """`region`: of a coordinator, it and everything below it; None the whole cascade.

    `person`: who a trainer is. `until`: the last day on which it holds.
    """

    grant: GrantId
    account: AccountId
    role: Role
    reason: Reason
    cascade: CascadeId | None = None
    region: RegionId | None = None
    person: PersonId | None = None
    until: date | None = None


@recorded_as("role.withdrawn")
class RoleWithdrawn(Event, frozen=True):
    grant: GrantId
    reason: Reason


@recorded_as("access.reset")
class AccessReset(Event, frozen=True):
    """A link to a new password was made; `second_factor`: which was turned off as well."""

    second_factor: bool = False
