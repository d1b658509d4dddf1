"""What a benchmark found: answers that must agree, times, and one table at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

T = TypeVar("T")


class WrongAnswer(Exception):
    """Two ways to the same figure disagree; no time is worth showing then."""


def require_same(what: str, answers: Mapping[str, object]) -> None:
    """`answers`: by the name of the way that gave it; the first is ours."""
    (ours, answer), *others = answers.items()
    for other, said in others:
        if said != answer:
            raise WrongAnswer(f"{what}: {ours} says {_short(answer)}, {other} {_short(said)}.")


def _short(answer: object) -> str:
    text = str(answer)
    return text if len(text) < 300 else text[:300] + "…"


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def middle(act: Callable[[], object], times: int = 5) -> float:
    """Seconds, the median of several runs."""
    return median(seconds(act) for _ in range(times))


def percentile(values: Sequence[float], share: float) -> float:
    """The least value that `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]


def ms(value: float) -> str:
    return f"{value * 1000:,.2f} ms"


def rate(value: float) -> str:
    return f"{value:,.0f}/s"


@dataclass
class Line:
    what: str
    ours: str
    baseline: str
    ratio: str
    wanted: str
    met: bool | None


@dataclass
class Report:
    """`section` names the store and the size that the next lines are about."""

    large: bool = False
    section: str = ""
    lines: list[tuple[str, Line]] = field(default_factory=list)

    def add(
        self,
        what: str,
        ours: str,
        baseline: str = "",
        ratio: float | None = None,
        wanted: str = "",
        met: bool | None = None,
    ) -> None:
        """What is wanted is wanted of a million participations; elsewhere it is not judged."""
        shown = "" if ratio is None else f"{ratio:,.2f}" if ratio < 10 else f"{ratio:,.0f}"
        judged = met if self.large else None
        line = Line(what, ours, baseline, shown, wanted if self.large else "", judged)
        self.lines.append((self.section, line))
        print("  " + " | ".join(cell for cell in _cells(line) if cell), flush=True)

    def print(self) -> None:
        heads = ("what", "ours", "baseline", "ratio", "wanted", "")
        rows = [_cells(line) for _, line in self.lines]
        widths = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
        section = ""
        for (of, _), row in zip(self.lines, rows, strict=True):
            if of != section:
                section = of
                print(f"\n{section}")
                print(_row(heads, widths))
            print(_row(row, widths))
        missed = sum(line.met is False for _, line in self.lines)
        print(f"\n{missed} MISSED" if missed else "\nNothing missed")


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {True: "ok", False: "MISSED", None: ""}[line.met]
    return (line.what, line.ours, line.baseline, line.ratio, line.wanted, verdict)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = (
        cell.ljust(w) if at == 0 else cell.rjust(w)
        for at, (cell, w) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(shown).rstrip()
