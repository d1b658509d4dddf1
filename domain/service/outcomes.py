"""Commands on outcomes."""

from __future__ import annotations

from domain import outcome, workshop
from domain.events import BehaviourObserved, ResultReported, SharingClaimed
from domain.service.people import PeopleCommands
from domain.values import CascadeId, OutcomeId, Reason


class OutcomeCommands(PeopleCommands):
    def observe_behaviour(self, within: CascadeId, fact: BehaviourObserved) -> None:
        self._require_trainee_and_workshop(within, fact)
        if fact.observer is not None:
            self.require_people([fact.observer], "observer")
        events = outcome.observe(self.outcome(fact.outcome), fact, self.today)
        self.record(outcome.stream(fact.outcome), events, within)

    def report_result(self, within: CascadeId, fact: ResultReported) -> None:
        self._require_trainee_and_workshop(within, fact)
        events = outcome.report(self.outcome(fact.outcome), fact, self.today)
        self.record(outcome.stream(fact.outcome), events, within)

    def claim_sharing(self, within: CascadeId, fact: SharingClaimed) -> None:
        self._require_trainee_and_workshop(within, fact)
        events = outcome.claim_sharing(self.outcome(fact.outcome), fact, self.today)
        self.record(outcome.stream(fact.outcome), events, within)

    def void_outcome(self, id: OutcomeId, reason: Reason) -> None:
        self.record(outcome.stream(id), outcome.void(self.outcome(id), reason))

    def _require_trainee_and_workshop(self, within: CascadeId, fact: outcome.Outcomes) -> None:
        self.known_cascade(within)
        self.require_people([fact.person], "person")
        if fact.workshop is not None:
            workshop.require_held(self.workshop(fact.workshop))
