"""People without an identifier are imported once, and whoever of them is known is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.home import Home
from api.spreadsheets.importing import appends, run
from api.spreadsheets.importing.coming import Kind
from api.spreadsheets.importing.undo import undo
from api.spreadsheets.recognition.tables import Tables
from domain.values import BatchId
from tests.api.spreadsheets.importing.typed import imported, key, tables, verdicts
from tests.support.api import Api

GRACE, JUMA = key("Grace Chebet"), key("Juma Otieno", "0799111222")


def sheet() -> Tables:
    """A register of one workshop: a trainer with an identifier, two people without."""
    return tables(
        people=[
            {"person": "T1", "name": "Zawadi Mutiso"},
            {"person": GRACE, "name": "Grace Chebet", "sex": "female", "phone": "0712345678"},
            {"person": JUMA, "name": "Juma Otieno", "phone": "0799111222"},
        ],
        workshops=[{"workshop": "W1", "starts_on": "2024-05-01", "lead": "T1"}],
        register=[
            {"workshop": "W1", "person": GRACE, "pre": 3, "post": 8, "max_score": 10},
            {"workshop": "W1", "person": JUMA},
        ],
    )


def killed_after(appends_done: int) -> Callable[..., int]:
    """An append that is killed after so many."""
    left = iter(range(appends_done))

    def append(*asked: Any) -> int:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return appends.append(*asked)

    return append


def workshops(api: Api, cascade: str) -> list[Any]:
    return [api.get(f"/workshops/{w['id']}") for w in api.get(f"/workshops?cascade={cascade}")]


def people(api: Api, cascade: str) -> dict[str, list[str]]:
    """Name → identifiers of everybody."""
    shown = api.get(f"/people?cascade={cascade}")
    each = [api.get(f"/people/{one['id']}") for one in shown]
    return {one["details"]["name"]: one["identifiers"] for one in each}


def test_they_are_registered_without_one(api: Api, home: Home) -> None:
    cascade = api.cascade()
    done = imported(home, cascade, sheet())
    assert done.committed and verdicts(done, "people") == ["new"] * 3
    assert people(api, cascade) == {
        "Zawadi Mutiso": ["T1"], "Grace Chebet": [], "Juma Otieno": [],
    }  # fmt: skip
    assert verdicts(imported(home, cascade, sheet()), "register") == ["known"] * 2


@pytest.mark.parametrize("done", [1, 2, 3])
def test_broken_off_it_goes_on_with_the_same_people(
    api: Api, home: Home, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    cascade = api.cascade()
    with monkeypatch.context() as patch:
        patch.setattr(appends, "BATCH_SIZE", 2)
        patch.setattr(run, "append", killed_after(done))
        with pytest.raises(KeyboardInterrupt):
            imported(home, cascade, sheet())
    assert imported(home, cascade, sheet()).committed
    assert len(people(api, cascade)) == 3
    assert [len(one["register"]) for one in workshops(api, cascade)] == [2]


def test_taken_back_and_imported_again_they_are_the_same(api: Api, home: Home) -> None:
    cascade = api.cascade()
    first = imported(home, cascade, sheet())
    before = {one["id"] for one in api.get(f"/people?cascade={cascade}")}
    assert undo(home, BatchId(str(first.batch))).withdrawn == 3
    assert api.get(f"/people?cascade={cascade}") == []
    assert imported(home, cascade, sheet()).committed
    assert {one["id"] for one in api.get(f"/people?cascade={cascade}")} == before


def test_another_sheet_finds_whom_it_means(api: Api, home: Home) -> None:
    cascade = api.cascade()
    imported(home, cascade, sheet())
    done = imported(home, cascade, tables(
        people=[
            {"person": key("G. Chebet"), "name": "Chebet Grace", "phone": "+254712345678"},
            {"person": key("Peter"), "name": "Peter Wafula", "phone": "0700000001"},
        ],
        workshops=[{"workshop": "W2", "starts_on": "2024-06-01", "lead": "T1"}],
        register=[{"workshop": "W2", "person": key("G. Chebet")},
                  {"workshop": "W2", "person": key("Peter")}],
    ))  # fmt: skip
    assert verdicts(done, "people") == ["changed", "new"]
    assert len(people(api, cascade)) == 4


def test_who_is_perhaps_known_is_asked(api: Api, home: Home) -> None:
    cascade = api.cascade()
    imported(home, cascade, sheet())
    other = key("Grace Chebett")
    again = tables(
        people=[{"person": other, "name": "Grace Chebett"}],
        workshops=[{"workshop": "W2", "starts_on": "2024-06-01", "lead": "T1"}],
        register=[{"workshop": "W2", "person": other}],
    )
    done = imported(home, cascade, again)
    assert verdicts(done, "people") == verdicts(done, "register") == ["unclear"]
    (asked,) = done.coming
    assert (asked.kind, asked.text, asked.count) == (Kind.PERSON, "Grace Chebett", 2)
    assert "Grace Chebet" in str(done.judgement.rows["people"][0].why)
    (choice, *_) = asked.choices
    for decision, expected in ((choice.answer, "changed"), ("accept", "new"),
                               ("leave_out", "left_out")):  # fmt: skip
        said = imported(home, cascade, again, decisions={asked.key: decision}, dry_run=True)
        assert verdicts(said, "people") == [expected], decision
        assert not said.judgement.refused()


def test_who_stands_on_a_list_with_an_identifier_is_that_person(api: Api, home: Home) -> None:
    cascade = api.cascade()
    ann, ali = key("ann mwangi"), key("ali hassan")
    rows = tables(
        people=[
            {"person": "P1", "name": "Ann Mwangi", "sex": "female"},
            {"person": "P2", "name": "Ali Hassan"},
            {"person": "P3", "name": "Ali Hassan"},
            {"person": ann, "name": "Mwangi Ann", "phone": "0712345678"},
            {"person": ali, "name": "Ali Hassan"},
        ],
        workshops=[{"workshop": "W1", "starts_on": "2024-05-01", "lead": "P2"}],
        register=[{"workshop": "W1", "person": one} for one in (ann, ali)],
    )
    done = imported(home, cascade, rows)
    assert done.committed and verdicts(done, "people") == ["new", "new", "new", "known", "new"]
    shown = [api.get(f"/people/{p['id']}") for p in api.get(f"/people?cascade={cascade}")]
    phones = {tuple(one["identifiers"]): one["details"].get("phone") for one in shown}
    assert phones == {("P1",): "0712345678", ("P2",): None, ("P3",): None, (): None}
    assert imported(home, cascade, rows).batch is None
