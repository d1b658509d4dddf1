"""What is said of people: registered, corrected, merged, erased. Never a name."""

from __future__ import annotations

from domain.events.base import Event, recorded_as
from domain.values import (
    Commitment,
    PersonId,
    Profile,
    Reason,
)


@recorded_as("person.registered")
class PersonRegistered(Event, frozen=True):
    person: PersonId
    profile: Profile = Profile()
    details: Commitment | None = None
    identifier: Commitment | None = None


@recorded_as("person.profile_corrected")
class ProfileCorrected(Event, frozen=True):
    profile: Profile
    reason: Reason


@recorded_as("person.details_committed")
class DetailsCommitted(Event, frozen=True):
    details: Commitment
    reason: Reason


@recorded_as("person.contacts_dropped")
class ContactsDropped(Event, frozen=True):
    """Contacts went, since nothing was heard for as long as the cascade sets; the name stays."""

    details: Commitment | None = None
    """Of what is left."""


@recorded_as("person.withdrawn")
class PersonWithdrawn(Event, frozen=True):
    """A registration taken back; the person stood nowhere else."""

    reason: Reason


@recorded_as("person.reinstated")
class PersonReinstated(Event, frozen=True):
    """A registration that had been taken back holds again."""

    reason: Reason


@recorded_as("person.erased")
class PersonErased(Event, frozen=True):
    reason: Reason


@recorded_as("person.revealed")
class PersonRevealed(Event, frozen=True):
    """Name and contacts were shown to the auditor who recorded this."""

    reason: Reason


@recorded_as("people.merged")
class PeopleMerged(Event, frozen=True):
    one: PersonId
    other: PersonId
    reason: Reason


@recorded_as("merge.undone")
class MergeUndone(Event, frozen=True):
    one: PersonId
    other: PersonId
    reason: Reason


@recorded_as("people.left_unsure")
class PeopleLeftUnsure(Event, frozen=True):
    """Looked at, and it could not be told whether they are one person."""

    one: PersonId
    other: PersonId
    reason: Reason


@recorded_as("people.distinguished")
class PeopleDistinguished(Event, frozen=True):
    """Looked at, and not the same person."""

    one: PersonId
    other: PersonId
    reason: Reason
