"""Folders and several files: what is read, in which order, and what is not."""

from pathlib import Path

import pytest

from api.errors import BadInput
from api.spreadsheets.files.reading import files_left_out, sheets_of, sheets_uploaded


def folder(at: Path, *names: str) -> Path:
    for name in names:
        (at / name).write_text("a,b\n")
    return at


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    folder(tmp_path, "b.TSV", "a.csv", "c.txt", "._a.csv", "~$b.csv", "photo.jpg", "notes.docx")
    (tmp_path / "more").mkdir()
    sheets = sheets_of([tmp_path], lambda text: False)
    assert [sheet.file for sheet in sheets] == ["a.csv", "b.TSV", "c.txt"]
    assert files_left_out([tmp_path]) == ["more", "notes.docx", "photo.jpg"]


def test_a_file_alone_leaves_nothing_out(tmp_path: Path) -> None:
    folder(tmp_path, "a.csv", "photo.jpg")
    assert files_left_out([tmp_path / "a.csv"]) == []


def test_a_file_of_another_kind_is_refused_by_itself(tmp_path: Path) -> None:
    says = "only .xlsx, .xls, .ods, .csv, .tsv and .txt files are read"
    with pytest.raises(BadInput, match=says):
        list(sheets_of([folder(tmp_path, "a.docx") / "a.docx"], lambda text: False))
    with pytest.raises(BadInput, match=says):
        list(sheets_uploaded([("a.docx", b"a")], lambda text: False))
