"""Gets the sample into the log, apart from what import does: its opening, then its later moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from api.sample import moves
from api.sample.acts import cascades, outcomes, people, standing, workshops
from api.sample.hands import Hands, Seal
from api.sample.moves import Move
from api.sample.opening import Opening
from domain.service import Actor, Commands, Service
from domain.values import CascadeId

Act = Callable[[Commands, Hands, Any], None]

ACTS: dict[type[Move], Act] = {
    moves.PlanWorkshop: workshops.plan,
    moves.RescheduleWorkshop: workshops.reschedule,
    moves.CancelWorkshop: workshops.cancel,
    moves.HoldWorkshop: workshops.hold,
    moves.CorrectDates: workshops.correct_dates,
    moves.CorrectLead: workshops.correct_lead,
    moves.CorrectVenue: workshops.correct_venue,
    moves.VoidWorkshop: workshops.void,
    moves.RestoreWorkshop: workshops.restore,
    moves.AddAttendance: workshops.add_attendance,
    moves.VoidAttendance: workshops.void_attendance,
    moves.RecordFeedback: workshops.record_feedback,
    moves.AttachEvidence: workshops.attach_evidence,
    moves.MergePeople: people.merge,
    moves.UndoMerge: people.undo_merge,
    moves.DistinguishPeople: people.distinguish,
    moves.CorrectProfile: people.correct_profile,
    moves.Nominate: standing.nominate,
    moves.Assess: standing.assess,
    moves.CreditCofacilitation: standing.credit_cofacilitation,
    moves.Certify: standing.certify,
    moves.Renew: standing.renew,
    moves.Suspend: standing.suspend,
    moves.Reinstate: standing.reinstate,
    moves.Revoke: standing.revoke,
    moves.ObserveBehaviour: outcomes.observe,
    moves.ReportResult: outcomes.report,
    moves.ClaimSharing: outcomes.claim_sharing,
    moves.ReviseCurriculum: cascades.revise_curriculum,
    moves.ReviseTargets: cascades.revise_targets,
    moves.ReviseStandard: cascades.revise_standard,
}


def open_cascade(
    service: Service, by: Actor, opening: Opening, new_id: Callable[[], str], seal: Seal
) -> CascadeId:
    """Regions, organisations and the cascade, in one transaction. The cascade's id."""
    cascade = CascadeId(new_id())
    service.do(by, lambda c: cascades.open_all(c, cascade, opening, new_id, seal))
    return cascade


def apply(
    service: Service,
    hands: Hands,
    later: Iterable[Move],
    done: Callable[[], object] = lambda: None,
) -> int:
    """One command a move, in order; `done` is called after each. The last position."""
    position = service.log.position()
    for move in later:
        position = service.do(hands.by(), lambda c, m=move: ACTS[type(m)](c, hands, m)).position  # type: ignore[misc]
        done()
    return position
