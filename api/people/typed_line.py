"""One line of a sign-in sheet as it was typed: all of it is private."""

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
"""Any of these says who it is."""
CONTACTS = WHO[1:]
STATISTICS = {"sex": Sex, "age_band": AgeBand, "cadre": str, "disability": Disability}
SCORES = ("pre", "post", "max_score")
COLUMNS = (*WHO, *STATISTICS, *SCORES)


class TypedLine(TypedDict, total=False):
    """What was not typed is left out. Enumerations by their codes."""

    identifier: str
    name: str
    phone: str
    email: str
    id_number: str
    sex: str
    age_band: str
    cadre: str
    disability: str
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
    """A person as a request names them (`schemas.common.Someone`): by id, by identifier, or new,
    then with what is known of them."""

    person: str
    identifier: str
    details: Mapping[str, str]
    profile: ProfileOf


def typed_line(loaded: Mapping[str, object]) -> TypedLine:
    """Of what a request says (`schemas.proposals.TypedLine`)."""
    said = {name: getattr(value, "value", value) for name, value in loaded.items()}
    return cast(TypedLine, {name: value for name, value in said.items() if value is not None})


def somebody_new(line: TypedLine) -> Someone:
    """The person of a line, to be registered."""
    said = cast(Mapping[str, str], line)
    profile = {name: read(said[name]) for name, read in STATISTICS.items() if name in said}
    someone: Someone = {
        "details": {name: said[name] for name in CONTACTS if name in said},
        "profile": cast(ProfileOf, profile),
    }
    if "identifier" in line:
        someone["identifier"] = line["identifier"]
    return someone


def scores(line: Mapping[str, Any]) -> Scores:
    return Scores(*(line.get(name) for name in SCORES))


def attendance(person: PersonId, line: Mapping[str, Any]) -> Attendance:
    """A line of a register."""
    found = scores(line)
    return Attendance(person, found.pre, found.post, found.max_score)


def mark(line: Mapping[str, object]) -> str:
    """Of who was typed: an answer holds for this, and not for what is typed instead."""
    typed = json.dumps([str(line.get(name) or "") for name in WHO])
    return hashlib.sha256(typed.encode()).hexdigest()[:12]
