"""The account of the request: its roles, sessions and tokens."""

from __future__ import annotations

from uuid import UUID

from flask import g

from api.access.rules import SIGNED_IN, requires
from api.accounts import Session
from api.endpoints.accounts import grant_data
from api.errors import Problem
from api.operations.administration import make_token as make_token_of
from api.schemas.accounts import Changed, MakeToken, Me, SessionListed, TokenListed, TokenMade
from api.schemas.envelope import many, one
from api.transactions.read import Page, Read
from api.transactions.write import Body
from api.web.routing import Blueprint
from api.web.services import home
from domain.rules import NotFound
from projections.records import grants

me = Blueprint("me", __name__)
NO_SESSION = "There is no such session of yours. GET /sessions lists those that are open."
NOT_YOURS = "There is no such token of yours. GET /tokens lists them."


@me.reads("/me", one(Me))
@requires(SIGNED_IN)
def who_am_i(read: Read) -> Body:
    """Say who asks, and which roles they hold."""
    account = read.access.account
    known = read.home.accounts.directory.named([account]).get(account)
    return {
        "account": account,
        "name": known.name if known else None,
        "email": known.login if known else None,
        "second_factor": bool(known and known.second_factor),
        "grants": [grant_data(one) for one in grants.held(read.db, [account])],
    }


@me.reads("/sessions", many(SessionListed))
@requires(SIGNED_IN)
def list_sessions(read: Read) -> Page:
    """List one's open sessions, the last used first."""
    listed = read.home.accounts.sessions.listed(_session().account)
    return Page([vars(one) for one in listed], None)


@me.acts("/sessions/<uuid:id>", one(Changed), method="DELETE")
@requires(SIGNED_IN)
def end_session(body: Body, id: UUID) -> Body:
    """End one of one's sessions."""
    if not home().accounts.sessions.end(_session().account, str(id)):
        raise NotFound(NO_SESSION)
    return {"id": str(id)}


@me.reads("/tokens", many(TokenListed))
@requires(SIGNED_IN)
def list_tokens(read: Read) -> Page:
    """List one's tokens, the newest first."""
    listed = read.home.accounts.tokens.listed(_session().account)
    return Page([vars(one) for one in listed], None)


@me.acts("/tokens", one(TokenMade), MakeToken, status=201)
@requires(SIGNED_IN)
def make_token(body: Body) -> Body:
    """Make a token for a program: some of one's roles, in some of one's cascades, for a time."""
    id, secret = make_token_of(
        home(),
        _session().account,
        body["name"],
        [str(role) for role in body["roles"]],
        body.get("cascades"),
        body["days"],
    )
    return {"id": id, "secret": secret}


@me.acts("/tokens/<uuid:id>", one(Changed), method="DELETE")
@requires(SIGNED_IN)
def revoke_token(body: Body, id: UUID) -> Body:
    """Revoke one of one's tokens."""
    if not home().accounts.tokens.revoke(_session().account, str(id)):
        raise NotFound(NOT_YOURS)
    return {"id": str(id)}


def _session() -> Session:
    """The session of the request. Raises a Problem for a token, which must not make tokens that
    last longer or allow more."""
    session: Session | None = g.get("session")
    if session is None:
        raise Problem(403, "This is for people who signed in, not for programs with a token.")
    return session
