"""Words of the command that are off, and drawers that are not there: one clear sentence each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import Banyan, write_files

TABLES = {"people": "person,name\nada,Ada L"}

WORDS: list[tuple[list[str], int, str]] = [
    (["nonsense"], 2, "No such command"),
    (["import", "x.csv"], 2, "Missing option '--cascade'"),
    (["import", "--cascade", "c"], 2, "Missing argument"),
    (["import", "--cascade", "c", "nowhere.csv"], 1, "nowhere.csv: there is no such file."),
    (
        ["import", "--cascade", "c", "nowhere"],
        1,
        "nowhere: only .xlsx, .xls, .ods, .csv, .tsv and .txt files",
    ),
    (["import", "--cascade", "none", "."], 1, "There is no cascade “none”."),
    (["import", "--cascade", "c", "--dates", "ymd", "."], 2, "'ymd' is not one of"),
    (["import", "--cascade", "c", "--batch", "A b/c", "TABLES"], 1, "“A b/c” cannot be used here"),
    (["import", "--cascade", "c", "--series", "A/b", "TABLES"], 1, "“A/b” cannot be used here"),
    (["import", "--cascade", "c", "--errors", "no/e.xlsx", "TABLES"], 1, "no such directory"),
    (["undo-import", "none"], 1, "There is no batch “none”."),
    (["undo-import", "a/b"], 1, "There is no batch “a/b”."),
    (["undo-import"], 2, "Missing argument"),
    (["reach"], 2, "Missing option '--cascade'"),
    (["reach", "--cascade", ""], 1, "There is no cascade “”."),
    (["reach", "--cascade", "c/../c"], 1, "There is no cascade"),
    (["reach", "--cascade", "c", "--person", "zoe"], 1, "Nobody is known as “zoe”."),
    (["reach", "--cascade", "c", "--as-of", "yesterday"], 2, "“yesterday” is not a date."),
    (["reach", "--cascade", "c", "--as-of", "2023-02-30"], 2, "“2023-02-30” is not a date."),
    (["reach", "--cascade", "c", "--known-at", "then"], 1, "neither a position nor a time"),
    (["reach", "--cascade", "c", "--known-at", "9" * 30], 1, "The log ends at position"),
    (["reach", "--cascade", "c", "--known-at", "-1"], 1, "neither a position nor a time"),
    (["reach", "--cascade", "c", "--known-at", "0"], 1, "This cascade was not yet open then."),
    (["reach", "--cascade", "c", "--known-at", "1990-01-01"], 1, "was not yet open then."),
    (["reach", "--cascade", "c", "--format", "pdf"], 2, "'pdf' is not one of"),
    (["export", "--cascade", "c", "--table", "secrets"], 2, "'secrets' is not one of"),
    (["export", "--cascade", "c", "--table", "people", "--out", "no/f.csv"], 1, "No such file"),
    (["export", "--cascade", "c", "--table", "people", "--out", "."], 2, "is a directory"),
    (["template", "no/t.xlsx"], 1, "No such file or directory."),
    (["replay", "--until", "soon"], 1, "neither a position nor a time"),
    (["replay"], 2, "Missing option '--until'"),
    (["follow", "--pause", "0"], 1, "above 0"),
    (["cascade", "open", "c", "--title", "T"], 1, "“c” is already in use."),
    (["cascade", "open", "Two Words", "--title", "T"], 1, "“Two Words” cannot be used here"),
    (["cascade", "open", "d", "--title", " "], 1, "Give a name."),
    (["cascade", "open", "d", "--title", "a\nb"], 1, "one line"),
    (["cascade", "open", "d", "--title", "T", "--series", "x/y"], 1, "“x/y” cannot be used here"),
    (["cascade", "open", "d"], 2, "Missing option '--title'"),
    (["cascade", "show", "none"], 1, "There is no cascade “none”."),
    (["demo", "--people", "3"], 1, "200"),
    (["demo"], 1, "only loaded into an empty home"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), WORDS)
def test_words_that_are_off(
    banyan: Banyan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    sentence: str,
):
    tables = write_files(tmp_path / "in", TABLES)
    monkeypatch.chdir(tmp_path)
    before = banyan.position()
    answer = banyan(*(str(tables) if word == "TABLES" else word for word in words))
    assert answer.code == code, answer
    assert sentence in answer.err
    assert answer.out == ""
    assert banyan.position() == before


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path):
    nowhere = Banyan(tmp_path / "home", "postgresql://nobody@127.0.0.1:1/none")
    answer = nowhere("cascade", "list")
    assert answer.code == 1
    assert answer.err.startswith("The database that BANYAN_DATABASE_URL names cannot be used:")
    assert len(answer.err.splitlines()) == 1


def test_a_database_url_of_another_kind_is_one_sentence(tmp_path: Path):
    answer = Banyan(tmp_path / "home", "mysql://x/y")("cascade", "list")
    assert answer.code == 1
    assert answer.err.startswith("BANYAN_DATABASE_URL is not understood.")


def test_views_that_are_no_database_are_one_sentence(banyan: Banyan):
    for file in banyan.home.glob("views.db*"):
        file.unlink()
    (banyan.home / "views.db").write_bytes(b"not a database " * 100)
    answer = banyan("reach", "--cascade", "c")
    assert answer.code == 1
    assert answer.err.startswith("views.db is damaged. Move it out of BANYAN_HOME"), answer
    assert len(answer.err.splitlines()) == 1
    (banyan.home / "views.db").rename(banyan.home.parent / "views.db")
    assert banyan("reach", "--cascade", "c").code == 0
