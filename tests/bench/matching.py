"""Probable duplicates among simulated people, against exact agreement alone.

Judged is `crowd_independent`, which was written without sight of the matching code, on one seed
that was fixed before its first run. The crowds of `tests/matching`, and the independent one with
other cultures, errors and seed, are what the weights are set on: they are shown, and not judged.
"""

from __future__ import annotations

import time

from api.matching.frequencies import Frequencies
from api.matching.scoring import THRESHOLD, probability
from tests.bench.report import Report
from tests.support.crowds import independent, independent_records, to_report
from tests.support.crowds.all_pairs import pairs
from tests.support.crowds.simulated import Measured, Pair, Record, exact, measured, truth

PEOPLE = 5_000
RECALL, PRECISION = 0.95, 0.80
SEED, SEED_TO_TUNE = 20_261_122, 7


def duplicates(report: Report) -> None:
    """Recall and precision of the queue, and how long it takes."""
    crowds = {
        "": judged(),
        ", tuning: other cultures": to_tune(),
        ", tuning: many names": to_report.draw(PEOPLE, to_report.MANY),
        ", tuning: few names": to_report.draw(PEOPLE, to_report.FEW),
    }
    for title, records in crowds.items():
        report.section = f"probable duplicates, {PEOPLE:,} people, 8 % twice{title}"
        print(f"\n== {report.section} ==", flush=True)
        _compare(report, records, judged=not title)


def judged() -> list[Record]:
    return _independent(SEED, independent_records.JUDGED)


def to_tune(seed: int = SEED_TO_TUNE) -> list[Record]:
    return _independent(seed, independent_records.DEVELOPMENT)


def _independent(seed: int, habits: independent_records.Habits) -> list[Record]:
    """As a programme's table has them: villages by number, in districts."""
    drawn = independent.crowd(seed, PEOPLE, habits)
    return [_row(f"r{at:06}", one) for at, one in enumerate(drawn)]


def _row(id: str, one: independent_records.Record) -> Record:
    said = {"name": one.name, "phone": one.phone, "email": one.email, "id_number": one.identifier}
    details = {kind: value for kind, value in said.items() if value}
    area = one.region // independent_records.VILLAGES if one.region is not None else None
    return Record(id, one.who, details, one.sex, one.age, area, one.region)


def proposed(records: list[Record]) -> set[Pair]:
    """What the queue would show."""
    cards = [record.card() for record in records]
    crowd = Frequencies(cards)
    shown = (
        sorted((cards[a].id, cards[b].id))
        for a, b in pairs(cards)
        if probability(cards[a], cards[b], crowd) >= THRESHOLD
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
