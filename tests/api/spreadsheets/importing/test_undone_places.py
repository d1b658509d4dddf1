"""An undone import takes the regions and organisations along that nothing else uses."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from api.home import Home
from api.spreadsheets.importing import undone_places
from api.spreadsheets.importing.run import Request, run
from api.spreadsheets.importing.undo import UndoResult, undo
from domain.events import RegionDefined
from domain.service import Actor
from domain.values import BatchId, RegionId
from projections.records import places
from projections.records.region_paths import region_paths
from tests.support.pages import CASCADE, open_cascade

COLUMNS = {
    "people": "person,region,organisation",
    "workshops": "workshop,starts_on,region",
}


@pytest.fixture
def imported(home: Home, tmp_path: Path):
    """Imports one table under a name."""
    open_cascade(home)

    def take(batch: str, table: str, *rows: str) -> None:
        (tmp_path / batch).mkdir(exist_ok=True)
        where = tmp_path / batch / f"{table}.csv"
        where.write_text("\n".join([COLUMNS[table], *rows]), encoding="utf-8")
        assert run(home, Request(CASCADE, [where.parent], batch=batch)).committed

    return take


def paths(home: Home) -> list[str]:
    with home.views.read() as db:
        return sorted(one.text for one in region_paths(db))


def organisations(home: Home) -> list[str]:
    with home.views.read() as db:
        return [one["name"] for one in places.organisations(db, 0, 100)]


def take_back(home: Home, batch: str) -> UndoResult:
    return undo(home, BatchId(batch))


def test_what_nothing_uses_is_withdrawn_and_comes_back_with_the_next_import(home, imported):
    imported("a", "people", "P1,Kenya/Kisumu,Red Cross", "P2,Kenya,")

    done = take_back(home, "a")

    assert (done.regions, done.organisations) == (2, 1)
    assert paths(home) == organisations(home) == []
    imported("b", "people", "P3,Kenya/Kisumu,Red Cross")
    assert paths(home) == ["Kenya", "Kenya / Kisumu"]
    assert organisations(home) == ["Red Cross"]
    assert take_back(home, "b").regions == 2
    assert paths(home) == []


def test_what_others_use_stays_with_the_regions_around_it(home, imported):
    imported("a", "people", "P1,Kenya/Kisumu/East,Red Cross", "P2,Kenya/Siaya,Scouts")
    imported("b", "workshops", "W1,2026-03-02,Kenya/Kisumu")
    imported("c", "people", "P3,,Scouts")

    done = take_back(home, "a")

    assert (done.regions, done.organisations) == (2, 1)
    assert paths(home) == ["Kenya", "Kenya / Kisumu"]
    assert organisations(home) == ["Scouts"]


def test_what_somebody_has_revised_stays(home, imported):
    imported("a", "people", "P1,Kenya,")
    with home.views.read() as db:
        (kenya,) = region_paths(db)
    revised = RegionDefined(RegionId(kenya.id), "Kenia")
    actor = Actor("console", "console", str(uuid4()))
    home.service.do(actor, lambda c: c.define_region(revised))

    assert take_back(home, "a").regions == 0
    assert paths(home) == ["Kenia"]


@pytest.mark.parametrize(("moment", "gone"), [(1, 0), (3, 1)], ids=["organisations", "regions"])
def test_what_is_named_at_the_same_time_is_brought_back(home, imported, monkeypatch, moment, gone):
    imported("a", "people", "P1,Kenya/Kisumu,Red Cross")
    records, calls = undone_places.PlacesOfBatch._each, []

    def just_before(self, ids, act):
        calls.append(ids)
        if len(calls) == moment:
            imported("b", "people", "P2,Kenya/Kisumu,Red Cross")
        records(self, ids, act)

    monkeypatch.setattr(undone_places.PlacesOfBatch, "_each", just_before)

    done = take_back(home, "a")

    assert (done.regions, done.organisations) == (0, gone)
    assert paths(home) == ["Kenya", "Kenya / Kisumu"]
    assert organisations(home) == ["Red Cross"]


def test_a_person_who_stands_again_brings_their_places_back(home, imported):
    imported("a", "people", "P1,Kenya/Kisumu,Red Cross")
    take_back(home, "a")
    imported("b", "people", "P1,,")

    assert paths(home) == ["Kenya", "Kenya / Kisumu"]
    assert organisations(home) == ["Red Cross"]


def test_a_workshop_that_is_restored_brings_its_region_back(home, imported):
    imported("a", "workshops", "W1,2026-03-02,Kenya/Kisumu")
    take_back(home, "a")
    assert paths(home) == []
    with home.views.read() as db:
        ((id,),) = db.rows("SELECT id FROM workshop")
    actor = Actor("console", "console", str(uuid4()))

    home.service.do(actor, lambda c: c.restore_workshop(id, undone_places.UNDONE))

    assert paths(home) == ["Kenya", "Kenya / Kisumu"]
