"""The import step of a row of people."""

from __future__ import annotations

import msgspec

from api.spreadsheets.importing.names import is_key, shown
from api.spreadsheets.importing.row_values import PersonRecord
from api.spreadsheets.importing.steps import IMPORTED, ImportContext, Step
from domain import person
from domain.service import Commands
from domain.values import PersonId, Profile

STATISTICS = ("sex", "age_band", "cadre", "disability")


def registering(name: str, record: PersonRecord | None = None) -> Step:
    """Registers the person `name`, or corrects what is known of them by the row.
    `record`: None for a person who has no row of people."""

    def act(c: Commands, context: ImportContext) -> None:
        id = context.people[name]
        if c.person(id).id is None:
            _register(c, context, id, record or _without_row(name, context))
            return
        c.require_people([id], "person")
        if record is not None:
            _correct(c, context, id, record)

    return Step(act, lambda context: context.streams([name]))


def _without_row(name: str, context: ImportContext) -> PersonRecord:
    """What is known at least of somebody without an identifier is how they are called."""
    called = {"name": shown(name)} if is_key(name) else {}
    return context.described.get(name) or PersonRecord(name, details=called)


def _register(c: Commands, context: ImportContext, id: PersonId, record: PersonRecord) -> None:
    identifier = context.claim(record.person, id)
    details = context.amended(person.stream(id), "details", None, record.details)
    profile = _profile(c, record, context, Profile())
    c.register_person(context.cascade, id, profile, details, identifier)


def _correct(c: Commands, context: ImportContext, id: PersonId, record: PersonRecord) -> None:
    """A blank cell changes nothing; any other cell replaces what was known."""
    state = c.person(id)
    c.correct_profile(id, _profile(c, record, context, state.profile), IMPORTED)
    details = context.amended(person.stream(id), "details", state.details, record.details)
    if details:
        c.commit_details(id, details, IMPORTED)


def _profile(c: Commands, record: PersonRecord, context: ImportContext, before: Profile) -> Profile:
    stated = {name: getattr(record, name) for name in STATISTICS}
    if record.region:
        stated["region"] = context.region(c, record.region)
    if record.organisation:
        stated["organisation"] = context.organisation(c, record.organisation)
    known = {name: value for name, value in stated.items() if value is not None}
    return msgspec.structs.replace(before, **known)
