"""Facts about people: registered, corrected, merged, erased. They never have a name in them."""

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
    """The contacts were deleted: the person was inactive for as long as the cascade sets. The name
    stays."""

    details: Commitment | None = None
    """The commitment to the details that are left."""


@recorded_as("person.withdrawn")
class PersonWithdrawn(Event, frozen=True):
    """A registration was withdrawn; the person had no other records."""

    reason: Reason


@recorded_as("person.reinstated")
class PersonReinstated(Event, frozen=True):
    """A withdrawn registration is valid again."""

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
    """A coordinator could not decide whether the two are one person."""

    one: PersonId
    other: PersonId
    reason: Reason


@recorded_as("people.distinguished")
class PeopleDistinguished(Event, frozen=True):
    """A coordinator decided that the two are not the same person."""

    one: PersonId
    other: PersonId
    reason: Reason
