"""People's own sheets on the command line: what is said of them, what is asked, what answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.spreadsheets.importing.run import Request, run
from tests.support.command import Banyan, export, write_files

MARCH = """
    Training of health workers,,,
    Date: 12 March 2026,,,
    No,Name,Facility,Score after
    1,Zuhura Kombo,Ahero Clinic,16
    2,Yusto Lema,Muhoroni Hospital,15
    TOTAL,2,,
    Prepared by: J. Doe,,,
"""
ANSWERS = ("--max-score", "20", "--fact", "lead=-")


@pytest.fixture
def march(tmp_path: Path) -> Path:
    return write_files(tmp_path / "march", {"march": MARCH}) / "march.csv"


def column(banyan: Banyan, tmp_path: Path, table: str, name: str) -> list[str]:
    rows = export(banyan, tmp_path / f"out-{table}-{name}", "csv")[f"{table}.csv"].decode(
        "utf-8-sig"
    )
    header, *lines = (row[1:-1].split('","') for row in rows.splitlines())
    return [line[header.index(name)] for line in lines]


def test_it_says_what_it_took_and_refuses_what_is_open_with_the_option(
    banyan: Banyan, march: Path
) -> None:
    before = banyan.position()
    answer = banyan("import", "--cascade", "c", march)
    assert answer.code == 1 and banyan.position() == before
    for said in (
        "Facility → organisation", "Name → name", "No → left out", "starts_on = 12 March 2026",
        "Left out, totals: line 6 “TOTAL 2”", "signatures: line 7", "--max-score", '--fact "lead=',
    ):  # fmt: skip
        assert said in answer.err, said
    answer = banyan.done("import", "--cascade", "c", march, *ANSWERS)
    assert "people: 2 new" in answer.out and "register: 2 new" in answer.out


def test_what_was_answered_is_remembered_under_a_name(
    banyan: Banyan, march: Path, tmp_path: Path
) -> None:
    chosen = ("--column", "Facility=ignore", "--max-score", "25", "--layout", "district")
    banyan.done("import", "--cascade", "c", march, "--fact", "lead=-", *chosen)
    assert column(banyan, tmp_path, "people", "organisation") == ["", ""]
    again = write_files(tmp_path / "april", {"april": MARCH.replace("March", "April")})
    answer = banyan.done("import", "--cascade", "c", again, "--fact", "lead=-")
    assert "Facility → left out" in answer.err
    assert set(column(banyan, tmp_path, "register", "max_score")) == {"25"}
    may = write_files(tmp_path / "may", {"may": MARCH.replace("March", "May")})
    answer = banyan.done(
        "import", "--cascade", "c", may, "--fact", "lead=-", "--layout", "district",
        "--max-score", "40",
    )  # fmt: skip
    assert "max_score" not in answer.err
    answer = banyan("import", "--cascade", "c", may, "--layout", "nowhere")
    assert answer.code == 1 and "There are: district." in answer.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--column", "Facilty=ignore"), "There are: No, Name, Facility, Score after."),
        (("--column", "Facility=clinic"), "The fields are: person, name, sex"),
        (("--fact", "July:lead=-"), "There are: march.csv."),
        (("--fact", "colour=red"), "The fields are: workshop, starts_on"),
        (("--fact", "starts_on=soon"), "This is not a date."),
        (("--shape", "circle"), "people, register, nothing"),
    ],
)
def test_options_that_are_off(
    banyan: Banyan, march: Path, options: tuple[str, ...], sentence: str
) -> None:
    answer = banyan("import", "--cascade", "c", march, *options)
    assert answer.code in (1, 2)
    assert sentence in answer.err


def test_a_list_of_names_is_people_or_a_register_as_somebody_says(
    banyan: Banyan, tmp_path: Path
) -> None:
    names = write_files(tmp_path / "in", {"list": "Name,Telephone\nAsha One,0712345678\nBen,"})
    answer = banyan("import", "--cascade", "c", names)
    assert answer.code == 1 and "--shape register" in answer.err
    facts = ("--fact", "starts_on=2026-03-12", "--fact", "list:lead=Jane Doe")
    answer = banyan("import", "--cascade", "c", names, "--shape", "register", *facts, "--dry-run")
    assert "register: 2 new" in answer.out
    answer = banyan.done("import", "--cascade", "c", names, "--shape", "people")
    assert "people: 2 new" in answer.out and "register" not in answer.out


def test_a_reason_that_many_rows_share_is_said_once(banyan: Banyan, tmp_path: Path) -> None:
    lines = "\n".join(f"W5,P{n}" for n in range(9))
    tables = write_files(tmp_path / "in", {"register": f"workshop,person\n{lines}"})
    answer = banyan("import", "--cascade", "c", tables)
    assert answer.err.count("There is no workshop “W5”") == 1
    assert "So are 8 more rows (lines 3, 4, 5" in answer.err
    assert "Nothing was imported: 9 rows are refused." in answer.err


def test_where_nothing_was_read_it_does_not_say_that_all_was_known(
    banyan: Banyan, tmp_path: Path
) -> None:
    tables = write_files(tmp_path / "in", {"people": "person,name\nTotal,2"})
    answer = banyan("import", "--cascade", "c", tables)
    assert answer.code == 1
    assert "known already" not in answer.out + answer.err
    assert "Nothing was read" in answer.err


def test_what_comes_into_being_is_summed_up_by_name(banyan: Banyan, tmp_path: Path) -> None:
    tables = write_files(
        tmp_path / "in",
        {
            "people": "person,name,region\nP1,Asha,Kenya / Kisumu\nP2,Ben,kenya/kisumu\n"
            "P3,Cy,Kenya > Kisumu\nP4,Di,N/A",
            "workshops": "workshop,starts_on,lead\nW1,2026-03-09,T9",
            "register": "workshop,person\nW1,P1\nW1,Q7",
        },
    )
    answer = banyan("import", "--cascade", "c", tables, "--known-only")
    assert answer.code == 1 and "--known-only" in answer.err
    answer = banyan.done("import", "--cascade", "c", tables)
    for said in ("New regions (1): Kenya / Kisumu", "Trainers whom nobody knows (1): T9",
                 "People without a name (1): Q7"):  # fmt: skip
        assert said in answer.err
    assert set(column(banyan, tmp_path, "people", "region")) == {"Kenya / Kisumu", ""}


def test_one_identifier_typed_in_two_ways_is_one_person_and_a_near_one_is_asked(
    banyan: Banyan, tmp_path: Path
) -> None:
    tables = write_files(
        tmp_path / "in",
        {
            "people": "person,name\nTRN-017,Asha\n007,Ben\nJosé-1,Jo\nKE 12,Di",
            "workshops": "workshop,starts_on,lead\nW-1,2026-03-09,TRN-017\nW-2,2026-03-20,TRN–017",
            "register": "workshop,person\nW-1,Jose\u0301-1\nW-1,KE\u00a012\nW-2,KE  12\n"
            "W-2,ＫＥ 12",
        },
    )
    banyan.done("import", "--cascade", "c", tables)
    assert len(column(banyan, tmp_path, "people", "person")) == 4
    near = write_files(tmp_path / "near", {"register": "workshop,person\nW-1,7"})
    answer = banyan("import", "--cascade", "c", near)
    assert answer.code == 1 and "nearly the same as" in answer.err and "--near-ok" in answer.err
    banyan.done("import", "--cascade", "c", near, "--near-ok")


def test_several_trainers_in_one_cell_are_several_people(banyan: Banyan, tmp_path: Path) -> None:
    tables = write_files(
        tmp_path / "in",
        {
            "people": "person,name\nP1,Asha One\nP2,Ben Two\nP3,Cy Three",
            "workshops": "workshop,starts_on,lead,co_facilitators\n"
            'W1,2026-03-09,P1,"P2, P3"\nW2,2026-03-19,P1 and P2,\nW3,2026-03-20,P1/P2,P3\n'
            "W4,2026-03-21,P1;P2,P3\nW5,2026-03-22,P1,P2 & P3",
            "register": "workshop,person\nW1,Q1\nW2,Q2\nW3,Q3\nW4,Q4\nW5,Q5",
        },
    )
    banyan.done("import", "--cascade", "c", tables)
    given = {name: row.workshops_given for name, row in banyan.reach().items()}
    assert {name: given[name] for name in ("P1", "P2", "P3")} == {"P1": 5, "P2": 5, "P3": 4}
    assert not [name for name in given if "," in name or "/" in name or ";" in name]


def test_a_married_name_is_one_person(banyan: Banyan, tmp_path: Path) -> None:
    for name in ("Asha Otieno", "Asha Wanjiru"):
        people = f"person,name,phone\nT1,{name},+254712345678"
        banyan.done("import", "--cascade", "c", write_files(tmp_path / name, {"people": people}))
    assert column(banyan, tmp_path, "people", "name") == ["Asha Wanjiru"]


def test_placeholders_make_nobody_the_same(banyan: Banyan, tmp_path: Path) -> None:
    people = "person,name,region,id_number\nF1,Peter Simiyu,N/A,none\nF2,Phoebe Simiyu,-,none"
    tables = write_files(tmp_path / "in", {"people": people})
    with banyan.opened() as home:
        from api.cli.common import cascade_of

        done = run(home, Request(cascade_of(home, "c"), [tables], dry_run=True))
    assert [row.verdict.value for row in done.judgement.all()] == ["new", "new"]
    assert done.coming == []
