"""Sheets as coordinators have them: each row is read right, or asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.spreadsheets.recognition.reading import Answers, Reading
from api.spreadsheets.recognition.tables import Row
from tests.support.command import Banyan
from tests.support.sheets.catalogue import SHEETS, at_random, made
from tests.support.sheets.comparing import Fault, faults, questions, table_of
from tests.support.sheets.imported import imported
from tests.support.sheets.judging import read, read_and_answered
from tests.support.sheets.perfect import perfect
from tests.support.sheets.reading import answers, taken
from tests.support.sheets.truth import Truth

Change = Callable[[list[Row]], None]


# ---- the judge is judged ---------------------------------------------------------------------


def judged(truth: Truth, reading: Reading) -> list[Fault]:
    return faults(taken(reading, truth), truth)


def test_the_truth_has_no_fault() -> None:
    sheets = [*map(made, SHEETS), *map(at_random, range(20))]
    found = [fault for sheet in sheets for fault in judged(sheet.truth, perfect(sheet.truth))]
    assert found == []


def _with(table: str, at: int, **cells: Any) -> Callable[[Reading], None]:
    def change(reading: Reading) -> None:
        row = reading.tables.rows[table][at]
        changed = {name: cell for name, cell in (row.cells | cells).items() if cell is not None}
        reading.tables.rows[table][at] = dataclasses.replace(row, cells=changed)

    return change


def _without(table: str, at: int) -> Callable[[Reading], None]:
    return lambda reading: reading.tables.rows[table].pop(at) and None


def _twice(table: str, **cells: Any) -> Callable[[Reading], None]:
    def change(reading: Reading) -> None:
        row = reading.tables.rows[table][0]
        reading.tables.rows[table].append(dataclasses.replace(row, cells=row.cells | cells))

    return change


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_with("people", 0, name="TOTAL"), "made up"),
        (_with("people", 0, sex=None), "lost"),
        (_with("people", 0, phone="0700000000"), "wrong value"),
        (_with("people", 0, email="a@example.org"), "invented value"),
        (_with("people", 0, region="Ahero Clinic"), "invented value"),
        (_without("people", 1), "lost"),
        (_twice("people", person="x", name="Average"), "made up"),
        (_with("register", 0, pre=19.5), "wrong value"),
        (_with("register", 0, post=None), "lost"),
        (_with("register", 0, max_score=None), "lost"),
        (_without("register", 0), "lost"),
        (_twice("register", pre=0.5), "made up"),
        (_with("workshops", 0, ends_on="2026-01-01"), "wrong value"),
        (_with("workshops", 0, starts_on="2020-01-01"), "lost"),
        (_with("workshops", 0, lead="Somebody Else"), "wrong value"),
        (_with("workshops", 0, lead=None), "not read"),
        (_with("people", 0, sex="unheard of"), "refused"),
    ],
)
def test_each_fault_is_found(change: Callable[[Reading], None], kind: str) -> None:
    truth = made("register-en").truth
    reading = perfect(truth)
    change(reading)
    assert kind in {fault.kind for fault in judged(truth, reading)}


def test_one_person_as_two_and_two_as_one_are_found() -> None:
    truth = made("long-again").truth
    again = perfect(truth)
    again.tables.rows["register"][5] = dataclasses.replace(
        again.tables.rows["register"][5],
        cells=again.tables.rows["register"][5].cells | {"person": "another"},
    )
    _twice("people", person="another")(again)
    assert "split" in {fault.kind for fault in judged(truth, again)}


def test_what_was_not_asked_and_what_was_asked_in_vain_are_found() -> None:
    truth = made("points-without-maximum").truth
    assert questions(set(), truth) == [Fault("not asked", "max_score")]
    assert questions({"max_score", "dates"}, truth) == [Fault("asked in vain", "dates")]


def test_sheets_are_the_same_each_time() -> None:
    for name in ("register-en", "long-merged-ods", "kobo-labels", "paste-messy"):
        first, second = made(name), made.__wrapped__(name)
        assert first.truth == second.truth and first.pasted == second.pasted
    assert at_random(3).truth == at_random(3).truth


def test_sheets_are_of_all_kinds_and_languages() -> None:
    endings = {file.rsplit(".", 1)[1] for name in SHEETS for file, _ in made(name).files}
    assert endings == {"xlsx", "xls", "ods", "csv", "tsv", "txt"}
    assert len(SHEETS) >= 44 and sum(bool(made(name).pasted) for name in SHEETS) >= 5


# ---- the reader is judged --------------------------------------------------------------------

ASKED_IN_VAIN = 8
"""Questions about all sheets together that a careful person would not have to ask."""


@cache
def of_a_sheet(name: str) -> list[Fault]:
    return read_and_answered(made(name))


@pytest.mark.parametrize("name", SHEETS)
def test_each_row_is_right_or_asked_about(name: str) -> None:
    assert [str(fault) for fault in of_a_sheet(name) if not fault.soft] == []


def test_hardly_anything_is_asked_in_vain() -> None:
    found = [(name, fault) for name in SHEETS for fault in of_a_sheet(name)]
    vain = [(name, fault) for name, fault in found if fault.kind == "asked in vain"]
    assert len(vain) <= ASKED_IN_VAIN, table_of(vain)


def test_random_sheets_are_right_or_asked_about() -> None:
    assert wrong(range(60)) == ""


@pytest.mark.soak
def test_many_random_sheets_are_right_or_asked_about() -> None:
    assert wrong(range(2_000)) == ""


def wrong(seeds: Sequence[int]) -> str:
    """A table of the faults that are not soft."""
    found = [(str(seed), fault) for seed in seeds for fault in read_and_answered(at_random(seed))]
    return table_of((seed, fault) for seed, fault in found if not fault.soft)


@pytest.mark.parametrize(
    "name", ["facility", "points-without-maximum", "long-dmy", "workshops-points"]
)
def test_the_next_sheet_of_the_same_shape_asks_nothing_of_its_columns(name: str) -> None:
    """Its workshop is another one, so facts may be asked."""
    first = made(name)
    known = answers(first, read(first), Answers())
    again = read(first, Answers(layouts=known.layouts))
    assert taken(again, first.truth).asked <= {"facts"}


# ---- all the way -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "long-merged",
        "workshops-en",
        "kobo-labels",
        "days-en",
        "long-codes",
        "long-codes-dashes",
        "long-again",
        "certificates",
    ],
)
def test_all_of_it_is_recorded(banyan: Banyan, name: str, tmp_path: Path) -> None:
    sheet = made(name)
    found, reasons = imported(banyan, sheet, tmp_path)
    assert reasons == []
    assert [str(fault) for fault in faults(found, sheet.truth) if not fault.soft] == []
