"""People: register, search, correct, merge, erase; and their training records."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast
from uuid import UUID, uuid4

import msgspec

from api.access.policy import MISSING
from api.access.rules import AUDIT, LOG_WORK, RECORDS, requires
from api.people import presentation
from api.people.newcomers import Newcomers
from api.people.search import by_identifier
from api.people.typed_line import Someone
from api.private import erasure
from api.private.data_subject import data_subject
from api.schemas.common import Because, Search
from api.schemas.envelope import many, one
from api.schemas.people import (
    CommitDetails,
    CorrectProfile,
    Erase,
    Erased,
    ListPeople,
    Participation,
    Person,
    RegisterPerson,
    Revealed,
    TwoPeople,
)
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, numbered, page
from api.transactions.record import record
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from api.web.services import caller
from domain import pair, person
from domain.rules import NotFound
from domain.service import Actor, Commands
from domain.values import CascadeId, PersonId, Reason
from projections import tables
from projections.records import people as records_people

people = Blueprint("people", __name__)


@people.creates("/people", RegisterPerson)
@requires(LOG_WORK, {"cascade": "cascade"})
def register_person(write: Write, body: Body) -> Answer:
    """Register somebody."""
    write.require_place(body["cascade"], body.get("profile", {}).get("region"))
    newcomers, someone = Newcomers(write, CascadeId(body["cascade"])), cast(Someone, body)
    recorded = write.append(lambda c: newcomers.newcomer(c, body.get("id"), someone))
    id = newcomers.recorded_id(someone, body.get("id"))
    return write.finish(recorded, {"id": id}, f"/api/v1/people/{id}")


@people.reads("/people", many(Person), ListPeople)
@requires(RECORDS)
def list_people(read: Read) -> Page:
    """List people; merged people are one, under the id that stands for them."""
    cascade = _cascade(read)
    return numbered(
        read,
        lambda db, after, most: records_people.people(db, after, most, cascade, read.scope),
        lambda rows: presentation.present(read, rows),
    )


@people.searches("/people/search", Search, many(Person))
@requires(LOG_WORK)
def search_people(read: Read) -> Page:
    """Find who bears an identifier; it is private, and so not in the address."""
    read.number(tables.cascade, read.asked["cascade"])
    found = by_identifier(read, read.asked["cascade"], read.asked["identifier"])
    people = records_people.of_ids(read.db, [found] if found else [], read.scope)
    return Page(presentation.present(read, people), None)


@people.reads("/people/<uuid:id>", one(Person))
@requires(RECORDS, person="id")
def get_person(read: Read, id: UUID) -> presentation.Person:
    """Get a person."""
    found = records_people.of_ids(read.db, [str(id)], read.scope)
    if not found:
        raise NotFound(MISSING["person"])
    return presentation.present(read, found)[0]


@people.reads("/people/<uuid:id>/record", many(Participation), ListPeople)
@requires(RECORDS, person="id")
def get_training_record(read: Read, id: UUID) -> Page:
    """The workshops that somebody gave or attended, by day."""
    found = records_people.of_ids(read.db, [str(id)], read.scope)
    if not found:
        raise NotFound(MISSING["person"])
    day, number = read.after((0, 0))
    asked = (read.db, found[0]["one"], (day, number), read.limit + 1, _cascade(read))
    rows, more = page(records_people.record(*asked, scope=read.scope), read.limit)
    return Page(rows, (rows[-1]["day"], rows[-1]["number"]) if more else None)


@people.changes("/people/<uuid:id>", CorrectProfile, method="PATCH")
@requires(LOG_WORK, person="id")
def correct_profile(write: Write, body: Body, id: UUID) -> Answer:
    """Correct what statistics know of somebody."""
    it = PersonId(str(id))
    reason = write.reason(person.stream(it), body["reason"])

    def act(c: Commands) -> None:
        profile = msgspec.structs.replace(c.person(it).profile, **body["profile"])
        c.correct_profile(it, profile, reason)

    return write.commit(act, {"id": it})


@people.changes("/people/<uuid:id>/details", CommitDetails, method="PUT")
@requires(LOG_WORK, person="id")
def commit_details(write: Write, body: Body, id: UUID) -> Answer:
    """Put somebody's name and contacts in place of those before."""
    it = PersonId(str(id))
    owner = person.stream(it)
    reason = write.reason(owner, body["reason"])

    def act(c: Commands) -> None:
        texts = body["details"]
        details = write.replace(owner, "details", c.person(it).details, texts)
        c.commit_details(it, details or write.sealer.seal(owner, "details", texts), reason)

    return write.commit(act, {"id": it})


@people.searches("/people/<uuid:id>/revelations", Because, one(Revealed))
@requires(AUDIT, person="id")
def reveal_person(read: Read, id: UUID) -> Body:
    """Be shown who somebody is: for a reason in words, which is recorded with who asked."""
    it = PersonId(str(id))
    body = read.asked["reason"]
    words = {"words": body["words"]} if body.get("words") else None
    sealer = read.home.private.sealer()
    sealed = sealer.seal(person.stream(it), "words", words) if words else None
    by = Actor(caller().account, caller().source, str(uuid4()))
    reason = Reason(body["code"], sealed)
    record(read.home, by, lambda c: c.reveal_person(it, reason), sealer)
    (found,) = records_people.of_ids(read.db, [it], read.scope)
    details, identifiers = read.private.revealed(found["details"], found["same_as"])
    return {"id": it, "identifiers": identifiers, "details": details}


@people.changes("/people/<uuid:id>/erasure", Erase, answer=one(Erased))
@requires(LOG_WORK, person="id")
def erase_person(write: Write, body: Body, id: UUID) -> Answer:
    """Erase somebody on request, under all ids that they have: every text about them goes."""
    it, reason = PersonId(str(id)), Reason(body["reason"]["code"])
    db = write.db
    subject = data_subject(db, [it])
    to_check = erasure.to_look_at(db, subject, datetime.now(UTC).date())
    alike = erasure.named_alike(write.home.private, subject)
    recorded, erased = erasure.erase(write.append, write.home.views, it, reason)
    remains = write.home.forget_erased() + alike
    data = {"id": it, "erased": erased, "gone": not remains, "remains": remains + to_check}
    return write.finish(recorded, data)


# ---- merges ----------------------------------------------------------------------------------


@people.changes("/merges", TwoPeople)
@requires(LOG_WORK, {"one": "person", "other": "person"})
def merge_people(write: Write, body: Body) -> Answer:
    """Say that two people are one."""
    a, b, reason = _two(write, body)
    return write.commit(lambda c: c.merge_people(a, b, reason), {"id": min(a, b)})


@people.changes("/merges/undone", TwoPeople)
@requires(LOG_WORK, {"one": "person", "other": "person"})
def undo_merge(write: Write, body: Body) -> Answer:
    """Take back that two people are one."""
    a, b, reason = _two(write, body)
    return write.commit(lambda c: c.undo_merge(a, b, reason), {"id": min(a, b)})


@people.changes("/distinctions", TwoPeople)
@requires(LOG_WORK, {"one": "person", "other": "person"})
def distinguish_people(write: Write, body: Body) -> Answer:
    """Say that two people were looked at, and are not one."""
    a, b, reason = _two(write, body)
    return write.commit(lambda c: c.distinguish_people(a, b, reason), {"id": min(a, b)})


def _two(write: Write, body: Body) -> tuple[PersonId, PersonId, Reason]:
    a, b = PersonId(body["one"]), PersonId(body["other"])
    return a, b, write.reason(pair.stream(a, b), body["reason"])


def _cascade(read: Read) -> int | None:
    asked = read.asked.get("cascade")
    return read.number(tables.cascade, asked) if asked else None
