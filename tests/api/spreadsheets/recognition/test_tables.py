"""Files in: which table, which columns, which line, and what is said of the rest."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from api.errors import BadInput
from api.spreadsheets.recognition.columns import COLUMNS, table_named
from api.spreadsheets.recognition.reader import read_files
from api.spreadsheets.recognition.tables import Place, Row, Tables


def csv(at: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = at / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def xlsx(at: Path, sheets: dict[str, list[list[object]]], name: str = "book.xlsx") -> Path:
    book = xlsxwriter.Workbook(str(at / name), {"default_date_format": "yyyy-mm-dd"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()
    return at / name


def cells(tables: Tables, table: str = "people") -> list[dict]:
    return [row.cells for row in tables.rows[table]]


@pytest.mark.parametrize(
    "content",
    [
        "person,name\nK1,Zoé\nK2,عائشة\n",
        "\ufeffperson,name\r\nK1,Zoé\r\nK2,عائشة\r\n",
        "person;name\nK1;Zoé\nK2;عائشة",
        '"Person";"NAME"\n"K1";"Zoé"\n K2\u00a0;\ufeffعائشة \n',
        "name,person\rZoé,K1\rعائشة,K2\r",
        "\n,,\n\nperson,name,\nK1,Zoé,\n,,\n \nK2,عائشة\n\n",
    ],
)
def test_csv_in_its_dialects(content: str, tmp_path: Path) -> None:
    tables = read_files([csv(tmp_path, content)]).tables
    assert cells(tables) == [{"person": "K1", "name": "Zoé"}, {"person": "K2", "name": "عائشة"}]
    assert tables.notices == []
    assert tables.rows.keys() == COLUMNS.keys()


def test_csv_rows_know_the_line_they_start_on(tmp_path: Path) -> None:
    content = 'person,name\r\n\r\nK1,"a\r\nb\nc"\r\nK2,d\r\n,\r\n"K\n3",e\r\n'
    people = read_files([csv(tmp_path, content)]).tables.rows["people"]
    assert [row.where for row in people] == [Place("people.csv", None, n) for n in (3, 6, 8)]
    assert people[0] == Row(
        "people", Place("people.csv", None, 3), {"person": "K1", "name": "a\r\nb\nc"}, None
    )


def test_csv_cells_are_text_exactly_and_blanks_are_absent(tmp_path: Path) -> None:
    content = "person,name,sex\n007,1e5,\n2021-01-01, ,TRUE\n"
    assert cells(read_files([csv(tmp_path, content)]).tables) == [
        {"person": "007", "name": "1e5"},
        {"person": "2021-01-01", "sex": "TRUE"},
    ]


def test_xlsx_keeps_types_and_lines(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        {
            "Instructions": [["Read me"]],
            "Workshops": [
                [],
                ["Workshop", "Starts on", "headcount", "notes"],
                ["007", date(2024, 2, 29), 12, "x"],
                [],
                [7, "2024-03-01", 12.5, True],
            ],
        },
    )
    tables = read_files([path]).tables
    assert [(row.where, row.cells) for row in tables.rows["workshops"]] == [
        (
            Place("book.xlsx", "Workshops", 3),
            {"workshop": "007", "starts_on": date(2024, 2, 29), "headcount": 12.0},
        ),
        (
            Place("book.xlsx", "Workshops", 5),
            {"workshop": 7.0, "starts_on": "2024-03-01", "headcount": 12.5},
        ),
    ]
    assert [(notice.sheet, notice.message) for notice in tables.notices] == [
        (
            "Instructions",
            "book.xlsx (Instructions): nothing in it is known. Its first rows should have headings "
            "such as Name, Sex, Telephone or Date of training.",
        ),
        (
            "Workshops",
            "book.xlsx (Workshops): these columns are not known and were not read: notes.",
        ),
    ]


def test_a_failed_formula_is_a_problem_and_no_blank(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "people.xlsx"))
    sheet = book.add_worksheet("people")
    sheet.write_row(0, 0, ["person", "name"])
    sheet.write_row(1, 0, ["K1", 'says <c t="e"> \'e\' "e"'])
    sheet.write_formula(2, 0, "=A1&B9", None, "K2")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 0, "=NOSUCH()", None, "#NAME?")
    book.close()
    first, second, third = read_files([tmp_path / "people.xlsx"]).tables.rows["people"]
    assert first.cells["name"] == 'says <c t="e"> \'e\' "e"'
    assert first.problem is None
    assert second.cells["person"] == "K2"
    assert second.problem == "The formula in name has failed (#DIV/0!)."
    assert third.problem == "The formula in person has failed (#NAME?)."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("person,name\nK1,a,b\n", "Column 3 has no name but holds a value."),
        ("person,,name\nK1,a,b\n", "Column 2 has no name but holds a value."),
        ("person,name\nK1,a,, ,\n", None),
        ("person,name\nK1\n", None),
    ],
)
def test_rows_longer_than_the_header(content: str, problem: str | None, tmp_path: Path) -> None:
    (row,) = read_files([csv(tmp_path, content)]).tables.rows["people"]
    assert row.problem == problem
    assert row.cells["person"] == "K1"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("People", "people"),
        ("people (1)", "people"),
        ("2024 register", "register"),
        ("register_2024-v2", "register"),
        ("people register", None),
        ("peoples", None),
        ("people people", "people"),
        (" workshops ", "workshops"),
        ("Tabelle1", None),
    ],
)
def test_a_table_by_its_name(name: str, table: str | None) -> None:
    assert table_named(name) == table


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("workshop,person,starts-on", "workshops"),
        ("Person,LEVEL,certified on", "certifications"),
        ("person,workshop,level", "register"),
        ("name,person", "people"),
    ],
)
def test_a_table_by_its_columns(header: str, table: str, tmp_path: Path) -> None:
    tables = read_files([csv(tmp_path, f"{header}\na,b,c\n", "data.csv")]).tables
    assert [name for name, rows in tables.rows.items() if rows] == [table]


def test_a_table_in_several_files_is_one(tmp_path: Path) -> None:
    csv(tmp_path, "person\nK2\n", "people b.csv")
    csv(tmp_path, "person\nK1\n", "people a.CSV")
    csv(tmp_path, "junk", "~$people.xlsx")
    csv(tmp_path, "junk", "readme.pdf")
    xlsx(tmp_path, {"people": [["person"], ["K3"]], "Sheet2": []}, "people c.xlsx")
    tables = read_files([tmp_path]).tables
    assert cells(tables) == [{"person": "K1"}, {"person": "K2"}, {"person": "K3"}]
    assert [notice.message for notice in tables.notices if notice.sheet is None] == [
        "readme.pdf: only .xlsx, .xls, .ods, .csv, .tsv and .txt files are read."
    ]


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert cells(read_files([csv(tmp_path, "person,name\n")]).tables) == []


def test_the_column_of_problems_is_not_spoken_of(tmp_path: Path) -> None:
    tables = read_files([csv(tmp_path, "person,problem\nK1,wrong\n")]).tables
    assert (cells(tables), tables.notices) == ([{"person": "K1"}], [])


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("a,b\n1,2\n", "data.csv", "nothing in it is known"),
        ("\n\n", "people.csv", "nothing in it is known"),
        ("person,Name,name\nK1,a,b\n", "people.csv", "two columns have the name name"),
        ('person,name\nK1,"a\n', "people.csv", "line 2: a quotation mark"),
        ('person,name\nK1,"a"b\n', "people.csv", "line 2: a quotation mark"),
        ("person\nK1\n", "people.pdf", "only .xlsx, .xls, .ods, .csv, .tsv and .txt"),
    ],
)
def test_files_that_cannot_be_used(content: str, name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        read_files([csv(tmp_path, content, name)])
    assert says in refusal.value.message
    assert refusal.value.message.startswith(name)
    assert str(tmp_path) not in refusal.value.message


def test_long_lists_of_columns_are_cut_short(tmp_path: Path) -> None:
    header = ",".join(["person", *(f"{n}{'x' * 5_000}" for n in range(150))])
    (notice,) = read_files([csv(tmp_path, f"{header}\nK1\n")]).tables.notices
    assert len(notice.message) < 1_200
