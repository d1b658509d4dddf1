"""One-time links: to become the first administrator, to accept, to set a new password, to look in.

A link carries 256 random bits, which are kept as a hash, and opens once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, delete, insert, or_, select, update

from api.private.account_tables import account, hashed, invitation, new_secret, stamp
from api.private.sql_helpers import read, write
from api.private.tables import utc_now


class Purpose(StrEnum):
    """`FIRST` makes the first administrator; `ENTER` signs in to the sample."""

    FIRST = "first"
    INVITE = "invite"
    RESET = "reset"
    ENTER = "enter"


LASTS = {
    Purpose.FIRST: timedelta(days=1),
    Purpose.INVITE: timedelta(days=14),
    Purpose.RESET: timedelta(days=1),
    Purpose.ENTER: timedelta(days=1),
}


@dataclass(frozen=True)
class Invitation:
    """`account` is None where accepting makes it."""

    purpose: Purpose
    account: str | None


class Invitations:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, purpose: Purpose, account: str | None = None) -> str:
        """The secret of the link. Earlier links for the same no longer open."""
        secret = new_secret()
        row = {
            "secret": hashed(secret),
            "purpose": purpose.value,
            "account": account,
            "expires": stamp(utc_now() + LASTS[purpose]),
        }
        is_same = invitation.c.account.is_not_distinct_from(account)
        earlier = delete(invitation).where(invitation.c.purpose == purpose.value, is_same)
        write(self._engine, earlier, insert(invitation).values(row))
        return secret

    def look(self, secret: str) -> Invitation | None:
        """What the link is for; None where it is unknown, used or expired."""
        query = (
            select(invitation.c.purpose, invitation.c.account)
            .outerjoin(account, account.c.id == invitation.c.account)
            .where(*_open(secret), account.c.disabled.is_(None))
        )
        for found in read(self._engine, query):
            return Invitation(Purpose(found.purpose), found.account)
        return None

    def take(self, secret: str) -> Invitation | None:
        """Uses the link up. Of several who try at once one gets it."""
        found = self.look(secret)
        used = update(invitation).where(*_open(secret)).values(used=stamp(utc_now()))
        return found if found is not None and write(self._engine, used) == 1 else None

    def give_back(self, secret: str) -> None:
        """What the link was taken for did not come about."""
        taken = update(invitation).where(invitation.c.secret == hashed(secret))
        write(self._engine, taken.values(used=None))

    def forget(self, account: str) -> None:
        """No link of this account opens any more; nor one that is expired."""
        gone = or_(invitation.c.account == account, invitation.c.expires <= stamp(utc_now()))
        write(self._engine, delete(invitation).where(gone))


def _open(secret: str) -> tuple[ColumnElement[bool], ...]:
    return (
        invitation.c.secret == hashed(secret),
        invitation.c.used.is_(None),
        invitation.c.expires > stamp(utc_now()),
    )
