"""One line of a sign-in sheet as it was typed. All of it is private."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypedDict, cast

from domain.values import (
    AgeBand,
    Attendance,
    Disability,
    OrganisationId,
    PersonId,
    RegionId,
    Scores,
    Sex,
)

WHO = ("identifier", "name", "phone", "email", "id_number")
"""Columns that tell who the person is; one of them is enough."""
CONTACTS = WHO[1:]
STATISTICS = {"sex": Sex, "age_band": AgeBand, "cadre": str, "disability": Disability}
NAMED = ("organisation", "region")
"""Columns with the name of something that has an id: found, or made, when the line is recorded."""
SCORES = ("pre", "post", "max_score")
COLUMNS = (*WHO, *STATISTICS, *NAMED, *SCORES)


class TypedLine(TypedDict, total=False):
    """The typed texts; blank columns are left out. Enumerations are codes."""

    identifier: str
    name: str
    phone: str
    email: str
    id_number: str
    sex: str
    age_band: str
    cadre: str
    disability: str
    organisation: str
    region: str
    pre: float
    post: float
    max_score: float


class ProfileOf(TypedDict, total=False):
    """Fields of `domain.values.Profile`."""

    sex: Sex
    age_band: AgeBand | None
    region: RegionId | None
    cadre: str | None
    organisation: OrganisationId | None
    disability: Disability


class Someone(TypedDict, total=False):
    """A person in a request (`schemas.common.Someone`): by id, by identifier, or new, with details
    and profile. `named`: of `NAMED`, name → text; what the profile says goes before it."""

    person: str
    identifier: str
    details: Mapping[str, str]
    profile: ProfileOf
    named: Mapping[str, str]


def typed_line(loaded: Mapping[str, object]) -> TypedLine:
    """The line of a request that `schemas.proposals.TypedLine` has loaded."""
    said = {name: getattr(value, "value", value) for name, value in loaded.items()}
    return cast(TypedLine, {name: value for name, value in said.items() if value is not None})


def new_person(line: TypedLine) -> Someone:
    """The person of a line, as a new one to register."""
    said = cast(Mapping[str, str], line)
    profile = {name: read(said[name]) for name, read in STATISTICS.items() if name in said}
    someone: Someone = {
        "details": {name: said[name] for name in CONTACTS if name in said},
        "profile": cast(ProfileOf, profile),
    }
    if "identifier" in line:
        someone["identifier"] = line["identifier"]
    if named := {name: said[name] for name in NAMED if name in said}:
        someone["named"] = named
    return someone


def scores(line: Mapping[str, Any]) -> Scores:
    return Scores(*(line.get(name) for name in SCORES))


def attendance(person: PersonId, line: Mapping[str, Any]) -> Attendance:
    """The register line of a person, with the scores of a typed line."""
    found = scores(line)
    return Attendance(person, found.pre, found.post, found.max_score)


def fingerprint(line: Mapping[str, object]) -> str:
    """A hash of the texts that tell who the person is. A chosen answer is valid only as long as
    they do not change."""
    typed = json.dumps([str(line.get(name) or "") for name in WHO])
    return hashlib.sha256(typed.encode()).hexdigest()[:12]
