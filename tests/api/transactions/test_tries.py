"""A write that is decided again, or sent again: what it keeps, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select

from api.home import Home
from api.people import newcomers
from api.private.deletions import ANSWERED
from api.private.tables import repeat, sealed
from api.transactions import record
from domain.log import Log, Stale
from projections.db import transaction
from tests.support.api import Api


def test_a_further_try_keeps_what_the_first_one_kept(
    home: Home, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sealed twice, so nothing is to be taken back, and no byte to be wiped."""
    cascade = api.cascade()
    shredded: list[object] = []
    monkeypatch.setattr(record, "shred", shredded.append)
    append, stale = Log.append, [True]

    def once(log: Log, *args: Any) -> int:
        if stale:
            stale.pop()
            raise Stale
        return append(log, *args)

    monkeypatch.setattr(Log, "append", once)
    register = [{"identifier": f"P{n}", "details": {"name": "Same Name"}} for n in range(3)]
    register += [{"details": {"name": "Same Name"}}, {"details": {"name": "Same Name"}}]
    body = {"cascade": cascade, "starts_on": "2024-03-01", "register": register}
    id = api.done("POST", "/workshops", body)["id"]
    assert not stale and not shredded
    signed = api.get(f"/workshops/{id}")["register"]
    assert [line["name"] for line in signed] == ["Same Name"] * 5
    with home.private.engine.connect() as connection:
        rows = connection.execute(select(sealed.c.owner, sealed.c.tag)).all()
    assert len(rows) == len(set(rows)) == 5 + 3
    words = {"reason": {"code": "other", "words": "Said twice"}}
    for line in signed[:2]:
        api.done("POST", f"/workshops/{id}/attendances/{line['person']}/voiding", words)
    assert not shredded


def test_a_register_of_many_is_answered_again_as_the_first_time(api: Api, home: Home) -> None:
    """Also where all of them were known, and the first answer was lost on the way."""
    cascade = api.cascade()
    register = [{"identifier": f"P{n}"} for n in range(newcomers.MAX_NEWCOMERS + 1)]
    body = {"cascade": cascade, "starts_on": "2024-03-01", "register": register}
    first = api.send("POST", "/workshops", body, Idempotency_Key="k")
    assert first.status_code == 201
    with transaction(home.private.engine) as connection:
        connection.execute(delete(repeat).where(repeat.c.key.endswith(ANSWERED)))
    position = home.log.position()
    again = api.send("POST", "/workshops", body, Idempotency_Key="k")
    assert (again.status_code, again.json) == (201, first.json)
    assert home.log.position() == position


def test_a_region_that_is_revised_is_answered_again_as_the_first_time(api: Api, home: Home) -> None:
    id = api.post("/regions", name="North")["id"]
    body = {"id": id, "name": "Far North"}
    first = api.send("POST", "/regions", body, Idempotency_Key="k")
    with transaction(home.private.engine) as connection:
        connection.execute(delete(repeat).where(repeat.c.key.endswith(ANSWERED)))
    again = api.send("POST", "/regions", body, Idempotency_Key="k")
    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
