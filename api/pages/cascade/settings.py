"""A cascade's settings: its readers see them, coordinators of the whole cascade change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from api.access.rules import ADMINISTER, FIGURES, PLACES, SETTINGS, requires
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
from api.transactions.write import Body, Write
from api.web.services import caller, reading, this_access
from domain.rules import NotFound, Refused
from domain.values import OrganisationKind
from projections.db import Db
from projections.records import places

blueprint = Blueprint("settings", __name__, url_prefix="/cascades/<uuid:cascade>/settings")
HERE = "pages.settings.show"
MAX_PLACES = 1_000
"""Regions and organisations listed."""
Act = Callable[[Write, Body], Any]


@blueprint.get("")
@requires(FIGURES, cascade="cascade")
def show(cascade: UUID) -> str:
    return _page(cascade)


CHANGES: dict[str, tuple[str, Callable[[Form], Body], Callable[..., Any]]] = {
    "curriculum": ("curriculum", forms.curriculum, revise_curriculum),
    "targets": ("tiers", forms.targets, revise_targets),
    "standard": ("standard", forms.standard, revise_standard),
    "safeguards": ("safeguards", forms.safeguards, set_safeguards),
    "closing": ("closing", forms.because, close_cascade),
    "reopening": ("closing", forms.because, reopen_cascade),
}
"""Name in the address → (section of the page, reader of its form, the endpoint)."""


def change(cascade: UUID, name: str) -> Response | Page:
    part, read, act = CHANGES[name]
    return _change(cascade, part, read, partial(act, id=cascade))


for _name in CHANGES:
    blueprint.add_url_rule(
        f"/{_name}",
        _name,
        requires(SETTINGS, cascade="cascade")(partial(change, name=_name)),
        methods=["POST"],
    )


# ---- places ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A kind of place. `find`: its row by id; `template`: of its page; `form`: reads its form;
    `define`: its endpoint."""

    find: Callable[[Db, str], Mapping[str, Any] | None]
    template: str
    form: Callable[..., Body]
    define: Act


PLACE = {
    "region": Place(places.region, "cascade/region.html", forms.region, define_region),
    "organisation": Place(
        places.organisation, "cascade/organisation.html", forms.organisation, define_organisation
    ),
}


def add_place(cascade: UUID, kind: str) -> Response | Page:
    return _change(cascade, f"{kind}s", PLACE[kind].form, PLACE[kind].define)


def show_place(cascade: UUID, id: UUID, kind: str) -> str:
    return _place(cascade, id, kind)


def revise_place(cascade: UUID, id: UUID, kind: str) -> Response | Page:
    known = _known(id, kind)
    try:
        body = PLACE[kind].form(request.form, known)
        send(lambda write: PLACE[kind].define(write, body))
    except (Refused, Problem) as wrong:
        sentence = _(wrong.template, **wrong.params)
        return _place(cascade, id, kind, wrong=sentence, **_here(cascade)), 422
    return _done(cascade, f"{kind}s")


for _kind in PLACE:
    for _endpoint, _view, _path, _method in (
        (f"add_{_kind}", add_place, f"/{_kind}s", "POST"),
        (_kind, show_place, f"/{_kind}s/<uuid:id>", "GET"),
        (f"revise_{_kind}", revise_place, f"/{_kind}s/<uuid:id>", "POST"),
    ):
        blueprint.add_url_rule(
            _path,
            _endpoint,
            requires(SETTINGS, cascade="cascade")(partial(_view, kind=_kind)),
            methods=[_method],
        )


# ---- what they share -------------------------------------------------------------------------


def kinds() -> dict[str, str]:
    """Kind of an organisation → label."""
    return {
        "government": _("government"),
        "ngo": _("non-governmental organisation"),
        "school": _("school"),
        "health-facility": _("health facility"),
        "company": _("company"),
        "community": _("community"),
        OrganisationKind.OTHER.value: _("other"),
    }


def _change(cascade: UUID, part: str, read: Callable[[Form], Body], act: Act) -> Response | Page:
    """Records a change as the endpoint does; after a refusal the form keeps its fields."""
    try:
        body = read(request.form)
        send(lambda write: act(write, body))
    except (Refused, Problem) as wrong:
        shown = _page(cascade, part, wrong=_(wrong.template, **wrong.params), **_here(cascade))
        return shown, getattr(wrong, "status", 422)
    return _done(cascade, part)


def _here(cascade: UUID) -> dict[str, object]:
    """The target of the language links on an answer to a form."""
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


def _known(id: UUID, kind: str) -> Body:
    row = PLACE[kind].find(caller().db, str(id))
    if row is None:
        raise NotFound("There is no such place. Check the id.")
    return {**row}


def _place(cascade: UUID, id: UUID, kind: str, **more: object) -> str:
    return render_template(
        PLACE[kind].template, cascade=cascade, found=_known(id, kind), regions=paths(caller().db),
        kinds=kinds(), form=request.form, may_move=this_access().may(ADMINISTER), **more,
    )  # fmt: skip
