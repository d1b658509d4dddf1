"""One person: details, place in the tree, workshops attended and given, people trained,
certificates and outcomes."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from uuid import UUID

from flask import abort, redirect, render_template
from werkzeug.wrappers import Response

from api.access.rules import AUDIT, LOG_WORK, RECORDS, Rule, requires
from api.endpoints.figures import list_children
from api.endpoints.outcomes import list_outcomes
from api.endpoints.people import get_person, reveal_person
from api.pages.layout import form as layout_form
from api.pages.layout import labels
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.people.people_list import back, blueprint, read_cascade
from api.people.certification import story, whole_standing
from api.people.names import display_names
from api.people.presentation import Person
from api.private.consents import Statement
from api.schemas.common import Because
from api.transactions.read import Read
from api.web.services import reading
from projections import scope
from projections.reach import reach
from projections.records import people as records_people
from projections.records import people_list

ONE = "pages.people.show"
CHILDREN, RECORD = 25, 200
PLACES = """
SELECT r.name, g.name FROM person p LEFT JOIN region r ON r.number = p.known_region
LEFT JOIN organisation g ON g.number = p.organisation WHERE p.number = :one
"""


@blueprint.get("/<uuid:person>")
@requires(RECORDS, cascade="cascade", person="person")
def show(cascade: UUID, person: UUID) -> str | Response:
    """`?after=`: the next page of people they trained."""
    at = person_at(cascade, person, RECORDS, limit=CHILDREN)
    if at.found["merged_into"]:
        return redirect(back(cascade, at.found["merged_into"]))
    return render_template("people/person.html", **_page(at))


@blueprint.get("/<uuid:person>/reveal")
@requires(AUDIT, cascade="cascade", person="person")
def ask_to_reveal(cascade: UUID, person: UUID) -> str:
    return render_template(
        "people/reveal.html", cascade=cascade, person=person, form=layout_form.Form()
    )


@blueprint.post("/<uuid:person>/reveal")
@requires(AUDIT, cascade="cascade", person="person")
def reveal(cascade: UUID, person: UUID) -> Page | str:
    """Shows the person's details once, on the page that answers; the reason is recorded."""
    form = layout_form.sent()
    if not form.typed.get("reason.words"):
        form.wrong["reason.words"] = labels.say_why()
    body = form.loaded(Because, form.body()) if not form.wrong else None
    found = None
    if body is not None:
        read = reading(AUDIT, body)
        if form.tries(lambda: reveal_person(read, person)):
            found = form.answer
    ids = {"cascade": cascade, "person": person}
    here = "pages.people.ask_to_reveal"
    shown = render_template("people/reveal.html", **ids, form=form, found=found, here=here)
    return shown if found else (shown, 422)


# ---- what the pages about one person share ---------------------------------------------------


class At:
    """One person of one cascade, as a reader sees them. `number`: the cascade's; `one`: theirs,
    after merges; `display_name`: as far as the reader may read it."""

    def __init__(self, read: Read, number: int, cascade: UUID, person: UUID) -> None:
        self.read, self.number = read, number
        self.cascade, self.person = cascade, person
        self.found: Person = get_person(read, person)
        self.one = self.found["one"]
        if number not in records_people.cascades_of(read.db, self.one):
            abort(404)
        self.display_name = display_names(read, [self.one])[self.one]

    @property
    def ids(self) -> dict[str, UUID]:
        return {"cascade": self.cascade, "person": self.person}

    @cached_property
    def may_write(self) -> bool:
        within = self.read.scope_of(LOG_WORK)
        return scope.find(self.read.db, within, "person", str(self.person)) is not None

    @property
    def may_reveal(self) -> bool:
        within = self.read.access.scope(AUDIT)
        return not within.everything and self.number in within.cascades


def person_at(cascade: UUID, person: UUID, rule: Rule, **asked: int) -> At:
    """404 where the person is known, but not in this cascade."""
    read, number = read_cascade(cascade, rule, **asked)
    return At(read, number, cascade, person)


# ---- the page --------------------------------------------------------------------------------


def _page(at: At) -> dict[str, object]:
    read, cascade, one, who = at.read, at.number, at.one, at.found["id"]
    children = list_children(read, at.cascade, UUID(who))
    above = list(reversed(reach.ancestors(read.db, cascade, one)))
    people = display_names(read, above)
    asked = {"limit": RECORD, "cascade": str(at.cascade), "person": who}
    return {
        **at.ids,
        "at": at,
        "whole": read.scope.has_whole(cascade),
        "one": at.display_name,
        "profile": _profile(at),
        "path": [people[number] for number in above],
        "height": people_list.generations_of(read.db, cascade, [one]).get(one),
        "numbers": reach.numbers_of(read.db, cascade, one),
        "record": records_people.record(read.db, one, (0, 0), RECORD, cascade, read.scope),
        "children": children,
        "certificate": whole_standing(read, at.cascade, cascade, one, who),
        "story": story(read, cascade, one),
        "outcomes": list_outcomes(replace(read, asked=asked)).rows,
        "consents": _consents(at) if at.may_write else None,
    }


def _profile(at: At) -> records_people.ProfileRow:
    """Its region and organisation by name."""
    ((region, organisation),) = at.read.db.rows(PLACES, one=at.one)
    own = at.found["profile"]
    path = dict(paths(at.read.db)).get(own["region"] or "")
    return {**own, "region": path or region, "organisation": organisation}


def _consents(at: At) -> list[Statement]:
    """The last one on each purpose."""
    body = at.read.private.consents(at.found["same_as"])
    return list({one.purpose: one for one in body}.values())
