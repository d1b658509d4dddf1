"""An import taken back: what becomes of the people, and of what others have done since."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from domain import certification, person
from domain.events import WorkshopCorrected
from domain.service import Actor
from domain.values import Attendance, CascadeId, PersonId, Reason, ReasonCode, WorkshopId
from tests.support.command import Banyan, write_files

FIRST = {
    "people": "person,name,sex\nada,Ada Lovelace,female\nben,Ben Kimani,male",
    "workshops": "workshop,starts_on,lead\nw1,2023-03-01,ada",
    "register": "workshop,person,pre,post,max_score\nw1,ben,3,5,10",
}
SECOND = {
    "people": "person,name,sex\nben,Ben K. Kimani,other\ncyd,Cyd Mwangi,female",
    "workshops": "workshop,starts_on,lead\nw1,2023-03-02,ada\nw2,2023-04-01,ben",
    "register": "workshop,person,pre,post,max_score\nw1,ben,3,9,10\nw1,eve,,,\nw2,cyd,,,",
    "certifications": "person,level,certified_on,number\nben,qualified,2023-03-15,N-7",
}
BECAUSE = Reason(ReasonCode.NEW_INFORMATION)


def bring_in(banyan: Banyan, tmp_path: Path, name: str, tables: dict[str, str]) -> None:
    where = write_files(tmp_path / name, tables)
    banyan.done("import", "--cascade", "c", "--batch", name, where)


@pytest.fixture
def loaded(banyan: Banyan, tmp_path: Path) -> Banyan:
    bring_in(banyan, tmp_path, "first", FIRST)
    return banyan


def everything(banyan: Banyan) -> dict[str, str]:
    tables = ("people", "workshops", "register", "certifications", "reach")
    return {t: banyan.done("export", "--cascade", "c", "--table", t).out for t in tables}


def by() -> Actor:
    return Actor("console", "console", str(uuid4()))


def ids(banyan: Banyan, name: str) -> PersonId:
    with banyan.opened() as home:
        return home.private.people("c", [name])[name]


def workshop_id(banyan: Banyan, identifier: str) -> WorkshopId:
    with banyan.opened() as home, home.views.read() as db:
        row = db.one("SELECT id FROM workshop WHERE identifier = :i", i=identifier)
        assert row
        return WorkshopId(row[0])


def test_taken_back_all_is_as_before(loaded: Banyan, tmp_path: Path):
    before = everything(loaded)
    bring_in(loaded, tmp_path, "second", SECOND)
    assert everything(loaded) != before
    said = loaded.done("undo-import", "second").out
    assert "Batch second was taken back." in said
    assert "2 people whom it had registered stand nowhere else and were withdrawn." in said
    assert everything(loaded) == before


def test_imported_anew_it_is_the_same(loaded: Banyan, tmp_path: Path):
    bring_in(loaded, tmp_path, "second", SECOND)
    after = everything(loaded)
    for _ in range(2):
        loaded.done("undo-import", "second")
        bring_in(loaded, tmp_path, "second", SECOND)
        assert everything(loaded) == after
    with loaded.opened() as home:
        registered = [e.stream for e in home.log.read() if e.name == "person.registered"]
    assert len(registered) == len(set(registered)) == 4


def test_without_a_name_it_may_be_imported_anew_too(banyan: Banyan, tmp_path: Path):
    where = write_files(tmp_path / "in", FIRST)
    out = banyan.done("import", "--cascade", "c", where).out
    batch = out.split("Batch ")[1].split(".")[0]
    after = everything(banyan)
    banyan.done("undo-import", batch)
    assert banyan.reach() == {}
    banyan.done("import", "--cascade", "c", where)
    assert everything(banyan) == after


def test_taken_back_twice_is_refused(loaded: Banyan):
    loaded.done("undo-import", "first")
    position = loaded.position()
    answer = loaded("undo-import", "first")
    assert answer.code == 1
    assert answer.err == "Batch “first” was already taken back.\n"
    assert loaded.position() == position


def test_people_who_stand_elsewhere_stay(loaded: Banyan, tmp_path: Path):
    bring_in(loaded, tmp_path, "second", SECOND)
    said = loaded.done("undo-import", "first").out
    assert "2 people stay, for they stand in other records too." in said or "1 person stays" in said
    found = loaded.reach()
    assert set(found) == {"ben"}
    assert found["ben"].direct == 1


def test_a_value_that_somebody_changed_since_stays(loaded: Banyan, tmp_path: Path):
    bring_in(loaded, tmp_path, "second", SECOND)
    w1 = workshop_id(loaded, "w1")
    with loaded.opened() as home:
        change = WorkshopCorrected(BECAUSE, starts_on=date(2023, 2, 1), headcount=40)
        home.service.do(by(), lambda c: c.correct_workshop(w1, change))
    loaded.done("undo-import", "second")
    rows = everything(loaded)["workshops"]
    assert '"2023-02-01"' in rows
    assert '"40"' in rows


def test_an_attendance_that_somebody_voided_since_stays_voided(loaded: Banyan, tmp_path: Path):
    bring_in(loaded, tmp_path, "second", SECOND)
    w1, eve = workshop_id(loaded, "w1"), ids(loaded, "eve")
    with loaded.opened() as home:
        home.service.do(by(), lambda c: c.void_attendance(w1, eve, BECAUSE))
    loaded.done("undo-import", "second")
    bring_in(loaded, tmp_path, "second", SECOND)
    assert loaded.reach()["ada"].direct == 1


SIGNED = {
    "workshops": "workshop,starts_on,lead,co_facilitators\nw1,2023-03-01,ada,ben",
    "register": "workshop,person,pre,post,max_score\nw1,ben,3,8,10\nw1,cyd,,,",
}


def test_what_a_second_sheet_says_of_who_signed_and_taught_is_taken_back(
    banyan: Banyan, tmp_path: Path
):
    """Added, scored and made a facilitator by one batch each; each is undone by itself."""
    alone = {"workshops": "workshop,starts_on,lead\nw1,2023-03-01,ada"}
    bring_in(banyan, tmp_path, "first", alone | {"register": "workshop,person\nw1,cyd"})
    states = [everything(banyan)]
    for name, tables in (
        ("signs", {"register": "workshop,person\nw1,ben"}),
        ("teaches", {"workshops": SIGNED["workshops"]}),
        ("scored", {"register": SIGNED["register"]}),
    ):
        bring_in(banyan, tmp_path, name, tables)
        states.append(everything(banyan))
    assert len({str(state) for state in states}) == 4
    for name, before in zip(("scored", "teaches", "signs"), states[-2::-1], strict=True):
        banyan.done("undo-import", name)
        assert everything(banyan) == before


def test_taken_back_together_and_in_another_order_nothing_is_left(banyan: Banyan, tmp_path: Path):
    alone = {"workshops": "workshop,starts_on,lead\nw1,2023-03-01,ada"}
    bring_in(banyan, tmp_path, "first", alone | {"register": "workshop,person\nw1,cyd"})
    before = everything(banyan)
    bring_in(banyan, tmp_path, "teaches", {"workshops": SIGNED["workshops"]})
    bring_in(banyan, tmp_path, "scored", {"register": SIGNED["register"]})
    banyan.done("undo-import", "teaches")
    assert banyan.reach()["ada"].direct == 2
    assert '"ben","3","8","10"' in everything(banyan)["register"]
    banyan.done("undo-import", "scored")
    assert everything(banyan) | {"people": ""} == before | {"people": ""}


def test_a_lead_whom_somebody_put_on_the_register_since_does_not_lead_again(
    loaded: Banyan, tmp_path: Path
):
    led = {"workshops": "workshop,starts_on,lead,headcount\nw1,2023-03-01,zed,7"}
    bring_in(loaded, tmp_path, "second", led)
    w1, ada, zed = workshop_id(loaded, "w1"), ids(loaded, "ada"), ids(loaded, "zed")
    with loaded.opened() as home:
        line = Attendance(ada)
        home.service.do(by(), lambda c: c.add_attendance(w1, line, BECAUSE))
    loaded.done("undo-import", "second")
    with loaded.opened() as home:
        held = home.service.read().workshop(w1).held
    assert held and (held.lead, held.headcount) == (zed, None)


def test_a_batch_of_another_cascade_is_refused(loaded: Banyan, tmp_path: Path):
    loaded.done("cascade", "open", "d", "--title", "D")
    where = write_files(tmp_path / "again", FIRST)
    answer = loaded("import", "--cascade", "d", "--batch", "first", where)
    assert answer.code == 1
    assert "Batch “first” belongs to another cascade." in answer.err


# ---- people who were erased ------------------------------------------------------------------


def erase(banyan: Banyan, name: str) -> None:
    with banyan.opened() as home:
        id = home.private.people("c", [name])[name]
        home.service.do(by(), lambda c: c.erase_person(id, BECAUSE))
        cascade = next(e.event.cascade for e in home.log.read() if e.name == "cascade.opened")
        owners = [person.stream(id), certification.stream(CascadeId(cascade), id)]
        home.private.forget(owners, [id])


@pytest.mark.parametrize("undone", [False, True])
@pytest.mark.parametrize("name", ["ada", "ben"])
def test_an_erased_person_is_unclear_and_never_somebody_new(
    loaded: Banyan, tmp_path: Path, name: str, undone: bool
):
    erase(loaded, name)
    if undone:
        loaded.done("undo-import", "first")
    position = loaded.position()
    table = {"ada": "workshops", "ben": "register"}[name]
    answer = loaded("import", "--cascade", "c", tmp_path / "first")
    assert answer.code == 1
    assert f"{table}.csv:2: unclear, refused: Nobody is known as “{name}” any more" in answer.err
    assert loaded.position() == position
    loaded.done("import", "--cascade", "c", "--skip-refused", tmp_path / "first")
    with loaded.opened() as home:
        registered = sum(e.name == "person.registered" for e in home.log.read())
        assert registered == 2
        assert home.private.people("c", [name]) == {}


def test_the_erased_stay_in_the_numbers_under_their_id(loaded: Banyan):
    before, id = loaded.reach()["ada"], ids(loaded, "ada")
    erase(loaded, "ada")
    after = loaded.reach()
    assert set(after) == {id}
    assert (after[id].direct, after[id].reach) == (before.direct, before.reach)
