"""An import may be broken off and resumed, and taken back as a whole."""

from domain import batch
from domain.events import BatchCompleted, BatchUndone
from domain.values import BatchId
from tests.support.domain.examples import TYPO, started
from tests.support.given import given

JULY = BatchId("july")
completed, undone = BatchCompleted(), BatchUndone(TYPO)


def test_an_import_is_started_and_resumed():
    given().when(batch.start, JULY).then(started)
    given(started).when(batch.start, JULY).then()
    given(started, completed).when(batch.start, JULY).then()


def test_a_batch_is_named_by_a_code():
    given().when(batch.start, BatchId("People of July")).then_refused(
        "write small letters a–z", field="batch"
    )


def test_an_import_is_completed_once():
    given(started).when(batch.complete).then(completed)
    given(started, completed).when(batch.complete).then()


def test_an_import_is_taken_back_once():
    given(started, completed).when(batch.undo, TYPO).then(undone)
    given(started, undone).when(batch.undo, TYPO).then_refused("has already been taken back")
    given().when(batch.undo, TYPO).then_refused("`banyan import` prints a batch's name.")


def test_what_was_taken_back_may_be_imported_anew():
    given(started, completed, undone).when(batch.start, JULY).then(started)
    given(started, completed, undone, started).when(batch.complete).then(completed)
    given(started, undone, started).when(batch.undo, TYPO).then(undone)
