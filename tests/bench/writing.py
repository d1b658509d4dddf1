"""What a new fact costs: a workshop, a person, a correction that moves a whole branch."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median

from domain.codec import Envelope
from domain.events import AttendanceAdded, WorkshopCorrected
from domain.log import Pending
from domain.values import Attendance, Reason, ReasonCode
from projections import catchup
from projections.db import position
from projections.reach import reach
from tests.bench.facts import CASCADE, Told
from tests.bench.homes import Home
from tests.bench.programme import ON_A_REGISTER, Sheet
from tests.bench.reading import PEOPLE_BELOW
from tests.bench.report import Report, WrongAnswer, ms, require_same, seconds
from tests.bench.world import Known, World

WORKSHOPS = 40
SINGLES = 40
MOVES = 20
ONE_BY_ONE = 10
REASON = Reason(ReasonCode.TYPING_ERROR)


class Writer:
    """Appends to a home as a door would, and remembers how far each stream has come."""

    def __init__(self, home: Home, world: World, told: Told) -> None:
        self.home, self.world, self.told = home, world, told

    def workshop(self) -> list[Pending]:
        """A new one: thirty new people, led by one who has taught before."""
        programme = self.world.programme
        lead = programme.random.choice(programme.teaching)
        day = programme.sheets[-1].ends_on + 200
        known = len(self.told.people)
        people = range(known, known + ON_A_REGISTER)
        name = f"N-{len(self.told.workshops):06}"
        sheet = Sheet(name, day, day + 1, lead, (), tuple(people), people, False)
        return list(self.told.held(sheet))

    def one_person(self) -> list[Pending]:
        """Somebody new, added to a register that lies there already."""
        workshop = self.world.programme.random.choice(self.told.workshops)
        person = self.told.root()
        line = Attendance(self.told.people[-1], 40, 70, 100)
        return [person, self._about(workshop, AttendanceAdded(line, REASON))]

    def move(self, sheet: int, lead: int) -> list[Pending]:
        """The workshop was led by somebody else: all who entered by it hang elsewhere now."""
        fact = WorkshopCorrected(REASON, lead=self.told.people[lead])
        return [self._about(self.told.workshops[sheet], fact)]

    def _about(self, workshop: str, fact: AttendanceAdded | WorkshopCorrected) -> Pending:
        stream = f"workshop/{workshop}"
        version = self.home.log.load([stream])[stream][-1].version + 1
        envelope = Envelope(datetime.now(UTC), "console", "bench", fact, "api", CASCADE)
        return Pending(stream, version, envelope)

    def timed(self, entries: list[Pending]) -> tuple[float, float]:
        """Seconds of the append, and of the projection after it."""
        append = seconds(lambda: self.home.log.append(entries))
        return append, seconds(self.home.views.catch_up)


def workshops(writer: Writer, report: Report) -> None:
    times = [writer.timed(writer.workshop()) for _ in range(WORKSHOPS)][3:]
    append = median(a for a, _ in times)
    project = median(p for _, p in times)
    whole = median(a + p for a, p in times)
    most = 0.008 if writer.home.name == "SQLite" else 0.020
    report.add(
        "a workshop of 30 logged and projected, bare append", ms(whole), ms(append), whole / append
    )
    wanted = f"≤ {most * 1000:.0f} ms"
    report.add("a workshop of 30, projecting alone", ms(project), "", None, wanted, project <= most)


def a_move(writer: Writer, report: Report) -> None:
    """A branch of 3 % of everybody (30,000 of a million) hung elsewhere, and back again."""
    world = writer.world
    trainer = world.branch(0.03)
    sheet = next(at for at, s in enumerate(world.programme.sheets) if trainer in s.newcomers)
    here = world.programme.sheets[sheet].lead
    roots = (p for p in world.programme.teaching if world.truth.parents[p] is None)
    there = next(p for p in roots if p not in world.above(trainer))
    singles = [writer.timed(writer.one_person()) for _ in range(SINGLES)][3:]
    before = _below(writer, [here, there])
    moves = []
    for at in range(MOVES):
        moves.append(writer.timed(writer.move(sheet, (there, here)[at % 2])))
        if at == 0:
            _require_moved(before, _below(writer, [here, there]), world.below[trainer])
    now = _below(writer, [here, there])
    require_same("People below both, after a move and back", {"now": now, "before": before})
    for what, add in (("end to end", 1), ("projecting alone", 0)):
        move = median(a * add + p for a, p in moves[2:])
        single = median(a * add + p for a, p in singles)
        report.add(
            f"a move of {world.below[trainer]:,} people, appending one, {what}",
            ms(move),
            ms(single),
            move / single,
            "≤ 5",
            move / single <= 5,
        )


def _below(writer: Writer, people: list[int]) -> list[int]:
    with writer.home.db() as db:
        known = Known.of(db, writer.told, people)
        counts = []
        for person in people:
            asked = {"cascade": known.cascade, "person": known.number[person], "as_of": reach.EVER}
            by_cells = sum(g.people for g in reach.downstream(db, **asked))
            by_people = sum(people for _, people in db.rows(PEOPLE_BELOW, **asked))
            require_same("People below", {"the read model": by_cells, "SQL": by_people})
            counts.append(by_cells)
    return counts


def _require_moved(before: list[int], after: list[int], branch: int) -> None:
    lost, won = before[0] - after[0], after[1] - before[1]
    if won != lost or lost <= branch:
        raise WrongAnswer(f"The move took {lost} people away and gave {won}.")


def one_by_one(writer: Writer) -> float:
    """Entries a second when each is projected in a transaction of its own."""
    home = writer.home
    for _ in range(ONE_BY_ONE):
        home.log.append(writer.workshop())
    with home.db() as db:
        after = position(db)
    rows = list(home.log.rows(after))

    def project() -> None:
        for row in rows:
            with home.db(writes=True) as db:
                known = catchup.lock(db)
                catchup.apply(db, list(home.log.entries([row])))
                catchup.remember(db, known.after([row]))

    return len(rows) / seconds(project)
