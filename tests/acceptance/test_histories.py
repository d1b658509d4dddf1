"""Random histories by two senders at once: what was acknowledged stands, and the numbers are right.

Whatever the interleaving, the answers name the order, and a program that shares no code with
Banyan works out from them what must be there. The seed says which commands; it is in every failure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api import kept
from api.app import create_app
from api.home import Home
from domain.values import Role
from tests.acceptance.commands import Banyan
from tests.acceptance.random_commands import Commands
from tests.acceptance.reading_back import Story
from tests.acceptance.senders import Door, InProcess, Ledger, Reader, Sender, play
from tests.api.people_of import as_
from tests.audit import audit_log, audit_privacy, audit_views

ROUNDS = 40
Play = Callable[[int, str | None, Path], None]


@pytest.fixture(autouse=True)
def nothing_lags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "DEAR", float("inf"))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_two_senders_say(seed: int, place: str | None, tmp_path: Path):
    must_hold(seed, place, tmp_path / "home")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 300))
def test_whatever_two_senders_say_200_times(seed: int, place: str | None, tmp_path: Path):
    must_hold(seed, place, tmp_path / "home")


def must_hold(seed: int, url: str | None, path: Path) -> None:
    banyan = Banyan(path, url)
    ledger = Ledger("")
    try:
        texts, erased = tell(seed, banyan, ledger)
        with banyan.opened() as home:
            audit_log(home.log)
            audit_views(home.views, home.log)
            audit_privacy(texts, home.log, home.views)
        assert banyan("check").code == 0
        must_be_gone(banyan, erased)
    except BaseException as error:
        error.add_note(f"seed {seed}, {'PostgreSQL' if url else 'SQLite'}")
        (path.parent / f"history-{seed}.txt").write_text("\n".join(ledger.answers))
        raise


def tell(seed: int, banyan: Banyan, ledger: Ledger) -> tuple[list[str], set[str]]:
    """All that was typed, and what of it must be gone."""
    with two_servers(banyan) as (home, doors):
        console = Reader(doors[0])
        ledger.cascade = made(console.door, "/cascades", slug="c", title="Cascade")
        north, south = (made(console.door, "/regions", name=name) for name in ("North", "South"))
        commands = Commands(seed, ledger.cascade, (north, south))
        senders = coordinators(home, doors, ledger, north if seed % 3 == 2 else None)
        for command in commands.opening():
            senders[0].act(command)
        play(senders, commands.rounds(ROUNDS))
        story = Story.read(console, ledger)
        story.must_read_back()
        story.must_add_up(None)
        story.must_add_up(commands.day())
        story.must_be_exported(banyan, banyan.home.parent)
        return commands.texts, must_be_erased(story, ledger, commands.texts)


@contextmanager
def two_servers(banyan: Banyan) -> Iterator[tuple[Home, list[InProcess]]]:
    """Of one home, as two processes would be; with the key of the console."""
    with banyan.opened() as one, banyan.opened() as other:
        apps = [create_app(home) for home in (one, other)]
        yield one, [InProcess(app.test_client(), one.token()) for app in apps]
        for app in apps:
            app.extensions["banyan.past"].close()


def coordinators(
    home: Home, doors: list[InProcess], ledger: Ledger, region: str | None
) -> list[Sender]:
    """`region`: to which the second is bound."""
    found = []
    for name, door, within in zip(("one", "other"), doors, (None, region), strict=True):
        account = as_(door.client, home, Role.COORDINATOR, ledger.cascade, within)
        token = account.headers["Authorization"].removeprefix("Bearer ")
        found.append(Sender(name, InProcess(door.client.application.test_client(), token), ledger))
    return found


def made(door: Door, path: str, **said: Any) -> str:
    status, answer = door.send("POST", path, said)
    assert status == 201, answer
    return str(answer["data"]["id"])


# ---- what must be gone -----------------------------------------------------------------------


def must_be_erased(story: Story, ledger: Ledger, texts: list[str]) -> set[str]:
    """What nothing that stands says: names and words of the erased, and what was refused."""
    state = story.state
    living = {name for name, person in state.people.items() if not person.erased}
    words = {
        words
        for words, about in state.words.items()
        if not any(state.people[name].erased for name in about)
    }
    named = set(state.bound)
    titles = {text for text in texts if text.startswith("Title")}
    return set(texts) - living - words - named - titles


def must_be_gone(banyan: Banyan, texts: set[str]) -> None:
    stored = private_bytes(banyan).decode("utf-8", "replace")
    assert {text for text in texts if text in stored} == set()


def private_bytes(banyan: Banyan) -> bytes:
    """Of the private drawer: its files, or every row of its tables."""
    if banyan.url is None:
        with sqlite3.connect(banyan.home / "private.db") as connection:
            rows = "\n".join(connection.iterdump())
        files = [file.read_bytes() for file in banyan.home.glob("private.db*")]
        return b"\n".join([rows.encode(), *files])
    with psycopg.connect(banyan.url.replace("+psycopg", "")) as connection:
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'private'"
        names = [name for (name,) in connection.execute(listed).fetchall()]
        rows = [connection.execute(f'SELECT * FROM private."{n}"').fetchall() for n in names]
    return repr(rows).encode()
