"""The small values that facts are made of: ids, scores, reasons, standards."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NewType

import msgspec

CascadeId = NewType("CascadeId", str)
PersonId = NewType("PersonId", str)
WorkshopId = NewType("WorkshopId", str)
RegionId = NewType("RegionId", str)
OrganisationId = NewType("OrganisationId", str)
OutcomeId = NewType("OutcomeId", str)
BatchId = NewType("BatchId", str)
AccountId = NewType("AccountId", str)
GrantId = NewType("GrantId", str)
ProposalId = NewType("ProposalId", str)
IDS = (
    AccountId,
    CascadeId,
    GrantId,
    OrganisationId,
    OutcomeId,
    PersonId,
    ProposalId,
    RegionId,
    WorkshopId,
)
"""All that are random; a batch's is a name that somebody chose."""
Commitment = NewType("Commitment", str)
"""Hex SHA-256 that stands in the log for a text in the private drawer (docs/definitions.md)."""


class Kind(StrEnum):
    """Of a workshop. A peer session passes nothing down."""

    TOT = "tot"
    STEP_DOWN = "step-down"
    REFRESHER = "refresher"
    PEER = "peer"


class Mode(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    BLENDED = "blended"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    UNDER_25 = "15-24"
    UNDER_35 = "25-34"
    UNDER_45 = "35-44"
    UNDER_55 = "45-54"
    UNDER_65 = "55-64"
    OVER_64 = "65+"


class Disability(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SAID = "not-said"


class Level(StrEnum):
    CANDIDATE = "candidate"
    QUALIFIED = "qualified"
    MASTER = "master"


class Role(StrEnum):
    """What an account may be (docs/definitions.md)."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    TRAINER = "trainer"


class OrganisationKind(StrEnum):
    GOVERNMENT = "government"
    NGO = "ngo"
    SCHOOL = "school"
    HEALTH_FACILITY = "health-facility"
    COMPANY = "company"
    COMMUNITY = "community"
    OTHER = "other"


class EvidenceKind(StrEnum):
    SIGN_IN_SHEET = "sign-in-sheet"
    PHOTOGRAPH = "photograph"
    OTHER = "other"


class ReasonCode(StrEnum):
    TYPING_ERROR = "typing-error"
    WRONG_PERSON = "wrong-person"
    DUPLICATE = "duplicate"
    NOT_HELD = "not-held"
    NEW_INFORMATION = "new-information"
    QUALITY = "quality"
    MISCONDUCT = "misconduct"
    REQUESTED = "requested"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import-undone"
    OTHER = "other"


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A value without identity. What equals its default is left out of the log."""


class Reason(Value, frozen=True):
    """Why something was corrected: a code, and words that lie in the private drawer."""

    code: ReasonCode
    words: Commitment | None = None


class Scores(Value, frozen=True):
    """Of one participation. `max_score` is the most that could be had in either test."""

    pre: float | None = None
    post: float | None = None
    max_score: float | None = None


class Attendance(Value, frozen=True):
    """One line of a register. `in_conflict`: the sheets differed, so the scores were dropped."""

    person: PersonId
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None
    in_conflict: bool = False

    @property
    def scores(self) -> Scores:
        return Scores(self.pre, self.post, self.max_score)

    @property
    def post_share(self) -> float | None:
        """The post-test score as a share (0 to 1) of its maximum."""
        if self.post is None or not self.max_score or self.in_conflict:
            return None
        return self.post / self.max_score


class Profile(Value, frozen=True):
    """What statistics may know of a person. Never a name."""

    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand | None = None
    region: RegionId | None = None
    cadre: str | None = None
    organisation: OrganisationId | None = None
    disability: Disability = Disability.NOT_SAID


class Rubric(Value, frozen=True):
    """The five competencies of a trainer, each scored from 1 (not yet) to 5 (exemplary)."""

    pedagogy: int
    facilitation: int
    content: int
    leadership: int
    reflective_practice: int

    def least(self) -> int:
        return min(self.scores())

    def scores(self) -> tuple[int, ...]:
        return (
            self.pedagogy,
            self.facilitation,
            self.content,
            self.leadership,
            self.reflective_practice,
        )


class Standard(Value, frozen=True):
    """A cascade's rule for certification.

    `least_post_share` is post ÷ max (0 to 1); `least_rubric` the lowest score allowed in any
    competency (1 to 5); `cofacilitations` workshops to be given beside somebody;
    `months_valid` calendar months, None for ever.
    """

    least_post_share: float | None = None
    least_rubric: int | None = None
    cofacilitations: int = 0
    months_valid: int | None = None


class Module(Value, frozen=True):
    """One unit of a curriculum."""

    code: str
    name: str


class Target(Value, frozen=True):
    """How many people a tier is to have trained by a date, in all or in one region."""

    people: int
    by: date
    region: RegionId | None = None


class Tier(Value, frozen=True):
    """A planned level of the cascade; tier 1 are those whom the first trainers train."""

    name: str
    targets: tuple[Target, ...] = ()


class Point(Value, frozen=True):
    """WGS 84, in degrees."""

    latitude: float
    longitude: float
