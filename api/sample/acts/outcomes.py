"""What came of a training: behaviour observed, results reported, sharing claimed."""

from __future__ import annotations

from api.sample.hands import Hands
from api.sample.moves import ClaimSharing, ObserveBehaviour, ReportResult
from domain import outcome
from domain.events import BehaviourObserved, ResultReported, SharingClaimed
from domain.service import Commands
from domain.values import OutcomeId


def observe(c: Commands, hands: Hands, move: ObserveBehaviour) -> None:
    id = OutcomeId(hands.new_id())
    fact = BehaviourObserved(
        id,
        hands.person(move.person),
        move.on,
        move.fidelity,
        observer=hands.person(move.observer),
        workshop=hands.workshop(move.workshop),
        words=hands.words(outcome.stream(id), move.words),
    )
    c.observe_behaviour(hands.cascade, fact)


def report(c: Commands, hands: Hands, move: ReportResult) -> None:
    id = OutcomeId(hands.new_id())
    fact = ResultReported(
        id,
        hands.person(move.person),
        move.on,
        move.quantity,
        move.unit,
        workshop=hands.workshop(move.workshop),
        words=hands.words(outcome.stream(id), move.words),
    )
    c.report_result(hands.cascade, fact)


def claim_sharing(c: Commands, hands: Hands, move: ClaimSharing) -> None:
    id = OutcomeId(hands.new_id())
    fact = SharingClaimed(
        id,
        hands.person(move.person),
        move.on,
        move.people,
        workshop=hands.workshop(move.workshop),
        words=hands.words(outcome.stream(id), move.words),
    )
    c.claim_sharing(hands.cascade, fact)
