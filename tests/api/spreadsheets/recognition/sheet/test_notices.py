"""What is said of files that were read in part, guessed, or hidden."""

from pathlib import Path

import xlsxwriter

from api.spreadsheets.recognition.reader import read_files

SHEET = "person,name,sex,region\nP1,José,M,Kisumu\n"


def messages(*paths: Path) -> list[str]:
    return [notice.message for notice in read_files(paths).tables.notices]


def test_a_file_that_a_folder_has_besides_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(SHEET)
    (tmp_path / "register.docx").write_text("x")
    assert messages(tmp_path) == [
        "register.docx: only .xlsx, .xls, .ods, .csv, .tsv and .txt files are read."
    ]


def test_many_such_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(SHEET)
    for number in range(25):
        (tmp_path / f"photo {number:02}.jpg").write_text("x")
    said = messages(tmp_path)
    assert len(said) == 21
    assert said[-1] == "… and others were not read: 5 more."


def test_what_a_workbook_hides_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        for name in ("people", "people old"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["person", "name"])
            sheet.write_row(1, 0, [f"{name} 1", "Asha"])
            sheet.write_row(2, 0, [f"{name} 2", "Ben"])
        book.get_worksheet_by_name("people").set_row(2, options={"hidden": True})
        sheet.hide()
    assert messages(tmp_path / "book.xlsx") == [
        "book.xlsx (people): rows that are hidden or filtered away were read: 1 (lines 3).",
        "book.xlsx (people old): the sheet is hidden, and was read.",
    ]


def test_how_a_text_was_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(SHEET.encode("cp1252"))
    (said,) = messages(tmp_path / "people.csv")
    assert "Windows-1252, for example “José”" in said
