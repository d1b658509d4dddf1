"""The private drawer: sealed texts, identifiers, repeated submissions, files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from api.private import shredding
from api.private.sealing import canonical, commitment
from api.private.store import Private
from api.private.tables import evidence_file
from domain import person
from domain.events import CascadeOpened
from domain.log import Log, Stale, memory
from domain.service import Actor, Service
from domain.values import CascadeId, PersonId, Profile


@pytest.fixture
def private(drawer):
    return Private(drawer)


def test_a_sealed_text_is_opened_by_its_commitment(private):
    made = private.seal("person/1", "details", {"name": "Zainab Ösman"})
    assert private.open([made]) == {made: {"name": "Zainab Ösman"}}


def test_the_same_text_is_never_sealed_alike(private):
    once = private.seal("person/1", "details", {"name": "Zainab"})
    again = private.seal("person/1", "details", {"name": "Zainab"})
    assert once != again


def test_a_commitment_can_be_computed_by_anybody_who_is_shown_the_salt():
    content = canonical({"name": "Zainab"})
    shown = commitment("details", "person/1", b"s" * 32, content)
    assert shown == commitment("details", "person/1", b"s" * 32, content)
    assert shown != commitment("details", "person/2", b"s" * 32, content)
    assert commitment("a", "bc", b"", "") != commitment("ab", "c", b"", "")


def test_nothing_is_kept_before_it_is_told_to(private):
    sealer = private.sealer()
    made = sealer.seal("person/1", "details", {"name": "Zainab"})
    assert private.open([made]) == {}
    sealer.keep()
    assert made in private.open([made])


def test_what_is_forgotten_cannot_be_opened(private):
    made = private.seal("person/1", "details", {"name": "Zainab"})
    other = private.seal("person/2", "details", {"name": "Juma"})
    claim(private, "s", {"7": PersonId("1"), "8": PersonId("2")})
    private.forget(["person/1"], [PersonId("1")])
    assert private.open([made, other]) == {other: {"name": "Juma"}}
    assert private.people("s", ["7", "8"]) == {"8": "2"}


def test_a_reader_sees_what_was_committed_and_holds_up_no_shredding(private, monkeypatch):
    monkeypatch.setattr(shredding, "PATIENCE", 1.0)
    reader = private.reader()
    made = private.seal("person/1", "details", {"name": "Zainab"})
    assert made in reader.open([made])
    private.forget(["person/1"], [PersonId("1")])
    remains = " ".join(shredding.shred(private))
    assert "are reading" not in remains and "are open" not in remains
    assert "in use" not in remains
    assert reader.open([made]) == {}
    reader.close()
    assert reader.open([made]) == {}
    reader.close()


def test_rows_whose_entry_never_came_are_swept_after_an_hour(private):
    log = Log(memory())
    service, cascade, id = Service(log), CascadeId(str(uuid4())), PersonId(str(uuid4()))
    kept = private.seal(person.stream(id), "details", {"name": "Zainab"})
    orphan = private.seal("person/nobody", "details", {"name": "Juma"})
    by = Actor("console", "test", str(uuid4()))
    service.do(by, lambda c: _open_and_register(c, cascade, id, kept))
    assert private.sweep(log) == 0
    later = datetime.now(UTC) + timedelta(hours=1, minutes=1)
    assert private.sweep(log, later) == 1
    assert private.open([kept, orphan]).keys() == {kept}


def _open_and_register(c, cascade, id, details):
    c.open_cascade(CascadeOpened(cascade, "one", "One", "one"))
    c.register_person(cascade, id, Profile(), details)


def claim(private, series, wanted):
    sealer = private.sealer()
    for name, id in wanted.items():
        sealer.claim(series, name, id)
    sealer.keep()


def test_an_identifier_belongs_to_who_claimed_it_first(private):
    claim(private, "s", {"7": PersonId("a")})
    with pytest.raises(Stale):
        claim(private, "s", {"7": PersonId("b"), "8": PersonId("c")})
    assert private.people("s", ["7", "8"]) == {"7": "a"}
    claim(private, "s", {"7": PersonId("a"), "8": PersonId("c")})
    claim(private, "other", {"7": PersonId("d")})
    assert private.bearers("7") == {"a", "d"}
    assert private.identifiers(["a", "c"]) == {"a": ["7"], "c": ["8"]}


def test_a_repeated_submission_gets_the_first_answer_and_another_content_none(private):
    assert private.remember("key", "content", {"id": "1"}) == {"id": "1"}
    assert private.remember("key", "content", {"id": "2"}) == {"id": "1"}
    assert private.remember("key", "other", {"id": "3"}) is None


def test_a_file_is_deleted_after_its_last_day(private):
    for id, until in (("e1", "2026-01-31"), ("e2", None)):
        row = {"evidence": id, "media_type": "image/png", "bytes": b"\x89PNG", "keep_until": until}
        with private.engine.begin() as connection:
            connection.execute(evidence_file.insert(), row)
    assert private.file("e1") == ("image/png", b"\x89PNG")
    assert private.delete_files("2026-01-31") == 0
    assert private.delete_files("2026-02-01") == 1
    assert private.file("e1") is None
    assert private.file("e2") is not None
