"""Accounts: who may sign in and by what. What they may do is in the log, as grants of roles."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from api.accounts.directory import Account, Directory
from api.accounts.invitations import Invitation, Invitations, Purpose
from api.accounts.last_visits import Comparison, LastVisits, Visit
from api.accounts.mail import Outbox
from api.accounts.second_factor import SecondFactor
from api.accounts.sessions import Session, Sessions
from api.accounts.signin import SignedIn, SignIn
from api.accounts.tokens import Token, Tokens

__all__ = [
    "Account",
    "Accounts",
    "Comparison",
    "Invitation",
    "Purpose",
    "Session",
    "SignedIn",
    "Token",
    "Visit",
]


class Accounts:
    """The accounts of a home. The tables in its private drawer exist already."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine = engine
        self.directory = Directory(engine)
        self.sessions = Sessions(engine)
        self.tokens = Tokens(engine)
        self.second_factor = SecondFactor(engine)
        self.invitations = Invitations(engine)
        self.last_visits = LastVisits(engine)
        self.outbox = Outbox(path / "outbox")
        self.signin = SignIn(
            engine, self.directory, self.sessions, self.second_factor, self.invitations
        )

    def session(self, secret: str) -> Session | None:
        """The session of this cookie; None where it opens nothing (any more)."""
        return self.sessions.find(secret) if secret else None

    def token(self, secret: str) -> Token | None:
        """The token of a program; None where it opens nothing (any more)."""
        return self.tokens.find(secret) if secret else None

    def end_all(self, account: str, except_: str | None = None) -> None:
        """Ends the account's sessions, at once and in every process; `except_`: a session's id."""
        self.sessions.end_all(account, except_)

    def withdrawn(self, account: str, grant: str) -> None:
        """Ends the account's sessions, and for good the tokens that were made for this grant."""
        self.sessions.end_all(account)
        self.tokens.revoke_of(grant)

    def delete_over(self) -> None:
        """Sessions and links that have expired."""
        self.sessions.delete_over()
        self.invitations.forget("")

    def disable(self, account: str) -> None:
        """Sessions, links and tokens end for good: none lives again when it is enabled."""
        self.directory.disable(account)
        self.sessions.end_all(account)
        self.tokens.revoke_all(account)
        self.invitations.forget(account)
