"""What happens after the import: one small record per move, people and workshops as identifiers.

Regions are paths (`Kenya / Kisumu`), organisations names; days are dates in the world. `apply`
turns each into a command.
"""

from api.sample.moves.cascade import (
    ReviseCurriculum,
    ReviseStandard,
    ReviseTargets,
)
from api.sample.moves.people import (
    ClaimSharing,
    CorrectProfile,
    DistinguishPeople,
    MergePeople,
    ObserveBehaviour,
    ReportResult,
    UndoMerge,
)
from api.sample.moves.standing import (
    Assess,
    Certify,
    CreditCofacilitation,
    Nominate,
    Reinstate,
    Renew,
    Revoke,
    Suspend,
)
from api.sample.moves.why import (
    Why,
)
from api.sample.moves.workshops import (
    AddAttendance,
    AttachEvidence,
    CancelWorkshop,
    CorrectDates,
    CorrectLead,
    CorrectVenue,
    Gathering,
    HoldWorkshop,
    PlanWorkshop,
    RecordFeedback,
    RescheduleWorkshop,
    RestoreWorkshop,
    Seat,
    VoidAttendance,
    VoidWorkshop,
)

Move = (
    PlanWorkshop
    | RescheduleWorkshop
    | CancelWorkshop
    | HoldWorkshop
    | CorrectDates
    | CorrectLead
    | CorrectVenue
    | VoidWorkshop
    | RestoreWorkshop
    | AddAttendance
    | VoidAttendance
    | RecordFeedback
    | AttachEvidence
    | MergePeople
    | UndoMerge
    | DistinguishPeople
    | CorrectProfile
    | Nominate
    | Assess
    | CreditCofacilitation
    | Certify
    | Renew
    | Suspend
    | Reinstate
    | Revoke
    | ObserveBehaviour
    | ReportResult
    | ClaimSharing
    | ReviseCurriculum
    | ReviseTargets
    | ReviseStandard
)

__all__ = [
    "AddAttendance",
    "Assess",
    "AttachEvidence",
    "CancelWorkshop",
    "Certify",
    "ClaimSharing",
    "CorrectDates",
    "CorrectLead",
    "CorrectProfile",
    "CorrectVenue",
    "CreditCofacilitation",
    "DistinguishPeople",
    "Gathering",
    "HoldWorkshop",
    "MergePeople",
    "Move",
    "Nominate",
    "ObserveBehaviour",
    "PlanWorkshop",
    "RecordFeedback",
    "Reinstate",
    "Renew",
    "ReportResult",
    "RescheduleWorkshop",
    "RestoreWorkshop",
    "ReviseCurriculum",
    "ReviseStandard",
    "ReviseTargets",
    "Revoke",
    "Seat",
    "Suspend",
    "UndoMerge",
    "VoidAttendance",
    "VoidWorkshop",
    "Why",
]
