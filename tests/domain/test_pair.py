"""Two records of one person are merged, and a merge is undone."""

from domain import pair
from domain.events import MergeUndone, PeopleDistinguished, PeopleLeftUnsure
from tests.support.domain.examples import AMINA, BRIAN, TYPO, merged
from tests.support.given import given

apart = PeopleDistinguished(AMINA, BRIAN, TYPO)
open_ = PeopleLeftUnsure(AMINA, BRIAN, TYPO)


def test_two_are_merged_whichever_is_named_first():
    given().when(pair.merge, AMINA, BRIAN, TYPO).then(merged)
    given().when(pair.merge, BRIAN, AMINA, TYPO).then(merged)
    assert pair.stream(AMINA, BRIAN) == pair.stream(BRIAN, AMINA)


def test_two_are_merged_once():
    given(merged).when(pair.merge, BRIAN, AMINA, TYPO).then_refused("These two are already merged")


def test_nobody_is_merged_with_themselves():
    given().when(pair.merge, AMINA, AMINA, TYPO).then_refused("Name two people.", field="other")


def test_a_merge_is_undone():
    undone = MergeUndone(AMINA, BRIAN, TYPO)
    given(merged).when(pair.undo_merge, BRIAN, AMINA, TYPO).then(undone)
    given(merged, undone).when(pair.undo_merge, AMINA, BRIAN, TYPO).then_refused(
        "These two are not merged with each other"
    )
    given(merged, undone).when(pair.merge, AMINA, BRIAN, TYPO).then(merged)


def test_two_are_told_apart():
    given().when(pair.distinguish, BRIAN, AMINA, TYPO).then(apart)
    given(apart).when(pair.distinguish, AMINA, BRIAN, TYPO).then()
    given().when(pair.distinguish, AMINA, AMINA, TYPO).then_refused(
        "Name two people.", field="other"
    )
    given(merged).when(pair.distinguish, AMINA, BRIAN, TYPO).then_refused("Undo the merge first.")


def test_who_was_told_apart_may_yet_be_merged():
    given(apart).when(pair.merge, AMINA, BRIAN, TYPO).then(merged)
    given(apart, merged, MergeUndone(AMINA, BRIAN, TYPO)).when(
        pair.distinguish, AMINA, BRIAN, TYPO
    ).then(apart)


def test_it_may_be_left_open_whether_two_are_one():
    given().when(pair.leave_unsure, BRIAN, AMINA, TYPO).then(open_)
    given(open_).when(pair.leave_unsure, AMINA, BRIAN, TYPO).then()
    given(open_).when(pair.merge, AMINA, BRIAN, TYPO).then(merged)
    given(open_).when(pair.distinguish, AMINA, BRIAN, TYPO).then(apart)


def test_what_was_decided_is_not_left_open_again():
    given(merged).when(pair.leave_unsure, AMINA, BRIAN, TYPO).then_refused("Undo the merge first.")
    given(apart).when(pair.leave_unsure, AMINA, BRIAN, TYPO).then_refused("not to be the same")
    given().when(pair.leave_unsure, AMINA, AMINA, TYPO).then_refused(
        "Name two people.", field="other"
    )
