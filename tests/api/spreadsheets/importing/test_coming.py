"""What an import would bring into being is said first, and decided."""

from __future__ import annotations

import pytest

from api.home import Home
from api.spreadsheets.importing.coming import Kind
from api.spreadsheets.importing.run import ImportResult
from tests.api.spreadsheets.importing.typed import Cells, imported, key, tables, verdicts
from tests.support.api import Api

NOTHING: frozenset[str] = frozenset()


def said(done: ImportResult) -> list[tuple[str, str, int, str]]:
    return [(one.kind.value, one.text, one.count, one.decision) for one in done.coming]


@pytest.fixture
def cascade(api: Api, home: Home) -> str:
    """A cascade with a region, a trainer with an identifier and one without."""
    id = api.cascade()
    people: list[Cells] = [
        {"person": "T1", "name": "Zawadi Mutiso", "region": "Kenya / Gulu"},
        {"person": key("Peter Juma"), "name": "Peter Juma"},
    ]
    assert imported(home, id, tables(people=people)).committed
    return id


def workshop(lead: str, **more: str) -> Cells:
    return {"workshop": "W1", "starts_on": "2024-05-01", "lead": lead, **more}


# ---- regions ---------------------------------------------------------------------------------


def in_region(region: str) -> list[Cells]:
    return [{"person": "P1", "name": "Ana Mussa", "region": region}]


def test_a_new_region_is_listed_and_made(api: Api, home: Home, cascade: str) -> None:
    done = imported(home, cascade, tables(people=in_region("Kenya / Kisumu")))
    assert said(done) == [("region", "Kenya / Kisumu", 1, "accept")]
    assert done.committed


def test_a_region_that_is_nearly_known_is_asked(api: Api, home: Home, cascade: str) -> None:
    rows = tables(people=in_region("Kenya / Guluu"))
    done = imported(home, cascade, rows)
    (asked,) = done.coming
    assert (asked.kind, verdicts(done, "people")) == (Kind.REGION_NEAR, ["unclear"])
    assert "did you mean “Kenya / Gulu”" in done.judgement.rows["people"][0].why
    done = imported(home, cascade, rows, decisions={asked.key: "Kenya / Gulu"})
    assert done.committed and verdicts(done, "people") == ["new"]
    assert {row["name"] for row in api.get("/regions")} == {"Kenya", "Gulu"}


@pytest.mark.parametrize("near", ["Kenya / Gulu 2", "Kenya / Kitgum", "Uganda"])
def test_another_region_is_not_nearly_known(home: Home, cascade: str, near: str) -> None:
    done = imported(home, cascade, tables(people=in_region(near)), accepts=NOTHING)
    assert said(done) == [("region", near, 1, "")]
    assert verdicts(done, "people") == ["unclear"]
    done = imported(home, cascade, tables(people=in_region(near)), accepts=NOTHING,
                    decisions={f"region:{near}": "leave_out"})  # fmt: skip
    assert done.committed


# ---- trainers --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["T1", "Zawadi Mutiso", "Mutiso, Zawadi", "Peter Juma",
                                  "Juma, Peter"])  # fmt: skip
def test_a_known_trainer_is_named_by_identifier_or_name(
    api: Api, home: Home, cascade: str, text: str
) -> None:
    done = imported(home, cascade, tables(workshops=[workshop(text)]))
    assert done.committed and not done.coming
    assert leads(api, cascade) == [(text.split()[0] in ("T1", "Zawadi", "Mutiso,"), [])]


def leads(api: Api, cascade: str) -> list[tuple[bool, list[str]]]:
    """(whether T1 leads it, the names of the co-facilitators), of each workshop."""
    each = [api.get(f"/workshops/{w['id']}") for w in api.get(f"/workshops?cascade={cascade}")]
    return [
        (one["lead"]["identifier"] == "T1", [who["name"] for who in one["cofacilitators"]])
        for one in each
    ]


@pytest.mark.parametrize("between", [", ", " and ", "/", ";", " & ", " et ", " y ", " e ", " na ",
                                     " و ", " 和 ", "、", "\n"])  # fmt: skip
def test_several_known_trainers_of_a_cell_lead_and_co_facilitate(
    api: Api, home: Home, cascade: str, between: str
) -> None:
    done = imported(home, cascade, tables(workshops=[workshop(f"T1{between}Peter Juma")]))
    assert done.committed and not done.coming
    assert leads(api, cascade) == [(True, ["Peter Juma"])]


def test_where_not_all_are_known_it_is_asked(api: Api, home: Home, cascade: str) -> None:
    text = "T1 and Baraka Pérez"
    rows = tables(workshops=[workshop(text)])
    done = imported(home, cascade, rows)
    assert said(done) == [("trainers", text, 1, "")]
    assert "names several people" in done.judgement.rows["workshops"][0].why
    done = imported(home, cascade, rows, decisions={f"trainers:{text}": "accept"})
    assert done.committed
    assert said(done)[1:] == [("trainer", "Baraka Pérez", 1, "accept")]
    assert leads(api, cascade) == [(True, ["Baraka Pérez"])]


@pytest.mark.parametrize("text", ["KE/009", "T9", "Neema Auma"])
def test_a_trainer_whom_nobody_knows_is_listed(
    api: Api, home: Home, cascade: str, text: str
) -> None:
    rows = tables(workshops=[workshop(text)])
    asked = imported(home, cascade, rows, accepts=NOTHING)
    assert verdicts(asked, "workshops") == ["unclear"]
    out = imported(home, cascade, rows, accepts=NOTHING, dry_run=True,
                   decisions={f"trainer:{text}": "leave_out"})  # fmt: skip
    assert verdicts(out, "workshops") == ["new"]
    done = imported(home, cascade, rows)
    assert said(done) == [("trainer", text, 1, "accept")] and done.committed
    again = imported(home, cascade, rows)
    assert not again.coming and verdicts(again, "workshops") == ["known"]


def test_a_name_that_two_people_have_is_asked(api: Api, home: Home, cascade: str) -> None:
    people: list[Cells] = [{"person": p, "name": "Ali Hassan"} for p in ("A1", "A2")]
    rows = tables(people=people, workshops=[workshop("Ali Hassan")])
    done = imported(home, cascade, rows)
    assert [choice.answer for choice in done.coming[0].choices] == ["A1", "A2"]
    assert verdicts(done, "workshops") == ["unclear"]
    assert imported(home, cascade, rows, decisions={done.coming[0].key: "A2"}).committed
    (one,) = api.get(f"/workshops?cascade={cascade}")
    assert api.get(f"/workshops/{one['id']}")["lead"]["identifier"] == "A2"


# ---- people without a name, and one name on several registers --------------------------------


def test_people_without_a_name_are_listed(api: Api, home: Home, cascade: str) -> None:
    rows = tables(workshops=[workshop("T1")],
                  register=[{"workshop": "W1", "person": p} for p in ("T1x", "N1")])  # fmt: skip
    decisions = {"nameless:N1": "leave_out", "nameless:T1x": "accept"}
    asked = imported(home, cascade, rows, accepts=NOTHING, dry_run=True)
    assert said(asked) == [("nameless", "T1x", 1, ""), ("nameless", "N1", 1, "")]
    done = imported(home, cascade, rows, accepts=NOTHING, decisions=decisions)
    assert done.committed and verdicts(done, "register") == ["new", "left_out"]
    done = imported(home, cascade, rows)
    assert said(done) == [("nameless", "N1", 1, "accept")]


@pytest.mark.parametrize(("decision", "people"), [("accept", 1), ("apart", 2)])
def test_one_name_on_several_registers_is_one_or_several(
    api: Api, home: Home, cascade: str, decision: str, people: int
) -> None:
    before = len(api.get(f"/people?cascade={cascade}"))
    grace = key("grace chebet")
    held: list[Cells] = [
        {"workshop": w, "starts_on": f"2024-05-0{at}", "lead": "T1"}
        for at, w in enumerate(("W1", "W2"), start=1)
    ]
    rows = tables(
        people=[{"person": grace, "name": "Grace Chebet", "sex": "female"}],
        workshops=held,
        register=[{"workshop": w, "person": grace} for w in ("W1", "W2")],
    )
    asked = imported(home, cascade, rows, accepts=NOTHING)
    assert said(asked) == [("same_name", "grace chebet", 3, "")]
    assert set(verdicts(asked, "register")) == {"unclear"}
    for _time in range(2):
        done = imported(home, cascade, rows, decisions={asked.coming[0].key: decision})
        assert done.committed
        found = api.get(f"/people?cascade={cascade}")
        assert len(found) == before + people
    named = [api.get(f"/people/{one['id']}")["details"]["name"] for one in found]
    assert named.count("Grace Chebet") == people
