"""One person: who they are, where they stand in the lineage, what they attended and gave, whom they
trained, their certificates, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, abort, current_app, redirect, render_template, request

from api.access.rules import AUDIT, LOG_WORK, RECORDS, Rule, needs, this_access
from api.endpoints.certifications import whole as standing_of
from api.endpoints.figures import list_children
from api.endpoints.outcomes import list_outcomes
from api.endpoints.people import get_person, reveal_person
from api.figures.rankings import Rankings
from api.pages.layout import form as layout_form
from api.pages.layout import labels
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.people.people_list import back, blueprint, opened
from api.people.names import known
from api.schemas.common import Because
from api.transactions.read import Read, reading
from projections import scope
from projections.reach import reach, trainers
from projections.reach.reach import EVER, Numbers
from projections.records import people as records_people
from projections.records import people_list, standing

ONE = "pages.people.show"
CHILDREN, RECORD = 25, 200
DEAR = 20_000
"""People below somebody, from which on their reach is counted only when it is asked for."""
PLACES = """
SELECT r.name, g.name FROM person p LEFT JOIN region r ON r.number = p.known_region
LEFT JOIN organisation g ON g.number = p.organisation WHERE p.number = :one
"""

Said = dict[str, Any]


@blueprint.get("/<uuid:person>")
@needs(RECORDS, cascade="cascade", person="person")
def show(cascade: UUID, person: UUID) -> str | Response:
    """`?after=`: of those whom they trained, the page after; `?count=yes`: reach, however dear."""
    with reading_of(cascade, person, RECORDS, limit=CHILDREN) as at:
        if at.found["merged_into"]:
            return redirect(back(cascade, at.found["merged_into"]))  # type: ignore[return-value]
        return render_template("person.html", **_page(at))


@blueprint.get("/<uuid:person>/reveal")
@needs(AUDIT, cascade="cascade", person="person")
def ask_to_reveal(cascade: UUID, person: UUID) -> str:
    return render_template(
        "person_reveal.html", cascade=cascade, person=person, form=layout_form.Form(), words=labels
    )


@blueprint.post("/<uuid:person>/reveal")
@needs(AUDIT, cascade="cascade", person="person")
def reveal(cascade: UUID, person: UUID) -> Page | str:
    """Who somebody is: shown on the page that answers, once, and recorded with the reason."""
    form = layout_form.sent()
    if not form.typed.get("reason.words"):
        form.wrong["reason.words"] = labels.say_why()
    said = form.loaded(Because, form.said()) if not form.wrong else None
    found = None
    if said is not None:
        with reading(_home(), said, this_access(), AUDIT) as read:
            if form.tries(lambda: reveal_person(read, person)):
                found = form.answer
    places = {"here": "pages.people.ask_to_reveal", "here_args": _ids(cascade, person)}
    shown = render_template(
        "person_reveal.html",
        **_ids(cascade, person),
        form=form,
        found=found,
        words=labels,
        **places,
    )
    return shown if found else (shown, 422)


# ---- what the pages about one person share ---------------------------------------------------


class At:
    """One person of one cascade, as somebody reads them. `number`: the cascade's; `one`: theirs,
    after merges; `called`: their name as far as the reader may read it."""

    def __init__(self, read: Read, number: int, cascade: UUID, person: UUID) -> None:
        self.read, self.number = read, number
        self.cascade, self.person = cascade, person
        self.found: Said = get_person(read, person)
        self.one: int = self.found["one"]
        if number not in _cascades(read, self.one):
            abort(404)
        self.called = known(read, [self.one])[self.one]

    @property
    def may_write(self) -> bool:
        within = self.read.scope_of(LOG_WORK)
        return scope.find(self.read.db, within, "person", str(self.person)) is not None

    @property
    def may_reveal(self) -> bool:
        within = self.read.access.scope(AUDIT)
        return not within.everything and self.number in within.cascades


@contextmanager
def reading_of(cascade: UUID, person: UUID, rule: Rule, **asked: Any) -> Iterator[At]:
    """404 where the person is known, but not in this cascade."""
    with opened(cascade, rule, **asked) as (read, number):
        yield At(read, number, cascade, person)


def _cascades(read: Read, one: int) -> set[int]:
    return records_people.cascades_of(read.db, one)


def _ids(cascade: UUID, person: UUID) -> Said:
    return {"cascade": cascade, "person": person}


def _home() -> Any:
    return current_app.extensions["banyan"]


# ---- the page --------------------------------------------------------------------------------


def _page(at: At) -> Said:
    read, who = at.read, at.found["id"]
    children = list_children(read, at.cascade, who)
    numbers, counted_at = _numbers(read, at.number, at.one)
    return {
        **_ids(at.cascade, at.person),
        "at": at,
        "one": at.called,
        "profile": _profile(at),
        "path": _path(at),
        "height": people_list.generations_of(read.db, at.number, [at.one]).get(at.one),
        "numbers": numbers,
        "counted_at": counted_at,
        "record": _record(at),
        "children": children,
        "certificate": standing_of(read, at.cascade, at.number, at.one, who),
        "story": _story(at),
        "outcomes": _outcomes(at),
        "consents": _consents(at) if at.may_write else None,
        "words": labels,
    }


def _profile(at: At) -> Said:
    ((region, organisation),) = at.read.db.rows(PLACES, one=at.one)
    paths_of = dict(paths(at.read.db))
    own = at.found["profile"]
    return own | {
        "region": paths_of.get(own["region"]) or region,
        "organisation": organisation,
    }


def _path(at: At) -> list[Said]:
    """Who trained whom, from the start of the cascade down to the one who trained them."""
    above = list(reversed(reach.ancestors(at.read.db, at.number, at.one)))
    people = known(at.read, above)
    return [people[one] for one in above]


def _numbers(read: Read, cascade: int, one: int) -> tuple[Numbers, int | None]:
    """The position where reach is that of a ranking; its reach is -1 where nobody counted."""
    lineage = sum(g.people for g in reach.downstream(read.db, cascade, one))
    if lineage <= DEAR or request.args.get("count") == "yes":
        return reach.numbers_of(read.db, cascade, one), None
    rankings: Rankings = current_app.extensions["banyan.rankings"]
    rows, position = rankings.soon(read, cascade) or ((), None)
    row = next((row for row in rows if row.person == one), None)
    if row is not None:
        return replace(row, lineage=lineage), position
    ((given,),) = read.db.rows(HOW_MANY, cascade=cascade, person=one, as_of=EVER)
    direct = trainers.direct(read.db, cascade, [one]).get(one, 0)
    generation = reach.generation_of(read.db, cascade, one)
    return Numbers(one, generation, direct, lineage, -1, given, -1), None


HOW_MANY = f"SELECT count(*) FROM ({reach.GIVEN}) AS given"


def _record(at: At) -> list[records_people.Participation]:
    return records_people.record(at.read.db, at.one, (0, 0), RECORD, at.number, at.read.scope)


def _story(at: At) -> list[Said]:
    steps = standing.story(at.read.db, at.number, at.one)
    people = known(at.read, [step["other"] for step in steps])
    return [step | {"other": people.get(step["other"] or 0)} for step in steps]


def _outcomes(at: At) -> list[Said]:
    asked = {"limit": RECORD, "cascade": str(at.cascade), "person": at.found["id"]}
    found = list_outcomes(replace(at.read, asked=asked))
    return [dict(row) for row in found.rows]


def _consents(at: At) -> list[Said]:
    """The last word on each purpose."""
    said = at.read.private.consents(at.found["same_as"])
    return list({row["purpose"]: row for row in said}.values())
