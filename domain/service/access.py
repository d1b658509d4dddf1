"""Commands on accounts: roles granted and withdrawn."""

from __future__ import annotations

from domain import access
from domain.events import RoleGranted
from domain.service.people import PeopleCommands
from domain.values import AccountId, GrantId, Reason


class AccessCommands(PeopleCommands):
    def grant_role(self, fact: RoleGranted) -> GrantId:
        """Grants a role. Returns the id of the grant that gives the role now."""
        if fact.cascade is not None:
            self.known_cascade(fact.cascade)
        self.require_region(fact.region, "region")
        if fact.person is not None:
            self.require_people([fact.person], "person")
        state = self.access(fact.account)
        self.record(access.stream(fact.account), access.grant(state, fact, self.today))
        return access.holding(state, fact, self.today)

    def reset_access(self, account: AccountId, second_factor: bool) -> None:
        events = access.reset(self.access(account), second_factor)
        self.record(access.stream(account), events)

    def withdraw_role(self, account: AccountId, grant: GrantId, reason: Reason) -> None:
        events = access.withdraw(self.access(account), grant, reason)
        self.record(access.stream(account), events)
