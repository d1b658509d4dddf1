"""The vocabulary of the log: one frozen class per fact, and its name in the log.

Names are chosen texts that never change (`workshop.held`). A change of shape needs a new name
(`workshop.held.2`) and a pure upcaster in `domain/codec.py`. Dates in facts are dates of events in
the world, as claimed. The `Entry` of a fact says when, by which account and from where it was
recorded.

The facts of each noun are in the file of that name beside this one.
"""

from domain.events.access import AccessReset, RoleGranted, RoleWithdrawn
from domain.events.base import CLASSES, CURRENT_NAMES, NAMES, Entry, Event, recorded_as
from domain.events.batch import (
    BatchCompleted,
    BatchStarted,
    BatchUndone,
)
from domain.events.cascade import (
    CascadeClosed,
    CascadeOpened,
    CascadeReopened,
    CurriculumRevised,
    SafeguardsSet,
    StandardRevised,
    TargetsRevised,
)
from domain.events.certification import (
    Assessed,
    CertificateCorrected,
    CertificateVoided,
    Certified,
    CofacilitationCredited,
    Nominated,
    Reinstated,
    Renewed,
    Revoked,
    Suspended,
)
from domain.events.outcome import (
    BehaviourObserved,
    OutcomeVoided,
    ResultReported,
    SharingClaimed,
)
from domain.events.person import (
    ContactsDropped,
    DetailsCommitted,
    MergeUndone,
    PeopleDistinguished,
    PeopleLeftUnsure,
    PeopleMerged,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonRevealed,
    PersonWithdrawn,
    ProfileCorrected,
)
from domain.events.place import (
    NameGiven,
    OrganisationDefined,
    RegionDefined,
)
from domain.events.proposal import (
    ProposalAccepted,
    ProposalMade,
    ProposalReturned,
    ProposalRevised,
    ProposalWithdrawn,
    Proposed,
)
from domain.events.workshop import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    EvidenceAttached,
    FeedbackRecorded,
    ScoresRecorded,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)

__all__ = [
    "CLASSES",
    "CURRENT_NAMES",
    "NAMES",
    "AccessReset",
    "Assessed",
    "AttendanceAdded",
    "AttendanceRestored",
    "AttendanceVoided",
    "BatchCompleted",
    "BatchStarted",
    "BatchUndone",
    "BehaviourObserved",
    "CascadeClosed",
    "CascadeOpened",
    "CascadeReopened",
    "CertificateCorrected",
    "CertificateVoided",
    "Certified",
    "CofacilitationCredited",
    "ContactsDropped",
    "CurriculumRevised",
    "DetailsCommitted",
    "Entry",
    "Event",
    "EvidenceAttached",
    "FeedbackRecorded",
    "MergeUndone",
    "NameGiven",
    "Nominated",
    "OrganisationDefined",
    "OutcomeVoided",
    "PeopleDistinguished",
    "PeopleLeftUnsure",
    "PeopleMerged",
    "PersonErased",
    "PersonRegistered",
    "PersonReinstated",
    "PersonRevealed",
    "PersonWithdrawn",
    "ProfileCorrected",
    "ProposalAccepted",
    "ProposalMade",
    "ProposalReturned",
    "ProposalRevised",
    "ProposalWithdrawn",
    "Proposed",
    "RegionDefined",
    "Reinstated",
    "Renewed",
    "ResultReported",
    "Revoked",
    "RoleGranted",
    "RoleWithdrawn",
    "SafeguardsSet",
    "ScoresRecorded",
    "SharingClaimed",
    "StandardRevised",
    "Suspended",
    "TargetsRevised",
    "WorkshopCancelled",
    "WorkshopCorrected",
    "WorkshopHeld",
    "WorkshopPlanned",
    "WorkshopRescheduled",
    "WorkshopRestored",
    "WorkshopVoided",
    "recorded_as",
]
