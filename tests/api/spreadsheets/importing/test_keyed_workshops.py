"""Workshops without an identifier are logged once, and found by day, lead, place and title."""

from __future__ import annotations

from typing import Any

import pytest

from api.home import Home
from api.spreadsheets.importing import run
from api.spreadsheets.importing.undo import undo
from api.spreadsheets.recognition.tables import Tables
from domain.values import BatchId
from tests.api.spreadsheets.importing.test_keyed_people import killed_after
from tests.api.spreadsheets.importing.typed import Cells, imported, key, tables, verdicts
from tests.support.api import Api

MAY = key("2024-05-01", "Gulu")
TRAINERS: list[Cells] = [
    {"person": "T1", "name": "Zawadi Mutiso"}, {"person": "T2", "name": "Juma Otieno"},
    {"person": "P1", "name": "Grace Chebet"}, {"person": "P2", "name": "Ana Mussa"},
]  # fmt: skip


def sheet(*people: str, **said: str) -> Tables:
    """One workshop of a day in May with these people, and its lead, title, venue and region."""
    stated = {"workshop": MAY, "starts_on": "2024-05-01", "lead": "T1", **said}
    return tables(
        people=TRAINERS,
        workshops=[{name: text for name, text in stated.items() if text}],
        register=[{"workshop": MAY, "person": one} for one in people],
    )


def held(api: Api, cascade: str) -> list[Any]:
    return [api.get(f"/workshops/{w['id']}") for w in api.get(f"/workshops?cascade={cascade}")]


def test_it_is_logged_once(api: Api, home: Home) -> None:
    cascade = api.cascade()
    assert imported(home, cascade, sheet("P1")).committed
    assert imported(home, cascade, sheet("P1")).batch is None
    (one,) = held(api, cascade)
    assert one["identifier"] is None and len(one["register"]) == 1


@pytest.mark.parametrize("done", [1, 2])
def test_broken_off_it_is_the_same(
    api: Api, home: Home, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    cascade = api.cascade()
    with monkeypatch.context() as patch:
        patch.setattr(run, "append", killed_after(done))
        with pytest.raises(KeyboardInterrupt):
            imported(home, cascade, sheet("P1", lead=""))
    assert imported(home, cascade, sheet("P1", lead="")).committed
    assert len(held(api, cascade)) == 1


def test_taken_back_and_imported_again_it_is_the_same(api: Api, home: Home) -> None:
    cascade = api.cascade()
    first = imported(home, cascade, sheet("P1"))
    (before,) = held(api, cascade)
    undo(home, BatchId(str(first.batch)))
    assert imported(home, cascade, sheet("P1")).committed
    (now,) = [one for one in held(api, cascade) if one["status"] == "held"]
    assert now["id"] == before["id"]


def test_another_sheet_about_it_adds_to_it(api: Api, home: Home) -> None:
    cascade = api.cascade()
    imported(home, cascade, sheet("P1", title="Bed nets"))
    done = imported(home, cascade, sheet("P1", "P2", title="bed nets", venue="The school"))
    assert done.committed and verdicts(done, "register") == ["known", "new"]
    (one,) = held(api, cascade)
    assert len(one["register"]) == 2 and one["venue"] == "The school"


@pytest.mark.parametrize("said", [{"lead": "T2"}, {"title": "Malaria"}, {"starts_on": "2024-05-02"},
                                  {"region": "Kenya / Kitgum"}])  # fmt: skip
def test_another_workshop_of_the_day_is_another(api: Api, home: Home, said: dict[str, str]) -> None:
    cascade = api.cascade()
    imported(home, cascade, sheet("P1", title="Bed nets", region="Kenya / Gulu"))
    assert imported(home, cascade, sheet("P2", **said)).committed
    assert len(held(api, cascade)) == 2


def test_where_nothing_but_the_day_agrees_it_is_asked(api: Api, home: Home) -> None:
    cascade = api.cascade()
    imported(home, cascade, sheet("P1", title="Bed nets"))
    rows = sheet("P2", lead="", venue="The school")
    done = imported(home, cascade, rows)
    assert verdicts(done, "workshops") == verdicts(done, "register") == ["unclear"]
    (asked,) = [one for one in done.coming if one.kind.value == "workshop"]
    assert asked.choices[0].label == "2024-05-01, Bed nets, Zawadi Mutiso"
    for decision, expected in ((asked.choices[0].answer, "changed"), ("accept", "new"),
                               ("leave_out", "left_out")):  # fmt: skip
        said = imported(home, cascade, rows, decisions={asked.key: decision}, dry_run=True)
        assert verdicts(said, "workshops") == [expected]
