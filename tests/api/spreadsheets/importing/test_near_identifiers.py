"""An identifier that is nearly another one is asked, unless a table tells the two apart."""

from __future__ import annotations

import pytest

from api.home import Home
from tests.api.spreadsheets.importing.typed import Cells, imported, tables, verdicts
from tests.support.api import Api


@pytest.fixture
def cascade(api: Api, home: Home) -> str:
    """A cascade with a trainer and a workshop."""
    id = api.cascade()
    first = tables(
        people=[{"person": "TRN-017", "name": "Asha One"}],
        workshops=[{"workshop": "W-1", "starts_on": "2024-05-01", "lead": "TRN-017"}],
    )
    assert imported(home, id, first).committed
    return id


def line(workshop: str, person: str) -> Cells:
    return {"workshop": workshop, "person": person}


def test_nearly_a_known_person_is_asked(api: Api, home: Home, cascade: str) -> None:
    rows = tables(workshops=[{"workshop": "W2", "starts_on": "2024-06-01", "lead": "TRN017"}])
    done = imported(home, cascade, rows)
    (asked,) = done.coming
    assert (asked.key, verdicts(done, "workshops")) == ("near:TRN017", ["unclear"])
    assert "nearly the same as “TRN-017 (Asha One)”" in done.judgement.rows["workshops"][0].why
    chosen = {asked.key: asked.choices[0].answer}
    assert imported(home, cascade, rows, decisions=chosen).committed
    assert [one["lead"]["identifier"] for one in api.get(f"/workshops?cascade={cascade}")] == [
        "TRN-017", "TRN-017",
    ]  # fmt: skip


@pytest.mark.parametrize("other", ["TRN-018", "TRN-17O", "TRN-117"])
def test_another_digit_or_letter_is_not_near(home: Home, cascade: str, other: str) -> None:
    done = imported(home, cascade, tables(register=[line("W-1", other)]), dry_run=True)
    assert [one.kind.value for one in done.coming] == ["nameless"]


def test_nearly_a_known_workshop_is_asked(home: Home, cascade: str) -> None:
    rows = tables(people=[{"person": "P1", "name": "Di"}], register=[line("W1", "P1")])
    done = imported(home, cascade, rows)
    assert [one.key for one in done.coming] == ["near:W1"]
    assert verdicts(done, "register") == ["unclear"]
    done = imported(home, cascade, rows, decisions={"near:W1": "W-1"})
    assert done.committed and verdicts(done, "register") == ["new"]


def test_a_row_that_is_nearly_another_is_asked(api: Api, home: Home, cascade: str) -> None:
    rows = tables(people=[{"person": "007", "name": "Ben"}], register=[line("W-1", "7")])
    done = imported(home, cascade, rows)
    assert verdicts(done, "register") == ["unclear"]
    assert "nearly the same as “007 (line 2)”" in done.judgement.rows["register"][0].why
    assert imported(home, cascade, rows, decisions={"near:7": "007"}).committed
    assert len(api.get(f"/people?cascade={cascade}")) == 2


def test_two_of_one_table_are_two_and_it_is_noted(home: Home, cascade: str) -> None:
    rows = tables(people=[{"person": "007", "name": "Ben"}, {"person": "7", "name": "Di"}])
    done = imported(home, cascade, rows)
    assert done.committed and sorted(verdicts(done, "people")) == ["new", "perhaps"]
    assert not done.coming
