"""A cascade's settings: seen by all its readers, changed by who coordinates the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from api.access.rules import ADMINISTER, FIGURES, PLACES, SETTINGS, needs
from api.endpoints.cascades import (
    close_cascade,
    get_cascade,
    reopen_cascade,
    revise_curriculum,
    revise_standard,
    revise_targets,
    set_safeguards,
)
from api.endpoints.places import define_organisation, define_region
from api.errors import Problem
from api.i18n import _
from api.pages.cascade import settings_form as forms
from api.pages.cascade.settings_form import Form
from api.pages.layout.regions import paths
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page
from api.transactions.write import Said, Write
from api.web.services import caller, reading, this_access
from domain.rules import NotFound, Refused
from domain.values import OrganisationKind
from projections.records import places

blueprint = Blueprint("settings", __name__, url_prefix="/cascades/<uuid:cascade>/settings")
HERE = "pages.settings.show"
MAX_PLACES = 1_000
"""Regions and organisations listed."""
Act = Callable[[Write, Said], Any]


@blueprint.get("")
@needs(FIGURES, cascade="cascade")
def show(cascade: UUID) -> str:
    return _page(cascade)


CHANGES: dict[str, tuple[str, Callable[[Form], Said], Callable[..., Any]]] = {
    "curriculum": ("curriculum", forms.curriculum, revise_curriculum),
    "targets": ("tiers", forms.targets, revise_targets),
    "standard": ("standard", forms.standard, revise_standard),
    "safeguards": ("safeguards", forms.safeguards, set_safeguards),
    "closing": ("closing", forms.because, close_cascade),
    "reopening": ("closing", forms.because, reopen_cascade),
}
"""Name in the address → (section of the page, how its form is read, the endpoint)."""


def change(cascade: UUID, name: str) -> Response | Page:
    part, read, act = CHANGES[name]
    return _change(cascade, part, read, partial(act, id=cascade))


for _name in CHANGES:
    blueprint.add_url_rule(
        f"/{_name}",
        _name,
        needs(SETTINGS, cascade="cascade")(partial(change, name=_name)),
        methods=["POST"],
    )


# ---- places ----------------------------------------------------------------------------------


@blueprint.post("/regions")
@needs(SETTINGS, cascade="cascade")
def add_region(cascade: UUID) -> Response | Page:
    return _change(cascade, "regions", forms.region, define_region)


@blueprint.get("/regions/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def region(cascade: UUID, id: UUID) -> str:
    return _place(cascade, id, "regions")


@blueprint.post("/regions/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def revise_region(cascade: UUID, id: UUID) -> Response | Page:
    return _revise_place(cascade, id, "regions", forms.region, define_region)


@blueprint.post("/organisations")
@needs(SETTINGS, cascade="cascade")
def add_organisation(cascade: UUID) -> Response | Page:
    return _change(cascade, "organisations", forms.organisation, define_organisation)


@blueprint.get("/organisations/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def organisation(cascade: UUID, id: UUID) -> str:
    return _place(cascade, id, "organisations")


@blueprint.post("/organisations/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def revise_organisation(cascade: UUID, id: UUID) -> Response | Page:
    return _revise_place(cascade, id, "organisations", forms.organisation, define_organisation)


# ---- what they share -------------------------------------------------------------------------


def kinds() -> dict[str, str]:
    """Of organisations."""
    return {
        "government": _("government"),
        "ngo": _("non-governmental organisation"),
        "school": _("school"),
        "health-facility": _("health facility"),
        "company": _("company"),
        "community": _("community"),
        OrganisationKind.OTHER.value: _("other"),
    }


def _change(cascade: UUID, part: str, read: Callable[[Form], Said], act: Act) -> Response | Page:
    """By the same function as the API; what was typed stays where it is refused."""
    try:
        said = read(request.form)
        send(lambda write: act(write, said))
    except (Refused, Problem) as wrong:
        shown = _page(cascade, part, wrong=_(wrong.template, **wrong.params), **_here(cascade))
        return shown, getattr(wrong, "status", 422)
    return _done(cascade, part)


def _revise_place(
    cascade: UUID, id: UUID, part: str, read: Callable[[Form, Said], Said], act: Act
) -> Response | Page:
    known = _found(id, part)
    try:
        said = read(request.form, known)
        send(lambda write: act(write, said))
    except (Refused, Problem) as wrong:
        sentence = _(wrong.template, **wrong.params)
        return _place(cascade, id, part, wrong=sentence, **_here(cascade)), 422
    return _done(cascade, part)


def _here(cascade: UUID) -> dict[str, object]:
    """Where the links to other languages lead from the answer to a form."""
    return {"here": HERE, "here_args": {"cascade": cascade}}


def _done(cascade: UUID, part: str) -> Response:
    return redirect(url_for(HERE, cascade=cascade, _anchor=part), 303)


def _page(cascade: UUID, part: str = "", **more: object) -> str:
    """`part`: the section whose form was sent, "" for none."""
    access = this_access()
    read = reading(FIGURES)
    found = get_cascade(read, cascade)
    regions = paths(read.db)
    listed = places.regions(read.db, 0, MAX_PLACES)
    organisations = places.organisations(read.db, 0, MAX_PLACES)
    position = read.position
    scope = access.scope(SETTINGS)
    may = scope.everything or found["number"] in scope.whole
    known = {one["id"]: one for one in listed}
    return render_template(
        "cascade/settings.html", cascade=cascade, found=found, regions=regions, known=known,
        may=may, organisations=sorted(organisations, key=lambda one: one["name"].casefold()),
        part=part, form=request.form, kinds=kinds(), position=position,
        may_define=may and access.may(PLACES),
        more=(forms.MORE_TIERS, forms.MORE_TARGETS, forms.MORE_MODULES), **more,
    )  # fmt: skip


PLACES_OF = {
    "regions": (places.region, "cascade/region.html"),
    "organisations": (places.organisation, "cascade/organisation.html"),
}


def _found(id: UUID, part: str) -> Said:
    found = PLACES_OF[part][0](caller().db, str(id))
    if found is None:
        raise NotFound("There is no such place. Check the id.")
    return {**found}


def _place(cascade: UUID, id: UUID, part: str, **more: object) -> str:
    return render_template(
        PLACES_OF[part][1], cascade=cascade, found=_found(id, part), regions=paths(caller().db),
        kinds=kinds(), form=request.form, may_move=this_access().may(ADMINISTER), **more,
    )  # fmt: skip
