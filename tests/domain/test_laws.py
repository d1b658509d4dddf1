"""What holds for every noun: replay judges nothing, and a decision once recorded is recorded."""

from __future__ import annotations

import inspect
from collections.abc import Sequence, Set
from typing import get_args, get_origin, get_type_hints

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from domain import (
    access,
    batch,
    cascade,
    certification,
    naming,
    outcome,
    pair,
    person,
    place,
    planning,
    proposal,
    register,
    workshop,
)
from domain.events import (
    AttendanceVoided,
    CascadeClosed,
    CertificateCorrected,
    PersonWithdrawn,
    RoleGranted,
    Suspended,
    WorkshopCorrected,
    WorkshopVoided,
)
from domain.rules import Refused
from domain.values import (
    AccountId,
    Attendance,
    BatchId,
    CascadeId,
    GrantId,
    Level,
    Module,
    Profile,
    Role,
    Scores,
    Sex,
    Standard,
    Tier,
    WorkshopId,
)
from tests.support.domain.examples import (
    AMINA,
    BRIAN,
    CHEN,
    DIEGO,
    MONDAY,
    OTHER_TEXT,
    TEXT,
    TODAY,
    TUESDAY,
    TYPO,
    WORDED,
    assessed,
    certified,
    claimed,
    evidence,
    feedback,
    held,
    kenya,
    merged,
    ministry,
    nominated,
    observed,
    opened,
    planned,
    proposed,
    registered,
    renewed,
    reported,
    revised,
    started,
)
from tests.support.domain.stories import HISTORIES, any_of
from tests.support.given import EVOLVE, given, noun_of, replay

NOUNS = (
    access,
    batch,
    cascade,
    certification,
    naming,
    outcome,
    pair,
    person,
    place,
    planning,
    proposal,
    register,
    workshop,
)
longer = CertificateCorrected(Level.QUALIFIED, MONDAY, TYPO, expires_on=None)
struck = AttendanceVoided(CHEN, TYPO)

audits = RoleGranted(GrantId("g"), AccountId("me"), Role.AUDITOR, TYPO, CascadeId("c"), until=TODAY)

EXAMPLES = [
    (access.grant, (), (audits, TODAY)),
    (access.withdraw, (audits,), (GrantId("g"), TYPO)),
    (batch.start, (), (BatchId("july"),)),
    (batch.complete, (started,), ()),
    (batch.undo, (started,), (TYPO,)),
    (cascade.open_, (), (opened,)),
    (cascade.revise_standard, (opened,), (Standard(0.5), TYPO)),
    (cascade.revise_targets, (opened,), ((Tier("Districts"),), TYPO)),
    (cascade.revise_curriculum, (opened,), ((Module("nets", "Bed nets"),), TEXT, TYPO)),
    (cascade.set_safeguards, (opened,), (24, True, TYPO)),
    (cascade.close, (opened,), (TYPO,)),
    (cascade.reopen, (opened, CascadeClosed(TYPO)), (TYPO,)),
    (certification.nominate, (), (nominated, TODAY)),
    (certification.assess, (), (assessed, set(), {CHEN}, TODAY)),
    (certification.credit_cofacilitation, (), (WorkshopId("w1"),)),
    (certification.certify, (), (certified, Standard(), None, TODAY)),
    (certification.correct, (certified,), (longer,)),
    (certification.void, (certified,), (Level.QUALIFIED, MONDAY, TYPO)),
    (certification.renew, (certified,), (renewed, Standard(), TODAY)),
    (certification.suspend, (certified,), (TUESDAY, TYPO, TODAY)),
    (certification.reinstate, (certified, Suspended(TUESDAY, TYPO)), (TUESDAY, TYPO, TODAY)),
    (certification.revoke, (certified,), (TUESDAY, TYPO, TODAY)),
    (naming.give, (), ("series", "W7", "w1")),
    (outcome.observe, (), (observed, TODAY)),
    (outcome.report, (), (reported, TODAY)),
    (outcome.claim_sharing, (), (claimed, TODAY)),
    (outcome.void, (observed,), (TYPO,)),
    (pair.merge, (), (AMINA, BRIAN, TYPO)),
    (pair.undo_merge, (merged,), (AMINA, BRIAN, TYPO)),
    (pair.distinguish, (), (AMINA, BRIAN, TYPO)),
    (pair.leave_unsure, (), (AMINA, BRIAN, TYPO)),
    (person.register, (), (AMINA, Profile(), None, None)),
    (person.correct_profile, (registered,), (Profile(Sex.FEMALE), TYPO)),
    (person.commit_details, (registered,), (TEXT, TYPO)),
    (person.drop_contacts, (registered,), (TEXT,)),
    (person.withdraw, (registered,), (TYPO,)),
    (person.reinstate, (registered, PersonWithdrawn(TYPO)), (TYPO,)),
    (person.erase, (registered,), (TYPO,)),
    (place.define_region, (), (kenya, [])),
    (place.define_organisation, (), (ministry,)),
    (place.withdraw_region, (kenya,), (TYPO,)),
    (place.withdraw_organisation, (ministry,), (TYPO,)),
    (register.add, (held,), (Attendance(DIEGO), TYPO)),
    (register.void, (held,), (CHEN, TYPO)),
    (register.restore, (held, struck), (CHEN, TYPO)),
    (register.record_scores, (held,), (CHEN, Scores(1, 2, 3), TYPO)),
    (register.record_feedback, (held,), (feedback,)),
    (planning.plan, (), (planned,)),
    (planning.reschedule, (planned,), (TUESDAY, TUESDAY, TYPO)),
    (planning.cancel, (planned,), (TYPO,)),
    (proposal.make, (), (proposed, (Scores(1, 2, 3),), TODAY)),
    (proposal.revise, (proposed,), (revised, (), TODAY)),
    (proposal.withdraw, (proposed,), ()),
    (proposal.return_, (proposed,), (WORDED,)),
    (proposal.accept, (proposed,), (WorkshopId("w1"), 1)),
    (workshop.hold, (), (held, TODAY)),
    (workshop.correct, (held,), (WorkshopCorrected(TYPO, details=OTHER_TEXT), TODAY)),
    (workshop.void, (held,), (TYPO,)),
    (workshop.restore, (held, WorkshopVoided(TYPO)), (TYPO,)),
    (workshop.attach_evidence, (held,), (evidence,)),
]
"""Of every decision, one that is taken: the facts before, and what it is told."""


def _named(decision):
    return f"{decision.__module__.removeprefix('domain.')}.{decision.__name__}"


def _decisions():
    """Public functions of the nouns that yield events."""
    for noun in NOUNS:
        for name, found in vars(noun).items():
            local = inspect.isgeneratorfunction(found) and found.__module__ == noun.__name__
            if local and not name.startswith("_"):
                yield found


EACH_TIME_ANEW = {person.reveal, access.reset}
"""Who looks at a name twice looked twice; and each link to a password is one."""


def test_every_decision_has_an_example():
    assert {decision for decision, _, _ in EXAMPLES} == set(_decisions()) - EACH_TIME_ANEW


@pytest.mark.parametrize("decision, before, told", EXAMPLES, ids=[_named(d) for d, *_ in EXAMPLES])
def test_what_was_decided_once_is_refused_or_empty_when_repeated(decision, before, told):
    given(*before).when(decision, *told).then_a_repeat_changes_nothing()


OF_THE_LINE = (
    (register.add, (Attendance(DIEGO, 1, 5, 10), TYPO)),
    (register.record_scores, (DIEGO, Scores(2, 9, 10), TYPO)),
    (register.void, (DIEGO, TYPO)),
    (register.restore, (DIEGO, TYPO)),
    (register.record_scores, (DIEGO, Scores(3, 8, 10), TYPO)),
    (register.void, (DIEGO, TYPO)),
    (register.add, (Attendance(DIEGO, 4, 7, 10), TYPO)),
)
OF_THE_ROLE = tuple(
    (workshop.correct, (WorkshopCorrected(TYPO, cofacilitators=beside), TODAY))
    for beside in ((BRIAN, DIEGO), (DIEGO,), (BRIAN,), (), (AMINA, DIEGO), (CHEN,))
)


@for_any(turns=st.lists(st.booleans(), min_size=13, max_size=13))
def test_what_a_sheet_says_of_somebody_and_whether_they_facilitated_come_in_any_order(turns):
    """Each in its own order; however the two are mixed, nothing is refused and nothing lost."""
    lines, roles = list(OF_THE_LINE), list(OF_THE_ROLE)
    state = replay(workshop.Workshop, held)
    for of_the_line in turns:
        first, second = (lines, roles) if of_the_line else (roles, lines)
        decision, told = (first or second).pop(0)
        for fact in decision(state, *told):
            state = workshop.evolve(state, fact)
    assert not lines and not roles
    assert state.line(DIEGO) == Attendance(DIEGO, 4, 7, 10)
    assert state.attends(DIEGO) and state.held.cofacilitators == (CHEN,)


@pytest.mark.parametrize("noun", EVOLVE, ids=lambda noun: noun.__name__)
@settings(max_examples=50)
@for_any(history=HISTORIES)
def test_evolve_never_raises(noun, history):
    state = replay(noun, *history)
    assert type(state) is noun
    assert replay(noun, *history) == state or state != state


@pytest.mark.parametrize("decision", list(_decisions()), ids=_named)
@settings(max_examples=20)
@for_any(data=st.data())
def test_a_decision_refuses_in_words_or_records_facts(decision, data):
    """Whatever happened before, and whatever is said: never an accident of another kind."""
    state = replay(noun_of(decision), *data.draw(HISTORIES))
    told = [data.draw(_any_argument(hint)) for hint in _told(decision)]
    try:
        facts = list(decision(state, *told))
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        replay(noun_of(decision), *facts)


STANDARDS = st.builds(
    Standard,
    least_post_share=st.sampled_from([None, 0.5]),
    least_rubric=st.sampled_from([None, 1, 5]),
    cofacilitations=st.sampled_from([0, 3]),
    months_valid=st.sampled_from([None, 1, 1200]),
)


def _told(decision):
    """The types of what a decision is told, but that today is today and standards are sound."""
    hints = get_type_hints(decision)
    return ["today" if n == "today" else hints[n] for n in _parameters(decision)[1:]]


def _parameters(decision):
    return list(inspect.signature(decision).parameters)


def _any_argument(hint):
    if hint == "today":
        return st.just(TODAY)
    if hint is Standard:
        return STANDARDS
    origin = get_origin(hint)
    if origin is None or origin not in (Sequence, Set):
        return any_of(hint)
    kind = list if origin is Sequence else set
    return st.lists(any_of(get_args(hint)[0]), max_size=9).map(kind)
