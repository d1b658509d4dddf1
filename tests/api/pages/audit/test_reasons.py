"""Every reason that a fact may have is said in words."""

from __future__ import annotations

from api.pages.audit import entry_labels
from api.pages.layout import labels
from domain.values import ReasonCode


def test_every_reason_code_has_its_words_in_the_history() -> None:
    assert set(entry_labels.reasons()) == set(ReasonCode)


def test_what_a_coordinator_may_choose_is_a_reason_code() -> None:
    assert set(labels.reasons(of_a_workshop=True)) < set(ReasonCode)
    assert set(labels.reasons()) == set(labels.reasons(of_a_workshop=True)) - {ReasonCode.NOT_HELD}
