"""The directory of accounts: who has one, under which address, and whether it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.private.account_tables import account, stamp
from api.private.sql_helpers import read, write
from api.private.tables import utc_now
from domain.rules import Conflict, NotFound, is_one_line, require

EMAIL = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\]{1,185}\.[^\s@<>\"',;:\\.]{2,63}")
MAX_NAME = 120
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
class Credentials:
    """What a sign-in is compared with; `password` (its hash) is None where nothing opens it."""

    id: str
    password: str | None
    second_factor: bool


class Directory:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def empty(self) -> bool:
        return not read(self._engine, select(account.c.id).limit(1))

    def add(self, email: str, name: str, language: str = "en") -> Account:
        """Without a password: an invitation sets it. Conflict where the address has an account."""
        row = {
            "id": str(uuid4()),
            "login": sound_email(email),
            "name": sound_name(name),
            "totp_step": 0,
            "language": language,
            "created": stamp(utc_now()),
        }
        try:
            write(self._engine, insert(account).values(row))
        except IntegrityError:
            raise Conflict(
                "There is an account with this e-mail address already. Grant it a role instead.",
                field="email",
            ) from None
        return self.known(str(row["id"]))

    def remove(self, id: str) -> None:
        """An account that was just added, where the rest failed."""
        write(self._engine, delete(account).where(account.c.id == id))

    def known(self, id: str) -> Account:
        """Or NotFound."""
        found = self.named([id]).get(id)
        if found is None:
            raise NotFound(NO_ACCOUNT)
        return found

    def by_login(self, email: str) -> Account | None:
        found = read(self._engine, select(account).where(account.c.login == login_of(email)))
        return _account(found[0]) if found else None

    def named(self, ids: Iterable[str]) -> dict[str, Account]:
        """Id → account, of those that there are."""
        query = select(account).where(account.c.id.in_(sorted(set(ids))))
        return {row.id: _account(row) for row in read(self._engine, query)}

    def listed(self, after: str = "", limit: int = 500) -> list[Account]:
        """By address."""
        query = select(account).where(account.c.login > after).order_by(account.c.login)
        return [_account(row) for row in read(self._engine, query.limit(limit))]

    def credentials(self, email: str) -> Credentials | None:
        """One statement, whether or not there is an account. A disabled one has no password."""
        for row in read(self._engine, select(account).where(account.c.login == login_of(email))):
            password = None if row.disabled else row.password
            return Credentials(row.id, password, row.totp is not None)
        return None

    # ---- the password's hash -----------------------------------------------------------------

    def password(self, id: str) -> str | None:
        found: str | None
        for (found,) in read(self._engine, select(account.c.password).where(account.c.id == id)):
            return found
        return None

    def set_password(self, id: str, made: str) -> None:
        self._set(id, password=made)

    def disable(self, id: str) -> None:
        self._set(id, disabled=stamp(utc_now()))

    def enable(self, id: str) -> None:
        self._set(id, disabled=None)

    def _set(self, id: str, **values: str | None) -> None:
        if not write(self._engine, update(account).where(account.c.id == id).values(**values)):
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
        0 < len(shown) <= MAX_NAME and is_one_line(shown),
        "Give a name of 1 to {most} characters, as others should see it.",
        field="name",
        most=MAX_NAME,
    )
    return shown


def _account(row: Any) -> Account:
    standing = "disabled" if row.disabled else "active" if row.password else "invited"
    second_factor = row.totp is not None
    return Account(row.id, row.login, row.name, standing, second_factor, row.created, row.language)
