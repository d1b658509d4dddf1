"""Rows of the four tables as people write them, as records."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.spreadsheets.files.cells import Cell, Percent
from api.spreadsheets.importing.row_values import record_of
from api.spreadsheets.importing.validation import judge
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.tables import Place, Row, Tables


def read(table: str, **cells: Cell) -> Any:
    return record_of(Row(table, Place("a.xlsx", "Sheet1", 2), cells), "iso")


def test_words_and_ages_of_people() -> None:
    rows = [("F", "25-34", "N"), ("M", "34", "Y"), ("Femme", "25–34", "Non"),
            ("男", "25 - 34", "否"), ("Male ", "65+", "No"), ("woman", "Over 65", "no"),
            ]  # fmt: skip
    found = [read("people", person="P", sex=s, age_band=a, disability=d) for s, a, d in rows]
    assert [one.sex for one in found] == ["female", "male", "female", "male", "male", "female"]
    assert [one.age_band for one in found] == ["25-34"] * 4 + ["65+"] * 2
    assert [one.disability for one in found] == ["no", "yes", "no", "no", "no", "no"]


@pytest.mark.parametrize(
    ("kind", "mode", "codes"),
    [("ToT", "In person", ("tot", "in-person")),
     ("Step down", "Face-to-face", ("step-down", "in-person")),
     ("step_down", "Online", ("step-down", "online")),
     ("Cascade", "Hybrid", ("step-down", "blended"))],
)  # fmt: skip
def test_words_of_workshops(kind: str, mode: str, codes: tuple[str, str]) -> None:
    found = read("workshops", workshop="W1", starts_on="2026-03-09", kind=kind, mode=mode)
    assert (found.kind, found.mode) == codes


def test_times_are_left_off_days() -> None:
    found = read("workshops", workshop="W1", starts_on="2026-03-09 00:00:00",
                 ends_on="2026-03-11T08:30:00Z")  # fmt: skip
    assert (found.starts_on, found.ends_on) == (date(2026, 3, 9), date(2026, 3, 11))


def test_scores_in_per_cent_and_of_a_maximum() -> None:
    found = read("register", workshop="W1", person="P1", pre=Percent(0.45), post=Percent(0.8))
    assert found.scores == (45, 80, 100)
    found = read("register", workshop="W1", person="P1", pre="9/20", post="16/20")
    assert found.scores == (9, 16, 20)
    said = read("register", workshop="W1", person="P1", post="80%", max_score=20.0)
    assert said == "post: this score is out of 100, but max_score is 20. Correct one of them."


def test_placeholders_are_blank_and_rounded_numbers_are_refused() -> None:
    found = read("people", person="P1", name="Asha", region="N/A", cadre="-", organisation="None",
                 phone="0000000000", id_number="none", email="n/a")  # fmt: skip
    assert (found.region, found.cadre, found.organisation) == (None, None, None)
    assert found.details == {"name": "Asha"}
    assert "phone: Excel has rounded" in read("people", person="P1", phone="2.54701E+11")
    assert "“person” is blank" in read("people", person="-", name="Asha")


def test_characters_that_do_not_show() -> None:
    found = read("people", person="P1", name="علی\u200cرضا", region="Kisumu\u00a0East",
                 organisation="St\u202fMary Hospital\ufeff")  # fmt: skip
    assert found.details["name"] == "علی\u200cرضا"
    assert (found.region, found.organisation) == ("Kisumu East", "St Mary Hospital")


def test_certificates_without_an_end() -> None:
    for said in ("9999-12-31", "never", "N/A", "-"):
        found = read("certifications", person="P1", level="Master trainer",
                     certified_on="2024-02-29", expires_on=said)  # fmt: skip
        assert (found.level, found.expires_on) == ("master", None)


def test_years_of_other_calendars_are_refused() -> None:
    for said in ("2569-03-09", "1447-09-20"):
        assert "between 1900 and 2200" in read("workshops", workshop="W1", starts_on=said)


def test_people_without_an_identifier_are_not_the_same_one() -> None:
    rows = [Row("people", Place("a.csv", None, line), {"person": "N/A", "name": name})
            for line, name in ((2, "Asha"), (3, "Ben"))]  # fmt: skip
    judged = judge(Tables({**{table: [] for table in COLUMNS}, "people": rows}, []), "iso")
    reasons = [row.why for row in judged.rows["people"]]
    assert ["is blank" in reason for reason in reasons] == [True, True], reasons
