"""The history of anything: who said what when, and what it changed, before and after."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from string import Formatter

import pytest
from hypothesis import HealthCheck, given, settings

from domain.events import (
    CURRENT_NAMES,
    Assessed,
    BehaviourObserved,
    CertificateCorrected,
    Certified,
    EvidenceAttached,
    FeedbackRecorded,
    Nominated,
    OrganisationDefined,
    ProposalMade,
    ProposalRevised,
    RegionDefined,
    Renewed,
    ResultReported,
    RoleGranted,
    SharingClaimed,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.log import Log, memory
from domain.values import (
    AccountId,
    Attendance,
    BatchId,
    Commitment,
    EvidenceKind,
    GrantId,
    Kind,
    Level,
    Module,
    OrganisationId,
    OutcomeId,
    Profile,
    ProposalId,
    Reason,
    ReasonCode,
    Role,
    Rubric,
    Scores,
    Sex,
    Standard,
    Tier,
)
from projections.databases import SQLitePlace
from projections.history.record_history import SENTENCES, Change, Line, history
from projections.views import Views, differences
from tests.oracle import histories as told
from tests.support.world import CASCADE, REASON, World, person_id, region_id, workshop_id

DAY = date(2021, 3, 1)
A, B, C, D, X = (person_id(name) for name in "ABCDX")
W = workshop_id("w1")
SEALS = [Commitment(f"{n:02x}" * 32) for n in range(9)]
RUBRIC = Rubric(3, 3, 3, 3, 3)


def of(world: World, kind: str, id: str, after: int = 0, limit: int = 100) -> list[Line]:
    with world.views.read() as db:
        return history(world.log, db, kind, id, after, limit)


def names(lines: list[Line]) -> list[str]:
    return [line.name for line in lines]


def changed(line: Line) -> dict[str, tuple[object, object]]:
    return {c.field: (c.before, c.after) for c in line.changes}


def register(world: World, *people: str) -> None:
    for id in people:
        world.do(lambda c, id=id: c.register_person(CASCADE, id, Profile()))


def hold(world: World, id: str = W, lead: str | None = A, people: str = "BC", **more) -> None:
    seats = tuple(Attendance(person_id(p), 1.0, 2.0, 10.0) for p in people)
    fact = WorkshopHeld(id, Kind.STEP_DOWN, DAY, DAY, lead=lead, register=seats, **more)
    world.do(lambda c: c.hold_workshop(CASCADE, fact))


def test_a_workshop_line_by_line(world: World):
    register(world, A, B, C, D)
    hold(world, headcount=4)
    later = date(2021, 3, 2)
    change = WorkshopCorrected(REASON, ends_on=later, lead=D, headcount=None)
    world.do(lambda c: c.correct_workshop(W, change))
    world.do(lambda c: c.record_scores(W, B, Scores(1.0, 5.0, 10.0), REASON))
    world.do(lambda c: c.void_attendance(W, C, Reason(ReasonCode.WRONG_PERSON, SEALS[0])))
    world.do(lambda c: c.restore_attendance(W, C, REASON))
    world.do(lambda c: c.void_workshop(W, REASON))
    held, corrected, scored, voided, restored, gone = of(world, "workshop", W)
    seat = {"person": B, "pre": 1.0, "post": 2.0, "max_score": 10.0}
    assert Change("attendance", None, seat) in held.changes
    assert changed(held)["status"] == (None, "held")
    assert held.params["people"] == 2
    assert changed(corrected) == {
        "ends_on": ("2021-03-01", "2021-03-02"),
        "lead": (A, D),
        "headcount": (4, None),
    }
    assert changed(scored) == {"attendance": (seat, seat | {"post": 5.0})}
    absent = seat | {"person": C}
    assert changed(voided) == {"attendance": (absent, absent | {"voided": True})}
    assert (voided.reason, voided.words) == ("wrong-person", SEALS[0])
    assert changed(restored) == {"attendance": (absent | {"voided": True}, absent)}
    assert changed(gone) == {"status": ("held", "voided")}
    assert (held.recorded_by, held.source, held.cascade) == ("console", "test", CASCADE)
    assert held.position < corrected.position < gone.position == world.log.position()


def test_who_was_corrected_away_still_finds_the_workshop(world: World):
    register(world, A, B, C, D, X)
    plan = WorkshopPlanned(W, Kind.STEP_DOWN, DAY, DAY, lead=X)
    world.do(lambda c: c.plan_workshop(CASCADE, plan))
    hold(world, cofacilitators=(D,))
    change = WorkshopCorrected(REASON, lead=None, cofacilitators=())
    world.do(lambda c: c.correct_workshop(W, change))
    world.do(lambda c: c.void_attendance(W, B, REASON))
    world.do(lambda c: c.void_workshop(W, REASON))
    story = ["person.registered", "workshop.held", "workshop.corrected"]
    assert names(of(world, "person", A)) == story
    assert names(of(world, "person", D)) == story
    assert names(of(world, "person", X)) == [
        "person.registered",
        "workshop.planned",
        "workshop.held",
    ]
    story += ["attendance.voided", "workshop.voided"]
    assert names(of(world, "person", B)) == story
    assert names(of(world, "person", C)) == [n for n in story if n != "attendance.voided"]


@pytest.mark.parametrize("followed", [True, False])
def test_a_sheet_that_an_undone_import_replaced_is_still_found(world: World, followed: bool):
    """Whether the views saw each entry as it came, or all of them at once."""
    undone = Reason(ReasonCode.IMPORT_UNDONE)
    register(world, A, B, C, D)
    for act in (
        lambda: hold(world, people="B"),
        lambda: world.do(lambda c: c.void_workshop(W, undone)),
        lambda: hold(world, people="C"),
    ):
        act()
        if followed:
            world.views.catch_up()
    story = ["person.registered", "workshop.held", "workshop.voided", "workshop.held"]
    assert names(of(world, "person", B)) == story
    assert names(of(world, "person", C)) == ["person.registered", "workshop.held"]


def test_a_person_sees_only_their_own_line_of_a_register(world: World):
    register(world, A, B, C)
    hold(world)
    _, held = of(world, "person", B)
    seats = [c.after for c in held.changes if c.field == "attendance"]
    assert [seat["person"] for seat in seats] == [B]
    assert not {"lead", "cofacilitators"} & changed(held).keys()
    assert changed(of(world, "person", A)[1])["lead"] == (None, A)


def test_merged_people_have_one_history(world: World):
    register(world, A, B, C)
    hold(world, people="B")
    world.do(lambda c: c.merge_people(B, C, REASON))
    whole = ["person.registered", "person.registered", "workshop.held", "people.merged"]
    assert names(of(world, "person", C)) == whole
    assert changed(of(world, "person", B)[-1]) == {"status": (None, "merged")}
    world.do(lambda c: c.undo_merge(B, C, REASON))
    assert names(of(world, "person", C)) == ["person.registered", "people.merged", "merge.undone"]


def test_a_private_text_is_said_to_have_changed_and_never_shown(world: World):
    profile = Profile(Sex.FEMALE)
    world.do(lambda c: c.register_person(CASCADE, A, profile, SEALS[1], SEALS[2]))
    world.do(lambda c: c.commit_details(A, SEALS[3], REASON))
    world.do(lambda c: c.correct_profile(A, Profile(Sex.MALE), REASON))
    world.do(lambda c: c.erase_person(A, REASON))
    first, again, profile_, erased = of(world, "person", A)
    assert Change("details", None, "", (None, SEALS[1])) in first.changes
    assert Change("identifier", None, "", (None, SEALS[2])) in first.changes
    assert again.changes == (Change("details", "", "", (SEALS[1], SEALS[3])),)
    assert changed(profile_) == {"sex": ("female", "male")}
    assert changed(erased)["details"] == ("", None)


def test_certification_and_outcomes_are_in_a_persons_history(world: World):
    register(world, A, X)
    day = date(2021, 4, 1)
    certified = Certified(Level.QUALIFIED, DAY, number=SEALS[4])
    world.do(lambda c: c.certify(CASCADE, A, certified))
    change = CertificateCorrected(Level.QUALIFIED, DAY, REASON, expires_on=day, number=SEALS[5])
    world.do(lambda c: c.correct_certificate(CASCADE, A, change))
    world.do(lambda c: c.void_certificate(CASCADE, A, Level.QUALIFIED, DAY, REASON))
    observed = BehaviourObserved(OutcomeId("o1"), A, day, 0.5, X)
    world.do(lambda c: c.observe_behaviour(CASCADE, observed))
    certification = of(world, "certification", f"{CASCADE}/{A}")
    assert names(of(world, "person", A))[1:] == [
        *names(certification),
        "outcome.behaviour_observed",
    ]
    was = {"level": "qualified", "certified_on": "2021-03-01"}
    now = was | {"expires_on": "2021-04-01"}
    assert changed(certification[1]) == {"certificate": (was, now), "number": ("", "")}
    assert changed(certification[2]) == {"certificate": (now, now | {"voided": True})}
    assert names(of(world, "person", X)) == ["person.registered", "outcome.behaviour_observed"]
    assert changed(of(world, "outcome", "o1")[0])["fidelity"] == (None, 0.5)


@given(told.histories())
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
def test_whatever_entry_names_a_person_is_in_their_history(moves: told.History):
    log = Log(memory())
    views = Views(SQLitePlace(":memory:"), log)
    world = World(log, views)
    for move in moves:
        world.tell([move])
        world.views.catch_up()
    for id in world.names:
        named = {row[0] for row in log.rows() if id.encode() in row[4]}
        assert named <= {line.position for line in of(world, "person", id, limit=10**6)}
    assert differences(views, log) == []
    views.close()
    log.close()


def test_pages_by_position(world: World):
    register(world, A, B, C)
    for day in range(5):
        hold(world, workshop_id(f"w{day}"))
    whole = of(world, "person", B)
    assert len(whole) == 6
    paged: list[Line] = []
    while page := of(world, "person", B, paged[-1].position if paged else 0, 2):
        paged += page
    assert paged == whole


def test_nothing_is_known_of_an_unknown_id_and_of_an_unknown_kind(world: World):
    assert of(world, "person", A) == of(world, "workshop", W) == []
    with pytest.raises(ValueError, match="no history"):
        of(world, "pair", f"{A}/{B}")


ROLE = RoleGranted(
    GrantId("g"), AccountId("me"), Role.AUDITOR, Reason(ReasonCode.OTHER, SEALS[0]), CASCADE
)


PROPOSAL = ProposalMade(
    Kind.TOT, DAY, DAY, (SEALS[1],), details=SEALS[2], proposal=ProposalId("q1"), lead=A
)
REVISED = ProposalRevised(Kind.TOT, DAY, DAY, (SEALS[3],), 7, details=SEALS[4])
OTHER_PROPOSAL = ProposalMade(Kind.TOT, DAY, DAY, proposal=ProposalId("q2"), lead=A)


def test_a_proposal_tells_its_versions_and_how_it_was_answered(world: World):
    everything(world)
    made, returned, revised, accepted = of(world, "proposal", "q1")
    assert [line.name for line in (made, returned, revised, accepted)] == [
        "proposal.made", "proposal.returned", "proposal.revised", "proposal.accepted",
    ]  # fmt: skip
    assert returned.words == SEALS[0]
    (line,) = [change for change in revised.changes if change.field == "line"]
    assert line.sealed == (SEALS[1], SEALS[3])
    assert Change("status", "waiting", "accepted") in accepted.changes


def everything(world: World) -> list[tuple[str, str]]:
    """One of each fact that has a history; and where to look for it."""
    register(world, A, B, C, D, X)
    note = Reason(ReasonCode.OTHER, SEALS[0])
    boundary = {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]]}
    north = RegionDefined(region_id("north"), "north", boundary=boundary)
    office = OrganisationDefined(OrganisationId("org"), "Office")
    planned = WorkshopPlanned(workshop_id("w2"), Kind.TOT, DAY, DAY, details=SEALS[1])
    w2, outcomes = workshop_id("w2"), [OutcomeId(f"o{n}") for n in range(3)]
    renewed = date(2021, 5, 1)
    hold(world, people="BC", cofacilitators=(D,))
    accepted = WorkshopHeld(workshop_id("w3"), Kind.TOT, DAY, DAY, lead=A)
    for act in (
        lambda c: c.define_region(north),
        lambda c: c.define_organisation(office),
        lambda c: c.revise_standard(CASCADE, Standard(months_valid=12), note),
        lambda c: c.revise_targets(CASCADE, (Tier("One"),), note),
        lambda c: c.revise_curriculum(CASCADE, (Module("m", "M"),), SEALS[2], note),
        lambda c: c.plan_workshop(CASCADE, planned),
        lambda c: c.reschedule_workshop(w2, DAY, renewed, note),
        lambda c: c.cancel_workshop(w2, note),
        lambda c: c.correct_workshop(W, WorkshopCorrected(note, details=SEALS[3])),
        lambda c: c.add_attendance(W, Attendance(X), note),
        lambda c: c.add_attendance(W, Attendance(D), note),
        lambda c: c.void_attendance(W, B, note),
        lambda c: c.restore_attendance(W, B, note),
        lambda c: c.record_scores(W, B, Scores(), note, True),
        lambda c: c.record_feedback(W, FeedbackRecorded("f", 4, B, SEALS[4])),
        lambda c: c.attach_evidence(W, EvidenceAttached("e", EvidenceKind.PHOTOGRAPH, SEALS[5])),
        lambda c: c.nominate(CASCADE, A, Nominated(DAY, X)),
        lambda c: c.assess(CASCADE, A, Assessed(DAY, RUBRIC, X)),
        lambda c: c.credit_cofacilitation(CASCADE, A, W),
        lambda c: c.certify(CASCADE, A, Certified(Level.MASTER, DAY, number=SEALS[6])),
        lambda c: c.correct_certificate(
            CASCADE, A, CertificateCorrected(Level.MASTER, DAY, note, expires_on=None)
        ),
        lambda c: c.renew(CASCADE, A, Renewed(renewed)),
        lambda c: c.suspend(CASCADE, A, renewed, note),
        lambda c: c.reinstate(CASCADE, A, renewed, note),
        lambda c: c.revoke(CASCADE, A, renewed, note),
        lambda c: c.void_certificate(CASCADE, A, Level.MASTER, DAY, note),
        lambda c: c.observe_behaviour(
            CASCADE, BehaviourObserved(outcomes[0], B, DAY, 0.5, X, W, SEALS[7])
        ),
        lambda c: c.report_result(
            CASCADE, ResultReported(outcomes[1], B, DAY, 3.0, "wells", W, SEALS[7])
        ),
        lambda c: c.claim_sharing(CASCADE, SharingClaimed(outcomes[2], B, DAY, 9, W, SEALS[7])),
        lambda c: c.void_outcome(outcomes[2], note),
        lambda c: c.void_workshop(W, note),
        lambda c: c.restore_workshop(W, note),
        lambda c: c.correct_profile(B, Profile(Sex.OTHER), note),
        lambda c: c.commit_details(B, SEALS[8], note),
        lambda c: c.reveal_person(B, note),
        lambda c: c.merge_people(B, C, note),
        lambda c: c.undo_merge(B, C, note),
        lambda c: c.leave_people_unsure(B, C, note),
        lambda c: c.distinguish_people(B, C, note),
        lambda c: c.grant_role(ROLE),
        lambda c: c.reset_access(ROLE.account, True),
        lambda c: c.withdraw_role(ROLE.account, ROLE.grant, note),
        lambda c: c.propose(CASCADE, PROPOSAL, (Scores(),)),
        lambda c: c.return_proposal(PROPOSAL.proposal, note),
        lambda c: c.revise_proposal(PROPOSAL.proposal, REVISED, ()),
        lambda c: c.accept_proposal(PROPOSAL.proposal, accepted, 1),
        lambda c: c.propose(CASCADE, OTHER_PROPOSAL, ()),
        lambda c: c.withdraw_proposal(OTHER_PROPOSAL.proposal),
        lambda c: c.withdraw_person(D, note),
        lambda c: c.erase_person(B, note),
        lambda c: c.start_batch(CASCADE, BatchId("b")),
        lambda c: c.complete_batch(BatchId("b")),
        lambda c: c.close_cascade(CASCADE, note),
        lambda c: c.reopen_cascade(CASCADE, note),
        lambda c: c.set_safeguards(CASCADE, 24, True, note),
        lambda c: c.drop_contacts(C, SEALS[8]),
        lambda c: c.withdraw_region(north.region, note),
        lambda c: c.withdraw_organisation(office.organisation, note),
    ):
        world.do(act)
    return [
        ("cascade", CASCADE), ("region", region_id("north")), ("organisation", "org"),
        ("batch", "b"), ("access", "me"), ("proposal", "q1"), ("proposal", "q2"),
        ("workshop", W), ("workshop", w2),
        *(("outcome", o) for o in outcomes), *(("person", p) for p in (A, B, C, D, X)),
    ]  # fmt: skip


def test_every_fact_has_a_sentence_whose_places_are_filled(world: World):
    assert SENTENCES.keys() == set(CURRENT_NAMES.values())
    lines = [line for kind, id in everything(world) for line in of(world, kind, id)]
    beside = {"name.given", "batch.undone", "person.reinstated"}
    assert {line.name for line in lines} >= SENTENCES.keys() - beside
    for line in lines:
        places = {name for _, name, _, _ in Formatter().parse(SENTENCES[line.name]) if name}
        assert places <= line.params.keys(), (line.name, places - line.params.keys())


def test_no_commitment_is_shown_and_all_is_plain_data(world: World):
    for kind, id in everything(world):
        for line in of(world, kind, id):
            shown = [(c.field, c.before, c.after) for c in line.changes]
            text = json.dumps([shown, line.params])
            assert not any(seal in text for seal in SEALS), line
            assert asdict(line)["position"] == line.position
