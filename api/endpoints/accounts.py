"""Accounts and roles: list, invite, disable; grant and withdraw roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request

from api.access.rules import ADMINISTER, requires
from api.accounts import Account
from api.errors import Problem
from api.operations.administration import AccessLink, Administration
from api.schemas.accounts import (
    AccountListed,
    Changed,
    GrantHeld,
    GrantRole,
    Invite,
    LinkMade,
    Reset,
)
from api.schemas.common import Because
from api.schemas.envelope import Paged, many, one
from api.transactions.read import BAD_CURSOR, Page, Read, page
from api.transactions.write import Body, Write
from api.web import deployment
from api.web.routing import Blueprint
from api.web.services import caller, home
from domain import access
from domain.events import RoleGranted
from domain.values import AccountId, CascadeId, GrantId, PersonId, RegionId
from projections.records import grants

accounts = Blueprint("accounts", __name__)


@accounts.reads("/accounts", many(AccountListed), Paged)
@requires(ADMINISTER)
def list_accounts(read: Read) -> Page:
    """List accounts, by address; the cursor is an id, for it stands in addresses."""
    (after,) = read.after(("",))
    directory = read.home.accounts.directory
    last = directory.named([after]).get(after)
    if after and last is None:
        raise Problem(422, BAD_CURSOR)
    rows, more = page(directory.listed(last.login if last else "", read.limit + 1), read.limit)
    return Page([_shown(row) for row in rows], (rows[-1].id,) if more else None)


@accounts.acts("/accounts", one(LinkMade), Invite, status=201)
@requires(ADMINISTER)
def invite(body: Body) -> Body:
    """Invite somebody: an account without a password, and a link that sets it.

    Grant them a role next.
    """
    return _link(administration().invite(body["email"], body["name"], body["language"], None))


@accounts.acts("/accounts/<uuid:id>/reset", one(LinkMade), Reset)
@requires(ADMINISTER)
def reset_account(body: Body, id: UUID) -> Body:
    """Make a link by which somebody chooses a new password."""
    return _link(administration().reset(str(id), body["second_factor"]))


@accounts.acts("/accounts/<uuid:id>/disabling", one(Changed))
@requires(ADMINISTER)
def disable_account(body: Body, id: UUID) -> Body:
    """Disable an account: its sessions and its tokens end for good."""
    administration().disable(str(id))
    return {"id": str(id)}


@accounts.acts("/accounts/<uuid:id>/enabling", one(Changed))
@requires(ADMINISTER)
def enable_account(body: Body, id: UUID) -> Body:
    """Let a disabled account be used again."""
    administration().enable(str(id))
    return {"id": str(id)}


@accounts.reads("/accounts/<uuid:id>/grants", many(GrantHeld))
@requires(ADMINISTER)
def list_grants(read: Read, id: UUID) -> Page:
    """List the roles that an account holds."""
    known = read.home.accounts.directory.known(str(id)).id
    return Page([grant_data(one) for one in grants.held(read.db, [known])], None)


@accounts.creates("/accounts/<uuid:id>/grants", GrantRole)
@requires(ADMINISTER)
def grant_role(write: Write, body: Body, id: UUID) -> Any:
    """Grant a role. The account's sessions end."""
    account = AccountId(write.home.accounts.directory.known(str(id)).id)
    fact = RoleGranted(
        grant=GrantId(write.id(body.get("id"))),
        account=account,
        role=body["role"],
        reason=write.reason(access.stream(account), body["reason"]),
        cascade=CascadeId(body["cascade"]) if "cascade" in body else None,
        region=RegionId(body["region"]) if "region" in body else None,
        person=PersonId(body["person"]) if "person" in body else None,
        until=body.get("until"),
    )
    where = f"/api/v1/accounts/{account}/grants"
    held = [fact.grant]
    recorded = write.append(lambda c: held.append(c.grant_role(fact)))
    answer = write.finish(recorded, {"id": held[-1]}, where)
    write.home.accounts.end_all(account)
    return answer


@accounts.changes("/accounts/<uuid:id>/grants/<uuid:grant>/withdrawal", Because)
@requires(ADMINISTER)
def withdraw_role(write: Write, body: Body, id: UUID, grant: UUID) -> Any:
    """Withdraw a role. The account's sessions end, and its tokens that were made for the role."""
    account = AccountId(write.home.accounts.directory.known(str(id)).id)
    reason = write.reason(access.stream(account), body["reason"])
    it = GrantId(str(grant))
    answer = write.commit(lambda c: c.withdraw_role(account, it, reason), {"id": it})
    write.home.accounts.withdrawn(account, it)
    return answer


def administration() -> Administration:
    """Administration by the account of the request."""
    address = deployment.address(current_app, request.host_url.rstrip("/"))
    return Administration(home(), caller().account, caller().source, address)


def grant_data(grant: grants.Held) -> Body:
    return {name: getattr(grant, name) for name in GrantHeld().fields}


def _shown(account: Account) -> Body:
    return {
        "id": account.id,
        "email": account.login,
        "name": account.name,
        "standing": account.standing,
        "second_factor": account.second_factor,
        "created": account.created,
    }


def _link(invited: AccessLink) -> Body:
    return {"id": invited.account.id, "link": invited.link, "sent": invited.sent}
