"""A small Banyan for tests: a log, its commands and its views, with short names for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from uuid import NAMESPACE_OID, uuid4, uuid5

from domain.events import (
    CascadeOpened,
    OrganisationDefined,
    RegionDefined,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.log import Log, memory
from domain.service import Actor, Commands, Recorded, Service
from domain.values import (
    AgeBand,
    Attendance,
    CascadeId,
    Disability,
    Kind,
    OrganisationId,
    PersonId,
    Profile,
    Reason,
    ReasonCode,
    RegionId,
    Scores,
    Sex,
    WorkshopId,
)
from projections.databases import SQLitePlace
from projections.db import Db
from projections.reach import reach
from projections.reach.all_facilitators import all_numbers
from projections.views import Views
from tests.oracle import facts as plain
from tests.oracle import histories as told

REASON = Reason(ReasonCode.TYPING_ERROR)
CASCADE = CascadeId("00000000-0000-4000-8000-00000000cade")
ORGANISATIONS = [OrganisationId(f"00000000-0000-4000-8000-{at:012}") for at in range(2)]
CADRES = [f"cadre {at}" for at in range(20)]
"""More than have columns of their own: projections.entrant_tables."""


def person_id(name: str) -> PersonId:
    """Ids that sort as the names do, because a merged group has its smallest id."""
    return PersonId(f"{name.encode().hex()[:8]:0<8}-0000-4000-8000-{name.encode().hex()[:12]:0<12}")


def workshop_id(identifier: str) -> WorkshopId:
    return WorkshopId(str(uuid5(NAMESPACE_OID, "workshop " + identifier)))


def region_id(name: str) -> RegionId:
    return RegionId(str(uuid5(NAMESPACE_OID, "region " + name)))


class World:
    def __init__(self, log: Log, views: Views) -> None:
        self.log, self.views, self.service = log, views, Service(log)
        self.names: dict[str, str] = {}
        opened = CascadeOpened(CASCADE, "cascade", "A cascade", "series")
        self.do(lambda c: c.open_cascade(opened))
        for region in ("north", "south"):
            fact = RegionDefined(region_id(region), region)
            self.do(lambda c, fact=fact: c.define_region(fact))
        for one in ORGANISATIONS:
            defined = OrganisationDefined(one, one)
            self.do(lambda c, fact=defined: c.define_organisation(fact))

    def do(self, act: object) -> Recorded:
        return self.service.do(Actor("console", "test", str(uuid4())), act)  # type: ignore[arg-type]

    def tell(self, moves: Iterable[told.Move]) -> None:
        for move in moves:
            self.do(lambda c, move=move: self._act(c, move))

    def _act(self, c: Commands, move: told.Move) -> None:
        match move:
            case told.RegisterPerson(person):
                self.names[person_id(person)] = person
                c.register_person(CASCADE, person_id(person), _profile(move))
            case told.CorrectProfile(person):
                c.correct_profile(person_id(person), _profile(move), REASON)
            case told.MergePeople(a, b):
                c.merge_people(person_id(a), person_id(b), REASON)
            case told.UndoMerge(a, b):
                c.undo_merge(person_id(a), person_id(b), REASON)
            case told.PlanWorkshop(w):
                c.plan_workshop(CASCADE, WorkshopPlanned(**_whole(w)))
            case told.HoldWorkshop(w):
                register = tuple(_line(seat) for seat in w.register)
                c.hold_workshop(CASCADE, WorkshopHeld(**_whole(w), register=register))
            case _:
                self._change(c, workshop_id(move.identifier), move)

    def _change(self, c: Commands, id: WorkshopId, move: object) -> None:
        match move:
            case told.CancelWorkshop():
                c.cancel_workshop(id, REASON)
            case told.CorrectWorkshop(_, changes):
                c.correct_workshop(id, WorkshopCorrected(REASON, **_changes(dict(changes))))
            case told.VoidWorkshop():
                c.void_workshop(id, REASON)
            case told.RestoreWorkshop():
                c.restore_workshop(id, REASON)
            case told.AddAttendance(_, seat):
                c.add_attendance(id, _line(seat), REASON)
            case told.VoidAttendance(_, person):
                c.void_attendance(id, person_id(person), REASON)
            case told.RestoreAttendance(_, person):
                c.restore_attendance(id, person_id(person), REASON)
            case told.RecordScores(_, seat):
                scores = Scores(seat.pre, seat.post, seat.max_score)
                c.record_scores(id, person_id(seat.person), scores, REASON)

    # ---- what the views say ------------------------------------------------------------------

    def numbers(self, as_of: date | None = None) -> dict[str, dict[str, object]]:
        with self.views.read() as db:
            return numbers(db, self.names, as_of)


@contextmanager
def in_memory() -> Iterator[World]:
    """A world in memory, for tests that do not depend on the store."""
    log = Log(memory())
    views = Views(SQLitePlace(":memory:"), log)
    try:
        yield World(log, views)
    finally:
        views.close()
        log.close()


def numbers(
    db: Db, names: dict[str, str], as_of: date | None = None
) -> dict[str, dict[str, object]]:
    """The rows of `banyan reach` by the person's short name."""
    day = as_of.toordinal() if as_of else reach.EVER
    ids = dict(db.rows("SELECT number, id FROM person"))
    cascade = cascade_number(db)
    rows = {}
    found = all_numbers(db, cascade, day)
    assert as_of or found == all_numbers(db, cascade, reach.EVER - 1), "what the log told, counted"
    for row in found:
        assert row == reach.numbers_of(db, cascade, row.person, day)
        name = names[ids[row.person]]
        rows[name] = asdict(row) | {"person": name}
    return rows


def cascade_number(db: Db) -> int:
    found = db.one("SELECT number FROM cascade WHERE id = :id", id=CASCADE)
    assert found
    return int(found[0])


def _profile(move: told.RegisterPerson | told.CorrectProfile) -> Profile:
    """What no history says of a person differs from one to the next too."""
    told = sum(f"{move.person}{move.sex}{move.region}".encode())
    return Profile(
        sex=Sex(move.sex) if move.sex else Sex.UNKNOWN,
        age_band=[*AgeBand, None][told % 7],
        region=region_id(move.region) if move.region else None,
        cadre=[*CADRES, None][told % (len(CADRES) + 1)],
        organisation=[*ORGANISATIONS, None][told % 3],
        disability=list(Disability)[told % 3],
    )


def _line(seat: plain.Attendance) -> Attendance:
    return Attendance(person_id(seat.person), seat.pre, seat.post, seat.max_score)


def _whole(w: plain.Workshop) -> dict[str, object]:
    return {
        "workshop": workshop_id(w.identifier),
        "identifier": w.identifier,
        **_changes(
            {
                "kind": w.kind,
                "starts_on": w.starts_on,
                "ends_on": w.ends_on,
                "lead": w.lead,
                "cofacilitators": w.cofacilitators,
            }
        ),
    }


def _changes(said: dict[str, object]) -> dict[str, object]:
    read = {
        "kind": lambda kind: Kind(kind),
        "lead": lambda lead: person_id(lead) if lead else None,
        "cofacilitators": lambda people: tuple(person_id(p) for p in people),
    }
    return {name: read.get(name, lambda v: v)(value) for name, value in said.items()}  # type: ignore[no-untyped-call]
