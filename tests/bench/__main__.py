"""`python -m tests.bench`: the read models against what one would otherwise pick, as ratios.

At 10,000 participations and at 1,000,000 (or `--people N`), on SQLite and PostgreSQL. Every
answer is checked before a time is shown; a wrong one ends the run with exit code 1. At the end,
how many probable duplicates are found among simulated people, against exact agreement.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from projections.facts import cascades, people, workshops
from projections.rebuild import fill
from projections.views import differences
from tests.bench import matching, pages, reading, writing
from tests.bench.facts import write
from tests.bench.homes import Home, postgres_home, sqlite_home
from tests.bench.report import Report, WrongAnswer, rate, require_same, seconds
from tests.bench.served import private_of
from tests.bench.world import World

SMALL, LARGE = 10_000, 1_000_000
REACH = (cascades, people, workshops)
"""What lineage and reach are derived from."""
STORES: dict[str, Callable[[], AbstractContextManager[Home]]] = {
    "sqlite": sqlite_home,
    "postgres": postgres_home,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--people", type=int, default=LARGE, help="participations of the large run")
    parser.add_argument("--store", choices=[*STORES, "both"], default="both")
    parser.add_argument("--quick", action="store_true", help="10,000 participations only")
    options = parser.parse_args()
    report = Report()
    stores = list(STORES) if options.store == "both" else [options.store]
    try:
        for size in [SMALL] if options.quick else sorted({SMALL, options.people}):
            world = World(size)
            for store in stores:
                with STORES[store]() as home:
                    _compare(home, world, report)
        matching.duplicates(report)
    except WrongAnswer as wrong:
        print(f"A wrong answer, so no times are shown. {wrong}", file=sys.stderr)
        return 1
    report.print()
    print(f"Load at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores (if quiet: 1)")
    return 0


def _compare(home: Home, world: World, report: Report) -> None:
    report.large = world.participations >= LARGE
    report.section = f"{home.name}, {world.participations:,} participations"
    print(f"\n== {report.section} ==", flush=True)
    began = time.perf_counter()
    with private_of(Path(home.directory), home.url) as private:
        told = write(home.log, world.programme, private)
    print(f"Logged {home.log.position():,} entries in {time.perf_counter() - began:,.0f} s")
    rates = _rebuilds(home)
    reading.downstream(home, world, told, report)
    reading.unique_reach(home, world, told, report)
    reading.bytes_of_tables(home, report)
    writer = writing.Writer(home, world, told)
    writing.workshops(writer, report)
    writing.a_move(writer, report)
    rates["one by one"] = writing.one_by_one(writer)
    pages.served(Path(home.directory), home.url, told.people[world.largest], report)
    if not report.large:
        found = differences(home.views, home.log)
        require_same("Live against rebuilt", {"the comparison": found, "equality": []})
    _report_rates(home, rates, report)


def _rebuilds(home: Home) -> dict[str, float]:
    """Entries a second, swap included."""
    entries = sum(1 for _ in home.log.rows())

    def reach_alone() -> None:
        with home.place.beside() as engine:
            fill(engine, home.log, facts=REACH)

    acts: dict[str, Callable[[], object]] = {
        "raw": lambda: sum(1 for _ in home.log.rows()),
        "decoded": lambda: sum(1 for _ in home.log.read()),
        "reach": reach_alone,
        "all": home.views.rebuild,
    }
    return {name: entries / seconds(act) for name, act in acts.items()}


def _report_rates(home: Home, rates: dict[str, float], report: Report) -> None:
    floors = {"SQLite": (25_000, 15_000), "PostgreSQL": (15_000, 12_000)}[home.name]
    names = {"raw": "reading the log raw", "decoded": "reading it decoded"}
    names["one by one"] = "projecting one by one"
    for what, floor in zip(("reach", "all"), floors, strict=True):
        name = "reach alone" if what == "reach" else "all views"
        for other, said in names.items():
            judged = other == "raw"
            report.add(
                f"rebuild of {name} in entries, {said}",
                rate(rates[what]),
                rate(rates[other]),
                rates[what] / rates[other],
                f"≥ {rate(floor)}" if judged else "",
                rates[what] >= floor if judged else None,
            )


if __name__ == "__main__":
    sys.exit(main())
