"""Commands on import batches, and how each fact of a batch is taken back.

Nothing is deleted. A workshop that the batch logged is voided, and so is an attendance that it
added. A value that it changed becomes what it was before, unless it was changed again since. Names
of regions and organisations stay, because other records may use them by now.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from domain import batch, certification, person, workshop
from domain.certification import Certification
from domain.events import (
    AttendanceAdded,
    CertificateCorrected,
    Certified,
    DetailsCommitted,
    Entry,
    ProfileCorrected,
    ScoresRecorded,
    WorkshopCorrected,
    WorkshopHeld,
)
from domain.person import Person
from domain.service.certifications import CertificationCommands
from domain.service.workshops import WorkshopCommands
from domain.values import BatchId, CascadeId, PersonId, Reason, ReasonCode, WorkshopId
from domain.workshop import CORRECTABLE, Workshop

UNDONE = Reason(ReasonCode.IMPORT_UNDONE)


class ImportCommands(WorkshopCommands, CertificationCommands):
    def start_batch(self, within: CascadeId, id: BatchId) -> None:
        self.known_cascade(within)
        self.record(batch.stream(id), batch.start(self.batch(id), id), within)

    def require_going_on(self, id: BatchId) -> None:
        """For each part of an import: refuses if the batch was undone since it began."""
        batch.require_going_on(self.batch(id))

    def complete_batch(self, id: BatchId) -> None:
        self.record(batch.stream(id), batch.complete(self.batch(id)))

    def undo_batch(self, id: BatchId, reason: Reason = UNDONE) -> None:
        """Records that a batch is undone. Call it last, when all its facts are taken back."""
        self.record(batch.stream(id), batch.undo(self.batch(id), reason))

    def take_back(self, stream: str, position: int) -> None:
        """Takes back one fact of a batch. In one stream take the latest first. Can be repeated."""
        kind, _, key = stream.partition("/")
        entry = next(e for e in self.entries(stream) if e.position == position)
        if kind == "workshop":
            self._take_back_of_workshop(WorkshopId(key), entry)
        elif kind == "person":
            self._take_back_of_person(PersonId(key), entry)
        elif kind == "certification":
            self._take_back_of_certification(stream, entry)

    # ---- workshops -----------------------------------------------------------------------

    def _take_back_of_workshop(self, id: WorkshopId, entry: Entry) -> None:
        state = self.workshop(id)
        if state.held is None or state.voided_whole:
            return
        match entry.event:
            case WorkshopHeld():
                self.void_workshop(id, UNDONE)
            case AttendanceAdded(attendance=line) if state.attends(line.person):
                self.void_attendance(id, line.person, UNDONE)
            case ScoresRecorded() as event:
                self._unscore(id, state, event, entry)
            case WorkshopCorrected() as event:
                self._uncorrect(id, state, event, entry)

    def _unscore(
        self, id: WorkshopId, state: Workshop, event: ScoresRecorded, entry: Entry
    ) -> None:
        line, was = (
            state.line(event.person),
            self.before(entry, Workshop(), workshop.evolve).line(event.person),
        )
        if line and was and (line.scores, line.in_conflict) == (event.scores, event.in_conflict):
            self.record_scores(id, event.person, was.scores, UNDONE, was.in_conflict)

    def _uncorrect(
        self, id: WorkshopId, state: Workshop, event: WorkshopCorrected, entry: Entry
    ) -> None:
        """Restores old values, except an old lead who was added to the register since then."""
        was = self.before(entry, Workshop(), workshop.evolve).held
        back: dict[str, Any] = {
            name: getattr(was, name)
            for name in CORRECTABLE
            if getattr(event, name) is not UNSET
            and getattr(state.held, name) == getattr(event, name)
        }
        if was is not None and was.lead is not None and state.attends(was.lead):
            back.pop("lead", None)
        if was is not None and back:
            self.bring_back_places(back.get("region"))
            self.correct_workshop(id, WorkshopCorrected(UNDONE, **back))

    # ---- people --------------------------------------------------------------------------

    def _take_back_of_person(self, id: PersonId, entry: Entry) -> None:
        """Restores a profile or details. Registrations are withdrawn elsewhere, at the end."""
        state, was = self.person(id), self.before(entry, Person(), person.evolve)
        if state.erased:
            return
        match entry.event:
            case ProfileCorrected(profile=profile):
                names = profile.__struct_fields__
                back = {
                    name: getattr(was.profile, name)
                    for name in names
                    if getattr(profile, name) != getattr(was.profile, name)
                    and getattr(state.profile, name) == getattr(profile, name)
                }
                profile = msgspec.structs.replace(state.profile, **back)
                self.bring_back_places(profile.region, profile.organisation)
                self.correct_profile(id, profile, UNDONE)
            case DetailsCommitted(details=details) if state.details == details and was.details:
                self.commit_details(id, was.details, UNDONE)

    # ---- certificates --------------------------------------------------------------------

    def _take_back_of_certification(self, stream: str, entry: Entry) -> None:
        _, c, p = stream.split("/")
        cascade, holder = CascadeId(c), PersonId(p)
        standing = self.certification(cascade, holder)
        match entry.event:
            case Certified(level=level, certified_on=day):
                if (level, day) in standing.certificates:
                    self.void_certificate(cascade, holder, level, day, UNDONE)
            case CertificateCorrected(level=level, certified_on=day) as event:
                now = standing.certificates.get((level, day))
                was = self.before(entry, Certification(), certification.evolve).certificates.get(
                    (level, day)
                )
                back: dict[str, Any] = {
                    name: getattr(was, name)
                    for name in ("expires_on", "number")
                    if getattr(event, name) is not UNSET
                    and getattr(now, name, None) == getattr(event, name)
                    and (name == "expires_on" or getattr(was, name) is not None)
                }
                if now and was and back:
                    self.correct_certificate(
                        cascade, holder, CertificateCorrected(level, day, UNDONE, **back)
                    )
