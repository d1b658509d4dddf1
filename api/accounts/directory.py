"""The book of accounts: who has one, under which address, and whether it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.private.account_tables import account, now, stamp
from domain.rules import Conflict, NotFound, require
from projections.db import transaction

EMAIL = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\]{1,185}\.[^\s@<>\"',;:\\.]{2,63}")
MOST_OF_A_NAME = 120
NO_ACCOUNT = "There is no such account. Check the address or the id against the list of accounts."


@dataclass(frozen=True)
class Account:
    """`standing`: invited (no password yet), active or disabled."""

    id: str
    login: str
    name: str
    standing: str
    second_factor: bool
    created: str
    language: str


@dataclass(frozen=True)
class Found:
    """What is compared at the door; `password` is None where nothing opens it."""

    id: str
    password: str | None
    second_factor: bool


class Book:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def empty(self) -> bool:
        with self._engine.connect() as connection:
            return connection.execute(select(account.c.id).limit(1)).first() is None

    def add(self, email: str, name: str, language: str = "en") -> Account:
        """Without a password: an invitation sets it. Conflict where the address has one."""
        id = str(uuid4())
        row = {
            "id": id,
            "login": sound_email(email),
            "name": sound_name(name),
            "totp_step": 0,
            "language": language,
            "created": stamp(now()),
        }
        try:
            with transaction(self._engine) as connection:
                connection.execute(insert(account), row)
        except IntegrityError:
            raise Conflict(
                "There is an account with this e-mail address already. Grant it a role instead.",
                field="email",
            ) from None
        return self.known(id)

    def remove(self, id: str) -> None:
        """One that was just added, and for which the rest failed."""
        with transaction(self._engine) as connection:
            connection.execute(delete(account).where(account.c.id == id))

    def known(self, id: str) -> Account:
        """Or NotFound."""
        found = self.named([id]).get(id)
        if found is None:
            raise NotFound(NO_ACCOUNT)
        return found

    def by_login(self, email: str) -> Account | None:
        query = select(account).where(account.c.login == login_of(email))
        with self._engine.connect() as connection:
            found = connection.execute(query).first()
        return _account(found) if found else None

    def named(self, ids: Iterable[str]) -> dict[str, Account]:
        query = select(account).where(account.c.id.in_(sorted(set(ids))))
        with self._engine.connect() as connection:
            return {row.id: _account(row) for row in connection.execute(query)}

    def listed(self, after: str = "", limit: int = 500) -> Sequence[Account]:
        """By address."""
        query = select(account).where(account.c.login > after).order_by(account.c.login)
        with self._engine.connect() as connection:
            return [_account(row) for row in connection.execute(query.limit(limit))]

    def count(self) -> int:
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(account)
            return int(connection.execute(query).scalar_one())

    def entrance(self, email: str) -> Found | None:
        """One look, whoever it is; a disabled account has no password to compare with."""
        query = select(account).where(account.c.login == login_of(email))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Found(row.id, None if row.disabled else row.password, row.totp is not None)

    # ---- the password's hash -----------------------------------------------------------------

    def password(self, id: str) -> str | None:
        with self._engine.connect() as connection:
            query = select(account.c.password).where(account.c.id == id)
            found: str | None = connection.execute(query).scalar()
            return found

    def set_password(self, id: str, made: str) -> None:
        self._set(id, password=made)

    def disable(self, id: str) -> None:
        self._set(id, disabled=stamp(now()))

    def enable(self, id: str) -> None:
        self._set(id, disabled=None)

    def _set(self, id: str, **values: object) -> None:
        with transaction(self._engine) as connection:
            done = connection.execute(update(account).where(account.c.id == id).values(**values))
        if not done.rowcount:
            raise NotFound(NO_ACCOUNT)


def login_of(email: str) -> str:
    """Addresses are compared without regard to small and capital letters."""
    return email.strip().casefold()


def sound_email(email: str) -> str:
    login = login_of(email)
    require(
        len(login) <= 254 and EMAIL.fullmatch(login) is not None,
        "This is not an e-mail address. Write it like amina@example.org.",
        field="email",
    )
    return login


def sound_name(name: str) -> str:
    shown = " ".join(name.split())
    require(
        0 < len(shown) <= MOST_OF_A_NAME and shown.isprintable(),
        "Give a name of 1 to {most} characters, as others should see it.",
        field="name",
        most=MOST_OF_A_NAME,
    )
    return shown


def _account(row: Any) -> Account:
    standing = "disabled" if row.disabled else "active" if row.password else "invited"
    return Account(
        row.id,
        row.login,
        row.name,
        standing,
        row.totp is not None,
        row.created,
        row.language,
    )
