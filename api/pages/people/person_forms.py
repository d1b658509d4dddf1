"""What a coordinator records of one person: corrections, outcomes, consents, and their erasure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from flask import redirect, render_template, request
from marshmallow import Schema
from werkzeug.wrappers import Response

from api.access.policy import require_records
from api.access.rules import LOG_WORK, needs
from api.endpoints.outcomes import claim_sharing, observe_behaviour, report_result
from api.endpoints.people import commit_details, correct_profile, erase_person
from api.endpoints.privacy import say_consent
from api.i18n import _
from api.pages.layout import filters, labels
from api.pages.layout import form as layout_form
from api.pages.layout.form import Body, Form
from api.pages.layout.visitor import Page
from api.pages.people.people_list import back, blueprint
from api.pages.people.person import RECORD, At, person_at
from api.private.data_subject import data_subject
from api.schemas import certifications as shapes
from api.schemas import people as of_people
from api.schemas.privacy import SayConsent
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.web.services import this_access
from projections.records import people

EMPTY = dict.fromkeys(f"profile.{name}" for name in ("age_band", "region", "cadre", "organisation"))
"""A field of the profile that was emptied takes away what was there."""
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
"""Of each page with a form, by its address: the endpoint."""


def _page(form: str) -> Callable[[UUID, UUID], str]:
    @needs(LOG_WORK, cascade="cascade", person="person")
    def show(cascade: UUID, person: UUID) -> str:
        return _shown(form, cascade, person)

    return show


for name, endpoint in FORMS.items():
    blueprint.get(f"/<uuid:person>/{name}", endpoint=endpoint)(_page(name))


# ---- corrections -----------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/correct")
@needs(LOG_WORK, cascade="cascade", person="person")
def correct_details(cascade: UUID, person: UUID) -> Response | Page:
    """Name and contacts: all of them, as they are to be."""
    form = layout_form.sent()
    said: Body = {"details": {}} | form.said()
    act = partial(commit_details, id=person)
    if form.records(of_people.CommitDetails, act, said):
        return _back(cascade, person)
    return _shown("correct", cascade, person, details=form), 422


@blueprint.post("/<uuid:person>/profile")
@needs(LOG_WORK, cascade="cascade", person="person")
def correct_statistics(cascade: UUID, person: UUID) -> Response | Page:
    """The statistics about a person."""
    form = layout_form.sent()
    act = partial(correct_profile, id=person)
    if form.records(of_people.CorrectProfile, act, form.said(empty=EMPTY)):
        return _back(cascade, person)
    return _shown("correct", cascade, person, statistics=form), 422


# ---- outcomes --------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/outcome")
@needs(LOG_WORK, cascade="cascade", person="person")
def record_outcome(cascade: UUID, person: UUID) -> Response | Page:
    """Sent twice, it is one outcome: the form bears the id that it is to have."""
    form = layout_form.sent()
    kind = form.get("kind")
    if kind not in KINDS:
        form.wrong["kind"] = _("Choose what it was.")
    else:
        shape, record, day = KINDS[kind]
        said = _outcome(form, shape, day, cascade, person)
        body = {"id": form.get("id"), **form.typed}
        if form.records(shape, partial(_record, record), said, body):
            return _back(cascade, person)
    return _shown("outcome", cascade, person, form=form), 422


def _outcome(form: Form, shape: type[Schema], day: str, cascade: UUID, person: UUID) -> Body:
    """Fidelity is typed as a percentage, and kept as a share."""
    said = form.said(numbers=("fidelity", "people", "quantity"))
    said |= {"cascade": str(cascade), "person": str(person), day: said.get("on")}
    if isinstance(said.get("fidelity"), int | float):
        said["fidelity"] /= 100
    names = shape().fields
    return {name: value for name, value in said.items() if name in names and value is not None}


def _record(record: Callable[[Write, Body], Answer], write: Write, said: Body) -> Answer:
    """What the form names lies within what the reader may see, as with the endpoint."""
    named = [(kind, said[kind]) for kind in ("cascade", "person", "workshop") if said.get(kind)]
    require_records(write.db, this_access(), LOG_WORK, named)
    return record(write, said)


# ---- consents --------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/consents")
@needs(LOG_WORK, cascade="cascade", person="person")
def record_consent(cascade: UUID, person: UUID) -> Response | Page:
    form = layout_form.sent()
    act = partial(say_consent, id=person, purpose=form.get("purpose"))
    if form.records(SayConsent, act):
        return _back(cascade, person)
    return _shown("consents", cascade, person, form=form), 422


# ---- erasure ---------------------------------------------------------------------------------


@blueprint.post("/<uuid:person>/erase")
@needs(LOG_WORK, cascade="cascade", person="person")
def erase(cascade: UUID, person: UUID) -> Page | str:
    """What remains, and for how long, stands on the page that answers."""
    form = layout_form.sent()
    if form.get("sure") != "yes":
        form.wrong["sure"] = _("Say that you are sure. It cannot be taken back.")
    if form.records(of_people.Erase, partial(erase_person, id=person)):
        done = form.answer["data"]
        return _shown("erase", cascade, person, done=done)
    return _shown("erase", cascade, person, form=form), 422


# ---- what they share -------------------------------------------------------------------------


def _shown(name: str, cascade: UUID, person: UUID, **more: object) -> str:
    """The page with a form; what an outcome is to have as its id stands in it."""
    at = person_at(cascade, person, LOG_WORK)
    form = more.get("form") or Form()
    shown = {
        **at.ids,
        "one": at.called,
        "found": at.found,
        "form": form,
        "details": Form(),
        "statistics": Form(),
        "id": form.get("id", uuid4()) if isinstance(form, Form) else "",
        "attended": people.record(at.read.db, at.one, (0, 0), RECORD, at.number, at.read.scope),
        "choices": filters.choices(at.read.db),
        "today": at.read.today,
        "words": labels,
        "here": f"pages.people.{FORMS[name]}" if request.method == "POST" else None,
        "here_args": at.ids,
    }
    about = _about(at) if name == "erase" else {}
    return render_template(f"people/{name}.html", **shown | about | more)


def _about(at: At) -> dict[str, object]:
    """How many cascades and ids an erasure would be about."""
    about = data_subject(at.read.db, [at.found["id"]])
    elsewhere = people.cascades_of(at.read.db, at.one) - {at.number}
    return {"about": about, "elsewhere": len(elsewhere)}


def _back(cascade: UUID, person: UUID) -> Response:
    return redirect(back(cascade, person), 303)
