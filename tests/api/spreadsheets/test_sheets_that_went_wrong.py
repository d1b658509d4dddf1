"""Sheets that people could not import elsewhere: each has its right value."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from api.errors import BadInput
from api.spreadsheets.files.cells import Order
from api.spreadsheets.importing.row_values import record_of
from api.spreadsheets.recognition.pasted import read_pasted
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, Reading
from api.spreadsheets.recognition.vocabulary.words import is_total

WORKSHOPS = "workshop,starts_on\nW1,2026-03-09"


def csv(dates: Order = "iso", **tables: str) -> Reading:
    files = [(f"{name}.csv", text.encode()) for name, text in tables.items()]
    return read_uploads(files, Answers(common=Layout(dates=dates)))


def records(reading: Reading, table: str, dates: Order = "iso") -> list[Any]:
    """The records of a table; of a row that is refused, the sentence."""
    return [record_of(row, dates) for row in reading.tables.rows[table]]


def xlsx(**sheets: list[list[Any]]) -> Reading:
    """`sheets`: the cells by line; a pair is (value, number format), a function writes itself."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if isinstance(cell, tuple):
                        sheet.write(line, column, cell[0], book.add_format({"num_format": cell[1]}))
                    elif callable(cell):
                        cell(sheet, line, column)
                    else:
                        sheet.write(line, column, cell)
    return read_uploads([("book.xlsx", file.getvalue())], Answers())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-09 00:00:00", 9), ("2026-03-12T08:30:00Z", 12),
        ("2026-03-15T00:00:00.000+03:00", 15), ("09/03/2026 00:00", 9), ("12-Mar-2026", 12),
        ("12 March 2026", 12), ("2026/03/12", 12), ("20260312", 12), ("12 mars 2026", 12),
        ("2026-3-9", 9), ("٢٠٢٦-٠٣-١٢", 12), ("09.03.2026 ", 9), ("2026. 3. 9.", 9),
        ("2026年3月9日", 9),
    ],
)  # fmt: skip
def test_days_however_they_are_written(typed: str, day: int) -> None:
    reading = csv("dmy", workshops=f'workshop,starts_on\nW1,"{typed}"')
    (record,) = records(reading, "workshops", "dmy")
    assert record.starts_on == date(2026, 3, day)


@pytest.mark.parametrize("typed", ["46093", "9/3/26", "2569-03-09", "1447-09-20", "2026-02-29"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    reading = csv("dmy", workshops=f"workshop,starts_on\nW1,{typed}")
    assert str(records(reading, "workshops", "dmy")[0]).startswith("starts_on: ")


PEOPLE = "person;name;sex\r\nP1;José Núñez;male\r\nP2;Zoë Ångström – Beauséjour;female\r\n"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfsep=;\r\n" + PEOPLE.encode(),
        PEOPLE.replace(";", "\t").encode("utf-8-sig"),
        PEOPLE.replace(";", "\t").encode("utf-16"),
        PEOPLE.replace(";", "|").encode(),
        PEOPLE.replace("\r\n", "\r").encode(),
        PEOPLE.encode("cp1252"),
    ],
    ids=["sep", "tab", "utf-16", "pipe", "cr", "cp1252"],
)
def test_text_in_any_encoding(content: bytes) -> None:
    reading = read_uploads([("people.csv", content)], Answers())
    names = [record.details["name"] for record in records(reading, "people")]
    assert names == ["José Núñez", "Zoë Ångström – Beauséjour"]


def test_a_percent_cell_is_per_cent() -> None:
    register = [
        ["workshop", "person", "pre", "post", "max_score"],
        ["W1", "P1", (0.45, "0%"), (0.8, "0%"), 100],
        ["W1", "P2", (0.5, "0%"), (1, "0%")],
    ]
    found = records(xlsx(register=register), "register")
    assert [record.scores for record in found] == [(45, 80, 100), (50, 100, 100)]
    found = records(csv(register="workshop,person,pre,post\nW1,P1,45%,80%\nW1,P2,9/20,16/20"),
                    "register")  # fmt: skip
    assert [record.scores for record in found] == [(45, 80, 100), (9, 16, 20)]


def test_a_formula_without_a_value_is_refused() -> None:
    def formula(sheet: Any, line: int, column: int) -> None:
        sheet.write_formula(line, column, "=1+1", None, "")

    reading = xlsx(register=[["workshop", "person", "post"], ["W1", "P1", formula]])
    assert "The formula in post has no value." in str(records(reading, "register")[0])


def test_titles_above_the_headings() -> None:
    rows = [["Participants 2026"], [], ["person", "name", "sex"], ["P1", "Asha One", "female"]]
    reading = xlsx(Sheet1=rows)
    assert [record.person for record in records(reading, "people")] == ["P1"]
    assert not reading.asks
    (left,) = reading.sheets[0].left_out
    assert (left.kind, left.text) == ("title", "Participants 2026")


def test_words_for_values() -> None:
    reading = csv(
        people="person,sex,age_band,disability\n1,F,25-34,N\n2,M,34,Y\n3,Femme,25–34,Non\n"
        "4,男,25 - 34,否\n5,Male ,65+,No\n6,woman,Over 65,no",
        workshops="workshop,starts_on,kind,mode\nW1,2026-03-09,ToT,In person\n"
        "W2,2026-03-09,Step down,Face-to-face\nW3,2026-03-09,step_down,Online",
    )
    people = records(reading, "people")
    assert [str(p.sex) for p in people] == ["female", "male", "female", "male", "male", "female"]
    assert [str(p.age_band) for p in people] == ["25-34"] * 4 + ["65+"] * 2
    assert [str(p.disability) for p in people] == ["no", "yes", "no", "no", "no", "no"]
    workshops = records(reading, "workshops")
    assert [str(w.kind) for w in workshops] == ["tot", "step-down", "step-down"]
    assert [str(w.mode) for w in workshops] == ["in-person", "in-person", "online"]


def test_placeholders_are_blank_and_rounded_numbers_are_refused() -> None:
    reading = csv(
        people="person,region,cadre,organisation,phone,id_number\nP1,N/A,-,n/a,0000000,0\n"
        "P2,-,N/A,None,none,TBC\nP3,,,,2.54701E+11,\nP4,,,,,1.23457E+13"
    )
    one, other, phone, number = records(reading, "people")
    for record in (one, other):
        assert (record.region, record.cadre, record.organisation) == (None, None, None)
        assert record.details == {}
    assert phone.startswith("phone: Excel has rounded this number.")
    assert number.startswith("id_number: Excel has rounded this number.")


def test_totals_signatures_and_repeated_headings_are_nobody() -> None:
    reading = csv(
        people="person,name\nP1,Asha\nperson,name\nP2,Ben\nPerson,Name\nTotal participants: 2,\n"
        "Prepared by: J. Doe,",
        workshops="workshop,starts_on,headcount\nW1,2026-03-09,2\nTotal,,2",
        register="workshop,person,pre,post\nW1,P1,4,8\nW1,P2,6,10\nW1,Total,10,18\nAverage,,5,9",
    )
    assert [r.person for r in records(reading, "people")] == ["P1", "P2"]
    assert [r.workshop for r in records(reading, "workshops")] == ["W1"]
    assert [r.person for r in records(reading, "register")] == ["P1", "P2"]
    kinds = {sheet.label: [left.kind for left in sheet.left_out] for sheet in reading.sheets}
    assert kinds == {
        "people.csv": ["heading", "heading", "total", "signature"],
        "workshops.csv": ["total"],
        "register.csv": ["total", "total"],
    }


@pytest.mark.parametrize("code", ["F1", "M-12", "f01", "W/2", "N3"])
def test_an_identifier_is_no_count(code: str) -> None:
    assert not is_total(code)
    assert [r.person for r in records(csv(people=f"person,name\n{code},Asha"), "people")] == [code]


def test_merged_cells_hold_for_all_their_rows() -> None:
    def merged(text: str, rows: int) -> Any:
        return lambda sheet, line, column: sheet.merge_range(
            line, column, line + rows - 1, column, text
        )

    rows = [["workshop", "person"], [merged("W1", 3), "P1"], [], [], [merged("W2", 2), "P4"], []]
    for line, person in ((2, "P2"), (3, "P3"), (5, "P5")):
        rows[line] = [lambda *_place: None, person]
    found = records(xlsx(register=rows), "register")
    assert [(r.workshop, r.person) for r in found] == [
        ("W1", "P1"), ("W1", "P2"), ("W1", "P3"), ("W2", "P4"), ("W2", "P5"),
    ]  # fmt: skip


def test_blanks_that_do_not_break_are_blanks_and_joiners_stay() -> None:
    text = (
        "person,name,region,cadre\nP1,Asha One,Kisumu\u00a0East,Nurse\ufeff\n"
        "P2,Nimal,ශ්\u200dරී ලංකාව,Nurse\nP3,علی\u200cرضا,North\u00ad,Nurse\u200b"
    )
    one, two, three = records(csv(people=text), "people")
    assert (one.region, one.cadre) == ("Kisumu East", "Nurse")
    assert two.region == "ශ්\u200dරී ලංකාව"
    assert (three.details["name"], three.region, three.cadre) == ("علی\u200cرضا", "North", "Nurse")


@pytest.mark.parametrize("typed", ["9999-12-31", "never", "N/A", "-", ""])
def test_what_never_expires_has_no_day(typed: str) -> None:
    text = f"person,level,certified_on,expires_on\nP1,qualified,2024-02-29,{typed}"
    (record,) = records(csv(certifications=text), "certifications")
    assert record.expires_on is None


def test_who_is_absent_on_all_days_is_not_on_the_register() -> None:
    reading = csv(
        workshops=WORKSHOPS,
        register="workshop,person,day1,day2,attended,post\nW1,P1,P,P,Yes,8\nW1,P2,A,P,Yes,7\n"
        "W1,P3,A,A,No,\nW1,P4,A,A,No,",
    )
    assert [r.person for r in records(reading, "register")] == ["P1", "P2"]
    assert [left.kind for left in reading.sheets[1].left_out] == ["absent", "absent"]


def test_a_file_of_another_kind_is_named() -> None:
    with pytest.raises(BadInput, match=r"register\.xls"):
        read_uploads([("register.xls", b"\xd0\xcf\x11\xe0 no workbook")], Answers())


# ---- pasted --------------------------------------------------------------------------------------


def test_a_column_is_never_glued_to_a_name() -> None:
    read = read_pasted(
        "S/N\tName\tFacility\tPost-test\n1\tZuhura Kombo\tAhero Clinic\t16/20\n"
        "2\tYusto Lema\tMuhoroni Hospital\t15/20",
        Answers(),
    )
    assert [line["name"] for line in read.lines] == ["Zuhura Kombo", "Yusto Lema"]
    assert read.lines[0]["organisation"] == "Ahero Clinic"


def test_an_unknown_column_is_asked_and_a_birthday_is_no_telephone() -> None:
    read = read_pasted("Nom\tÉglise\nMakaya Jean\tSion\nKofi Anne\tBéthel", Answers())
    assert read.reading and Ask.COLUMNS in read.reading.asks
    assert [line["name"] for line in read.lines] == ["Makaya Jean", "Kofi Anne"]
    read = read_pasted("Name\tDOB\nAsha One\t12/03/1990\nBen Two\t01/02/1985", Answers())
    assert [line.get("phone") for line in read.lines] == [None, None]


def test_marks_are_no_names_and_absent_is_absent() -> None:
    read = read_pasted(
        "No\tName\tDay 1\tDay 2\n1\tZainabu Kondo\tP\tP\n2\tYohana Lukas\tA\tA", Answers()
    )
    assert [line["name"] for line in read.lines] == ["Zainabu Kondo"]
    read = read_pasted("Name\tAttended\nAsha One\tYes\nBen Two\tNo", Answers())
    assert [line["name"] for line in read.lines] == ["Asha One"]


def test_headings_on_two_rows() -> None:
    read = read_pasted(
        "No\tName\tTest scores\t\n\t\tPre\tPost\n1\tZuhura Kombo\t5\t8\n2\tYusto Lema\t6\t9",
        Answers(),
    )
    assert [(line["pre"], line["post"]) for line in read.lines] == [("5", "8"), ("6", "9")]
