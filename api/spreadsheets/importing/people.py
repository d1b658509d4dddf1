"""The step of a row of the table of people."""

from __future__ import annotations

from typing import Any

import msgspec

from api.spreadsheets.importing.records import PersonRecord
from api.spreadsheets.importing.steps import IMPORTED, Hands, Step
from domain import person
from domain.service import Commands
from domain.values import PersonId, Profile

STATISTICS = ("sex", "age_band", "cadre", "disability")


def registering(name: str, record: PersonRecord | None = None) -> Step:
    """Registers somebody, or records what the row says anew. None: they are on a sheet only."""

    def act(c: Commands, hands: Hands) -> None:
        id = hands.people[name]
        if c.person(id).id is None:
            _register(c, hands, id, name, record)
            return
        c.require_people([id], "person")
        if record is not None:
            _correct(c, hands, id, record)

    return Step(act, lambda hands: [person.stream(hands.people[name])])


def _register(
    c: Commands, hands: Hands, id: PersonId, name: str, record: PersonRecord | None
) -> None:
    owner = person.stream(id)
    identifier = hands.sealer.claim(hands.series, name, id)
    details = None
    if record and record.details:
        details = hands.sealer.seal(owner, "details", dict(record.details))
    profile = _profile(c, record, hands, Profile()) if record else Profile()
    c.register_person(hands.cascade, id, profile, details, identifier)


def _correct(c: Commands, hands: Hands, id: PersonId, record: PersonRecord) -> None:
    """A blank says nothing; what is said takes the place of what was known."""
    state = c.person(id)
    c.correct_profile(id, _profile(c, record, hands, state.profile), IMPORTED)
    was = hands.content(state.details)
    now = was | dict(record.details)
    if now != was:
        sealed = hands.sealer.seal(person.stream(id), "details", now)
        c.commit_details(id, sealed, IMPORTED)


def _profile(c: Commands, record: PersonRecord, hands: Hands, before: Profile) -> Profile:
    said: dict[str, Any] = {
        name: getattr(record, name) for name in STATISTICS if getattr(record, name) is not None
    }
    if record.region:
        said["region"] = hands.region(c, record.region)
    if record.organisation:
        said["organisation"] = hands.organisation(c, record.organisation)
    return msgspec.structs.replace(before, **said)
