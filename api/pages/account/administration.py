"""Administrators' pages: accounts, the roles that they hold, invitations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from api.access.rules import ADMINISTER, needs
from api.errors import Problem
from api.i18n import language
from api.operations.administration import Administration, Wanted
from api.pages.layout.visitor import Page, again, field
from api.transactions.moments import typed_day
from api.web import deployment
from api.web.services import caller, home
from domain.rules import Refused, require
from domain.values import ReasonCode, Role
from projections.records import grants

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
LIST, ONE = "pages.accounts.show_all", "pages.accounts.show"


@blueprint.get("")
@needs(ADMINISTER)
def show_all() -> str:
    return render_template("account/accounts.html", **_all())


@blueprint.post("")
@needs(ADMINISTER)
def invite() -> Page | str:
    """The link is shown once, on the page that answers."""
    try:
        wanted = _wanted() if field("role") else None
        invited = _desk().invite(field("email"), field("name"), language(), wanted)
    except (Refused, Problem) as wrong:
        return again("account/accounts.html", wrong, LIST, form=request.form, **_all())
    return render_template("account/accounts.html", invited=invited, here=LIST, **_all())


@blueprint.get("/<uuid:id>")
@needs(ADMINISTER)
def show(id: UUID) -> str:
    return render_template("account/account.html", **_one(id))


@blueprint.post("/<uuid:id>/grants")
@needs(ADMINISTER)
def grant(id: UUID) -> Response | Page:
    try:
        _desk().grant(str(id), _wanted())
    except Refused as wrong:
        return again("account/account.html", wrong, ONE, form=request.form, **_one(id))
    return _back(id)


@blueprint.post("/<uuid:id>/grants/<uuid:grant>/withdraw")
@needs(ADMINISTER)
def withdraw(id: UUID, grant: UUID) -> Response | Page:
    try:
        _require_why()
        _desk().withdraw(str(id), str(grant), ReasonCode.REQUESTED, field("why"))
    except Refused as wrong:
        return again("account/account.html", wrong, ONE, **_one(id))
    return _back(id)


@blueprint.post("/<uuid:id>/disable")
@needs(ADMINISTER)
def disable(id: UUID) -> Response:
    _desk().disable(str(id))
    return _back(id)


@blueprint.post("/<uuid:id>/enable")
@needs(ADMINISTER)
def enable(id: UUID) -> Response:
    _desk().enable(str(id))
    return _back(id)


@blueprint.post("/<uuid:id>/sessions/end")
@needs(ADMINISTER)
def end_sessions(id: UUID) -> Response:
    home().accounts.end_all(home().accounts.directory.known(str(id)).id)
    return _back(id)


@blueprint.post("/<uuid:id>/reset")
@needs(ADMINISTER)
def reset(id: UUID) -> str:
    invited = _desk().reset(str(id), bool(field("second_factor")))
    return render_template("account/account.html", invited=invited, here=ONE, **_one(id))


def _desk() -> Administration:
    address = deployment.address(current_app, request.host_url.rstrip("/"))
    return Administration(home(), caller().account, caller().source, address)


def _wanted() -> Wanted:
    require(
        field("role") in {role.value for role in Role},
        "Choose a role.",
        field="role",
    )
    _require_why()
    region = field("region").strip()
    return Wanted(
        Role(field("role")),
        field("cascade") or None,
        _desk().region(region) if region else None,
        field("person").strip() or None,
        typed_day(field("until"), "until"),
        words=field("why"),
    )


def _require_why() -> None:
    require(
        0 < len(field("why").strip()) <= 1000,
        "Say why, in a few words. They stay private; that it happened is on record.",
        field="why",
    )


def _all() -> dict[str, Any]:
    known = home().accounts.directory.listed(limit=2_000)
    db = caller().db
    held = grants.held(db, [one.id for one in known])
    cascades = db.rows("SELECT id, slug FROM cascade ORDER BY slug")
    roles: dict[str, list[grants.Held]] = {}
    for one in held:
        roles.setdefault(one.account, []).append(one)
    return {"accounts": known, "roles": roles, "cascades": cascades, "here_args": {}}


def _one(id: UUID) -> dict[str, Any]:
    known = home().accounts.directory.known(str(id))
    db = caller().db
    held = grants.held(db, [known.id])
    cascades = db.rows("SELECT id, slug FROM cascade ORDER BY slug")
    granters = home().accounts.directory.named(one.granted_by for one in held)
    return {
        "known": known,
        "held": held,
        "granters": {by: one.name for by, one in granters.items()},
        "cascades": cascades,
        "here_args": {"id": id},
    }


def _back(id: UUID) -> Response:
    return redirect(url_for(ONE, id=id), 303)  # type: ignore[return-value]
