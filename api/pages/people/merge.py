"""Saying that two people are one: who else it is, what it changes in the figures; only then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, render_template, request, url_for

from api.access.policy import require_records
from api.access.rules import LOG_WORK, needs
from api.endpoints.people import merge_people
from api.i18n import _
from api.pages.layout import change as layout_change
from api.pages.layout import labels
from api.pages.layout.change import Change, Wrong
from api.pages.layout.visitor import Page, field
from api.pages.people.people_list import back, blueprint, of_numbers
from api.pages.people.person import person_at
from api.people.search import AN_ID, search
from api.transactions.write import Write
from api.web.services import this_access
from domain.rules import Refused
from domain.values import ReasonCode

MERGE = "pages.people.merge"


@blueprint.get("/<uuid:person>/merge")
@needs(LOG_WORK, cascade="cascade", person="person")
def merge(cascade: UUID, person: UUID) -> str:
    return _asked(cascade, person, None)


@blueprint.post("/<uuid:person>/merge")
@needs(LOG_WORK, cascade="cascade", person="person")
def go_merge(cascade: UUID, person: UUID) -> Response | Page | str:
    """`who`: whom to look for; `other`: their id, once they were chosen."""
    if not field("other"):
        return _asked(cascade, person, MERGE)

    def again(wrong: Wrong) -> Page:
        return _asked(cascade, person, MERGE, layout_change.sentence(wrong)), 422

    change = Change(
        cascade=str(cascade),
        act=same(str(person), field("other"), field("words")),
        title=_("Say that two people are one"),
        onward=back(cascade, person),
        done=_("They are one person now."),
        here=MERGE,
        here_args={"cascade": cascade, "person": person},
    )
    return layout_change.go(change, again)


def same(one: str, other: str, typed: str) -> Any:
    """As the endpoint does it: both are people whom the writer may see."""

    def act(write: Write) -> Any:
        if not AN_ID.fullmatch(other):
            raise Refused("Choose who it is.", field="other")
        db = write.db
        require_records(db, this_access(), LOG_WORK, [("person", one), ("person", other)])
        reason = {"code": ReasonCode.DUPLICATE, "words": typed.strip() or None}
        return merge_people(write, {"one": one, "other": other, "reason": reason})

    return act


def _asked(cascade: UUID, person: UUID, here: str | None, wrong: str | None = None) -> str:
    typed = field("who").strip()
    at = person_at(cascade, person, LOG_WORK)
    ones = search(at.read, str(cascade), typed)
    found = of_numbers(at.read, at.number, [one for one in ones if one != at.one])
    return render_template(
        "people/merge.html",
        cascade=cascade,
        person=person,
        one=at.called,
        typed=typed,
        found=found,
        wrong=wrong,
        words=labels,
        action=url_for("pages.people.go_merge", cascade=cascade, person=person),
        here=here,
        here_args={"cascade": cascade, "person": person},
        sent=request.method == "POST",
    )
