"""A person: one record, whatever their roles. Texts about them are commitments only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.events import (
    ContactsDropped,
    DetailsCommitted,
    Event,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonRevealed,
    PersonWithdrawn,
    ProfileCorrected,
)
from domain.rules import NotFound, require, require_name
from domain.values import Commitment, PersonId, Profile, Reason


@dataclass(frozen=True)
class Person:
    id: PersonId | None = None
    profile: Profile = field(default_factory=Profile)
    details: Commitment | None = None
    withdrawn: bool = False
    erased: bool = False


def stream(person: PersonId) -> str:
    return f"person/{person}"


def register(
    person: Person,
    id: PersonId,
    profile: Profile,
    details: Commitment | None,
    identifier: Commitment | None,
) -> Iterator[Event]:
    require(person.id is None, "This person is already registered. Correct the record instead.")
    _require_profile(profile)
    yield PersonRegistered(id, profile, details, identifier)


def correct_profile(person: Person, profile: Profile, reason: Reason) -> Iterator[Event]:
    require_known(person)
    _require_profile(profile)
    if profile != person.profile:
        yield ProfileCorrected(profile, reason)


def commit_details(person: Person, details: Commitment, reason: Reason) -> Iterator[Event]:
    require_known(person)
    if details != person.details:
        yield DetailsCommitted(details, reason)


def drop_contacts(person: Person, details: Commitment | None) -> Iterator[Event]:
    """Drops a person's contacts. `details`: the commitment to what is left."""
    require_known(person)
    if details != person.details:
        yield ContactsDropped(details)


def withdraw(person: Person, reason: Reason) -> Iterator[Event]:
    require_known(person)
    if not person.withdrawn:
        yield PersonWithdrawn(reason)


def reinstate(person: Person, reason: Reason) -> Iterator[Event]:
    require_known(person)
    if person.withdrawn:
        yield PersonReinstated(reason)


def erase(person: Person, reason: Reason) -> Iterator[Event]:
    require(person.id is not None, "There is no such person. Check the id.")
    if not person.erased:
        yield PersonErased(reason)


def reveal(person: Person, reason: Reason) -> Iterator[Event]:
    """Records that an auditor was shown the person's name, and why, each time."""
    require_known(person)
    require(
        reason.words is not None,
        "Say in words why you need to know who this is. Give the reason.",
        field="reason",
    )
    yield PersonRevealed(reason)


def require_known(person: Person, field: str | None = None) -> None:
    """Refuses unless the person is registered and not erased."""
    if person.id is None:
        raise NotFound(
            "There is no such person. Register them first, or check the id.", field=field
        )
    require(
        not person.erased,
        "This person was erased on request; nothing more can be recorded about them.",
        field=field,
    )


def _require_profile(profile: Profile) -> None:
    if profile.cadre is not None:
        require_name(profile.cadre, "cadre", 100)


def evolve(person: Person, event: Event) -> Person:
    match event:
        case PersonRegistered():
            return Person(event.person, event.profile, event.details)
        case ProfileCorrected(profile=profile):
            return replace(person, profile=profile)
        case DetailsCommitted(details=details) | ContactsDropped(details=details):
            return replace(person, details=details)
        case PersonWithdrawn():
            return replace(person, withdrawn=True)
        case PersonReinstated():
            return replace(person, withdrawn=False)
        case PersonErased():
            return replace(person, erased=True, details=None)
    return person
