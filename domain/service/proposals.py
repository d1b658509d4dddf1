"""Commands on proposals: made, revised and withdrawn by a trainer; returned or accepted."""

from __future__ import annotations

from collections.abc import Iterable

from domain import cascade, proposal
from domain.events import ProposalMade, ProposalRevised, WorkshopHeld
from domain.rules import NotFound
from domain.service.workshops import WorkshopCommands
from domain.values import CascadeId, ProposalId, Reason, Scores


class ProposalCommands(WorkshopCommands):
    def propose(self, within: CascadeId, fact: ProposalMade, scores: tuple[Scores, ...]) -> None:
        """Records a proposal. People on its register are not looked up: a trainer must not learn
        who is registered."""
        cascade.require_open(self.known_cascade(within))
        self.require_region(fact.region, "region")
        self.require_people([fact.lead], "lead")
        events = proposal.make(self.proposal(fact.proposal), fact, scores, self.today)
        self.record(proposal.stream(fact.proposal), events, within)

    def revise_proposal(
        self, id: ProposalId, fact: ProposalRevised, scores: tuple[Scores, ...]
    ) -> None:
        self.require_region(fact.region, "region")
        events = proposal.revise(self.proposal(id), fact, scores, self.today)
        self.record(proposal.stream(id), events)

    def withdraw_proposal(self, id: ProposalId) -> None:
        self.record(proposal.stream(id), proposal.withdraw(self.proposal(id)))

    def return_proposal(self, id: ProposalId, reason: Reason) -> None:
        self.record(proposal.stream(id), proposal.return_(self.proposal(id), reason))

    def accept_proposal(
        self, id: ProposalId, fact: WorkshopHeld, lines: int, alike: Iterable[str] = ()
    ) -> None:
        """Accepts a proposal and logs its workshop. New people on it must be registered before, in
        the same unit of work.

        `lines`: for how many of the proposal's lines a person was chosen; `alike`: as in
        `workshop_called`.
        """
        events = list(proposal.accept(self.proposal(id), fact.workshop, lines))
        self.hold_workshop(self.cascade_of_proposal(id), fact, alike=alike)
        self.record(proposal.stream(id), events)

    def cascade_of_proposal(self, id: ProposalId) -> CascadeId:
        entries = self.entries(proposal.stream(id))
        if not entries or entries[0].cascade is None:
            raise NotFound("There is no such proposal. Check the id.")
        return entries[0].cascade
