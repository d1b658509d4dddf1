"""The unit of work: the streams that one command loads, and the facts that it adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from domain import access as accesses
from domain import batch as batches
from domain import cascade as cascades
from domain import certification as certifications
from domain import naming as names
from domain import outcome as outcomes
from domain import pair as pairs
from domain import person as people
from domain import place as places
from domain import proposal as proposals
from domain import workshop as workshops
from domain.codec import Envelope
from domain.erasable_words import people_singled_out, words_of
from domain.events import Entry, Event
from domain.log import Log, Pending
from domain.rules import NotFound, latest_today, require
from domain.values import (
    AccountId,
    BatchId,
    CascadeId,
    Commitment,
    OrganisationId,
    OutcomeId,
    PersonId,
    ProposalId,
    RegionId,
    WorkshopId,
)

S = TypeVar("S")


@dataclass(frozen=True)
class Actor:
    """The account, the door and the id of a command. A command with the same id is recorded
    once."""

    who: str
    source: str
    command: str


class Repeated(Exception):
    """This command is already in the log."""

    def __init__(self, position: int) -> None:
        self.position = position


class UnitOfWork:
    """Loads streams when they are needed. Later decisions see the facts of earlier ones."""

    def __init__(self, log: Log, actor: Actor, now: datetime) -> None:
        self._log = log
        self._actor = actor
        self._now = now
        self._entries: dict[str, list[Entry]] = {}
        self._states: dict[str, tuple[Any, Callable[[Any, Event], Any]]] = {}
        self._added: dict[str, list[Event]] = {}
        self._versions: dict[str, int] = {}
        self._known_at = 0
        self.today = latest_today(now)
        self.pending: list[Pending] = []
        self.singled_out: dict[Commitment, set[PersonId]] = {}
        """Commitment to words in the pending facts → the people whom the words are about."""

    def fetch(self, streams: Iterable[str]) -> None:
        """Loads many streams in one query; streams that were loaded before are not loaded again."""
        missing = [s for s in streams if s not in self._entries]
        if not missing:
            return
        loaded = self._log.load(missing)
        for stream in missing:
            entries = self._entries[stream] = loaded.get(stream, [])
            self._versions[stream] = entries[-1].version if entries else 0
            for entry in entries:
                if entry.command == self._actor.command:
                    raise Repeated(entry.position)

    @property
    def reads(self) -> dict[str, int]:
        """The version of each stream that was loaded and is not written to."""
        return {
            stream: entries[-1].version if entries else 0
            for stream, entries in self._entries.items()
            if stream not in self._added
        }

    @property
    def known_at(self) -> int:
        """The position of the last entry that made a command superfluous; 0 if there is none."""
        return self._known_at

    def entries(self, stream: str) -> list[Entry]:
        """The entries of a stream in the log, without the pending facts."""
        self.fetch([stream])
        return self._entries[stream]

    def record(
        self, stream: str, events: Iterable[Event], cascade: CascadeId | None = None
    ) -> None:
        """Adds a decision's facts. A stream stays in the cascade in which it began. Refused where
        the words of a fact are about a person who was erased."""
        began = self.entries(stream)
        within = began[0].cascade if began else cascade
        added = list(events)
        if not added and began:
            self._known_at = max(self._known_at, began[-1].position)
        for event in added:
            self._note_words(stream, event)
            self._require_words_may_stay(event)
            self._versions[stream] += 1
            if stream in self._states:
                state, evolve = self._states[stream]
                self._states[stream] = evolve(state, event), evolve
            self._added.setdefault(stream, []).append(event)
            actor = self._actor
            envelope = Envelope(self._now, actor.who, actor.command, event, actor.source, within)
            self.pending.append(Pending(stream, self._versions[stream], envelope))

    def _note_words(self, stream: str, fact: Event) -> None:
        texts = list(words_of(fact))
        if texts:
            earlier = [entry.event for entry in self.entries(stream)]
            about = people_singled_out(stream, fact, [*earlier, *self._added.get(stream, ())])
            for text in texts:
                self.singled_out.setdefault(text, set()).update(about)

    def _require_words_may_stay(self, fact: Event) -> None:
        """Words about a person are erased with the person, and none are accepted afterwards; the
        erasure itself may have a reason in words. This loads the people, so the command is decided
        again if one of them is erased in the meantime."""
        about = set[PersonId]().union(*(self.singled_out[text] for text in words_of(fact)))
        self.fetch(people.stream(id) for id in about)
        require(
            not any(self.person(id).erased for id in about),
            "This person was erased on request, and words about them are not kept. Give the "
            "reason without words.",
            field="reason",
        )

    def _state(self, stream: str, start: S, evolve: Callable[[S, Event], S]) -> S:
        if stream not in self._states:
            state = start
            for entry in self.entries(stream):
                state = evolve(state, entry.event)
            for event in self._added.get(stream, ()):
                state = evolve(state, event)
            self._states[stream] = state, evolve
        known: S = self._states[stream][0]
        return known

    def before(self, entry: Entry, start: S, evolve: Callable[[S, Event], S]) -> S:
        """The state of an entry's stream just before it."""
        state = start
        for earlier in self.entries(entry.stream):
            if earlier.position < entry.position:
                state = evolve(state, earlier.event)
        return state

    # ---- the present state of nouns ----------------------------------------------------------

    def cascade(self, id: CascadeId) -> cascades.Cascade:
        return self._state(cascades.stream(id), cascades.Cascade(), cascades.evolve)

    def known_cascade(self, id: CascadeId) -> cascades.Cascade:
        state = self.cascade(id)
        if state.id is None:
            raise NotFound("There is no such cascade. Check the id, or open it first.")
        return state

    def region(self, id: RegionId) -> places.Region:
        return self._state(places.region_stream(id), places.Region(), places.evolve_region)

    def organisation(self, id: OrganisationId) -> places.Organisation:
        return self._state(
            places.organisation_stream(id), places.Organisation(), places.evolve_organisation
        )

    def name(self, series: str, name: str) -> names.Name:
        return self._state(names.stream(series, name), names.Name(), names.evolve)

    def person(self, id: PersonId) -> people.Person:
        return self._state(people.stream(id), people.Person(), people.evolve)

    def pair(self, a: PersonId, b: PersonId) -> pairs.Pair:
        return self._state(pairs.stream(a, b), pairs.Pair(), pairs.evolve)

    def workshop(self, id: WorkshopId) -> workshops.Workshop:
        return self._state(workshops.stream(id), workshops.Workshop(), workshops.evolve)

    def certification(self, c: CascadeId, p: PersonId) -> certifications.Certification:
        return self._state(
            certifications.stream(c, p), certifications.Certification(), certifications.evolve
        )

    def outcome(self, id: OutcomeId) -> outcomes.Outcome:
        return self._state(outcomes.stream(id), outcomes.Outcome(), outcomes.evolve)

    def proposal(self, id: ProposalId) -> proposals.Proposal:
        return self._state(proposals.stream(id), proposals.Proposal(), proposals.evolve)

    def batch(self, id: BatchId) -> batches.Batch:
        return self._state(batches.stream(id), batches.Batch(), batches.evolve)

    def access(self, id: AccountId) -> accesses.Access:
        return self._state(accesses.stream(id), accesses.Access(), accesses.evolve)
