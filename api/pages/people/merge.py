"""Merging two people: search for the other, preview the figures, then record it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.policy import require_records
from api.access.rules import LOG_WORK, requires
from api.endpoints.people import merge_people
from api.i18n import _
from api.pages.layout import change as layout_change
from api.pages.layout.change import Change, Wrong
from api.pages.layout.visitor import Page, field
from api.pages.people.people_list import back, blueprint, of_numbers
from api.pages.people.person import person_at
from api.people.search import UUID_PATTERN, search
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.web.services import this_access
from domain.rules import Refused
from domain.values import ReasonCode

MERGE = "pages.people.merge"


@blueprint.get("/<uuid:person>/merge")
@requires(LOG_WORK, cascade="cascade", person="person")
def merge(cascade: UUID, person: UUID) -> str:
    return _asked(cascade, person, None)


@blueprint.post("/<uuid:person>/merge")
@requires(LOG_WORK, cascade="cascade", person="person")
def go_merge(cascade: UUID, person: UUID) -> Response | Page | str:
    """`who`: the text to search for; `other`: the id of the person chosen."""
    if not field("other"):
        return _asked(cascade, person, MERGE)

    def again(wrong: Wrong) -> Page:
        return _asked(cascade, person, MERGE, layout_change.sentence(wrong)), 422

    onward = back(cascade, person)
    change = same(cascade, str(person), field("other"), onward, MERGE, person=person)
    return layout_change.go(change, again)


def of_two(
    endpoint: Callable[..., Answer], one: str, other: str, code: ReasonCode, unclear: Refused
) -> Callable[[Write], Answer]:
    """A write about two people, as the endpoint does it, with the form's words as its reason. It
    raises `unclear` if one of the ids is none, NotFound if the writer may not see both people."""

    def act(write: Write) -> Answer:
        if not (UUID_PATTERN.fullmatch(one) and UUID_PATTERN.fullmatch(other)):
            raise unclear
        require_records(write.db, this_access(), LOG_WORK, [("person", one), ("person", other)])
        reason = {"code": code, "words": field("words").strip() or None}
        return endpoint(write, {"one": one, "other": other, "reason": reason})

    return act


def same(cascade: UUID, one: str, other: str, onward: str, here: str, **at: UUID) -> Change:
    """The merge of two people, as a change with a preview. `here`, `at`: the page with the form."""
    unclear = Refused("Choose who it is.", field="other")
    return Change(
        cascade=str(cascade),
        act=of_two(merge_people, one, other, ReasonCode.DUPLICATE, unclear),
        title=_("Say that two people are one"),
        onward=onward,
        done=_("They are one person now."),
        here=here,
        here_args={"cascade": cascade, **at},
    )


def _asked(cascade: UUID, person: UUID, here: str | None, wrong: str | None = None) -> str:
    typed = field("who").strip()
    at = person_at(cascade, person, LOG_WORK)
    ones = search(at.read, str(cascade), typed).ones
    found = of_numbers(at.read, at.number, [one for one in ones if one != at.one])
    return render_template(
        "people/merge.html",
        cascade=cascade,
        person=person,
        one=at.display_name,
        typed=typed,
        found=found,
        wrong=wrong,
        action=url_for("pages.people.go_merge", cascade=cascade, person=person),
        here=here,
        sent=request.method == "POST",
    )
