"""Line charts over time: each point in percent of the chart's width and height."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

QUARTERS_FROM = 24
"""Months; a longer line is drawn by quarters."""


@dataclass(frozen=True)
class Mark:
    """A target in the chart. `x`, `y`: its point; `people`, `by`: its number and day."""

    x: float
    y: float
    people: int
    by: date


@dataclass(frozen=True)
class Line:
    """A line chart. `points`: as SVG writes them, "x,y x,y …", y from the top; `first`, `end`: the
    days at its sides; `top`: the people at its upper edge; `last`: the last value of the line;
    `table`: (day, people) of each point."""

    points: str
    marks: list[Mark]
    first: date
    end: date
    top: int
    last: int
    table: list[tuple[date, int]]
    by_quarters: bool


def line(
    came: Sequence[tuple[int, int]], targets: list[tuple[date, int]], until: date
) -> Line | None:
    """The cumulated people of a tier and its targets; None if there is nothing to draw.

    `came`: (ordinal of a day, people who entered on it), by day; `targets`: (day, people).
    """
    earliest = min((by for by, _ in targets), default=until)
    begin = date.fromordinal(came[0][0]) if came else earliest
    begin = min(begin, until).replace(day=1)
    end = max([until, *(by for by, _ in targets)])
    step = 3 if _months(begin, end) > QUARTERS_FROM else 1
    ends = [day for day in _ends(begin, until, step) if day < until] + [until]
    days, sums = [day for day, _ in came], [0, *accumulate(people for _, people in came)]
    table = [(day, sums[bisect_right(days, day.toordinal())]) for day in ends]
    top = max([people for _, people in (*table, *targets)], default=0)
    if not top:
        return None
    span = max((end - begin).days, 1)

    def x(day: date) -> float:
        return round((day - begin).days / span * 100, 2)

    def y(people: int) -> float:
        return round(100 - people / top * 92, 2)

    points = f"0,{y(0)} " + " ".join(f"{x(day)},{y(people)}" for day, people in table)
    marks = [Mark(x(by), y(people), people, by) for by, people in targets]
    return Line(points, marks, begin, end, top, table[-1][1], table, step == 3)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _ends(first: date, last: date, step: int) -> list[date]:
    """The last days of the months (`step` 1) or quarters (3) from `first` to `last`."""
    found: list[date] = []
    at = first.year * 12 + first.month - 1
    while True:
        at += 1
        if at % step == 0:
            day = date.fromordinal(date(at // 12, at % 12 + 1, 1).toordinal() - 1)
            if day > last:
                return found
            found.append(day)
