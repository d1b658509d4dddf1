"""Outcomes of trainings: observed behaviour, results, claims of sharing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from api.access.policy import MISSING
from api.access.rules import LOG_WORK, RECORDS, requires
from api.people.names import display_names
from api.people.search import number_of
from api.schemas.certifications import (
    ClaimSharing,
    ListOutcomes,
    ObserveBehaviour,
    Outcome,
    ReportResult,
)
from api.schemas.common import Because
from api.schemas.envelope import many, one
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, numbered
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import outcome
from domain.events import BehaviourObserved, ResultReported, SharingClaimed
from domain.rules import NotFound
from domain.service import Commands
from domain.values import CascadeId, OutcomeId
from projections import tables
from projections.records import outcomes as records_outcomes

outcomes = Blueprint("outcomes", __name__)


@outcomes.creates("/outcomes/behaviours", ObserveBehaviour)
@requires(LOG_WORK, {"cascade": "cascade", "person": "person", "workshop": "workshop"})
def observe_behaviour(write: Write, body: Body) -> Answer:
    """Record an observation of practice (Kirkpatrick level 3)."""
    fields = _common(write, body)
    write.require_known([("person", body.get("observer"))])
    on, fidelity, observer = body["observed_on"], body["fidelity"], body.get("observer")
    fact = BehaviourObserved(**fields, observed_on=on, fidelity=fidelity, observer=observer)
    return _commit(write, fact.outcome, lambda c: c.observe_behaviour(_cascade(body), fact))


@outcomes.creates("/outcomes/results", ReportResult)
@requires(LOG_WORK, {"cascade": "cascade", "person": "person", "workshop": "workshop"})
def report_result(write: Write, body: Body) -> Answer:
    """Record a result in numbers (Kirkpatrick level 4)."""
    fields = _common(write, body)
    own = ("reported_on", "quantity", "unit")
    fact = ResultReported(**fields, **{name: body[name] for name in own})
    return _commit(write, fact.outcome, lambda c: c.report_result(_cascade(body), fact))


@outcomes.creates("/outcomes/sharing", ClaimSharing)
@requires(LOG_WORK, {"cascade": "cascade", "person": "person", "workshop": "workshop"})
def claim_sharing(write: Write, body: Body) -> Answer:
    """Record a claim of having shared the skills with N people; kept apart from named people."""
    fields = _common(write, body)
    fact = SharingClaimed(**fields, claimed_on=body["claimed_on"], people=body["people"])
    return _commit(write, fact.outcome, lambda c: c.claim_sharing(_cascade(body), fact))


@outcomes.changes("/outcomes/<uuid:id>/voiding", Because)
@requires(LOG_WORK, outcome="id")
def void_outcome(write: Write, body: Body, id: UUID) -> Answer:
    """Void an outcome that was recorded in error."""
    it = OutcomeId(str(id))
    reason = write.reason(outcome.stream(it), body["reason"])
    return write.commit(lambda c: c.void_outcome(it, reason), {"id": it})


@outcomes.reads("/outcomes", many(Outcome), ListOutcomes)
@requires(RECORDS)
def list_outcomes(read: Read) -> Page:
    """List outcomes."""
    asked = read.asked
    cascade = person = None
    if "cascade" in asked:
        cascade = read.number(tables.cascade, asked["cascade"])
    if "person" in asked:
        person = number_of(read, asked["person"])
    narrowed = (cascade, person, read.as_of, read.scope)
    return numbered(
        read,
        lambda db, after, most: records_outcomes.outcomes(db, after, most, *narrowed),
        lambda rows: _shown(read, rows),
    )


@outcomes.reads("/outcomes/<uuid:id>", one(Outcome))
@requires(RECORDS, outcome="id")
def get_outcome(read: Read, id: UUID) -> Body:
    """Get an outcome."""
    found = records_outcomes.outcome(read.db, str(id))
    if found is None:
        raise NotFound(MISSING["outcome"])
    return _shown(read, [found])[0]


def _common(write: Write, body: Body) -> dict[str, Any]:
    id = OutcomeId(write.id(body.get("id")))
    words = {"words": body["words"]} if body.get("words") else None
    return {
        "outcome": id,
        "person": body["person"],
        "workshop": body.get("workshop"),
        "words": write.seal(outcome.stream(id), "words", words),
    }


def _commit(write: Write, id: OutcomeId, act: Callable[[Commands], object]) -> Answer:
    return write.commit(act, {"id": id}, f"/api/v1/outcomes/{id}")


def _cascade(body: Body) -> CascadeId:
    return CascadeId(body["cascade"])


def _shown(read: Read, rows: Sequence[records_outcomes.OutcomeRow]) -> list[Body]:
    opened = read.private.open(row["words"] for row in rows)
    people = display_names(read, [row["person"] for row in rows])
    return [
        {
            **row,
            "person": people[row["person"]],
            "words": opened.get(row["words"] or "", {}).get("words"),
        }
        for row in rows
    ]
