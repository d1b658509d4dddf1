"""The vocabulary of the log: one frozen class per fact, and the name it bears there.

Names are text that we chose and never change (`workshop.held`); a change of shape is a new
name (`workshop.held.2`) and a pure upcaster in `domain/log.py`. Dates are dates in the world,
as claimed; when a fact was recorded, by whom and from where stands on its `Entry`.

The facts of each noun are in the file of that name beside this one.
"""

from domain.events.access import RoleGranted, RoleWithdrawn
from domain.events.base import CLASSES, NAMES, Entry, Event, recorded_as
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
    PeopleMerged,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonWithdrawn,
    ProfileCorrected,
)
from domain.events.place import (
    NameGiven,
    OrganisationDefined,
    RegionDefined,
)
from domain.events.workshop import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    EvidenceAttached,
    FacilitatorLeftOff,
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
    "NAMES",
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
    "FacilitatorLeftOff",
    "FeedbackRecorded",
    "MergeUndone",
    "NameGiven",
    "Nominated",
    "OrganisationDefined",
    "OutcomeVoided",
    "PeopleDistinguished",
    "PeopleMerged",
    "PersonErased",
    "PersonRegistered",
    "PersonReinstated",
    "PersonWithdrawn",
    "ProfileCorrected",
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
