"""The sample in a log: every move is accepted, every flag raised, no private text told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from api.sample.apply import ACTS, apply

from api.sample import simulate
from domain.events import PersonRegistered, WorkshopHeld
from domain.log import Log, memory, sqlite
from projections.databases import SQLitePlace
from projections.quality.flags import counts
from projections.quality.rules import RULES
from projections.views import Views
from tests.support.audit import audit_log, audit_privacy
from tests.support.sample import Loaded, load

TODAY = date(2024, 6, 15)


def in_the_log(log: Log, people: int, seed: int) -> Loaded:
    loaded = load(log, simulate(people, seed, TODAY), TODAY)
    apply(loaded.service, loaded.hands(), loaded.sample.later)
    return loaded


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_move_is_accepted_and_recorded(seed: int) -> None:
    """given the opening and the four tables; when each later move is made; then it is a fact."""
    log = Log(memory())
    loaded = load(log, simulate(200, seed, TODAY), TODAY)
    hands, seen = loaded.hands(), []
    for move in loaded.sample.later:
        before = log.position()
        assert apply(loaded.service, hands, [move], lambda: seen.append(1)) > before, move
    assert len(seen) == len(loaded.sample.later)
    audit_log(log)


def test_every_kind_of_move_is_made() -> None:
    made = Counter(type(move) for move in simulate(2000, 1, TODAY).later)
    assert made.keys() == ACTS.keys()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_flag_is_raised(seed: int, room: Path) -> None:
    log = Log(sqlite(str(room / "sample.db")))
    loaded = in_the_log(log, 2000, seed)
    views = Views(SQLitePlace(":memory:"), log)
    with views.read() as db:
        (number,) = db.one("SELECT number FROM cascade WHERE id = :id", id=loaded.cascade) or ()
        raised = counts(db, number)
    assert raised.keys() == RULES.keys()
    views.close()
    log.close()


def test_private_texts_stay_out_of_the_log() -> None:
    """Each is handed over to be sealed, and the evidence to be kept."""
    log = Log(memory())
    loaded = in_the_log(log, 200, 1)
    contents = [content for _, _, content in loaded.sealed.texts]
    texts = {str(text) for content in contents for text in content.values()}
    told = {move.words for move in loaded.sample.later if hasattr(move, "words")}
    assert told <= texts
    audit_privacy([text for text in texts if len(text) >= 8], log)
    assert loaded.sealed.files
    tags = {tag for _, tag, _ in loaded.sealed.texts}
    assert tags == {"details", "words", "number", "file"}
    owners = {owner.partition("/")[0] for owner, _, _ in loaded.sealed.texts}
    assert owners == {"cascade", "person", "pair", "workshop", "certification", "outcome"}


def test_every_row_of_the_tables_is_in_the_log() -> None:
    log = Log(memory())
    sample = load(log, simulate(200, 4, TODAY), TODAY).sample
    events = [entry.event for entry in log.read()]
    held = [event for event in events if isinstance(event, WorkshopHeld)]
    assert {w.identifier for w in held} == {row["workshop"] for row in sample.tables["workshops"]}
    people = sum(isinstance(event, PersonRegistered) for event in events)
    assert people > len({row["person"] for row in sample.tables["people"]})
