"""The contact index: keyed hashes of what people's details say, and nothing once they are gone."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from api.home import Home
from api.private.tables import contact_key
from domain import person
from tests.support.api import ON_BOTH, WHY, Api

DETAILS = {"name": "Zawadi Mutiso", "phone": "0712345678", "email": "z@example.org"}


def rows(home: Home) -> set[tuple[str, str, bytes]]:
    with home.private.engine.connect() as connection:
        found = connection.execute(select(contact_key)).all()
    return {(p, kind, bytes(key)) for p, kind, key in found if p}


def holders(home: Home, **details: str) -> set[str]:
    contacts = home.private.contacts
    return contacts.holders(contacts.hashes(details))


@ON_BOTH
def test_details_are_indexed_where_they_are_sealed(api: Api, home: Home) -> None:
    cascade = api.cascade()
    id = api.post("/people", cascade=cascade, details=DETAILS)["id"]
    assert {(p, kind) for p, kind, _ in rows(home)} == {(id, "phone"), (id, "email")}
    assert holders(home, phone="+254 712 345 678") == {id}
    now = {"name": "Zawadi Mutiso", "id_number": "77-88"}
    api.done("PUT", f"/people/{id}/details", {"details": now, "reason": WHY})
    assert holders(home, id_number="7788") == holders(home, phone="0712345678") == {id}
    api.post(f"/people/{id}/erasure", reason={"code": "requested"})
    assert rows(home) == set()


def test_the_key_is_a_file_for_its_owner_alone(api: Api, home: Home) -> None:
    api.post("/people", cascade=api.cascade(), details=DETAILS)
    path = home.path / "keys" / "contacts.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and len(path.read_bytes()) == 32
    assert path.read_bytes() not in Path(home.path / "private.db").read_bytes()


@ON_BOTH
def test_a_lost_key_means_another_index(api: Api, home: Home) -> None:
    cascade = api.cascade()
    id = api.post("/people", cascade=cascade, details=DETAILS)["id"]
    home.private.contacts.ready()
    before = rows(home)
    (home.path / "keys" / "contacts.key").unlink()
    again = Home(home.path, home.url.render_as_string(hide_password=False) if home.url else None)
    again.private.contacts.ready()
    assert holders(again, phone="0712345678") == {id}
    assert len(rows(again)) == len(before) and rows(again).isdisjoint(before)
    again.private.contacts.ready()
    again.close()


def test_what_was_never_recorded_is_swept_from_the_index(home: Home) -> None:
    home.private.seal(person.stream("p-1"), "details", DETAILS)  # type: ignore[arg-type]
    assert len(rows(home)) == 2
    home.private.sweep(home.log, datetime.now(UTC) + timedelta(hours=2))
    assert rows(home) == set()
