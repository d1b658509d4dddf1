"""Probable duplicates: the queue, and known people similar to a person who is typed."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from api.access.rules import LOG_WORK, requires
from api.matching.explanations import agreeing_texts, explain
from api.people import candidates
from api.people.duplicates import FIRST, Rank, shown, waiting
from api.people.names import display_names
from api.schemas.duplicates import Duplicate, Similar, SimilarPerson
from api.schemas.envelope import Paged, many
from api.schemas.people import TwoPeople
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, page
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import pair
from domain.values import PersonId
from projections import tables

duplicates = Blueprint("duplicates", __name__)


@duplicates.reads("/cascades/<uuid:cascade>/duplicates", many(Duplicate), Paged)
@requires(LOG_WORK, cascade="cascade")
def list_duplicates(read: Read, cascade: UUID) -> Page:
    """List pairs who are probably one person: to be merged, said to be distinct, or left unsure."""
    number = read.number(tables.cascade, cascade)
    after = cast(Rank, read.after(FIRST))
    found = shown(read, number, waiting(read, number), after, read.limit + 1)
    rows, more = page(found, read.limit)
    people = display_names(read, (number for row in rows for number in row.numbers))
    answer = [
        {
            "one": people[row.numbers[0]],
            "other": people[row.numbers[1]],
            "score": row.score / 1000,
            "why": explain(row.why),
            "alike": agreeing_texts(row.why),
            "unsure": row.unsure,
        }
        for row in rows
    ]
    return Page(answer, rows[-1].rank if more else None)


@duplicates.searches("/people/similar", Similar, many(SimilarPerson))
@requires(LOG_WORK, {"cascade": "cascade"})
def find_similar_people(read: Read) -> Page:
    """Find who is known already that somebody new may be; what is typed is private."""
    number = read.number(tables.cascade, read.asked["cascade"])
    details, profile = read.asked.get("details", {}), read.asked.get("profile", {})
    return Page(candidates.of_one(read, number, details, profile), None)


@duplicates.changes("/doubts", TwoPeople)
@requires(LOG_WORK, {"one": "person", "other": "person"})
def leave_people_unsure(write: Write, body: Body) -> Answer:
    """Say that it cannot be told whether two people are one; they go to the end of the queue."""
    a, b = PersonId(body["one"]), PersonId(body["other"])
    reason = write.reason(pair.stream(a, b), body["reason"])
    return write.commit(lambda c: c.leave_people_unsure(a, b, reason), {"id": min(a, b)})
