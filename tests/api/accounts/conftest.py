"""Accounts in a private drawer on SQLite and on PostgreSQL, and some people who have one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.accounts import Accounts, passwords
from tests.support.people_of import EMAIL, PHRASE


@pytest.fixture
def accounts(drawer: Engine, room: Path) -> Accounts:
    return Accounts(drawer, room)


@pytest.fixture
def amina(accounts: Accounts) -> str:
    """Her account's id; her password is `PHRASE`."""
    id = accounts.directory.add(EMAIL, "Amina Otieno").id
    accounts.directory.set_password(id, passwords.hash_password(PHRASE))
    return id
