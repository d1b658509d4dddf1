"""The people, places and days of the stories that the domain's tests tell."""

from datetime import date

from domain.events import (
    Assessed,
    BatchStarted,
    BehaviourObserved,
    CascadeOpened,
    Certified,
    EvidenceAttached,
    FeedbackRecorded,
    Nominated,
    OrganisationDefined,
    PeopleMerged,
    PersonRegistered,
    ProposalMade,
    ProposalRevised,
    RegionDefined,
    Renewed,
    ResultReported,
    SharingClaimed,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.values import (
    Attendance,
    BatchId,
    CascadeId,
    Commitment,
    EvidenceKind,
    Kind,
    Level,
    OrganisationId,
    OutcomeId,
    PersonId,
    ProposalId,
    Reason,
    ReasonCode,
    RegionId,
    Rubric,
    WorkshopId,
)

TODAY = date(2024, 6, 15)
MONDAY, TUESDAY = date(2024, 6, 10), date(2024, 6, 11)
TOMORROW = date(2024, 6, 16)
LONG_AGO = date(1899, 12, 31)

TYPO = Reason(ReasonCode.TYPING_ERROR)
WORDED = Reason(ReasonCode.OTHER, Commitment("ef" * 32))
UNDONE = Reason(ReasonCode.IMPORT_UNDONE)

AMINA, BRIAN, CHEN, DIEGO = (PersonId(name) for name in ("amina", "brian", "chen", "diego"))
KENYA, KISUMU = RegionId("kenya"), RegionId("kisumu")
TEXT, OTHER_TEXT = Commitment("ab" * 32), Commitment("cd" * 32)

opened = CascadeOpened(CascadeId("malaria"), "malaria-2024", "Malaria", "malaria")
kenya = RegionDefined(KENYA, "Kenya")
ministry = OrganisationDefined(OrganisationId("ministry"), "Ministry of Health")
registered = PersonRegistered(AMINA)
merged = PeopleMerged(AMINA, BRIAN, TYPO)
started = BatchStarted(BatchId("july"))

planned = WorkshopPlanned(WorkshopId("w1"), Kind.TOT, MONDAY, TUESDAY, lead=AMINA)
held = WorkshopHeld(
    WorkshopId("w1"),
    Kind.TOT,
    MONDAY,
    TUESDAY,
    lead=AMINA,
    cofacilitators=(BRIAN,),
    register=(Attendance(CHEN, pre=4.0, post=8.0, max_score=10.0),),
    headcount=3,
)
feedback = FeedbackRecorded("f1", 4, CHEN)
evidence = EvidenceAttached("e1", EvidenceKind.SIGN_IN_SHEET, TEXT)

proposed = ProposalMade(
    Kind.STEP_DOWN, MONDAY, TUESDAY, (TEXT,), 3, KISUMU, proposal=ProposalId("q1"), lead=BRIAN
)
revised = ProposalRevised(Kind.STEP_DOWN, MONDAY, MONDAY, (OTHER_TEXT,))

nominated = Nominated(MONDAY)
assessed = Assessed(MONDAY, Rubric(4, 4, 3, 4, 5), BRIAN)
certified = Certified(Level.QUALIFIED, MONDAY, expires_on=date(2025, 6, 10))
renewed = Renewed(TUESDAY, date(2026, 6, 11))

observed = BehaviourObserved(OutcomeId("o1"), CHEN, TUESDAY, 0.8, observer=AMINA)
reported = ResultReported(OutcomeId("o1"), CHEN, TUESDAY, 120.0, "children-vaccinated")
claimed = SharingClaimed(OutcomeId("o1"), CHEN, TUESDAY, 25)
