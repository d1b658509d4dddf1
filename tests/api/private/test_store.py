"""The private drawer: sealed texts, identifiers, repeated submissions, files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import inspect

from api.private import identifier_forms, shredding
from api.private.sealing import canonical, commitment
from api.private.store import Private
from api.private.tables import evidence_file, identifier
from api.private.texts import UnclearIdentifier
from domain import person
from domain.events import CascadeOpened
from domain.identifiers import same
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


# ---- identifiers that are the same -----------------------------------------------------------


def bind(private, *rows):
    """As an older version bound them: without a look at how others are written."""
    names = "series", "identifier", "person"
    with private.engine.begin() as connection:
        for row in rows:
            bound = dict(zip(names, row, strict=True))
            connection.execute(identifier.insert(), bound | {"same": same(bound["identifier"])})


@pytest.mark.parametrize("typed", ["trn–017", "TRN−017 ", "ＴＲＮ-017", "TRN\u00ad-017"])
def test_an_identifier_that_is_written_otherwise_finds_who_bears_it(private, typed):
    claim(private, "s", {"TRN-017": PersonId("a")})

    assert private.people("s", [typed, "TRN-017", "TRN-018"]) == {typed: "a", "TRN-017": "a"}
    assert private.bearers(typed) == {"a"}
    assert private.identifiers(["a"]) == {"a": ["TRN-017"]}


def test_nobody_else_gets_an_identifier_that_is_the_same(private):
    claim(private, "s", {"TRN-017": PersonId("a")})

    with pytest.raises(Stale):
        claim(private, "s", {"trn–017": PersonId("b")})
    with pytest.raises(Stale):
        claim(private, "s", {"T 1": PersonId("b"), "t\u00a01": PersonId("c")})
    claim(private, "s", {"trn–017": PersonId("a")})
    claim(private, "other", {"trn–017": PersonId("b")})
    assert private.identifiers(["a"]) == {"a": ["TRN-017", "trn–017"]}
    assert private.people("s", ["Trn-017"]) == {"Trn-017": "a"}


def test_of_two_that_were_known_already_the_one_that_is_written_so_is_meant(private):
    bind(private, ("s", "TRN-017", "a"), ("s", "trn-017", "b"))

    assert private.people("s", ["TRN-017", "trn-017"]) == {"TRN-017": "a", "trn-017": "b"}
    assert private.bearers("trn-017") == {"b"}
    claim(private, "s", {"TRN-017": PersonId("a")})


def test_of_two_that_were_known_already_neither_is_taken_unasked(private):
    bind(private, ("s", "TRN-017", "a"), ("s", "trn-017", "b"))

    with pytest.raises(UnclearIdentifier, match="“TRN-017”, “trn-017”"):
        private.people("s", ["Trn–017"])
    found = private.bearing("s", ["Trn–017", "trn-017"])
    assert found.people == {"trn-017": "b"}
    assert found.unclear == {"Trn–017": {"TRN-017": "a", "trn-017": "b"}}
    assert private.bearers("Trn–017") == {"a", "b"}


def test_a_drawer_of_an_older_version_gets_the_form_in_which_identifiers_are_compared(
    private, monkeypatch
):
    bind(private, ("s", "TRN–017", "a"), ("s", "7", "b"), ("t", "ke\u00a012", "c"))
    with private.engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX identifier_same")
        connection.exec_driver_sql("ALTER TABLE identifier DROP COLUMN same")
        connection.exec_driver_sql("CREATE INDEX identifier_name ON identifier (identifier)")
    monkeypatch.setattr(identifier_forms, "AT_ONCE", 2)

    newer = Private(private.engine)

    assert newer.people("s", ["trn-017", "7"]) == {"trn-017": "a", "7": "b"}
    assert newer.bearers("KE 12") == {"c"}
    assert newer.identifiers(["c"]) == {"c": ["ke\u00a012"]}
    indexes = {index["name"] for index in inspect(private.engine).get_indexes("identifier")}
    assert indexes == {"identifier_person", "identifier_same"}
