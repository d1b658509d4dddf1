"""Bad input of every kind: one clear sentence that says where, and nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.command import Answer, Banyan, write_files

GOOD = {
    "people": "person,name,sex\nada,Ada L,female\nben,Ben K,male",
    "workshops": "workshop,starts_on,lead\nw1,2023-03-01,ada",
    "register": "workshop,person,pre,post,max_score\nw1,ben,3,5,10",
    "certifications": "person,level,certified_on\nada,qualified,2023-01-01",
}
LONG = "x" * 201
NOT_A_DATE = "starts_on: This is not a date. Write it as YYYY-MM-DD."

# What the last row of a table says: header, row, what is said of it.
ROWS: list[tuple[str, str, str, str]] = [
    ("people", "person,name", ",Nobody", "The column “person” is blank."),
    ("people", "person,sex", "eve,q", "sex: “q” is not one of: female, male, other, unknown."),
    ("people", "person,age_band", "eve,young", "age_band: “young” is not one of: 15-24, "),
    ("people", "person,disability", "eve,a bit", "disability: “a bit” is not one of: yes, no."),
    ("people", "person,region", "eve,A /  / B", "“A /  / B” is no path of regions."),
    ("people", "person", LONG, "person: This is longer than 200 characters."),
    ("people", "person", '"e\nve"', "person: This must be on one line."),
    ("people", "person,name", "eve,E\x07ve", "name: This holds a control character."),
    ("people", "person,name", f"eve,{'x' * 1001}", "name: This is longer than 1000 characters."),
    ("people", "person,cadre", f"eve,{'x' * 101}", "at most 100 characters"),
    ("people", "person,cadre", "eve,Nurse,extra", "Column 3 has no name but holds a value."),
    ("workshops", "workshop,starts_on", ",2023-03-01", "The column “workshop” is blank."),
    ("workshops", "workshop,starts_on", "w2,", "The column “starts_on” is blank."),
    ("workshops", "workshop,starts_on", "w2,soon", NOT_A_DATE),
    ("workshops", "workshop,starts_on", "w2,2023-02-29", "starts_on: There is no such day in"),
    ("workshops", "workshop,starts_on", "w2,3/4/2023", "run again with `--dates dmy` or"),
    ("workshops", "workshop,starts_on", "w2,1/2/23", "starts_on: The year has two digits."),
    ("workshops", "workshop,starts_on", "w2,2199-01-01", "2199-01-01 is still to come;"),
    ("workshops", "workshop,starts_on", "w2,2999-01-01", "The year must be between 1900 and"),
    ("workshops", "workshop,starts_on", "w2,0023-03-01", "The year must be between 1900 and"),
    ("workshops", "workshop,starts_on,ends_on", "w2,2023-03-02,2023-03-01", "before it starts on"),
    ("workshops", "workshop,starts_on,ends_on", "w2,2023-03-02,2198-03-01", "still to come. Log"),
    ("workshops", "workshop,starts_on,kind", "w2,2023-03-01,party", "kind: “party” is not one of"),
    ("workshops", "workshop,starts_on,mode", "w2,2023-03-01,radio", "mode: “radio” is not one of"),
    ("workshops", "workshop,starts_on,headcount", "w2,2023-03-01,-3", "whole number, 0 or more"),
    ("workshops", "workshop,starts_on,headcount", "w2,2023-03-01,3.5", "whole number, 0 or more"),
    ("workshops", "workshop,starts_on,headcount", "w2,2023-03-01,many", "headcount: This is not a"),
    ("workshops", "workshop,starts_on,headcount", "w2,2023-03-01,1e9", "headcount: This is not a"),
    ("workshops", "workshop,starts_on,lead", f"w2,2023-03-01,{LONG}", "lead: This is longer than"),
    ("workshops", "workshop,starts_on,co_facilitators", f"w2,2023-03-01,a;{LONG}", "co_facil"),
    ("workshops", "workshop,starts_on,modules", f"w2,2023-03-01,{'m' * 61}", "at most 60 char"),
    ("workshops", "workshop,starts_on,region", "w2,2023-03-01," + " / ".join("abcdefghijk"), "at"),
    ("register", "workshop,person", ",ben", "The column “workshop” is blank."),
    ("register", "workshop,person", "w1,", "The column “person” is blank."),
    ("register", "workshop,person", "w9,ben", "There is no workshop “w9” in these files or in"),
    ("register", "workshop,person", "w1,ada", "“ada” led this workshop and cannot be on its"),
    ("register", "workshop,person,pre", "w1,eve,few", "pre: This is not a number."),
    ("register", "workshop,person,pre", "w1,eve,inf", "pre: This is not a number."),
    ("register", "workshop,person,pre", "w1,eve,-1", "A score is a number from 0 upwards."),
    ("register", "workshop,person,pre", "w1,eve,99999999999", "pre: This number is too large."),
    ("register", "workshop,person,pre", 'w1,eve,"1,234"', "without separators between thousands"),
    ("register", "workshop,person,post,max_score", "w1,eve,11,10", "11 is above the maximum of 10"),
    ("register", "workshop,person,max_score", "w1,eve,0", "The maximum score must be above 0."),
    ("certifications", "person,level,certified_on", ",master,2023-01-01", "“person” is blank."),
    ("certifications", "person,level,certified_on", "ada,,2023-01-01", "“level” is blank."),
    ("certifications", "person,level,certified_on", "ada,guru,2023-01-01", "“guru” is not one of"),
    ("certifications", "person,level,certified_on", "ada,master,", "“certified_on” is blank."),
    ("certifications", "person,level,certified_on", "ada,master,2023-13-01", "no such day"),
    ("certifications", "person,level,certified_on", "ada,master,2198-01-01", "still to come"),
    ("certifications", "person,level,certified_on", "zoe,master,2023-01-01", "known as “zoe”. Add"),
    (
        "certifications",
        "person,level,certified_on,expires_on",
        "ada,master,2023-01-01,2022-01-01",
        "expires on 2022-01-01, before its first day 2023-01-01",
    ),
]


def said_of(answer: Answer, table: str, line: int) -> str:
    found = re.findall(rf"^{table}\.csv:{line}: [\w, ]*refused: (.+)$", answer.err, re.MULTILINE)
    assert len(found) == 1, answer
    return str(found[0])


@pytest.mark.parametrize(("table", "header", "row", "sentence"), ROWS)
def test_a_bad_row(
    banyan: Banyan, tmp_path: Path, table: str, header: str, row: str, sentence: str
):
    tables = write_files(tmp_path / "in", GOOD)
    more = write_files(tmp_path / "more", {table: f"{header}\n{row}"})
    before = banyan.position()
    answer = banyan("import", "--cascade", "c", tables, more)
    assert answer.code == 1
    said = said_of(answer, table, 2)
    assert sentence in said
    assert said.endswith(".")
    assert "Nothing was imported: 1 row is refused." in answer.err
    assert banyan.position() == before
    skipping = banyan("import", "--cascade", "c", "--skip-refused", tables, more)
    assert skipping.code == 0
    assert said_of(skipping, table, 2) == said
    assert banyan.reach()["ada"].reach == 1


DIFFERING = {
    "people": ("person,name", "eve,Eve", "eve,Eva", "“eve” stands in several rows that differ"),
    "workshops": ("workshop,starts_on", "w2,2023-01-01", "w2,2023-01-02", "“w2” stands in"),
    "certifications": (
        "person,level,certified_on,number",
        "ada,master,2023-01-01,7",
        "ada,master,2023-01-01,8",
        "This certificate stands in several rows that differ",
    ),
}


@pytest.mark.parametrize("table", DIFFERING)
def test_of_rows_that_differ_both_are_refused(banyan: Banyan, tmp_path: Path, table: str):
    header, one, other, sentence = DIFFERING[table]
    tables = write_files(tmp_path / "in", GOOD)
    more = write_files(tmp_path / "more", {table: f"{header}\n{one}\n{other}\n{one}"})
    answer = banyan("import", "--cascade", "c", tables, more)
    assert answer.code == 1
    for line in (2, 3, 4):
        assert sentence in said_of(answer, table, line)


def test_rows_that_differ_in_two_files_are_told_by_file(banyan: Banyan, tmp_path: Path):
    one = write_files(tmp_path / "a", {"people a": "person,name\neve,Eve"})
    other = write_files(tmp_path / "b", {"people b": "person,name\neve,Eva"})
    answer = banyan("import", "--cascade", "c", one, other)
    assert "(people a.csv:2, people b.csv:2)" in answer.err


def test_a_refused_workshop_takes_its_register_with_it(banyan: Banyan, tmp_path: Path):
    tables = write_files(
        tmp_path / "in",
        GOOD
        | {
            "workshops": "workshop,starts_on,lead\nw1,2023-03-01,ada\nw2,never,ben",
            "register": "workshop,person\nw1,ben\nw2,eve",
        },
    )
    answer = banyan("import", "--cascade", "c", "--skip-refused", tables)
    assert answer.code == 0
    assert "workshop “w2”" in said_of(answer, "register", 3)
    assert set(banyan.reach()) == {"ada"}
    with banyan.opened() as home:
        assert home.private.people("c", ["ada", "ben", "eve"]).keys() == {"ada", "ben"}


def test_a_cofacilitators_row_is_kept_and_flagged(banyan: Banyan, tmp_path: Path):
    tables = write_files(
        tmp_path / "in",
        {
            "workshops": "workshop,starts_on,lead,co_facilitators\nw1,2023-03-01,ada,ben; ada;ben",
            "register": "workshop,person\nw1,ben\nw1,eve",
        },
    )
    answer = banyan.done("import", "--cascade", "c", tables)
    assert "register: 1 new, 1 flagged" in answer.out
    found = banyan.reach()
    assert (found["ada"].direct, found["ben"].direct) == (1, 1)


# ---- whole files -----------------------------------------------------------------------------

FILES = {
    "empty": ("people.csv", b"", "people.csv: the file is empty."),
    "not text": ("people.csv", b"person\nada\x00\n", "people.csv"),
    "open quotation": ("people.csv", b'person,name\nada,"Ada\n', "people.csv"),
    "unknown table": ("notes.csv", b"when,what\n1,2\n", "notes.csv: nothing in it is known."),
    "column twice": (
        "people.csv",
        b"person,name,Name\nada,A,B\n",
        "two columns have the name name",
    ),
    "other kind": ("people.pdf", b"PK", "people.pdf: only .xlsx, .xls, .ods, .csv, .tsv"),
    "half a workbook": ("people.xlsx", b"PK\x03\x04" + b"\0" * 40, "people.xlsx"),
    "only a header": ("people.csv", b"person,name\n", None),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_bad_file(banyan: Banyan, tmp_path: Path, kind: str):
    name, content, sentence = FILES[kind]
    (tmp_path / name).write_bytes(content)
    before = banyan.position()
    for more in ([], ["--skip-refused"], ["--dry-run"]):
        answer = banyan("import", "--cascade", "c", *more, tmp_path / name)
        if sentence is None:
            assert answer.code == 0
        else:
            assert answer.code == 1
            assert sentence in answer.err
            assert len(answer.err.strip().splitlines()) == 1
    assert banyan.position() == before


def test_unknown_columns_are_reported_once(banyan: Banyan, tmp_path: Path):
    tables = write_files(tmp_path / "in", GOOD | {"people": "person,shoe,hat\nada,1,2"})
    answer = banyan.done("import", "--cascade", "c", tables)
    expected = "people.csv: these columns are not known and were not read: shoe, hat."
    assert expected in answer.err.splitlines()


def test_the_refused_rows_come_back_as_a_workbook(banyan: Banyan, tmp_path: Path):
    tables = write_files(tmp_path / "in", GOOD | {"people": "person,sex\nada,q\nben,male"})
    errors = tmp_path / "errors.xlsx"
    assert banyan("import", "--cascade", "c", tables, "--errors", errors).code == 1
    answer = banyan("import", "--cascade", "c", "--dry-run", errors)
    assert "errors.xlsx [people]:2: refused: sex: “q” is not one of" in answer.out
