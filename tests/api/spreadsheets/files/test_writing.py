"""Files out: what is written is read back as it was, and is never run."""

import csv as python_csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.spreadsheets.exporting.refused_rows import RefusedRow, write_refused_rows
from api.spreadsheets.exporting.template import write_template
from api.spreadsheets.files.cells import CellError, trimmed
from api.spreadsheets.files.formulas import ERRORS, LiteralText, guard_csv, guard_xlsx, unguard
from api.spreadsheets.files.writing import (
    write_csv,
    write_csv_text,
    write_xlsx,
)
from api.spreadsheets.recognition.columns import COLUMNS, REQUIRED
from api.spreadsheets.recognition.reader import read_files
from api.spreadsheets.recognition.vocabulary.values import (
    identifier,
    join_codes,
    number,
    split_codes,
)

RISKY = ["=1+1", "+254 712", "-5", "@me", "＝1", "'=1", "''=1", "'+", "'", "''", "'a", "=\tx"]
ODD = [
    *(*ERRORS, "1.0", "'1.0", "''12.0", "'#REF!"),
    *('say "hi"', "a,b;c", "a\nb", "a\r\nb\rc", "שלום, عائشة\u200f", "007", "1e5", "_x0041_"),
    *(
        "_x000D_",
        "1.0",
        "'1.0",
        "''12.0",
        "'#REF!",
        "<b>&amp;</b>",
        "TRUE",
        "2021-01-01",
        "https://x.example",
        "{=1}",
        "😀\u2028x",
    ),
]

plain = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\r\t"), max_size=60
)
risky = st.builds(str.__add__, st.sampled_from(RISKY), plain)
texts = st.one_of(st.sampled_from(RISKY + ODD), plain, risky).map(trimmed).filter(bool)
once_a_directory = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def read_csv(at: Path, rows: list[tuple]) -> list[dict]:
    with (at / "people.csv").open("wb") as stream:
        write_csv(stream, ["person", "name"], rows)
    return [row.cells for row in read_files([at / "people.csv"]).tables.rows["people"]]


def read_xlsx(at: Path, rows: list[tuple], columns: tuple = ("person", "name")) -> list[dict]:
    write_xlsx(at / "people.xlsx", {"people": (columns, rows)})
    return [row.cells for row in read_files([at / "people.xlsx"]).tables.rows["people"]]


@once_a_directory
@given(rows=st.lists(st.tuples(texts, texts), max_size=5))
@example(rows=[(risky, odd) for risky in RISKY for odd in ODD])
def test_csv_comes_back_as_it_was(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    assert read_csv(tmp_path, rows) == [{"person": a, "name": b} for a, b in rows]


@once_a_directory
@given(rows=st.lists(st.tuples(texts, texts), max_size=5))
@example(rows=[(risky, odd) for risky in RISKY for odd in ODD])
def test_xlsx_comes_back_as_it_was(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    assert read_xlsx(tmp_path, rows) == [{"person": a, "name": b} for a, b in rows]


@given(st.text())
def test_a_guard_adds_what_reading_removes(text: str) -> None:
    assert unguard(guard_csv(text)) == text or not guard_csv(text).startswith("'")
    assert unguard(guard_xlsx(text)) == text


@given(st.builds(str.__add__, st.sampled_from([*"=+-@\t\r＝＋－＠"]), st.text()))
def test_no_csv_cell_begins_as_a_formula(text: str) -> None:
    stream = io.BytesIO()
    write_csv(stream, ["name"], [[text.replace("\ud800", "")]])
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    lines = io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")
    (_header, (cell,)) = python_csv.reader(lines)
    assert cell == "'" + text


@once_a_directory
@given(days=st.lists(st.dates(date(1900, 1, 1), date(2200, 12, 31)), max_size=20))
@example(days=[date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2200, 12, 31)])
def test_days_come_back_as_days(days: list[date], tmp_path: Path) -> None:
    rows = [("W", day) for day in days]
    write_xlsx(tmp_path / "b.xlsx", {"workshops": (["workshop", "starts_on"], rows)})
    found = read_files([tmp_path / "b.xlsx"]).tables.rows["workshops"]
    assert [row.cells["starts_on"] for row in found] == days


def test_numbers_blanks_and_old_days(tmp_path: Path) -> None:
    rows = [("1", 7.5, None), ("2", True, ""), ("3", 8, date(1850, 1, 1))]
    found = read_xlsx(tmp_path, rows, ("person", "name", "region"))
    assert found[0] == {"person": "1", "name": 7.5}
    assert found[1] == {"person": "2", "name": True}
    assert found[2] == {"person": "3", "name": 8.0, "region": "1850-01-01"}
    assert read_csv(tmp_path, [(7.0, -2.5), (date(2024, 2, 29), None)]) == [
        {"person": "7", "name": "-2.5"},
        {"person": "2024-02-29"},
    ]


def test_xlsx_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    read_xlsx(tmp_path, [("=1+1", "https://x.example"), ("{=2}", "internal:A1")])
    with zipfile.ZipFile(tmp_path / "people.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_what_does_not_fit_is_not_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        write_xlsx(tmp_path / "a.xlsx", {"people": (["person"], [["x" * 40_000]])})


def test_problems_come_back_beside_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,person\nA,K1\n=B,\n")
    rows = read_files([path]).tables.rows["people"]
    stream = io.BytesIO()
    reasons = [None, "=This row has no code."]
    write_refused_rows(stream, list(map(RefusedRow, rows, reasons)))
    (tmp_path / "again.xlsx").write_bytes(stream.getvalue())
    again = read_files([tmp_path / "again.xlsx"]).tables
    assert [row.cells for row in again.rows["people"]] == [row.cells for row in rows]
    assert again.notices == []
    with zipfile.ZipFile(stream) as archive:
        assert b"=This row has no code." in archive.read("xl/worksheets/sheet1.xml")


def test_the_template_opens_as_four_empty_tables(tmp_path: Path) -> None:
    with (tmp_path / "template.xlsx").open("wb") as stream:
        write_template(stream)
    tables = read_files([tmp_path / "template.xlsx"]).tables
    assert tables.rows == {table: [] for table in COLUMNS}
    assert [notice.sheet for notice in tables.notices] == ["Instructions"]


def test_the_template_has_choices_notes_and_a_frozen_header(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    with zipfile.ZipFile(tmp_path / "template.xlsx") as archive:
        people = archive.read("xl/worksheets/sheet2.xml").decode()
        notes = [archive.read(f"xl/comments{n}.xml").decode() for n in range(1, 5)]
    assert '"female,male,other,unknown"' in people
    assert 'state="frozen"' in people
    assert [note.count("<comment ") for note in notes] == [len(c) for c in COLUMNS.values()]
    assert REQUIRED.keys() == COLUMNS.keys()


# ---- one way out -----------------------------------------------------------------------------

ROOT = Path(__file__).parents[4]
WRITES = re.compile(r"csv\.(?:writer|DictWriter)|Workbook\(|import_module|to_csv|to_excel|openpyxl")


def test_nothing_else_writes_a_sheet() -> None:
    """So that what is done here about texts is done everywhere."""
    found = {
        str(path.relative_to(ROOT))
        for package in ("api", "domain", "projections")
        for path in (ROOT / package).rglob("*.py")
        if WRITES.search(path.read_text("utf-8"))
    }
    assert found == {"api/spreadsheets/files/writing.py"}


@pytest.mark.parametrize("write", [write_csv, write_csv_text])
def test_numbers_stay_numbers_and_texts_stay_texts(write: Callable[..., None]) -> None:
    binary = io.BytesIO()
    stream = binary if write is write_csv else io.TextIOWrapper(binary, "utf-8", newline="")
    write(
        stream, ["a"], [[-0.5], [-3], [1e-9], [0.1 + 0.2], ["-0.5"], ["=1"], [LiteralText("1.0")]]
    )
    stream.flush()
    text = binary.getvalue().decode("utf-8-sig")
    cells = [cell for (cell,) in python_csv.reader(io.StringIO(text, newline=""))]
    assert cells == [
        "a", "-0.5", "-3", "0.000000001", "0.30000000000000004", "'-0.5", "'=1", "'1.0"
    ]  # fmt: skip


@once_a_directory
@given(numbers=st.lists(st.floats(0, 1e9), min_size=1, max_size=20))
@example(numbers=[0.1 + 0.2, 5e-324, 1e-9, 123456789.12345679, 999999999.9999999])
def test_a_number_comes_back_to_the_last_digit(numbers: list[float], tmp_path: Path) -> None:
    columns, rows = ("workshop", "person", "pre"), [("w", "p", value) for value in numbers]
    with (tmp_path / "register.csv").open("wb") as stream:
        write_csv(stream, columns, rows)
    write_xlsx(tmp_path / "register.xlsx", {"register": (columns, rows)})
    for name in ("register.csv", "register.xlsx"):
        found = read_files([tmp_path / name]).tables.rows["register"]
        assert [number(row.cells["pre"]) for row in found] == numbers


@given(st.lists(texts.filter(lambda text: "\n" not in text and "\r" not in text), max_size=6))
@example(["a;b", '"', '"a";b', "1.0", "7.0;8.0", "", "x"])
def test_a_list_of_codes_comes_back_as_it_was(codes: list[str]) -> None:
    sound = [code for code in codes if is_identifier(code)]
    assert split_codes(join_codes(sound)) == sound


def is_identifier(code: str) -> bool:
    try:
        return identifier(LiteralText(code)) == code
    except CellError:
        return False
