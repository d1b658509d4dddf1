"""Probable duplicates among simulated people, against exact agreement alone.

The crowd is that of `tests/matching/to_report.py`, which the weights were never set on.
"""

from __future__ import annotations

import time

from api.matching.blocks import pairs
from api.matching.crowd import Crowd
from api.matching.judging import THRESHOLD, likely
from tests.bench.report import Report
from tests.matching import to_report
from tests.matching.simulated import Measured, Pair, Record, exact, measured, truth

PEOPLE = 5_000
RECALL, PRECISION = 0.95, 0.80


def duplicates(report: Report) -> None:
    """Recall and precision of the queue, and how long it takes."""
    for title, names in (("", to_report.MANY), (", few names", to_report.FEW)):
        report.section = f"probable duplicates, {PEOPLE:,} people, 8 % twice{title}"
        print(f"\n== {report.section} ==", flush=True)
        _compare(report, to_report.draw(PEOPLE, names), judged=names == to_report.MANY)


def proposed(records: list[Record]) -> set[Pair]:
    """What the queue would show."""
    cards = [record.card() for record in records]
    crowd = Crowd(cards)
    shown = (
        sorted((cards[a].id, cards[b].id))
        for a, b in pairs(cards)
        if likely(cards[a], cards[b], crowd) >= THRESHOLD
    )
    return {(one, other) for one, other in shown}


def _compare(report: Report, records: list[Record], judged: bool) -> None:
    true = truth(records)
    began = time.perf_counter()
    found = proposed(records)
    took = time.perf_counter() - began
    began = time.perf_counter()
    plainly = exact(records)
    baseline = time.perf_counter() - began
    ours, theirs = measured(found, true), measured(plainly, true)
    _add(report, "recall, exact agreement", ours, theirs, "recall", RECALL, judged)
    _add(report, "precision, exact agreement", ours, theirs, "precision", PRECISION, judged)
    report.add("time, exact agreement", f"{took:.1f} s", f"{baseline:.2f} s", took / baseline)


def _add(
    report: Report,
    what: str,
    ours: Measured,
    theirs: Measured,
    kind: str,
    wanted: float,
    judged: bool,
) -> None:
    mine, other = getattr(ours, kind), getattr(theirs, kind)
    report.large = judged
    met = mine >= wanted if judged else None
    line = f"≥ {wanted:.0%}" if judged else ""
    report.add(what, f"{mine:.1%}", f"{other:.1%}", mine / other, line, met)
