"""A home of the test's own, its doors, and short names for what is sent through them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from api.accounts import passwords
from api.home import Home
from api.private import shredding
from projections.db import postgres_engine, sqlite_engine
from tests.support import homes
from tests.support.api import Api
from tests.support.apps import app_of
from tests.support.audit import audit_log, audit_privacy, audit_views
from tests.support.threads import MINUTES, Background

LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def nobody_hurries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent away because this machine is slow just now."""
    monkeypatch.setattr(passwords, "PATIENCE", MINUTES)
    monkeypatch.setattr(shredding, "PATIENCE", MINUTES)


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed in no time, except where a test is about that."""
    monkeypatch.setattr(passwords, "_hasher", LIGHT)
    monkeypatch.setattr(passwords, "decoy_hash", cache(passwords.decoy_hash.__wrapped__))


@pytest.fixture(autouse=True)
def background(monkeypatch: pytest.MonkeyPatch) -> Background:
    """Is over before whoever began it goes on, unless the test holds it."""
    return Background(monkeypatch)


@pytest.fixture
def home(request: pytest.FixtureRequest, room: Path, private_texts: list[str]) -> Iterator[Home]:
    """On SQLite unless `ON_BOTH` asks for more; its log and views are audited at the end,
    where anything was written."""
    if getattr(request, "param", None) == "postgres":
        home = Home(room / "banyan_home", request.getfixturevalue("database").url)
    else:
        template = request.getfixturevalue("template")
        home = Home(homes.copy_drawers(template, room / "banyan_home"))
    yield home
    audit_log(home.log)
    if home.log.position():
        audit_views(home.views, home.log)
    audit_privacy([*private_texts, "Wanjiku"], home.log, home.views)
    home.close()


@pytest.fixture(params=["sqlite", "postgres"])
def drawer(request: pytest.FixtureRequest, room: Path) -> Iterator[Engine]:
    """A private drawer, empty."""
    if request.param == "sqlite":
        template = request.getfixturevalue("template")
        homes.copy_drawers(template, room)
        engine = sqlite_engine(str(room / "private.db"), lasting=True)
    else:
        engine = postgres_engine(request.getfixturevalue("database").url, "private")
    yield engine
    engine.dispose()


@pytest.fixture
def app(home: Home) -> Iterator[Flask]:
    app = app_of(home)
    yield app
    app.extensions["banyan"].snapshots.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Without the key."""
    return app.test_client()


@pytest.fixture
def api(client: FlaskClient, home: Home) -> Api:
    return Api(client, home)
