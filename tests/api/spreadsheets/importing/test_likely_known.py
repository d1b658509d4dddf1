"""An import notes whom a new person probably is."""

from __future__ import annotations

from pathlib import Path

from api.home import Home
from api.spreadsheets.importing.run import Request, run
from api.spreadsheets.importing.verdicts import JudgedRow, Verdict
from domain.values import CascadeId
from tests.support.api import Api

HEAD = "person,name,phone,region\n"


def judged(home: Home, cascade: str, room: Path, rows: str) -> list[JudgedRow]:
    path = room / "people.csv"
    path.write_text(HEAD + rows)
    done = run(home, Request(CascadeId(cascade), [path]))
    assert done.committed
    return done.judgement.rows["people"]


def test_who_is_perhaps_known_is_imported_with_a_note(api: Api, home: Home, room: Path) -> None:
    cascade = api.cascade()
    rows = "T1,Zawadi Mutiso,0712345678,Kenya\nT2,Juma Otieno,0799111222,Kenya\n"
    assert [j.verdict for j in judged(home, cascade, room, rows)] == [Verdict.NEW, Verdict.NEW]
    rows = "T3,Mutiso Zawadi,+254712345678,Kenya\nT4,Grace Chebet,0788000111,Kenya\n"
    perhaps, new = judged(home, cascade, room, rows)
    assert (perhaps.verdict, new.verdict) == (Verdict.PERHAPS, Verdict.NEW)
    assert perhaps.why.startswith("Perhaps T1, who is known already: same phone number, same name")
    assert api.find(cascade, "T3") != api.find(cascade, "T1")
    again = judged(home, cascade, room, rows)
    assert [j.verdict for j in again] == [Verdict.KNOWN, Verdict.KNOWN]


def test_a_name_alone_is_noted_within_one_area(api: Api, home: Home, room: Path) -> None:
    cascade = api.cascade()
    judged(home, cascade, room, "T1,Zawadi Mutiso,,Kenya\n")
    rows = "T2,Zawady Mutisso,,Kenya\nT3,Zawadi Mutiso,,Uganda\n"
    here, there = judged(home, cascade, room, rows)
    assert (here.verdict, there.verdict) == (Verdict.PERHAPS, Verdict.NEW)


def test_a_former_name_is_compared_too(api: Api, home: Home, room: Path) -> None:
    cascade = api.cascade()
    judged(home, cascade, room, "T1,Zawadi Mutiso,,Kenya\n")
    judged(home, cascade, room, "T1,Grace Chebet,,Kenya\n")
    (perhaps,) = judged(home, cascade, room, "T2,Zawadi Mutiso,,Kenya\n")
    assert perhaps.verdict is Verdict.PERHAPS and perhaps.why.startswith("Perhaps T1")
