"""Facts about the outcome of a training for one trainee (Kirkpatrick levels 3 and 4)."""

from __future__ import annotations

from datetime import date

from domain.events.base import Event, recorded_as
from domain.values import (
    Commitment,
    OutcomeId,
    PersonId,
    Reason,
    WorkshopId,
)


@recorded_as("outcome.behaviour_observed")
class BehaviourObserved(Event, frozen=True):
    """Kirkpatrick level 3. `fidelity`: the share (0 to 1) of the practice that is done as
    taught."""

    outcome: OutcomeId
    person: PersonId
    observed_on: date
    fidelity: float
    observer: PersonId | None = None
    workshop: WorkshopId | None = None
    words: Commitment | None = None


@recorded_as("outcome.result_reported")
class ResultReported(Event, frozen=True):
    """Kirkpatrick level 4: a number with its unit, a code such as `children-vaccinated`."""

    outcome: OutcomeId
    person: PersonId
    reported_on: date
    quantity: float
    unit: str
    workshop: WorkshopId | None = None
    words: Commitment | None = None


@recorded_as("outcome.sharing_claimed")
class SharingClaimed(Event, frozen=True):
    """'I shared the skills with N people': a claim, which is counted separately from named
    people."""

    outcome: OutcomeId
    person: PersonId
    claimed_on: date
    people: int
    workshop: WorkshopId | None = None
    words: Commitment | None = None


@recorded_as("outcome.voided")
class OutcomeVoided(Event, frozen=True):
    reason: Reason
