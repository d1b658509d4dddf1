"""Answers about a sheet: they hold for the next sheet with the same headings, and for no other."""

from __future__ import annotations

import pytest

from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, read_uploads
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, Reading


def read(text: str, answers: Answers = NOTHING_ANSWERED, name: str = "list.csv") -> Reading:
    return read_uploads([(name, text.encode())], answers)


def answered(reading: Reading, **said: object) -> Answers:
    """What the page proposes is accepted as it stands."""
    layouts = {
        sheet.key: Layout(tuple(column.field for column in sheet.columns), **said)  # type: ignore[arg-type]
        for sheet in reading.sheets
    }
    return Answers(layouts)


LIST = "Training ID,Date of training,Name,Ward office,Pre,Post\nT1,2026-03-12,{},North,{},15\n"


def test_the_next_sheet_of_the_same_shape_asks_nothing():
    first = read(LIST.format("Mary Auma", 8))
    assert set(first.sheets[0].asks) == {Ask.COLUMNS, Ask.MAX_SCORE}
    known = answered(first, max_score=20.0)
    again = read(LIST.format("Peter Otieno", 9), known, "other.csv")
    assert not again.asks
    (line,) = again.tables.rows["register"]
    assert (line.cells["pre"], line.cells["post"], line.cells["max_score"]) == ("9", "15", 20.0)


def test_another_heading_is_another_layout():
    known = answered(read(LIST.format("Mary Auma", 8)), max_score=20.0)
    other = LIST.replace("Ward office", "Ward chief’s phone").format("Mary Auma", 8)
    assert Ask.COLUMNS in read(other, known).sheets[0].asks


def test_days_in_headings_do_not_make_another_layout():
    sheet = "Date,2026-03-12,\nTrainer,Jane Achieng,\nName,{},{}\nMary Auma,P,A\n"
    one = read(sheet.format("12 March", "13 March"))
    other = read(sheet.format("2 April", "3 April"))
    assert one.sheets[0].key == other.sheets[0].key


SCORES = "Date: 12 March 2026,\nTrainer: Jane Achieng,\nName,Score\nMary Auma,{}/20\n"


def of_test(reading: Reading) -> list[str]:
    (line,) = reading.tables.rows["register"]
    return [name for name in ("pre", "post") if name in line.cells]


@pytest.mark.parametrize(("name", "test"), [("Pre-test.csv", "pre"), ("Post-test.csv", "post")])
def test_the_sheet_says_of_which_test_a_score_is(name: str, test: str):
    reading = read(SCORES.format(8), name=name)
    assert not reading.asks
    assert of_test(reading) == [test]


def test_what_one_sheet_said_of_its_scores_does_not_hold_for_the_other_test():
    """The layout is remembered by the headings, which are the same."""
    known = answered(read(SCORES.format(8), name="Pre-test.csv"))
    assert of_test(read(SCORES.format(15), known, "Post-test.csv")) == ["post"]


def test_a_layout_that_contradicts_the_sheets_name_is_asked_again():
    unnamed = read(SCORES.format(15), name="march.csv")
    assert Ask.COLUMNS in unnamed.sheets[0].asks
    known = answered(unnamed)
    assert of_test(read(SCORES.format(15), known, "april.csv")) == ["post"]
    assert Ask.COLUMNS in read(SCORES.format(8), known, "Pre-test.csv").sheets[0].asks
