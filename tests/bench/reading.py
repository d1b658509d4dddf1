"""How far a trainer's teaching travelled: the read model, recursive SQL, graphs in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from projections.db import Db
from projections.reach import reach
from tests.bench.facts import Told
from tests.bench.homes import Home, plan, size
from tests.bench.programme import START
from tests.bench.report import Report, middle, ms, percentile, require_same
from tests.bench.world import Known, World

PEOPLE_BELOW = """
WITH RECURSIVE below(person, generation) AS (
  SELECT person, 1 FROM reach_node
  WHERE cascade = :cascade AND parent = :person AND entry_date <= :as_of
  UNION ALL
  SELECT n.person, b.generation + 1 FROM below b
  JOIN reach_node n ON n.cascade = :cascade AND n.parent = b.person AND n.entry_date <= :as_of
)
SELECT generation, count(*) FROM below GROUP BY generation ORDER BY generation
"""
"""Over `reach_node`, everybody with parent and date; its index (cascade, parent, entry_date,
person) covers the query."""

PEOPLE_REACHED = """
WITH RECURSIVE got(workshop, person) AS (
  SELECT p.workshop, p.person
  FROM presence f JOIN workshop w ON w.number = f.workshop
  JOIN presence p ON p.workshop = f.workshop AND p.role = 1
  WHERE f.person = :person AND f.role = 0 AND w.counts = 1 AND w.starts_on <= :as_of
  UNION
  SELECT p.workshop, p.person
  FROM got g JOIN workshop w ON w.number = g.workshop
  JOIN presence f ON f.person = g.person AND f.role = 0
  JOIN workshop v ON v.number = f.workshop AND v.counts = 1 AND v.starts_on > w.ends_on
                 AND v.starts_on <= :as_of
  JOIN presence p ON p.workshop = v.number AND p.role = 1
)
SELECT count(DISTINCT person) FROM got WHERE person <> :person
"""
"""Over `presence`, indexed by workshop and by (person, role, workshop). A person carries the
workshop at which they learned it, for they teach it to those whom they train later only."""

DERIVED = ("reach_trainer", "reach_cell", "reach_succ")


def downstream(home: Home, world: World, told: Told, report: Report) -> None:
    """By generation, of the largest trainer and of some at random."""
    asked = [world.largest, *world.trainers]
    with home.db() as db:
        known = Known.of(db, told, asked)
        _show_plan(db, "downstream over people", PEOPLE_BELOW, known, world.largest)
        for person in asked:
            _require_same_downstream(db, world, known, person)
        half_way = (START + world.programme.sheets[-1].starts_on) // 2
        _require_same_downstream(db, world, known, world.largest, half_way)
        ways = _ways(db, world, known)
        floor = 10 if db.postgres else 15
        _of_the_largest(ways, world, report, floor)
        _of_random_trainers(ways, world, report)


def _ways(db: Db, world: World, known: Known) -> dict[str, Callable[[int], object]]:
    return {
        "ours": lambda p: _by_cells(db, known, p),
        "SQL over people": lambda p: _by_people(db, known, p),
        "networkx": world.downstream_by_networkx,
        "rustworkx": world.downstream_by_rustworkx,
    }


def _by_cells(db: Db, known: Known, person: int, as_of: int = reach.EVER) -> list[tuple[int, int]]:
    found = reach.downstream(db, known.cascade, known.number[person], as_of)
    return [(g.generation, g.people) for g in found if g.people]


def _by_people(db: Db, known: Known, person: int, as_of: int = reach.EVER) -> list[tuple[int, int]]:
    asked = {"cascade": known.cascade, "person": known.number[person], "as_of": as_of}
    return [(g, people) for g, people in db.rows(PEOPLE_BELOW, **asked)]


def _require_same_downstream(
    db: Db, world: World, known: Known, person: int, as_of: int = reach.EVER
) -> None:
    answers = {
        "the read model": _by_cells(db, known, person, as_of),
        "SQL over people": _by_people(db, known, person, as_of),
    }
    day = ""
    if as_of == reach.EVER:
        answers["networkx"] = world.downstream_by_networkx(person)
        answers["rustworkx"] = world.downstream_by_rustworkx(person)
    else:
        day = f" as of {date.fromordinal(as_of)}"
    require_same(f"Downstream of person {person}{day}", answers)


def _of_the_largest(
    ways: dict[str, Callable[[int], object]], world: World, report: Report, floor: int
) -> None:
    times = {name: middle(lambda way=way: way(world.largest)) for name, way in ways.items()}
    ours = times.pop("ours")
    people = world.below[world.largest]
    for name, baseline in times.items():
        judged = name == "SQL over people"
        report.add(
            f"downstream of the largest ({people:,} people), {name}",
            ms(ours),
            ms(baseline),
            baseline / ours,
            f"≥ {floor}" if judged else "",
            baseline / ours >= floor if judged else None,
        )


def _of_random_trainers(
    ways: dict[str, Callable[[int], object]], world: World, report: Report
) -> None:
    times = {
        name: [middle(lambda way=way, p=p: way(p), 3) for p in world.trainers]
        for name, way in ways.items()
    }
    ours = times.pop("ours")
    for name, share in (("median", 0.5), ("p99", 0.99)):
        mine = percentile(ours, share)
        for way, theirs in times.items():
            judged = name == "p99" and way == "SQL over people"
            baseline = percentile(theirs, share)
            report.add(
                f"downstream of {len(ours)} random trainers, {name}, {way}",
                ms(mine),
                ms(baseline),
                baseline / mine,
                "< 1 ms" if judged else "",
                mine < 0.001 if judged else None,
            )


def unique_reach(home: Home, world: World, told: Told, report: Report) -> None:
    """Of the trainer with the largest tree."""
    with home.db() as db:
        known = Known.of(db, told, [world.largest])
        _show_plan(db, "unique reach over people", PEOPLE_REACHED, known, world.largest)
        asked = {
            "cascade": known.cascade,
            "person": known.number[world.largest],
            "as_of": reach.EVER,
        }
        sql = {k: v for k, v in asked.items() if k != "cascade"}
        ways: dict[str, Callable[[], object]] = {
            "the read model": lambda: reach.numbers_of(db, **asked).reach,
            "SQL over people": lambda: db.rows(PEOPLE_REACHED, **sql)[0][0],
            "networkx, workshops": lambda: world.reach_by_networkx(world.largest),
        }
        require_same("Unique reach of the largest", {name: way() for name, way in ways.items()})
        times = {name: middle(way, 3) for name, way in ways.items()}
    ours = times.pop("the read model")
    for name, baseline in times.items():
        report.add(f"unique reach of the largest, {name}", ms(ours), ms(baseline), baseline / ours)


def bytes_of_tables(home: Home, report: Report) -> None:
    with home.db() as db:
        derived, people = size(db, DERIVED), size(db, ["reach_node"])
    report.add(
        "bytes of the derived reach tables, people in the tree",
        f"{derived / 1e6:,.2f} MB",
        f"{people / 1e6:,.2f} MB",
        derived / people,
        "< 0.10",
        derived / people < 0.1,
    )


def _show_plan(db: Db, what: str, sql: str, known: Known, person: int) -> None:
    asked = {"cascade": known.cascade, "person": known.number[person], "as_of": reach.EVER}
    if ":cascade" not in sql:
        del asked["cascade"]
    print(f"Baseline, {what}:{sql}Its plan:")
    print("\n".join("  " + line for line in plan(db, sql, **asked)))
