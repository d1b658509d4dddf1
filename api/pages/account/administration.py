"""Pages for administrators: accounts, their roles, invitations."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import ADMINISTER, requires
from api.accounts import Account
from api.endpoints.accounts import administration
from api.errors import Problem
from api.i18n import language
from api.operations.administration import RoleToGrant
from api.pages.layout.visitor import Page, again, field
from api.transactions.moments import typed_day
from api.web.services import caller, home
from domain.rules import Refused, require
from domain.values import ReasonCode, Role
from projections.db import Row
from projections.records import grants

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
MAX_SHOWN = 2_000
"""Accounts on the list."""
LIST, ONE = "pages.accounts.show_all", "pages.accounts.show"


@blueprint.get("")
@requires(ADMINISTER)
def show_all() -> str:
    return render_template("account/accounts.html", **_all())


@blueprint.post("")
@requires(ADMINISTER)
def invite() -> Page | str:
    """Answers with a page that shows the link. It is shown once."""
    try:
        wanted = _wanted() if field("role") else None
        invited = administration().invite(field("email"), field("name"), language(), wanted)
    except (Refused, Problem) as wrong:
        return again("account/accounts.html", wrong, LIST, form=request.form, **_all())
    return render_template("account/accounts.html", invited=invited, here=LIST, **_all())


@blueprint.get("/<uuid:id>")
@requires(ADMINISTER)
def show(id: UUID) -> str:
    return render_template("account/account.html", **_one(id))


@blueprint.post("/<uuid:id>/grants")
@requires(ADMINISTER)
def grant(id: UUID) -> Response | Page:
    try:
        administration().grant(str(id), _wanted())
    except Refused as wrong:
        return again("account/account.html", wrong, ONE, form=request.form, **_one(id))
    return _back(id)


@blueprint.post("/<uuid:id>/grants/<uuid:grant>/withdraw")
@requires(ADMINISTER)
def withdraw(id: UUID, grant: UUID) -> Response | Page:
    try:
        _require_why()
        administration().withdraw(str(id), str(grant), ReasonCode.REQUESTED, field("why"))
    except Refused as wrong:
        return again("account/account.html", wrong, ONE, **_one(id))
    return _back(id)


@blueprint.post("/<uuid:id>/disable")
@requires(ADMINISTER)
def disable(id: UUID) -> Response:
    administration().disable(str(id))
    return _back(id)


@blueprint.post("/<uuid:id>/enable")
@requires(ADMINISTER)
def enable(id: UUID) -> Response:
    administration().enable(str(id))
    return _back(id)


@blueprint.post("/<uuid:id>/sessions/end")
@requires(ADMINISTER)
def end_sessions(id: UUID) -> Response:
    home().accounts.end_all(home().accounts.directory.known(str(id)).id)
    return _back(id)


@blueprint.post("/<uuid:id>/reset")
@requires(ADMINISTER)
def reset(id: UUID) -> str:
    invited = administration().reset(str(id), bool(field("second_factor")))
    return render_template("account/account.html", invited=invited, here=ONE, **_one(id))


def _wanted() -> RoleToGrant:
    require(
        field("role") in {role.value for role in Role},
        "Choose a role.",
        field="role",
    )
    _require_why()
    region = field("region").strip()
    return RoleToGrant(
        Role(field("role")),
        field("cascade") or None,
        administration().region(region) if region else None,
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


class _AllShown(TypedDict):
    """`roles`: account id → its roles. `cascades`: rows (id, short name)."""

    accounts: list[Account]
    roles: dict[str, list[grants.Held]]
    cascades: list[Row]


def _all() -> _AllShown:
    known = home().accounts.directory.listed(limit=MAX_SHOWN)
    held, cascades = _held([one.id for one in known])
    roles: dict[str, list[grants.Held]] = {}
    for one in held:
        roles.setdefault(one.account, []).append(one)
    return {"accounts": known, "roles": roles, "cascades": cascades}


class _OneShown(TypedDict):
    """`granters`: account id → name. `cascades`: rows (id, short name)."""

    known: Account
    held: list[grants.Held]
    granters: dict[str, str]
    cascades: list[Row]
    here_args: dict[str, object]


def _one(id: UUID) -> _OneShown:
    known = home().accounts.directory.known(str(id))
    held, cascades = _held([known.id])
    granters = home().accounts.directory.named(one.granted_by for one in held)
    return {
        "known": known,
        "held": held,
        "granters": {by: one.name for by, one in granters.items()},
        "cascades": cascades,
        "here_args": {"id": id},
    }


def _held(accounts: list[str]) -> tuple[list[grants.Held], list[Row]]:
    """(the roles of these accounts, a row (id, short name) of every cascade)"""
    db = caller().db
    return grants.held(db, accounts), db.rows("SELECT id, slug FROM cascade ORDER BY slug")


def _back(id: UUID) -> Response:
    return redirect(url_for(ONE, id=id), 303)
