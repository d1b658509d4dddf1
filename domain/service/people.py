"""Commands on people: registered, corrected, merged, erased."""

from __future__ import annotations

from collections.abc import Iterable

from domain import pair, person
from domain.rules import Refused
from domain.service.cascades import CascadeCommands
from domain.values import CascadeId, Commitment, PersonId, Profile, Reason, ReasonCode


class PeopleCommands(CascadeCommands):
    def register_person(
        self,
        cascade: CascadeId,
        id: PersonId,
        profile: Profile,
        details: Commitment | None = None,
        identifier: Commitment | None = None,
    ) -> None:
        self.known_cascade(cascade)
        self._require_places(profile)
        events = person.register(self.person(id), id, profile, details, identifier)
        self.record(person.stream(id), events, cascade)

    def correct_profile(self, id: PersonId, profile: Profile, reason: Reason) -> None:
        self._require_places(profile)
        events = person.correct_profile(self.person(id), profile, reason)
        self.record(person.stream(id), events)

    def commit_details(self, id: PersonId, details: Commitment, reason: Reason) -> None:
        events = person.commit_details(self.person(id), details, reason)
        self.record(person.stream(id), events)

    def drop_contacts(self, id: PersonId, details: Commitment | None) -> None:
        self.record(person.stream(id), person.drop_contacts(self.person(id), details))

    def withdraw_person(self, id: PersonId, reason: Reason) -> None:
        self.record(person.stream(id), person.withdraw(self.person(id), reason))

    def reinstate_person(self, id: PersonId, reason: Reason) -> None:
        profile = self.person(id).profile
        self.bring_back_places(profile.region, profile.organisation)
        self.record(person.stream(id), person.reinstate(self.person(id), reason))

    def erase_person(
        self, id: PersonId, reason: Reason, pairs: Iterable[tuple[PersonId, PersonId]] = ()
    ) -> list[PersonId]:
        """Erases all ids of this human and returns them, in order. `pairs`: see `one_with`."""
        members = self.one_with(id, pairs)
        self.fetch(map(person.stream, members))
        for member in members:
            self.record(person.stream(member), person.erase(self.person(member), reason))
        return members

    def reveal_person(self, id: PersonId, reason: Reason) -> None:
        self.record(person.stream(id), person.reveal(self.person(id), reason))

    def merge_people(self, a: PersonId, b: PersonId, reason: Reason) -> None:
        self.require_people([a, b], "other")
        self.record(pair.stream(a, b), pair.merge(self.pair(a, b), a, b, reason))

    def undo_merge(self, a: PersonId, b: PersonId, reason: Reason) -> None:
        self.record(pair.stream(a, b), pair.undo_merge(self.pair(a, b), a, b, reason))

    def distinguish_people(self, a: PersonId, b: PersonId, reason: Reason) -> None:
        self.require_people([a, b], "other")
        self.record(pair.stream(a, b), pair.distinguish(self.pair(a, b), a, b, reason))

    def leave_people_unsure(self, a: PersonId, b: PersonId, reason: Reason) -> None:
        self.require_people([a, b], "other")
        self.record(pair.stream(a, b), pair.leave_unsure(self.pair(a, b), a, b, reason))

    def one_with(self, id: PersonId, pairs: Iterable[tuple[PersonId, PersonId]]) -> list[PersonId]:
        """All ids of one human, in order. `pairs`: pairs of ids that may be merged; only those that
        are merged now count."""
        known = list(pairs)
        self.fetch(pair.stream(a, b) for a, b in known)
        merged = [{a, b} for a, b in known if self.pair(a, b).merged]
        found, grown = {id}, True
        while grown:
            more = found.union(*(both for both in merged if both & found))
            found, grown = more, more != found
        return sorted(found)

    def require_people(self, ids: Iterable[PersonId], field: str) -> None:
        """Refuses unless all people are registered and none is erased. Reinstates withdrawn
        people."""
        wanted = list(dict.fromkeys(ids))
        self.fetch(person.stream(p) for p in wanted)
        for id in wanted:
            state = self.person(id)
            try:
                person.require_known(state, field)
            except Refused as refused:
                refused.params["person"] = id
                raise
            if state.withdrawn:
                self.reinstate_person(id, Reason(ReasonCode.NEW_INFORMATION))

    def _require_places(self, profile: Profile) -> None:
        self.require_region(profile.region, "region")
        self.require_organisation(profile.organisation, "organisation")
