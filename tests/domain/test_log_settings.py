"""The event store listens to the environment; how our facts are stored must not."""

from __future__ import annotations

import json

import pytest

from domain.log import Log
from tests.support.domain.entries import pending
from tests.support.domain.examples import opened

MEDDLING = {
    "COMPRESSOR_TOPIC": "eventsourcing.compressor:ZlibCompressor",
    "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
    "CIPHER_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
    "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
    "TRANSCODER_TOPIC": "nowhere:Nothing",
    "ORIGINATOR_ID_TYPE": "uuid",
    "IS_SNAPSHOTTING_ENABLED": "y",
    "CREATE_TABLE": "n",
    "PERSISTENCE_MODULE": "eventsourcing.popo",
    "APPLICATION_RECORDER_TOPIC": "nowhere:Nothing",
    "SQLITE_DBNAME": ":memory:",
    "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
    "POSTGRES_SCHEMA": "public",
    "POSTGRES_GET_PASSWORD_TOPIC": "nowhere:Nothing",
}
"""Settings of the event store, as a process that also runs something else may have them."""


@pytest.mark.parametrize("prefix", ["", "APPLICATION_"])
@pytest.mark.parametrize("setting", MEDDLING)
def test_the_environment_does_not_change_how_facts_are_stored(store, monkeypatch, setting, prefix):
    """The event store lets the environment speak, and louder where it names the application."""
    monkeypatch.setenv(prefix + setting, MEDDLING[setting])
    log = Log(store.settings())
    log.append([pending("cascade/malaria", 1, opened)])
    monkeypatch.undo()
    again = log if store.name == "memory" else Log(store.more())
    (row,) = again.rows()
    assert row[1:4] == ("cascade/malaria", 1, "cascade.opened")
    assert json.loads(row[4])["fact"]["slug"] == "malaria-2024"
    for each in {log, again}:
        each.close()
