"""One identifier may be typed in several ways in the files of an import, and before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from api.home import Home
from api.private.tables import identifier
from api.spreadsheets.importing.run import ImportResult, Request, run
from api.spreadsheets.importing.verdicts import Verdict
from domain.events import WorkshopHeld
from domain.service import Actor
from domain.values import Kind, WorkshopId
from tests.support.pages import CASCADE, open_cascade

PEOPLE = "person,sex\n"
WORKSHOPS = "workshop,starts_on,lead,co_facilitators\n"
REGISTER = "workshop,person,post,max_score\n"


@pytest.fixture
def imported(home: Home, tmp_path: Path):
    """Imports tables, each given by its rows."""
    open_cascade(home)

    def take(people: str = "", workshops: str = "", register: str = "") -> ImportResult:
        given = {"people": PEOPLE + people, "workshops": WORKSHOPS + workshops}
        for name, text in (given | {"register": REGISTER + register}).items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return run(home, Request(CASCADE, [tmp_path]))

    return take


def count(home: Home, name: str) -> int:
    return sum(entry.name == name for entry in home.log.read())


def verdicts(result: ImportResult) -> list[Verdict]:
    return [row.verdict for row in result.judgement.all()]


def test_one_identifier_typed_in_several_ways_is_one_person(home, imported):
    result = imported(
        "TRN-017,female\nKE 12,male\n",
        "W–1,2026-03-02,trn–017,ＫＥ　12\n",
        "w-1,P1,7,10\nW-1,p1 ,7,10\n",
    )

    assert result.committed
    assert count(home, "person.registered") == 3
    assert count(home, "workshop.held") == 1
    found = home.private.people("malaria", ["trn-017", "Ke 12", "P1"])
    assert home.private.identifiers(found.values()) == {
        found["trn-017"]: ["TRN-017"],
        found["Ke 12"]: ["KE 12"],
        found["P1"]: ["P1"],
    }


def test_rows_of_one_person_that_differ_are_refused(imported):
    result = imported("TRN-017,female\ntrn–017,male\n")

    assert verdicts(result) == [Verdict.REFUSED, Verdict.REFUSED]


def test_who_and_what_was_known_before_is_found_however_it_is_typed(home, imported):
    imported("TRN-017,female\n", "W-1,2026-03-02,TRN-017,\n", "W-1,P1,7,10\n")

    result = imported(
        "trn–017,female\n", "w‑1,2026-03-02,ＴＲＮ-017,\n", "w–1,P1,7,10\nw–1,P2,8,10\n"
    )

    assert verdicts(result) == [Verdict.KNOWN, Verdict.KNOWN, Verdict.KNOWN, Verdict.NEW]
    assert count(home, "workshop.held") == 1
    assert count(home, "person.registered") == 3


def test_where_two_were_known_the_exact_one_is_meant_or_it_is_asked(home, imported):
    imported("TRN-017,female\nold,female\n")
    with home.private.engine.begin() as connection:
        known = {"identifier": "trn-017", "same": "trn-017"}
        theirs = identifier.c.identifier == "old"
        connection.execute(identifier.update().where(theirs).values(known))

    exact = imported("TRN-017,male\ntrn-017,female\n")
    unclear = imported("Trn–017,female\n")

    assert verdicts(exact) == [Verdict.CHANGED, Verdict.KNOWN]
    assert verdicts(unclear) == [Verdict.UNCLEAR]
    (row,) = unclear.judgement.all()
    assert "“TRN-017”, “trn-017”" in row.why


def test_of_two_workshops_that_were_known_the_exact_one_is_meant_or_it_is_asked(home, imported):
    for name in ("W-1", "w-1"):
        _hold(home, name)

    exact = imported(workshops="w-1,2026-03-02,,\n")
    unclear = imported(workshops="w–1,2026-03-02,,\n")

    assert verdicts(exact) == [Verdict.KNOWN]
    assert verdicts(unclear) == [Verdict.UNCLEAR]
    assert count(home, "workshop.held") == 2


def _hold(home: Home, name: str) -> None:
    """As an older version recorded it: without a look at what others are called."""
    day, id = date(2026, 3, 2), WorkshopId(str(uuid4()))
    fact = WorkshopHeld(id, Kind.STEP_DOWN, day, day, name)
    actor = Actor("console", "test", str(uuid4()))
    home.service.do(actor, lambda c: c.hold_workshop(CASCADE, fact))
