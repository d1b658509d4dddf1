"""Coming in: the password, then the second factor where there is one; and new passwords.

Whether an account exists shows neither in the words nor in the work.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from api.accounts import lockout, passwords
from api.accounts.directory import Book, login_of
from api.accounts.invitations import Invitations
from api.accounts.second_factor import SecondFactor
from api.accounts.sessions import Session, Sessions
from api.errors import Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="banyan"'}


@dataclass(frozen=True)
class Entered:
    """`secret` is for the cookie. `waiting`: the second factor is still to be shown."""

    secret: str
    waiting: bool


class Entrance:
    def __init__(
        self,
        engine: Engine,
        book: Book,
        sessions: Sessions,
        second_factor: SecondFactor,
        invitations: Invitations,
    ) -> None:
        self._engine = engine
        self._book = book
        self._sessions = sessions
        self._second_factor = second_factor
        self._invitations = invitations

    def sign_in(self, email: str, password: str, address: str, agent: str) -> Entered:
        pair = lockout.tried(self._engine, login_of(email), address)
        found = self._book.entrance(email)
        if not passwords.verify(found.password if found else None, password) or found is None:
            raise Problem(
                401,
                "The e-mail address or the password is not right. Check both and try again.",
                headers=CHALLENGE,
            )
        lockout.succeeded(self._engine, pair)
        if found.password and passwords.is_outdated(found.password):
            self._book.set_password(found.id, passwords.hash_password(password))
        waiting = found.second_factor
        return Entered(self._sessions.begin(found.id, address, agent, waiting=waiting), waiting)

    def show_second(self, secret: str, code: str, address: str, agent: str) -> str:
        """The secret of the session that is now open; the waiting one is over."""
        waiting = self._sessions.of(secret, "waiting")
        if waiting is None:
            raise Problem(
                401, "This took too long. Begin again with your password.", headers=CHALLENGE
            )
        self.require_code(waiting.account, code, address)
        self._sessions.end(waiting.account, waiting.id)
        return self._sessions.begin(waiting.account, address, agent, strong=True)

    def require_code(self, account: str, code: str, address: str) -> None:
        pair = lockout.tried(self._engine, f"second factor {account}", address)
        if not self._second_factor.accepts(account, code):
            raise Problem(
                401,
                "This code is not right, or it was used already. Type the one that your device "
                "shows now, or a recovery code.",
                headers=CHALLENGE,
            )
        lockout.succeeded(self._engine, pair)

    def require_password(self, account: str, password: str, address: str) -> None:
        """Before what a passer-by at an open screen must not be able to do."""
        known = self._book.known(account)
        pair = lockout.tried(self._engine, known.login, address)
        if not passwords.verify(self._book.password(account), password):
            raise Problem(401, "Your present password is not right.", headers=CHALLENGE)
        lockout.succeeded(self._engine, pair)

    def change_password(
        self, session: Session, old: str, new: str, address: str, agent: str
    ) -> str:
        """Every session of the account ends; the secret of a fresh one for who changed it."""
        self.require_password(session.account, old, address)
        self.set_password(session.account, new)
        self._sessions.end_all(session.account)
        return self._sessions.begin(session.account, address, agent, strong=session.strong)

    def set_password(self, account: str, new: str) -> None:
        """The account's links open nothing any more; its sessions are for the caller to end."""
        known = self._book.known(account)
        passwords.require_sound(new, (known.login, known.name, "banyan"))
        self._book.set_password(account, passwords.hash_password(new))
        self._invitations.forget(account)
