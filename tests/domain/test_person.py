"""A person is registered once, corrected, withdrawn, reinstated, erased."""

import pytest

from domain import person
from domain.events import (
    ContactsDropped,
    DetailsCommitted,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonRevealed,
    PersonWithdrawn,
    ProfileCorrected,
)
from domain.rules import NotFound
from domain.values import Profile, Reason, ReasonCode, Sex
from tests.support.domain.examples import AMINA, KENYA, OTHER_TEXT, TEXT, TYPO, registered
from tests.support.given import given, replay

WOMAN = Profile(sex=Sex.FEMALE, region=KENYA, cadre="nurse")
withdrawn, erased = PersonWithdrawn(TYPO), PersonErased(TYPO)


def test_a_person_is_registered_once():
    fact = PersonRegistered(AMINA, WOMAN, TEXT, OTHER_TEXT)
    given().when(person.register, AMINA, WOMAN, TEXT, OTHER_TEXT).then(fact)
    given(fact).when(person.register, AMINA, WOMAN, TEXT, OTHER_TEXT).then_refused(
        "Correct the record instead."
    )


@pytest.mark.parametrize("cadre, part", [("", "Give a name."), ("a\nb", "one line of at most")])
def test_a_cadre_is_a_name(cadre, part):
    odd = Profile(cadre=cadre)
    given().when(person.register, AMINA, odd, None, None).then_refused(part, field="cadre")
    given(registered).when(person.correct_profile, odd, TYPO).then_refused(part, field="cadre")


def test_a_profile_is_corrected_where_it_differs():
    given(registered).when(person.correct_profile, WOMAN, TYPO).then(ProfileCorrected(WOMAN, TYPO))
    given(registered, ProfileCorrected(WOMAN, TYPO)).when(
        person.correct_profile, WOMAN, TYPO
    ).then()


def test_details_are_committed_where_they_differ():
    given(registered).when(person.commit_details, TEXT, TYPO).then(DetailsCommitted(TEXT, TYPO))
    given(registered, DetailsCommitted(TEXT, TYPO)).when(person.commit_details, TEXT, TYPO).then()


def test_contacts_are_dropped_where_there_are_some():
    committed = DetailsCommitted(TEXT, TYPO)
    given(registered, committed).when(person.drop_contacts, OTHER_TEXT).then(
        ContactsDropped(OTHER_TEXT)
    )
    given(registered, committed).when(person.drop_contacts, None).then(ContactsDropped(None))
    given(registered, committed, ContactsDropped(None)).when(person.drop_contacts, None).then()
    assert replay(person.Person, registered, committed, ContactsDropped(None)).details is None


def test_a_registration_is_withdrawn_and_reinstated():
    given(registered).when(person.withdraw, TYPO).then(withdrawn)
    given(registered, withdrawn).when(person.withdraw, TYPO).then()
    given(registered, withdrawn).when(person.reinstate, TYPO).then(PersonReinstated(TYPO))
    given(registered).when(person.reinstate, TYPO).then()


def test_a_person_is_erased_once():
    given(registered).when(person.erase, TYPO).then(erased)
    given(registered, erased).when(person.erase, TYPO).then()
    given().when(person.erase, TYPO).then_refused("There is no such person. Check the id.")


def test_an_erased_person_keeps_no_details():
    assert replay(person.Person, registered, DetailsCommitted(TEXT, TYPO), erased).details is None


DECISIONS = [
    (person.correct_profile, (WOMAN, TYPO)),
    (person.commit_details, (TEXT, TYPO)),
    (person.drop_contacts, (TEXT,)),
    (person.withdraw, (TYPO,)),
    (person.reinstate, (TYPO,)),
]


@pytest.mark.parametrize("decision, args", DECISIONS)
def test_nothing_is_said_of_strangers(decision, args):
    given().when(decision, *args).then_refused("Register them first", by=NotFound)


@pytest.mark.parametrize("decision, args", DECISIONS)
def test_nothing_more_is_said_of_the_erased(decision, args):
    given(registered, erased).when(decision, *args).then_refused("was erased on request")


def test_a_field_is_named_where_a_person_is_at_fault():
    given().when(person.require_known, "lead").then_refused(
        "check the id", field="lead", by=NotFound
    )
    given(registered, erased).when(person.require_known, "lead").then_refused(
        "nothing more can be recorded", field="lead"
    )


def test_who_is_shown_to_an_auditor_stays_on_record():
    why = Reason(ReasonCode.QUALITY, TEXT)
    given(registered).when(person.reveal, why).then(PersonRevealed(why))
    given(registered, PersonRevealed(why)).when(person.reveal, why).then(PersonRevealed(why))
    given(registered).when(person.reveal, Reason(ReasonCode.QUALITY)).then_refused(
        "Say in words why you need to know who this is.", field="reason"
    )
