"""Exported and imported into an empty home, a cascade gives the same reach for every person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from api.home import Home
from api.private.tables import identifier
from domain.events import WorkshopCorrected
from domain.identifiers import same
from domain.service import Actor
from domain.values import PersonId, Reason, ReasonCode, WorkshopId
from tests.oracle.four_tables import Reading
from tests.oracle.sweep import Row
from tests.support.command import Banyan, export, write_files

BECAUSE = Reason(ReasonCode.NEW_INFORMATION)
Fresh = Callable[..., Banyan]


def must_come_back(banyan: Banyan, fresh: Fresh, room: Path, form: str) -> Banyan:
    """Nothing is refused, and only who signed and taught is flagged; reach is the same, also on
    earlier days; exported anew so are tables.
    """
    before = export(banyan, room / "out", form)
    other = fresh()
    said = other.done("import", "--cascade", "c", room / "out").out
    assert "refused" not in said
    both = signed_and_taught(banyan)
    assert re.findall(r"(\w+): .*?(\d+) flagged", said) == (
        [("register", str(both))] if both else []
    )
    assert signed_and_taught(other) == both
    assert other.reach() == banyan.reach()
    for day in ("2019-06-30", "2020-06-30", "2023-03-01"):
        assert other.reach("--as-of", day) == banyan.reach("--as-of", day)
    after = export(other, room / "again", form)
    if form == "csv":
        assert after == before
    return other


def signed_and_taught(banyan: Banyan) -> int:
    """Of how many lines of standing registers the person was a co-facilitator there."""
    with banyan.opened() as home, home.views.read() as db:
        one = dict(db.rows("SELECT number, one FROM person"))
        sheets = db.rows("SELECT number, leader, left_off FROM workshop WHERE status = 'held'")
    signed = {(w, one[p]) for w, _, left_off in sheets for p in json.loads(left_off)}
    return len(signed - {(w, leader) for w, leader, _ in sheets})


def by() -> Actor:
    return Actor("console", "console", str(uuid4()))


class Hand:
    """Corrects by the programme's identifiers."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def person(self, name: str) -> PersonId:
        return self.home.private.people("c", [name])[name]

    def workshop(self, name: str) -> WorkshopId:
        with self.home.views.read() as db:
            row = db.one("SELECT id FROM workshop WHERE identifier = :name", name=name)
        assert row
        return WorkshopId(row[0])

    def do(self, command: str, *args: object) -> None:
        self.home.service.do(by(), lambda c: getattr(c, command)(*args))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_hard_cases(
    banyan: Banyan,
    fresh: Fresh,
    hard: Callable[[int, int, int], tuple[Path, Reading]],
    tmp_path: Path,
    form: str,
):
    tables, reading = hard(120, 250, 41)
    banyan.done("import", "--cascade", "c", "--skip-refused", tables)
    must_come_back(banyan, fresh, tmp_path, form).must_agree(reading.facts)


def test_on_every_drawer(
    either: Banyan,
    fresh: Fresh,
    hard: Callable[[int, int, int], tuple[Path, Reading]],
    tmp_path: Path,
):
    tables, _ = hard(40, 60, 42)
    either.done("import", "--cascade", "c", "--skip-refused", tables)
    must_come_back(either, fresh, tmp_path, "csv")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_sample_with_all_its_corrections(fresh: Fresh, tmp_path: Path, form: str):
    sample = Banyan(tmp_path / "sample")
    sample.done("demo", "--people", "300", "--seed", "5")
    export(sample, tmp_path / "out", form, "sample")
    other = fresh()
    assert "refused" not in other.done("import", "--cascade", "c", tmp_path / "out").out
    assert other.reach() == reach_of(sample, "sample")


def reach_of(banyan: Banyan, cascade: str) -> dict[str, Row]:
    said = banyan.done("reach", "--cascade", cascade, "--format", "json").out
    return {row["person"]: Row(**row) for row in json.loads(said)}


STORY = {
    "people": """person,name,sex,region,organisation,phone
        ada,Ada,female,Kenya / Kisumu,Red Cross,+254 700 000000
        ben,"=1+1",male,,,
        cyd,'quoted,,,,
        dan,Dan,,Kenya,,""",
    "workshops": """workshop,starts_on,ends_on,kind,lead,co_facilitators,title,venue,modules
        w1,2023-03-01,2023-03-03,tot,ada,ben,"A, ""quoted"" title",-5 street,m1;m2
        w2,2023-04-01,,,cyd,,,,
        w3,2023-05-01,,,dan,cyd,,,
        w4,2023-05-01,,peer,dan,,,,""",
    "register": """workshop,person,pre,post,max_score
        w1,cyd,1,2.5,10
        w1,dan,,,
        w2,eve,3,9,10
        w2,fay,,,
        w3,gil,,,
        w3,eve,,,
        w4,hal,,,""",
    "certifications": """person,level,certified_on,expires_on,number
        ada,master,2022-01-01,2025-01-01,0012
        cyd,qualified,2023-03-15,,=7""",
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_after_corrections_merges_and_voidings(
    banyan: Banyan, fresh: Fresh, tmp_path: Path, form: str
):
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", STORY))
    more = {"workshops": "workshop,starts_on,lead\nw9,2023-06-01,zed"}
    write_files(tmp_path / "more", more | {"register": "workshop,person\nw9,eve\nw1,zed"})
    banyan.done("import", "--cascade", "c", "--batch", "b", tmp_path / "more")
    with banyan.opened() as home:
        hand = Hand(home)
        hand.do("merge_people", hand.person("gil"), hand.person("dan"), BECAUSE)
        hand.do("merge_people", hand.person("eve"), hand.person("hal"), BECAUSE)
        moved = WorkshopCorrected(BECAUSE, starts_on=date(2023, 3, 20), lead=hand.person("ben"))
        hand.do("correct_workshop", hand.workshop("w2"), moved)
        hand.do("void_attendance", hand.workshop("w2"), hand.person("fay"), BECAUSE)
    must_come_back(banyan, fresh, tmp_path / "before", form)
    banyan.done("undo-import", "b")
    must_come_back(banyan, fresh, tmp_path / "undone", form)


SIGNED = {
    "people": "person,name\nada,Ada\nben,Ben\ncyd,Cyd",
    "workshops": "workshop,starts_on,lead,co_facilitators\nw1,2023-03-01,ada,ben\n"
    "w2,2023-04-01,ben,",
    "register": "workshop,person,pre,post,max_score\nw1,ben,3,8,10\nw1,cyd,1,2,10\nw2,dan,,,",
}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_cofacilitator_who_signed_keeps_their_scores_on_the_way(
    banyan: Banyan, fresh: Fresh, tmp_path: Path, form: str
):
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", SIGNED))
    assert signed_and_taught(banyan) == 1
    other = must_come_back(banyan, fresh, tmp_path / "there", form)
    for place in (banyan, other):
        assert place.reach()["ada"].reach == 1
        with place.opened() as home:
            hand = Hand(home)
            alone = WorkshopCorrected(BECAUSE, cofacilitators=())
            hand.do("correct_workshop", hand.workshop("w1"), alone)
        assert place.reach()["ada"].reach == 3
        assert "w1,ben,3,8,10" in place.done(
            "export", "--cascade", "c", "--table", "register"
        ).out.replace('"', "")


def test_after_erasure_under_the_id(banyan: Banyan, fresh: Fresh, tmp_path: Path):
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", STORY))
    with banyan.opened() as home:
        hand = Hand(home)
        for name in ("ada", "eve"):
            id = hand.person(name)
            hand.do("erase_person", id, BECAUSE)
            home.private.forget([f"person/{id}"], [id])
    must_come_back(banyan, fresh, tmp_path, "csv")


@pytest.mark.parametrize("awkward", ["a;b", "7.0", "'=x", "e\u0301", "x" * 190])
def test_identifiers_that_a_file_can_hardly_carry(
    banyan: Banyan, fresh: Fresh, tmp_path: Path, awkward: str
):
    """They came by another door than a file. A co-facilitator's stands in a list."""
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", STORY))
    with banyan.opened() as home:
        id = Hand(home).person("cyd")
        with home.private.engine.begin() as connection:
            connection.execute(
                update(identifier)
                .where(identifier.c.person == id)
                .values(identifier=awkward, same=same(awkward))
            )
    before = banyan.reach()
    export(banyan, tmp_path / "out", "csv")
    other = fresh()
    other.done("import", "--cascade", "c", tmp_path / "out")
    carried = {name: row for name, row in before.items() if name != awkward}
    after = other.reach()
    assert carried.items() <= after.items()
    (theirs,) = (row for name, row in after.items() if name not in carried)
    assert replace(theirs, person=awkward) == before[awkward]


def test_two_people_of_two_series_who_are_called_the_same(
    banyan: Banyan, fresh: Fresh, tmp_path: Path
):
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", STORY))
    theirs = {
        "workshops": "workshop,starts_on,lead\nx1,2023-07-01,ada",
        "register": "workshop,person\nx1,dan\nx1,new",
    }
    where = write_files(tmp_path / "theirs", theirs)
    banyan.done("import", "--cascade", "c", "--series", "other", where)
    export(banyan, tmp_path / "out", "csv")
    other = fresh()
    other.done("import", "--cascade", "c", tmp_path / "out")
    assert numbers_alone(other) == numbers_alone(banyan)


def numbers_alone(banyan: Banyan) -> list[tuple[int, ...]]:
    """Without names, for two people bear one."""
    said = banyan.done("reach", "--cascade", "c", "--format", "csv").out
    return sorted(tuple(map(int, line.split(",")[1:])) for line in said.splitlines()[1:])


def test_certificates_of_people_who_came_in_another_cascade(fresh: Fresh, tmp_path: Path):
    banyan = fresh(series="common")
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", STORY))
    banyan.done("cascade", "open", "d", "--title", "D", "--series", "common")
    more = {"certifications": "person,level,certified_on\nada,master,2023-01-01"}
    banyan.done("import", "--cascade", "d", write_files(tmp_path / "more", more))
    export(banyan, tmp_path / "out", "csv", "d")
    other = fresh()
    said = other.done("import", "--cascade", "c", tmp_path / "out").out
    assert "certifications: 1 new" in said
