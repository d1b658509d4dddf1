"""A cascade's settings: seen by all its readers, changed by who coordinates the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for

from api.access.rules import ADMINISTER, FIGURES, PLACES, SETTINGS, needs, this_access
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
from api.pages.layout.regions import paths
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, home
from api.transactions.read import reading
from api.transactions.write import Write
from domain.rules import NotFound, Refused
from domain.values import OrganisationKind
from projections.records import places

blueprint = Blueprint("settings", __name__, url_prefix="/cascades/<uuid:cascade>/settings")
HERE, REGION, ORGANISATION = (
    "pages.settings.show", "pages.settings.region", "pages.settings.organisation",
)  # fmt: skip
MOST = 1_000
"""Regions and organisations listed."""
Act = Callable[[Write, Any, UUID], Any]


@blueprint.get("")
@needs(FIGURES, cascade="cascade")
def show(cascade: UUID) -> str:
    return _page(cascade)


@blueprint.post("/curriculum")
@needs(SETTINGS, cascade="cascade")
def curriculum(cascade: UUID) -> Response | Page:
    return _change(cascade, "curriculum", forms.curriculum, revise_curriculum)


@blueprint.post("/targets")
@needs(SETTINGS, cascade="cascade")
def targets(cascade: UUID) -> Response | Page:
    return _change(cascade, "tiers", forms.targets, revise_targets)


@blueprint.post("/standard")
@needs(SETTINGS, cascade="cascade")
def standard(cascade: UUID) -> Response | Page:
    return _change(cascade, "standard", forms.standard, revise_standard)


@blueprint.post("/safeguards")
@needs(SETTINGS, cascade="cascade")
def safeguards(cascade: UUID) -> Response | Page:
    return _change(cascade, "safeguards", forms.safeguards, set_safeguards)


@blueprint.post("/closing")
@needs(SETTINGS, cascade="cascade")
def close(cascade: UUID) -> Response | Page:
    return _change(cascade, "closing", forms.because, close_cascade)


@blueprint.post("/reopening")
@needs(SETTINGS, cascade="cascade")
def reopen(cascade: UUID) -> Response | Page:
    return _change(cascade, "closing", forms.because, reopen_cascade)


# ---- places ----------------------------------------------------------------------------------


@blueprint.post("/regions")
@needs(SETTINGS, cascade="cascade")
def add_region(cascade: UUID) -> Response | Page:
    return _place(cascade, "regions", forms.region, define_region)


@blueprint.get("/regions/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def region(cascade: UUID, id: UUID) -> str:
    return _one(cascade, id, places.region, "region.html")


@blueprint.post("/regions/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def revise_region(cascade: UUID, id: UUID) -> Response | Page:
    with home().views.read() as db:
        known = places.region(db, str(id))
    if known is None:
        raise NotFound("There is no such region. Check the id.")
    try:
        said = forms.region(request.form, known)
        send(home(), lambda write: define_region(write, said))
    except (Refused, Problem) as wrong:
        return _one(cascade, id, places.region, "region.html", **_wrong(wrong, cascade)), 422
    return _done(cascade, "regions")


@blueprint.post("/organisations")
@needs(SETTINGS, cascade="cascade")
def add_organisation(cascade: UUID) -> Response | Page:
    return _place(cascade, "organisations", forms.organisation, define_organisation)


@blueprint.get("/organisations/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def organisation(cascade: UUID, id: UUID) -> str:
    return _one(cascade, id, places.organisation, "organisation.html")


@blueprint.post("/organisations/<uuid:id>")
@needs(SETTINGS, cascade="cascade")
def revise_organisation(cascade: UUID, id: UUID) -> Response | Page:
    known = {"id": str(id)}
    try:
        said = forms.organisation(request.form, known)
        send(home(), lambda write: define_organisation(write, said))
    except (Refused, Problem) as wrong:
        page = _one(cascade, id, places.organisation, "organisation.html", **_wrong(wrong, cascade))
        return page, 422
    return _done(cascade, "organisations")


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


def _change(cascade: UUID, part: str, read: Callable[[Any], Any], act: Act) -> Response | Page:
    """By the same function as the API; what was typed stays where it is refused."""
    try:
        said = read(request.form)
        send(home(), lambda write: act(write, said, cascade))
    except (Refused, Problem) as wrong:
        return _page(cascade, part, **_wrong(wrong, cascade)), getattr(wrong, "status", 422)
    return _done(cascade, part)


def _place(cascade: UUID, part: str, read: Callable[[Any], Any], act: Any) -> Response | Page:
    try:
        said = read(request.form)
        send(home(), lambda write: act(write, said))
    except (Refused, Problem) as wrong:
        return _page(cascade, part, **_wrong(wrong, cascade)), getattr(wrong, "status", 422)
    return _done(cascade, part)


def _wrong(wrong: Refused | Problem, cascade: UUID) -> dict[str, Any]:
    sentence = _(wrong.template, **wrong.params)
    return {"wrong": sentence, "here": HERE, "here_args": {"cascade": cascade}}


def _done(cascade: UUID, part: str) -> Response:
    return redirect(url_for(HERE, cascade=cascade, _anchor=part), 303)  # type: ignore[return-value]


def _page(cascade: UUID, part: str = "", **more: Any) -> str:
    """`part`: the section whose form was sent."""
    access = this_access()
    with reading(home(), {}, access, FIGURES) as read:
        found = get_cascade(read, cascade)
        regions = paths(read.db)
        listed = places.regions(read.db, 0, MOST)
        organisations = places.organisations(read.db, 0, MOST)
        position = read.position
    scope = access.scope(SETTINGS)
    may = scope.everything or found["number"] in scope.whole
    known = {one["id"]: one for one in listed}
    return render_template(
        "settings.html", cascade=cascade, found=found, regions=regions, known=known, may=may,
        organisations=sorted(organisations, key=lambda one: one["name"].casefold()), part=part,
        form=request.form, kinds=kinds(), position=position, may_define=may and access.may(PLACES),
        more=(forms.MORE_TIERS, forms.MORE_TARGETS, forms.MORE_MODULES), **more,
    )  # fmt: skip


def _one(cascade: UUID, id: UUID, find: Any, template: str, **more: Any) -> str:
    with home().views.read() as db:
        found = find(db, str(id))
        regions = paths(db)
    if found is None:
        raise NotFound("There is no such place. Check the id.")
    return render_template(
        template, cascade=cascade, found=found, regions=regions, kinds=kinds(), form=request.form,
        may_move=this_access().may(ADMINISTER), **more,
    )  # fmt: skip
