"""How long readers wait for pages and for JSON, each asked of a process that has just started.

`python -m tests.bench.pages HOME` asks a home that is there; `--make N` draws one into an empty
directory first. Every address of the app is asked for every reader whom its rule lets in.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median

from api.app import create_app
from api.home import Home as Served
from domain.values import PersonId
from tests.bench import beside, fresh
from tests.bench.addresses import AS_OF, COMPARED, PLAIN, Addresses, Line, Records, records
from tests.bench.readers import Reader, all_readers, open_another, sign_in
from tests.bench.report import Report, WrongAnswer, ms, percentile
from tests.bench.served import driver, largest_of, make

TIMES = 20
SEVERAL = 10
"""Processes whose answers are compared."""


@dataclass(frozen=True)
class Floor:
    """Seconds: of the first answer, of the median and the 99th percentile of those after it."""

    first: float
    median: float
    p99: float

    def __str__(self) -> str:
        return f"≤ {self.first * 1000:.0f}, {self.median * 1000:.0f}, {self.p99 * 1000:.0f} ms"


FLOORS = {PLAIN: Floor(0.2, 0.1, 0.2), AS_OF: Floor(1, 1, 1), COMPARED: Floor(0.5, 0.5, 0.5)}


@dataclass(frozen=True)
class Found:
    """What a reader waited for an address."""

    reader: Reader
    line: Line
    took: fresh.Took

    @property
    def middle(self) -> float:
        return median(self.took.later) if self.took.later else self.took.first

    @property
    def p99(self) -> float:
        return percentile(self.took.later or [self.took.first], 0.99)

    @property
    def met(self) -> bool:
        floor, took = FLOORS[self.line.kind], self.took
        quick = took.first <= floor.first and self.middle <= floor.median
        return quick and self.p99 <= floor.p99 and took.status == HTTPStatus.OK

    def __str__(self) -> str:
        status = "" if self.took.status == HTTPStatus.OK else f"  ANSWERS {self.took.status}"
        figures = (self.took.first, self.middle, self.p99, self.took.cpu)
        shown = "".join(f"{figure * 1000:10,.0f}" for figure in figures)
        return f"{shown}  {self.reader.name:20} {self.line.path}{status}"


@dataclass(frozen=True)
class Walk:
    """A home, whom it is asked by (with their session), and what."""

    directory: Path
    url: str | None
    sessions: dict[Reader, str]
    lines: dict[Reader, list[Line]]
    times: int

    def ask(self, reader: Reader, line: Line) -> Found:
        asked = self.directory, self.url, self.sessions[reader], line.path, self.times
        with fresh.processes() as pool:
            return Found(reader, line, pool.submit(fresh.timed, *asked).result())


def prepared(directory: Path, url: str | None, largest: PersonId, times: int = TIMES) -> Walk:
    """Accounts, grants and sessions are made where they are missing."""
    home = Served(directory, url)
    try:
        home.views.catch_up()
        open_another(home)
        with home.views.read() as db:
            readers = all_readers(db, largest)
        sessions = {reader: sign_in(home, reader) for reader in readers}
        account = home.accounts.directory.listed()[0].id
        with home.views.read() as db:
            known: Records = records(db, largest, account)
        addresses = Addresses(create_app(home), known)
        lines = {one: addresses.lines(one) for one in readers}
        return Walk(directory, url, sessions, lines, times)
    finally:
        home.close()


def walk(walk: Walk, only: str = "", reader: str = "", writes: bool = True) -> list[Found]:
    """Every address, while a writer logs beside."""
    found = []
    writer = beside.writer(walk.directory, walk.url) if writes else nullcontext(list[float]())
    with writer as wrote:
        for one, lines in walk.lines.items():
            for line in lines:
                if only in line.path and reader in one.name:
                    found.append(walk.ask(one, line))
                    print(found[-1], flush=True)
    if wrote:
        print(f"{len(wrote)} workshops were logged beside, {ms(median(wrote))} in the median")
    return found


def require_alike(walk: Walk) -> int:
    """Several processes answer all JSON alike, now that nobody writes; how many addresses."""
    asked = [
        (walk.sessions[reader], line.path)
        for reader, lines in walk.lines.items()
        for line in lines
        if line.path.startswith("/api/")
    ]
    first, *others = fresh.of_several(SEVERAL, walk.directory, walk.url, asked)
    for other in others:
        unlike = sorted(
            {path for (_who, path), digest in first.items() if other[_who, path] != digest}
        )
        if unlike:
            raise WrongAnswer(f"Two processes answer otherwise: {', '.join(unlike[:5])}.")
    return len(asked)


def served(directory: Path, url: str | None, largest: PersonId, report: Report) -> None:
    """Into the report: what is slower than its floor, and how many are not."""
    asked = prepared(directory, driver(url), largest)
    found = walk(asked)
    broken = [one for one in found if one.took.status != HTTPStatus.OK]
    if broken:
        raise WrongAnswer(f"{broken[0].line.path} answers {broken[0].took.status}.")
    for kind, floor in FLOORS.items():
        of_kind = [one for one in found if one.line.kind == kind]
        met = sum(one.met for one in of_kind)
        slowest = max(of_kind, key=lambda one: one.took.first)
        report.add(
            f"{kind}: answers within first, median, p99; the slowest first is {slowest.line.path}",
            f"{met} of {len(of_kind)}",
            ms(slowest.took.first),
            wanted=str(floor),
            met=met == len(of_kind),
        )
        for one in (one for one in of_kind if not one.met):
            figures = " ".join(ms(f) for f in (one.took.first, one.middle, one.p99))
            report.add(
                f"  {one.reader.name}: {one.line.path}", figures, "", None, str(floor), False
            )
    alike = require_alike(asked)
    report.add(f"{SEVERAL} processes answer alike", f"{alike} addresses", "", None, "all", True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--postgres", help="the home's database instead of its three files")
    parser.add_argument("--make", type=int, metavar="N", help="draw N participations into it first")
    parser.add_argument("--only", default="", help="addresses with this in them")
    parser.add_argument("--reader", default="", help="readers with this in their name")
    parser.add_argument("--alike", action="store_true", help="compare several processes as well")
    parser.add_argument("--alone", action="store_true", help="without a writer beside")
    parser.add_argument("--times", type=int, default=TIMES, help="requests after the first")
    parser.add_argument("--table", type=Path, help="a file for all lines, the slowest first")
    options = parser.parse_args()
    url = driver(options.postgres)
    if options.make:
        make(options.home, url, options.make)
    asked = prepared(options.home, url, largest_of(options.home), options.times)
    found = walk(asked, options.only, options.reader, not options.alone)
    found.sort(key=lambda one: -one.took.first)
    head = f"{'first':>10}{'median':>10}{'p99':>10}{'cpu':>10}  ms"
    slow = sum(not one.met for one in found)
    table = [head, *map(str, found), f"{slow} of {len(found)} are slower than their floor"]
    if options.table:
        options.table.write_text("\n".join(table) + "\n", "utf-8")
    print("\n".join(["", *table[:40], table[-1]]))
    if options.alike:
        print(f"{SEVERAL} processes answer {require_alike(asked)} addresses alike")
    return 0


if __name__ == "__main__":
    sys.exit(main())
