"""Consents of people, and a person's data for that person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, json

from api.access.policy import MISSING
from api.access.rules import LOG_WORK, requires
from api.operations.subject_access import subject_data_of
from api.private import consents
from api.private.consents import Purpose
from api.schemas.envelope import many
from api.schemas.privacy import Consent, SayConsent
from api.transactions.read import Page, Read
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import person
from domain.rules import NotFound, require_past
from domain.values import PersonId
from projections.records import people

privacy = Blueprint("privacy", __name__)
NO_PURPOSE = "There is nothing of this name to consent to. It is “contact” or “named-above”."


@privacy.changes("/people/<uuid:id>/consents/<string:purpose>", SayConsent, method="PUT")
@requires(LOG_WORK, person="id")
def say_consent(write: Write, body: Body, id: UUID, purpose: str) -> Any:
    """Say that somebody consents to something, or no longer does. What was said before stays."""
    it, what = PersonId(str(id)), _purpose(purpose)

    def act(c: Any) -> None:
        person.require_known(c.person(it))
        require_past(body["on"], c.today, "on")

    recorded = write.append(act)
    consents.record(write.home.private, it, what, write.caller.account, **body)
    return write.finish(recorded, {"id": it})


@privacy.reads("/people/<uuid:id>/consents", many(Consent))
@requires(LOG_WORK, person="id")
def list_consents(read: Read, id: UUID) -> Page:
    """All that somebody said about consent; of one purpose the last one holds."""
    found = people.of_ids(read.db, [str(id)])
    if not found:
        raise NotFound(MISSING["person"])
    rows = read.private.consents(found[0]["same_as"])
    return Page([vars(one) for one in rows], None)


@privacy.files("/people/<uuid:id>/data")
@requires(LOG_WORK, person="id")
def get_personal_data(read: Read, id: UUID) -> Response:
    """Get all that is kept about somebody, as one JSON file for them.

    For who coordinates the whole of every cascade in which they are known.
    """
    found = subject_data_of(read, str(id))
    if found is None:
        raise NotFound(MISSING["person"])
    headers = {"Content-Disposition": f'attachment; filename="{id}.json"'}
    return Response(json.dumps(found, indent=1), mimetype="application/json", headers=headers)


def _purpose(name: str) -> Purpose:
    try:
        return Purpose(name)
    except ValueError:
        raise NotFound(NO_PURPOSE) from None
