"""The file of the log: made for its owner alone, missed where it is not, let go when replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import InternalError

from domain import log as store
from domain.log import Log
from tests.support.domain.entries import pending, several


@pytest.fixture
def file(room: Path) -> Path:
    return room / "log #1?.db"


@pytest.fixture
def log(file: Path) -> Iterator[Log]:
    before = os.umask(0o022)
    log = Log(store.sqlite(str(file)))
    yield log
    os.umask(before)
    log.close()


USES = {
    "append": lambda log: log.append([pending("b", 1)]),
    "stands on": lambda log: log.append([pending("b", 1)], {"a": 3}),
    "nothing to record": lambda log: log.require_unmoved({"a": 3}),
    "position": lambda log: log.position(),
    "load": lambda log: log.load(["a"]),
    "read": lambda log: list(log.read()),
    "at": lambda log: log.at([1]),
    "last": lambda log: log.at_and_last([1]),
}


def test_a_log_is_its_owners_alone(log: Log, file: Path):
    log.append(several("a", 1, 3))
    kept = sorted(file.parent.glob("log #1?.db*"))
    assert len(kept) == 3
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept} == {0o600}


def test_it_is_made_where_a_link_leads(room: Path):
    link, target = room / "log.db", room / "disk" / "log.db"
    target.parent.mkdir()
    link.symlink_to(target)
    log = Log(store.sqlite(str(link)))
    assert log.append([pending("a", 1)]) == log.position()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    log.close()


@pytest.mark.parametrize("use", USES)
def test_one_that_was_moved_away_is_missed_and_none_is_made(log: Log, file: Path, use: str):
    log.append(several("a", 1, 3))
    away = file.with_name("away.db")
    file.rename(away)
    for _ in range(2):
        with pytest.raises(FileNotFoundError) as missed:
            USES[use](log)
        assert missed.value.filename == str(file)
        assert not file.exists()
    away.rename(file)
    USES[use](log)
    assert log.append([pending("a", 4)]) == log.position()
    assert len(log.load(["a"])["a"]) == 4


def test_nor_does_a_connection_that_is_opened_then_make_one(log: Log, file: Path):
    """The file goes after it was looked for: four readers need more connections than are there."""
    log.append([pending("a", 1)])
    with log._open() as opened:
        file.rename(file.with_name("away.db"))
        datastore: Any = opened.recorder.datastore  # type: ignore[union-attr]
        with (
            pytest.raises(Exception, match="unable to open"),
            datastore.transaction(commit=False),
            datastore.transaction(commit=False),
        ):
            pass
    assert not file.exists()


class Counted:
    """The stores that were opened, and those that were closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = self.closed = 0
        start, close = store._Application.__init__, store._Application.close

        def opens(one: Any, *said: Any) -> None:
            self.opened += 1
            start(one, *said)

        def closes(one: Any) -> None:
            self.closed += not one.closing.is_set()
            close(one)

        monkeypatch.setattr(store._Application, "__init__", opens)
        monkeypatch.setattr(store._Application, "close", closes)


def test_what_was_replaced_is_closed_when_nobody_reads_from_it(
    log: Log, file: Path, monkeypatch: pytest.MonkeyPatch
):
    log.append([pending("a", 1)])
    count = Counted(monkeypatch)
    for n in range(4):
        other = file.with_name("other.db")
        made = Log(store.sqlite(str(other)))
        made.append(several("a", 1, n + 2))
        made.close()
        with log._open() as before:
            for beside in ("-wal", "-shm"):
                file.with_name(file.name + beside).unlink()
            other.replace(file)
            assert log.position() == n + 2
            assert not before.application.closing.is_set()
        assert before.application.closing.is_set()
    assert (count.opened, count.closed) == (8, 8)
    assert not log._store.application.closing.is_set()


@pytest.mark.parametrize("store_name", ["sqlite", "postgres"])
@pytest.mark.parametrize("said, anew", [("cache lookup failed for type 77", 6), ("other", 0)])
def test_a_lasting_error_leaves_one_store_open(
    request: pytest.FixtureRequest,
    room: Path,
    monkeypatch: pytest.MonkeyPatch,
    store_name: str,
    said: str,
    anew: int,
):
    if store_name == "sqlite":
        log = Log(store.sqlite(str(room / "log.db")))
    else:
        log = Log(request.getfixturevalue("database").settings())

    def fail(one: Any, *facts: Sequence[Any], **more: Any) -> None:
        raise InternalError(said)

    count = Counted(monkeypatch)
    monkeypatch.setattr(store._Application, "save", fail)
    for n in range(6):
        with pytest.raises(InternalError, match=said):
            log.append([pending("a", n + 1)])
    assert (count.opened, count.closed) == (anew, anew)
    monkeypatch.undo()
    assert log.append([pending("a", 1)]) == log.position()
    log.close()
