"""Signing in: the password, then the second factor where there is one; and new passwords.

Whether an account exists shows neither in the words nor in the work.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from api.accounts import lockout, passwords
from api.accounts.directory import Directory, login_of
from api.accounts.invitations import Invitations
from api.accounts.second_factor import SecondFactor
from api.accounts.sessions import Session, Sessions
from api.errors import Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="banyan"'}


@dataclass(frozen=True)
class SignedIn:
    """`secret` is for the cookie. `waiting`: the second factor is still to be shown."""

    secret: str
    waiting: bool


@dataclass(frozen=True)
class SignIn:
    """`address` and `agent`: of the browser that asks. A Problem with status 401 where what was
    typed is wrong, and 429 where that happened too often."""

    engine: Engine
    directory: Directory
    sessions: Sessions
    second_factor: SecondFactor
    invitations: Invitations

    def sign_in(self, email: str, password: str, address: str, agent: str) -> SignedIn:
        with lockout.one_try(self.engine, login_of(email), address):
            found = self.directory.credentials(email)
            known = found.password if found else None
            if not passwords.verify(known, password) or found is None or known is None:
                raise Problem(
                    401,
                    "The e-mail address or the password is not right. Check both and try again.",
                    headers=CHALLENGE,
                )
        if passwords.is_outdated(known):
            self.directory.set_password(found.id, passwords.hash_password(password))
        waiting = found.second_factor
        return SignedIn(self.sessions.begin(found.id, address, agent, waiting=waiting), waiting)

    def show_second_factor(self, secret: str, code: str, address: str, agent: str) -> str:
        """The secret of the session that is now open; the waiting one is over."""
        waiting = self.sessions.find(secret, "waiting")
        if waiting is None:
            raise Problem(
                401, "This took too long. Begin again with your password.", headers=CHALLENGE
            )
        self.require_code(waiting.account, code, address)
        self.sessions.end(waiting.account, waiting.id)
        return self.sessions.begin(waiting.account, address, agent, strong=True)

    def require_code(self, account: str, code: str, address: str) -> None:
        with lockout.one_try(self.engine, f"second factor {account}", address):
            if not self.second_factor.accepts(account, code):
                raise Problem(
                    401,
                    "This code is not right, or it was used already. Type the one that your device "
                    "shows now, or a recovery code.",
                    headers=CHALLENGE,
                )

    def require_password(self, account: str, password: str, address: str) -> None:
        """Before what a passer-by at an open screen must not be able to do."""
        with lockout.one_try(self.engine, self.directory.known(account).login, address):
            if not passwords.verify(self.directory.password(account), password):
                raise Problem(401, "Your present password is not right.", headers=CHALLENGE)

    def change_password(
        self, session: Session, old: str, new: str, address: str, agent: str
    ) -> str:
        """Every session of the account ends; the secret of a fresh one for who changed it."""
        self.require_password(session.account, old, address)
        self.set_password(session.account, new)
        self.sessions.end_all(session.account)
        return self.sessions.begin(session.account, address, agent, strong=session.strong)

    def set_password(self, account: str, new: str) -> None:
        """The account's links open nothing any more; its sessions are for the caller to end."""
        known = self.directory.known(account)
        passwords.require_sound(new, (known.login, known.name, "banyan"))
        self.directory.set_password(account, passwords.hash_password(new))
        self.invitations.forget(account)
