"""A person's certification against the standard of a cascade: done, missing, next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from api.access.rules import LOG_WORK, RECORDS, requires
from api.endpoints.certifications import (
    assess,
    certify,
    credit_cofacilitation,
    nominate,
    reinstate,
    renew,
    revoke,
    suspend,
)
from api.i18n import _
from api.pages.layout import change as layout_change
from api.pages.layout import form as layout_form
from api.pages.layout import labels
from api.pages.layout.change import Change, Wrong
from api.pages.layout.form import Form
from api.pages.layout.visitor import Page
from api.pages.people.person import At, person_at
from api.people import search
from api.people.certification import Step as Taken
from api.people.certification import WholeStanding, story, whole_standing
from api.people.names import display_names
from api.schemas import certifications as shapes
from api.transactions.idempotency import Answer
from api.transactions.write import Body
from domain.rules import Refused, months_later
from domain.values import Level, Standard
from projections.place_tables import LAPSES_WITHIN
from projections.reach import reach, trainers
from projections.records import cascades, standing, training

blueprint = Blueprint(
    "certification",
    __name__,
    url_prefix="/cascades/<uuid:cascade>/people/<uuid:person>/certification",
)
ONE = "pages.certification.show"
MAX_ASSESSORS = 100
ACTS: dict[str, tuple[type[Schema], Callable[..., Answer]]] = {
    "nominate": (shapes.Nominate, nominate),
    "assess": (shapes.Assess, assess),
    "credit": (shapes.CreditCofacilitation, credit_cofacilitation),
    "certify": (shapes.Certify, certify),
    "renew": (shapes.Renew, renew),
    "reinstate": (shapes.Reinstate, reinstate),
}
"""Act → (schema, endpoint) of the acts that are recorded at once. Those in `GRAVE` are previewed
first."""
GRAVE: dict[str, tuple[type[Schema], Callable[..., Answer]]] = {
    "suspend": (shapes.Suspend, suspend),
    "revoke": (shapes.Revoke, revoke),
}
SCORES = tuple(f"rubric.{name}" for name in labels.competencies())


@dataclass(frozen=True)
class Step:
    """A step of certification. `state`: `done`, `missing`, or `free`: not in the standard."""

    name: str
    state: str


@blueprint.get("")
@requires(RECORDS, cascade="cascade", person="person")
def show(cascade: UUID, person: UUID) -> str | Response:
    at = person_at(cascade, person, RECORDS)
    if at.found["merged_into"]:
        return redirect(url_for(ONE, cascade=cascade, person=at.found["merged_into"]))
    return render_template("people/certification.html", **_page(at))


@blueprint.post("/<any(nominate, assess, credit, certify, renew, reinstate):act>")
@requires(LOG_WORK, cascade="cascade", person="person")
def record(cascade: UUID, person: UUID, act: str) -> Response | Page:
    form = layout_form.sent()
    shape, endpoint = ACTS[act]
    body = _body(form, act, cascade, person)
    if form.records(shape, partial(endpoint, cascade=cascade, person=person), body):
        return redirect(url_for(ONE, cascade=cascade, person=person), 303)
    return _again(cascade, person, {act: form}), 422


@blueprint.post("/<any(suspend, revoke):act>")
@requires(LOG_WORK, cascade="cascade", person="person")
def record_grave(cascade: UUID, person: UUID, act: str) -> Response | Page | str:
    """Shows the effects first; the second request records the act."""
    form = layout_form.sent()
    shape, endpoint = GRAVE[act]
    body = form.loaded(shape, form.body())
    if body is None:
        return _again(cascade, person, {act: form}), 422

    def again(wrong: Wrong) -> Page:
        if wrong is not None:
            form.refuse(wrong)
        return _again(cascade, person, {act: form}), 422 if wrong else 200

    titles = {"suspend": _("Suspend the certificate"), "revoke": _("Revoke the certificate")}
    change = Change(
        cascade=str(cascade),
        act=lambda write: endpoint(write, body, cascade, person),
        title=titles[act],
        onward=url_for(ONE, cascade=cascade, person=person),
        done=_("It is recorded."),
        here=ONE,
        here_args={"cascade": cascade, "person": person},
        says=[(_("Standing"), *_before_and_after(cascade, person, act))],
    )
    return layout_change.go(change, again)


def _before_and_after(cascade: UUID, person: UUID, act: str) -> tuple[str, str]:
    at = person_at(cascade, person, LOG_WORK)
    now = _stands(at)["standing"]
    after = {"suspend": "suspended", "revoke": "revoked"}[act]
    return labels.standings()[now], labels.standings()[after]


# ---- what was typed --------------------------------------------------------------------------


def _body(form: Form, act: str, cascade: UUID, person: UUID) -> Body:
    body = form.body(numbers=SCORES)
    if act == "assess":
        body["assessor"] = _assessor(form, cascade, person)
    if act == "certify" and not form.get("waiver.words"):
        body.pop("waiver", None)
    return {name: value for name, value in body.items() if value is not None}


def _assessor(form: Form, cascade: UUID, person: UUID) -> str | None:
    """The id of the assessor, chosen from the list or named by identifier; None, with an error, if
    the reader may not see such a person."""
    chosen, named = form.get("assessor"), form.get("assessor_named")
    if not named:
        return chosen if search.UUID_PATTERN.fullmatch(chosen) else None
    at = person_at(cascade, person, LOG_WORK)
    try:
        return search.by_reference(at.read, str(cascade), named, "assessor_named")
    except Refused as wrong:
        form.refuse(wrong)
        return None


def _again(cascade: UUID, person: UUID, sent: Mapping[str, Form]) -> str:
    at = person_at(cascade, person, LOG_WORK)
    places = {"here": ONE, "here_args": {"cascade": cascade, "person": person}}
    return render_template("people/certification.html", **_page(at, sent), **places)


# ---- the page --------------------------------------------------------------------------------


def _page(at: At, sent: Mapping[str, Form] | None = None) -> dict[str, object]:
    """`sent`: act → its form, if that was refused."""
    found, steps_taken = _stands(at), story(at.read, at.number, at.one)
    rule = cascades.standard(at.read.db, str(at.cascade))
    steps = _steps(found, steps_taken, rule)
    today = at.read.today
    until = months_later(today, rule.months_valid) if rule.months_valid else None
    blank = {act: Form() for act in (*ACTS, *GRAVE)}
    return {
        "cascade": at.cascade,
        "person": at.person,
        "at": at,
        "whole": at.read.scope.has_whole(at.number),
        "one": at.display_name,
        "found": found,
        "standard": rule,
        "steps": steps,
        "next": _next(found, steps, today + timedelta(days=LAPSES_WITHIN)),
        "story": steps_taken,
        "assessors": _assessors(at) if at.may_write else [],
        "beside": _beside(at, steps_taken) if at.may_write else [],
        "hangs": _hangs(at, today.toordinal()) if at.may_write else None,
        "levels": [(level.value, labels.levels()[level.value]) for level in Level],
        "today": today,
        "until": until,
        "may_write": at.may_write,
        "forms": blank | dict(sent or {}),
        "acted": next(iter(sent or {}), None),
    }


def _stands(at: At) -> WholeStanding:
    return whole_standing(at.read, at.cascade, at.number, at.one, at.found["id"])


def _steps(found: WholeStanding, story: Sequence[Taken], rule: Standard) -> list[Step]:
    """The steps, in their order."""
    missing, nominated = found["missing"], any(step["what"] == "nominated" for step in story)
    certified = found["standing"] == "certified"

    def state(code: str, asked: object) -> str:
        return "free" if not asked else "missing" if code in missing else "done"

    return [
        Step("nomination", "done" if nominated else "free" if certified else "missing"),
        Step("post-test", state("post-test", rule.least_post_share)),
        Step("rubric", state("rubric", rule.least_rubric)),
        Step("co-facilitation", state("co-facilitation", rule.cofacilitations)),
        Step("certificate", "done" if certified else "missing"),
    ]


def _next(found: WholeStanding, steps: list[Step], renew_before: date) -> str:
    """The name of the next step; "" if there is none."""
    so = found["standing"]
    if so == "certified":
        return "renew" if found["until"] and found["until"] <= renew_before else ""
    if so in ("lapsed", "suspended"):
        return {"lapsed": "renew", "suspended": "reinstate"}[so]
    return next((step.name for step in steps if step.state == "missing"), "")


def _assessors(at: At) -> list[tuple[str, str]]:
    """(id, name) of people certified today, named to the reader, who did not train this person."""
    day = at.read.today.toordinal()
    certified = standing.some_certified(at.read.db, at.number, day, MAX_ASSESSORS) - {at.one}
    trained_by = training.trained_by(at.read.db, at.number, at.found["id"])
    people = display_names(at.read, sorted(certified))
    named = [
        (one["person"], f"{one['name'] or one['identifier']}")
        for one in people.values()
        if one["person"] not in trained_by and (one["name"] or one["identifier"])
    ]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _beside(at: At, story: Sequence[Taken]) -> list[Mapping[str, object]]:
    """The workshops that the person co-facilitated and that are not credited yet."""
    credited = {step["workshop"] for step in story}
    rows = standing.beside(at.read.db, at.number, at.one)
    return [row for row in rows if row["workshop"] not in credited]


def _hangs(at: At, today: int) -> dict[str, int]:
    """Figures of this trainer, to show before their certificate is taken."""
    db, cascade = at.read.db, at.number
    below = sum(g.people for g in reach.downstream(db, cascade, at.one))
    return {
        "lineage": below,
        "direct": reach.reached(db, cascade, [at.one]).get(at.one, reach.NOBODY).direct,
        "given": trainers.given_since(db, cascade, at.one, 0),
        "lately": trainers.given_since(db, cascade, at.one, today - 365),
    }
