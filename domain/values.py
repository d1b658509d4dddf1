"""The values in facts: ids, scores, reasons, standards."""

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
"""The random ids. (The id of a batch is a chosen name.)"""
Commitment = NewType("Commitment", str)
"""SHA-256 in hex, in the log in place of a text in the private drawer (docs/definitions.md)."""


class Kind(StrEnum):
    """The kind of a workshop. A peer session does not count for lineage and reach."""

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
    """The roles of accounts (docs/definitions.md)."""

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
    """A value without identity. Fields that equal their default are not stored in the log."""


class Reason(Value, frozen=True):
    """The reason of a correction: a code, and a commitment to words in the private drawer."""

    code: ReasonCode
    words: Commitment | None = None


class Scores(Value, frozen=True):
    """The scores of one participation. `max_score`: the highest possible score in both tests."""

    pre: float | None = None
    post: float | None = None
    max_score: float | None = None


class Attendance(Value, frozen=True):
    """One line of a register. `in_conflict`: the scores differed between sheets and were
    dropped."""

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
    """The data of a person for statistics. It never has a name in it."""

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
    """A cascade's rule for attendance and certification.

    `least_post_share`: the least post ÷ max (0 to 1); `least_rubric`: the least score in every
    competency (1 to 5); `cofacilitations`: the number of workshops to co-facilitate;
    `months_valid`: calendar months, None: no end.
    `least_attendance`: the least share of a workshop's days (0 to 1) that somebody must have
    attended to be on its register, where a sheet has a mark for each day; None: one day.
    """

    least_post_share: float | None = None
    least_rubric: int | None = None
    cofacilitations: int = 0
    months_valid: int | None = None
    least_attendance: float | None = None


class Module(Value, frozen=True):
    """One unit of a curriculum."""

    code: str
    name: str


class Target(Value, frozen=True):
    """The number of people whom a tier must reach by a date, in all or in one region."""

    people: int
    by: date
    region: RegionId | None = None


class Tier(Value, frozen=True):
    """A planned level of the cascade. Tier 1: the people whom the first trainers train."""

    name: str
    targets: tuple[Target, ...] = ()


class Point(Value, frozen=True):
    """Coordinates in WGS 84, in degrees."""

    latitude: float
    longitude: float
