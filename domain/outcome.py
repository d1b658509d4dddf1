"""Outcomes of a training for one trainee: behaviour, results, and claims of sharing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.events import BehaviourObserved, Event, OutcomeVoided, ResultReported, SharingClaimed
from domain.rules import NotFound, require, require_code, require_count, require_past
from domain.values import OutcomeId, Reason

Outcomes = BehaviourObserved | ResultReported | SharingClaimed


@dataclass(frozen=True)
class Outcome:
    recorded: Outcomes | None = None
    voided: bool = False


def stream(outcome: OutcomeId) -> str:
    return f"outcome/{outcome}"


def observe(outcome: Outcome, fact: BehaviourObserved, today: date) -> Iterator[Event]:
    _require_new(outcome)
    require_past(fact.observed_on, today, "observed_on")
    require(
        0 <= fact.fidelity <= 1,
        "Fidelity is the share of the practice done as taught, from 0 to 1.",
        field="fidelity",
    )
    require(
        fact.observer != fact.person,
        "Nobody observes their own practice. Name another observer, or none.",
        field="observer",
    )
    yield fact


def report(outcome: Outcome, fact: ResultReported, today: date) -> Iterator[Event]:
    _require_new(outcome)
    require_past(fact.reported_on, today, "reported_on")
    require(math.isfinite(fact.quantity), "A result is a finite number.", field="quantity")
    require_code(fact.unit, "unit")
    yield fact


def claim_sharing(outcome: Outcome, fact: SharingClaimed, today: date) -> Iterator[Event]:
    _require_new(outcome)
    require_past(fact.claimed_on, today, "claimed_on")
    require_count(
        fact.people, "The number of people is 0 or more. At most {most}: check it.", "people"
    )
    yield fact


def void(outcome: Outcome, reason: Reason) -> Iterator[Event]:
    if outcome.recorded is None:
        raise NotFound("There is no such outcome. Check the id.")
    require(not outcome.voided, "This outcome is already voided. Record a new one if it was right.")
    yield OutcomeVoided(reason)


def _require_new(outcome: Outcome) -> None:
    require(outcome.recorded is None, "This outcome is already in the log. Void it to replace it.")


def evolve(outcome: Outcome, event: Event) -> Outcome:
    match event:
        case BehaviourObserved() | ResultReported() | SharingClaimed():
            return Outcome(event)
        case OutcomeVoided():
            return replace(outcome, voided=True)
    return outcome
