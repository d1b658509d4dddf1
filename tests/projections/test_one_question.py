"""A read asks the log once: how far it goes, and whether it is still the same."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, event

from domain.log import Log
from projections.db import position
from projections.views import Views
from projections.witness import Witness, moment
from tests.support.domain.entries import several


def test_a_read_asks_the_log_once(log: Log, views: Views, monkeypatch: pytest.MonkeyPatch):
    log.append(several("a", 1, 5))
    views.catch_up()
    asked: list[Any] = []
    stock = log._open
    monkeypatch.setattr(log, "_open", lambda: asked.append(1) or stock())
    with views.read():
        pass
    assert len(asked) == 1


def test_a_read_of_views_that_are_up_to_date_is_one_transaction(log: Log, views: Views):
    log.append(several("a", 1, 5))
    views.catch_up()
    begun: list[Connection] = []
    event.listen(views._place.engine(), "begin", begun.append)
    with views.read() as db:
        assert (position(db), moment(db).position) == (5, 5)
    assert len(begun) == 1


def test_a_read_of_views_that_are_behind_brings_them_up_to_date(log: Log, views: Views):
    log.append(several("a", 1, 5))
    with views.read() as db:
        assert position(db) == 5
    log.append(several("b", 1, 5))
    with views.read() as db:
        assert (position(db), moment(db).position) == (10, 10)


def test_the_rows_that_are_known_and_the_last_are_of_one_moment(log: Log):
    assert log.at_and_last(()) == log.at_and_last((1, 7)) == []
    assert Witness().end_of(log) == 0
    log.append(several("a", 1, 5))
    rows = list(log.rows())
    positions = [row[0] for row in rows]
    assert log.at_and_last(()) == rows[-1:]
    assert log.at_and_last((positions[0], positions[-1])) == [rows[0], rows[-1]]
    assert log.at_and_last((positions[3], positions[1])) == [rows[1], rows[3], rows[4]]
    assert log.at_and_last([positions[-1] + 1]) == rows[-1:]
    assert [Witness().after(rows[:n]).end_of(log) for n in range(6)] == [positions[-1]] * 6
    assert Witness().after([*rows, (positions[-1] + 1, *rows[0][1:])]).end_of(log) is None
    assert Witness().after([(*rows[0][:4], b"{}"), *rows[1:]]).end_of(log) is None


def test_a_moment_that_is_over_answers_nothing(log: Log, views: Views) -> None:
    """Its connection may be another reader's by then."""
    log.append(several("a", 1, 5))
    with views.read() as db:
        assert db.meta()["position"] == "5"
    with pytest.raises(RuntimeError, match="Read the views anew"):
        db.meta()
