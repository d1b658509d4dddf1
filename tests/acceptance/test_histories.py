"""Random histories by two senders at once: what was acknowledged stands, and the numbers are right.

Whatever the interleaving, the answers name the order, and a program that shares no code with
Banyan works out from them what must be there. The seed says which commands; it is in every failure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.oracle.acknowledged import State
from tests.support.audit import audit_log, audit_privacy, audit_views
from tests.support.command import Banyan
from tests.support.people_of import as_
from tests.support.senders.random_commands import Commands
from tests.support.senders.reading_back import Story
from tests.support.senders.senders import Ledger, Reader, Sender, play
from tests.support.senders.two_servers import Door, two_applications, two_processes

ROUNDS, FEW = 40, 25
Served = Callable[[Banyan], AbstractContextManager[tuple[Home, list[Door]]]]


@pytest.mark.parametrize("seed", range(1, 3))
def test_whatever_two_senders_say(seed: int, place: str | None, tmp_path: Path):
    must_hold(seed, place, tmp_path / "home", FEW)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 300))
def test_whatever_two_senders_say_200_times(seed: int, place: str | None, tmp_path: Path):
    must_hold(seed, place, tmp_path / "home")


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(300, 310))
def test_whatever_two_senders_say_to_two_processes(seed: int, place: str | None, tmp_path: Path):
    must_hold(seed, place, tmp_path / "home", served=two_processes)


def must_hold(
    seed: int,
    url: str | None,
    path: Path,
    rounds: int = ROUNDS,
    served: Served = two_applications,
) -> None:
    banyan, answers = Banyan(path, url), list[str]()
    try:
        texts = tell(seed, banyan, answers, rounds, served)
        with banyan.opened() as home:
            audit_log(home.log)
            audit_views(home.views, home.log)
            audit_privacy(texts.all, home.log, home.views)
        assert banyan("check").code == 0
        stored = private_bytes(banyan).decode("utf-8", "replace")
        left = {text for text in texts.erased if text in stored}
        assert not left, f"left of people who were erased: {left}"
        left = {text for text in texts.refused if text in stored}
        assert not left, f"left of what no fact stands for: {left}"
        lost = {text for text in texts.standing if text not in stored}
        assert not lost, f"acknowledged, and lost: {lost}"
    except BaseException as error:
        kept_in = path.parent / f"history-{seed}.txt"
        kept_in.write_text("\n".join(answers))
        error.add_note(f"seed {seed}, {rounds} rounds; all answers are in {kept_in}")
        raise


def tell(seed: int, banyan: Banyan, answers: list[str], rounds: int, served: Served) -> Texts:
    """What was typed, after all of the rest was held against the doors' answers."""
    with served(banyan) as (home, doors):
        console = Reader(doors[0])
        cascade = made(console.door, "/cascades", slug="c", title="Cascade")
        ledger = Ledger(console.door, cascade, answers=answers)
        north, south = (made(console.door, "/regions", name=name) for name in ("North", "South"))
        commands = Commands(seed, cascade, (north, south))
        senders = coordinators(home, doors, ledger, north if seed % 3 == 2 else None)
        for command in commands.opening():
            senders[0].act(command)
        play(senders, commands.rounds(rounds))
        console.since = max(it.position for it in ledger.acknowledged)
        story = Story.read(console, ledger)
        story.must_read_back()
        story.must_add_up(None)
        story.must_add_up(commands.day())
        story.must_be_exported(banyan, banyan.home.parent)
        return Texts.of(story.state, commands.texts)


def coordinators(home: Home, doors: list[Door], ledger: Ledger, region: str | None) -> list[Sender]:
    """`region`: to which the second is bound."""
    found = []
    nobody = FlaskClient(Flask(__name__))
    for name, door, within in zip(("one", "other"), doors, (None, region), strict=True):
        account = as_(nobody, home, Role.COORDINATOR, ledger.cascade, within)
        token = account.headers["Authorization"].removeprefix("Bearer ")
        found.append(Sender(name, door.with_token(token), ledger, within is not None))
    return found


def made(door: Door, path: str, **said: Any) -> str:
    status, answer = door.send("POST", path, said)
    assert status == 201, answer
    return str(answer["data"]["id"])


# ---- what was typed --------------------------------------------------------------------------


@dataclass(frozen=True)
class Texts:
    """`refused`: what no command said that recorded something."""

    all: list[str]
    standing: set[str]
    erased: set[str]
    refused: set[str]

    @classmethod
    def of(cls, state: State, texts: list[str]) -> Texts:
        erased = {name for name, person in state.people.items() if person.erased}
        bore = {state.people[name].identifier for name in erased}
        words = {words for words, about in state.words.items() if about & erased}
        standing = state.people.keys() - erased | state.words.keys() - words | state.bound.keys()
        standing |= {w.title for w in state.workshops.values()}
        gone = (erased | bore | words) - standing
        ever = {text for text in texts if text.startswith("Title")} | standing | gone
        return cls(texts, standing - {None}, gone - {None}, set(texts) - ever)


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
