"""What a coordinator records of one person: corrections, outcomes, consents, and their erasure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import redirect, render_template
from werkzeug.wrappers import Response

from api.access.policy import require_records
from api.access.rules import LOG_WORK, needs
from api.endpoints.outcomes import claim_sharing, observe_behaviour, report_result
from api.endpoints.people import commit_details, correct_profile, erase_person
from api.endpoints.privacy import say_consent
from api.i18n import _
from api.pages.layout import filters, labels
from api.pages.layout import form as layout_form
from api.pages.layout.form import Form
from api.pages.layout.visitor import Page
from api.pages.people.people_list import back, blueprint, today
from api.pages.people.person import RECORD, At, person_at
from api.private.data_subject import data_subject
from api.schemas import certifications as shapes
from api.schemas import people as of_people
from api.schemas.privacy import SayConsent
from api.transactions.write import Write
from api.web.services import this_access
from projections.records import people

Said = dict[str, Any]
EMPTY = dict.fromkeys(f"profile.{name}" for name in ("age_band", "region", "cadre", "organisation"))
"""A field of the profile that was emptied takes away what was there."""
KINDS: dict[str, tuple[Any, Callable[..., Any], str]] = {
    "behaviour": (shapes.ObserveBehaviour, observe_behaviour, "observed_on"),
    "sharing": (shapes.ClaimSharing, claim_sharing, "claimed_on"),
    "result": (shapes.ReportResult, report_result, "reported_on"),
}


# ---- corrections -----------------------------------------------------------------------------


@blueprint.get("/<uuid:person>/correct")
@needs(LOG_WORK, cascade="cascade", person="person")
def correct(cascade: UUID, person: UUID) -> str:
    return _shown("people/correct.html", cascade, person)


@blueprint.post("/<uuid:person>/correct")
@needs(LOG_WORK, cascade="cascade", person="person")
def correct_details(cascade: UUID, person: UUID) -> Response | Page:
    """Name and contacts: all of them, as they are to be."""
    form = layout_form.sent()
    said = form.loaded(of_people.CommitDetails, {"details": {}} | form.said())
    if said and form.sends(lambda write: commit_details(write, said, person)):
        return _back(cascade, person)
    return _shown("people/correct.html", cascade, person, "correct", details=form), 422


@blueprint.post("/<uuid:person>/profile")
@needs(LOG_WORK, cascade="cascade", person="person")
def correct_statistics(cascade: UUID, person: UUID) -> Response | Page:
    """What statistics know of somebody."""
    form = layout_form.sent()
    said = form.loaded(of_people.CorrectProfile, form.said(empty=EMPTY))
    if said and form.sends(lambda write: correct_profile(write, said, person)):
        return _back(cascade, person)
    return _shown("people/correct.html", cascade, person, "correct", statistics=form), 422


# ---- outcomes --------------------------------------------------------------------------------


@blueprint.get("/<uuid:person>/outcome")
@needs(LOG_WORK, cascade="cascade", person="person")
def outcome(cascade: UUID, person: UUID) -> str:
    return _shown("people/outcome.html", cascade, person, id=str(uuid4()))


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
        said = form.loaded(shape, _outcome(form, shape, day, cascade, person))
        if said is None and day in form.wrong:
            form.wrong["on"] = form.wrong.pop(day)
        if said and form.sends(_named(said, record), {"id": form.get("id"), **form.typed}):
            return _back(cascade, person)
    id = form.get("id", uuid4())
    return _shown("people/outcome.html", cascade, person, "outcome", form=form, id=id), 422


def _outcome(form: Form, shape: Any, day: str, cascade: UUID, person: UUID) -> Said:
    """Fidelity is typed as a percentage, and kept as a share."""
    said = form.said(numbers=("fidelity", "people", "quantity"))
    said |= {"cascade": str(cascade), "person": str(person), day: said.get("on")}
    if isinstance(said.get("fidelity"), int | float):
        said["fidelity"] /= 100
    names = shape().fields
    return {name: value for name, value in said.items() if name in names and value is not None}


def _named(said: Said, record: Callable[..., Any]) -> Callable[[Write], Any]:
    """What the form names lies within what the reader may see, as with the endpoint."""

    def act(write: Write) -> Any:
        named = [(kind, said[kind]) for kind in ("cascade", "person", "workshop") if said.get(kind)]
        db = write.db
        require_records(db, this_access(), LOG_WORK, named)
        return record(write, said)

    return act


# ---- consents --------------------------------------------------------------------------------


@blueprint.get("/<uuid:person>/consents")
@needs(LOG_WORK, cascade="cascade", person="person")
def consents(cascade: UUID, person: UUID) -> str:
    return _shown("people/consents.html", cascade, person)


@blueprint.post("/<uuid:person>/consents")
@needs(LOG_WORK, cascade="cascade", person="person")
def record_consent(cascade: UUID, person: UUID) -> Response | Page:
    form = layout_form.sent()
    said = form.loaded(SayConsent, form.said())
    purpose = form.get("purpose")
    if said and form.sends(lambda write: say_consent(write, said, person, purpose)):
        return _back(cascade, person)
    return _shown("people/consents.html", cascade, person, "consents", form=form), 422


# ---- erasure ---------------------------------------------------------------------------------


@blueprint.get("/<uuid:person>/erase")
@needs(LOG_WORK, cascade="cascade", person="person")
def ask_to_erase(cascade: UUID, person: UUID) -> str:
    return _shown("people/erase.html", cascade, person)


@blueprint.post("/<uuid:person>/erase")
@needs(LOG_WORK, cascade="cascade", person="person")
def erase(cascade: UUID, person: UUID) -> Page | str:
    """What remains, and for how long, stands on the page that answers."""
    form = layout_form.sent()
    if form.get("sure") != "yes":
        form.wrong["sure"] = _("Say that you are sure. It cannot be taken back.")
    said = form.loaded(of_people.Erase, form.said()) if not form.wrong else None
    if said and form.sends(lambda write: erase_person(write, said, person)):
        done = form.answer["data"]
        return _shown("people/erase.html", cascade, person, "ask_to_erase", done=done)
    return _shown("people/erase.html", cascade, person, "ask_to_erase", form=form), 422


# ---- what they share -------------------------------------------------------------------------


def _shown(template: str, cascade: UUID, person: UUID, here: str | None = None, **more: Any) -> str:
    """`here`: the page that the languages link to, where this answers a form that was sent."""
    places = {"here": f"pages.people.{here}"} if here else {}
    at = person_at(cascade, person, LOG_WORK)
    about = _about(at) if template == "people/erase.html" else {}
    shown = {"form": Form(), "details": Form(), "statistics": Form()} | about | more
    return render_template(
        template,
        cascade=cascade,
        person=person,
        one=at.called,
        found=at.found,
        attended=people.record(at.read.db, at.one, (0, 0), RECORD, at.number, at.read.scope),
        choices=filters.choices(at.read.db),
        today=today(at.read),
        words=labels,
        here_args={"cascade": cascade, "person": person},
        **places,
        **shown,
    )


def _about(at: At) -> Said:
    """How many cascades and ids an erasure would be about."""
    about = data_subject(at.read.db, [at.found["id"]])
    elsewhere = people.cascades_of(at.read.db, at.one) - {at.number}
    return {"about": about, "elsewhere": len(elsewhere)}


def _back(cascade: UUID, person: UUID) -> Response:
    return redirect(back(cascade, person), 303)
