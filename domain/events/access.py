"""Facts about accounts: roles that were granted and withdrawn."""

from __future__ import annotations

from datetime import date

from domain.events.base import Event, recorded_as
from domain.values import AccountId, CascadeId, GrantId, PersonId, Reason, RegionId, Role


@recorded_as("role.granted")
class RoleGranted(Event, frozen=True):
    """`region`: a coordinator has it and all regions below it; None: the whole cascade.

    `person`: the person to whom a trainer's role is bound; `until`: the last valid day.
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
    """A link to set a new password was made. `second_factor`: whether it was turned off too."""

    second_factor: bool = False
