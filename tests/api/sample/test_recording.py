"""The sample in a log: each entry at its own moment, every flag raised, no private text told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import UNSET

from api.home import Home
from api.sample.load import load
from api.sample.story import DAYS
from api.sample.visitors import ROLES, account_of
from domain.events import WorkshopCorrected, WorkshopHeld
from domain.log import Log, memory, sqlite
from projections.databases import SQLitePlace
from projections.facts.flag_rules import RULES
from projections.quality.flags import counts
from projections.rebuild import position_at, replayed
from projections.views import Views
from tests.support.audit import audit_log, audit_privacy, audit_views
from tests.support.sample import TODAY, Recorded, digest, recorded, told

MIDNIGHT = datetime.combine(TODAY, time(0, tzinfo=UTC))
PRINT_DIGEST = """
from domain.log import Log, memory
from tests.support.sample import digest, recorded
print(digest(recorded(Log(memory()), 200, 5).log))
"""
KINDS = {
    *("attendance.added", "attendance.voided", "batch.completed", "batch.started"),
    *("cascade.curriculum_revised", "cascade.opened", "cascade.standard_revised"),
    *("cascade.targets_revised", "certification.assessed", "certification.certified"),
    *("certification.cofacilitation_credited", "certification.nominated"),
    *("certification.reinstated", "certification.renewed", "certification.revoked"),
    *("certification.suspended", "evidence.attached", "feedback.recorded", "merge.undone"),
    *("name.given", "organisation.defined", "outcome.behaviour_observed"),
    *("outcome.result_reported", "outcome.sharing_claimed", "people.distinguished"),
    *("people.merged", "person.profile_corrected", "person.registered", "region.defined"),
    *("workshop.cancelled", "workshop.corrected", "workshop.held", "workshop.planned"),
    *("workshop.rescheduled", "workshop.restored", "workshop.voided"),
}
"""Names of the entries of a large sample."""
COMMITMENT = re.compile(rb"[0-9a-f]{64}")


@pytest.fixture(scope="module", params=[1, 2])
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Recorded]:
    log = Log(sqlite(str(tmp_path_factory.mktemp("large") / "sample.db")))
    yield recorded(log, 2000, request.param)
    log.close()


# ---- what is recorded ------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_is_accepted_and_recorded(seed: int) -> None:
    made = told(Log(memory()), 200, seed)
    before = 0
    for step in made.each():
        after = made.log.position()
        assert after > before, step
        before = after
    audit_log(made.log)


def test_every_kind_of_step_is_made(large: Recorded) -> None:
    entries = list(large.log.read())
    assert {entry.name for entry in entries} == KINDS
    corrected = [entry.event for entry in entries if isinstance(entry.event, WorkshopCorrected)]
    for field in ("starts_on", "lead", "details"):
        assert any(getattr(event, field) is not UNSET for event in corrected)


def test_every_workshop_and_person_is_in_the_log(large: Recorded) -> None:
    entries = list(large.log.read())
    held = {e.event.identifier for e in entries if isinstance(e.event, WorkshopHeld)}
    assert {workshop.identifier for workshop in large.story.workshops} <= held
    people = {f"person/{person.id}" for person in large.story.people}
    assert people <= {entry.stream for entry in entries}


def test_every_flag_is_raised(large: Recorded) -> None:
    views = Views(SQLitePlace(":memory:"), large.log)
    with views.read() as db:
        found = db.one("SELECT number FROM cascade WHERE id = :id", id=large.story.cascade)
        raised = counts(db, found[0] if found else 0)
    assert raised.keys() == RULES.keys()
    views.close()


def test_private_texts_stay_out_of_the_log() -> None:
    """Each is handed over to be sealed, and the evidence to be kept."""
    made = recorded(Log(memory()), 200, 1)
    contents = [content for _, _, content in made.seals.texts]
    texts = {str(text) for content in contents for text in content.values()}
    audit_privacy([text for text in texts if len(text) >= 8], made.log)
    assert made.seals.files
    tags = {tag for _, tag, _ in made.seals.texts}
    assert tags == {"details", "identifier", "words", "number", "file"}
    owners = {owner.partition("/")[0] for owner, _, _ in made.seals.texts}
    assert owners == {"cascade", "person", "pair", "workshop", "certification", "outcome"}


# ---- when ------------------------------------------------------------------------------------


def test_it_is_recorded_over_three_years_in_order(large: Recorded) -> None:
    moments = [entry.recorded_at for entry in large.log.read()]
    assert all(earlier <= later for earlier, later in pairwise(moments))
    assert moments[0].date() == TODAY - timedelta(days=DAYS)
    assert MIDNIGHT - timedelta(days=2) < moments[-1] < MIDNIGHT
    quarters = {(MIDNIGHT - moment).days // 91 for moment in moments}
    assert quarters == set(range(13))


def test_sheets_are_entered_some_days_later_and_a_few_much_later(large: Recorded) -> None:
    waits = [
        (entry.recorded_at.date() - entry.event.ends_on).days
        for entry in large.log.read()
        if isinstance(entry.event, WorkshopHeld)
    ]
    assert min(waits) >= 1
    assert sum(wait <= 14 for wait in waits) > len(waits) * 0.8
    assert sum(wait >= 30 for wait in waits) >= 3


# ---- the same every time ---------------------------------------------------------------------


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_records_the_same_log(hash_seed: str) -> None:
    """The order of sets and the hashes of texts differ from process to process."""
    here = digest(recorded(Log(memory()), 200, 5).log)
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path.cwd())}
    there = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


# ---- in a home -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Home]]:
    """Two, with the same sample."""
    made = [Home(tmp_path_factory.mktemp("sample") / "home") for _ in range(2)]
    for home in made:
        load(home, 300, 7, TODAY)
    yield made
    for home in made:
        home.close()


def as_drawn(home: Home) -> list[tuple[str, int, str, bytes]]:
    """The log without what differs each time: salts of texts, and ids of accounts."""
    accounts = {account_of(home.accounts, role): role.value for role in ROLES}
    found = []
    for _, stream, version, name, state in home.log.rows():
        text = COMMITMENT.sub(b"commitment", bytes(state))
        for account, role in accounts.items():
            stream, text = stream.replace(account, role), text.replace(account.encode(), b"it")
        found.append((stream, version, name, text))
    return found


def test_the_same_seed_gives_the_same_log_twice(homes: list[Home]) -> None:
    one, other = map(as_drawn, homes)
    assert len(one) > 700
    assert one == other


def test_every_text_that_the_log_speaks_of_is_kept(homes: list[Home]) -> None:
    states = [bytes(state) for *_, state in homes[0].log.rows()]
    spoken = {made.decode() for state in states for made in COMMITMENT.findall(state)}
    assert len(spoken) > 700
    assert spoken == homes[0].private.open(spoken).keys()


def test_live_views_equal_a_rebuild(homes: list[Home]) -> None:
    audit_views(homes[0].views, homes[0].log)


COUNTED = "SELECT count(DISTINCT person), count(DISTINCT parent) FROM reach_node"


def known(home: Home, moment: datetime) -> tuple[int, int]:
    """How many people stood in the tree, and taught others in it, as it was known then."""
    until = position_at(home.log, moment)
    with replayed(home.log, until) as engine, engine.connect() as connection:
        people, trainers = connection.exec_driver_sql(COUNTED).one()
    return people, trainers


def test_less_was_known_a_year_ago(homes: list[Home]) -> None:
    days = (365 * years for years in (3, 2, 1, 0))
    people, trainers = zip(*(known(homes[0], MIDNIGHT - timedelta(n)) for n in days), strict=True)
    for figures in (people, trainers):
        assert figures[0] == 0
        assert 0 < figures[1] < figures[2] < figures[3]
