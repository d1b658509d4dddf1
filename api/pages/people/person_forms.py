"""The forms about one person: corrections, outcomes, consents, erasure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from flask import redirect, render_template, request
from marshmallow import Schema
from werkzeug.wrappers import Response

from api.access.policy import require_records
from api.access.rules import LOG_WORK, requires
from api.endpoints.outcomes import claim_sharing, observe_behaviour, report_result
from api.endpoints.people import commit_details, correct_profile, erase_person
from api.endpoints.privacy import say_consent
from api.i18n import _
from api.pages.layout import filters
from api.pages.layout import form as layout_form
from api.pages.layout.form import Form
from api.pages.layout.visitor import Page
from api.pages.people.people_list import back, blueprint
from api.pages.people.person import RECORD, At, person_at
from api.private.data_subject import data_subject
from api.schemas import certifications as shapes
from api.schemas import people as of_people
from api.schemas.privacy import SayConsent
from api.transactions.idempotency import Answer
from api.transactions.write import Body, Write
from api.web.services import this_access
from projections.records import people

EMPTY = dict.fromkeys(f"profile.{name}" for name in ("age_band", "region", "cadre", "organisation"))
"""Fields of the profile whose value is removed if the field is emptied."""
KINDS: dict[str, tuple[type[Schema], Callable[..., Answer], str]] = {
    "behaviour": (shapes.ObserveBehaviour, observe_behaviour, "observed_on"),
    "sharing": (shapes.ClaimSharing, claim_sharing, "claimed_on"),
    "result": (shapes.ReportResult, report_result, "reported_on"),
}
FORMS = {
    "correct": "correct",
    "outcome": "outcome",
    "consents": "consents",
    "erase": "ask_to_erase",
}
"""Last part of the address of a page with a form → its endpoint."""


def _page(form: str) -> Callable[[UUID, UUID], str]:
    @requires(LOG_WORK, cascade="cascade", person="person")
    def show(cascade: UUID, person: UUID) -> str:
        return _shown(form, cascade, person)

    return show


for name, endpoint in FORMS.items():
    blueprint.get(f"/<uuid:person>/{name}", endpoint=endpoint)(_page(name))


# ---- corrections -----------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/correct")
@requires(LOG_WORK, cascade="cascade", person="person")
def correct_details(cascade: UUID, person: UUID) -> Response | Page:
    """Replaces the name and all contacts."""
    form = layout_form.sent()
    body: Body = {"details": {}} | form.body()
    act = partial(commit_details, id=person)
    if form.records(of_people.CommitDetails, act, body):
        return _back(cascade, person)
    return _shown("correct", cascade, person, details=form), 422


@blueprint.post("/<uuid:person>/profile")
@requires(LOG_WORK, cascade="cascade", person="person")
def correct_statistics(cascade: UUID, person: UUID) -> Response | Page:
    """The statistics about a person."""
    form = layout_form.sent()
    act = partial(correct_profile, id=person)
    if form.records(of_people.CorrectProfile, act, form.body(empty=EMPTY)):
        return _back(cascade, person)
    return _shown("correct", cascade, person, statistics=form), 422


# ---- outcomes --------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/outcome")
@requires(LOG_WORK, cascade="cascade", person="person")
def record_outcome(cascade: UUID, person: UUID) -> Response | Page:
    """Records an outcome. The form has its id, so that it is recorded once if it is sent twice."""
    form = layout_form.sent()
    kind = form.get("kind")
    if kind not in KINDS:
        form.wrong["kind"] = _("Choose what it was.")
    else:
        shape, record, day = KINDS[kind]
        body = _outcome(form, shape, day, cascade, person)
        once = {"id": form.get("id"), **form.typed}
        if form.records(shape, partial(_record, record), body, once):
            return _back(cascade, person)
    return _shown("outcome", cascade, person, form=form), 422


def _outcome(form: Form, shape: type[Schema], day: str, cascade: UUID, person: UUID) -> Body:
    """The body of an outcome. Fidelity is typed in percent and sent as a share, 0 to 1."""
    body = form.body(numbers=("fidelity", "people", "quantity"))
    body |= {"cascade": str(cascade), "person": str(person), day: body.get("on")}
    if isinstance(body.get("fidelity"), int | float):
        body["fidelity"] /= 100
    names = shape().fields
    return {name: value for name, value in body.items() if name in names and value is not None}


def _record(record: Callable[[Write, Body], Answer], write: Write, body: Body) -> Answer:
    """Records it; as at the endpoint, raises NotFound if the reader may not see a record named."""
    named = [(kind, body[kind]) for kind in ("cascade", "person", "workshop") if body.get(kind)]
    require_records(write.db, this_access(), LOG_WORK, named)
    return record(write, body)


# ---- consents --------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/consents")
@requires(LOG_WORK, cascade="cascade", person="person")
def record_consent(cascade: UUID, person: UUID) -> Response | Page:
    form = layout_form.sent()
    act = partial(say_consent, id=person, purpose=form.get("purpose"))
    if form.records(SayConsent, act):
        return _back(cascade, person)
    return _shown("consents", cascade, person, form=form), 422


# ---- erasure ---------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/erase")
@requires(LOG_WORK, cascade="cascade", person="person")
def erase(cascade: UUID, person: UUID) -> Page | str:
    """Erases the person, and answers with a page that says what remains and for how long."""
    form = layout_form.sent()
    if form.get("sure") != "yes":
        form.wrong["sure"] = _("Say that you are sure. It cannot be taken back.")
    if form.records(of_people.Erase, partial(erase_person, id=person)):
        done = form.answer["data"]
        return _shown("erase", cascade, person, done=done)
    return _shown("erase", cascade, person, form=form), 422


# ---- what they share -------------------------------------------------------------------------


def _shown(name: str, cascade: UUID, person: UUID, **more: object) -> str:
    """The page of a form, with the id of the outcome that it may record."""
    at = person_at(cascade, person, LOG_WORK)
    form = more.get("form") or Form()
    shown = {
        **at.ids,
        "one": at.display_name,
        "found": at.found,
        "form": form,
        "details": Form(),
        "statistics": Form(),
        "id": form.get("id", uuid4()) if isinstance(form, Form) else "",
        "attended": people.record(at.read.db, at.one, (0, 0), RECORD, at.number, at.read.scope),
        "choices": filters.choices(at.read.db),
        "today": at.read.today,
        "here": f"pages.people.{FORMS[name]}" if request.method == "POST" else None,
    }
    about = _about(at) if name == "erase" else {}
    return render_template(f"people/{name}.html", **shown | about | more)


def _about(at: At) -> dict[str, object]:
    """The data of the person, and in how many other cascades they are known."""
    about = data_subject(at.read.db, [at.found["id"]])
    elsewhere = people.cascades_of(at.read.db, at.one) - {at.number}
    return {"about": about, "elsewhere": len(elsewhere)}


def _back(cascade: UUID, person: UUID) -> Response:
    return redirect(back(cascade, person), 303)
