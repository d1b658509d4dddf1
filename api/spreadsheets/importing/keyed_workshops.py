"""Workshops without an identifier: which of them are in the log.

One is known if a held workshop of the cascade has the same first day, and its lead, region, title
and venue agree in something and contradict each other in nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from api.matching.phonetics import words
from api.people.names import DisplayName, best_name, display_names
from api.spreadsheets.importing.coming import ACCEPT, APART, LEAVE_OUT, Arrivals, Choice, Kind
from api.spreadsheets.importing.names import as_said, is_key, shown
from api.spreadsheets.importing.row_values import RegisterRecord, WorkshopRecord
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import JudgedRow
from api.transactions.read import Read
from domain.values import WorkshopId
from projections.records.region_paths import BETWEEN, region_paths

HELD = """
SELECT id, starts_on, leader, region, details, identifier FROM workshop
WHERE cascade = :cascade AND status = 'held' AND starts_on IN ids(:days) ORDER BY id
"""
LEADERS = "SELECT id, one FROM person WHERE id IN ids(:ids)"


class Held(NamedTuple):
    """A workshop in the log. `lead`: the number of the person after merges."""

    id: str
    starts_on: int
    lead: int | None
    region: int | None
    details: str | None
    identifier: str | None


class Traits(NamedTuple):
    """What tells workshops of one day apart. None, or nothing, where it is not said."""

    lead: object
    region: str | None
    title: tuple[str, ...]
    venue: tuple[str, ...]


def look(
    arrivals: Arrivals, context: ImportContext, read: Read, cascade: int, own: Mapping[str, str]
) -> dict[str, WorkshopId]:
    """Key of a workshop → the workshop in the log that it is. `own`: those that this import has
    logged, which are not looked for."""
    rows = {
        row.record.workshop: row
        for row in arrivals.judgement.rows["workshops"]
        if isinstance(row.record, WorkshopRecord) and is_key(row.record.workshop)
    }
    rows = {name: row for name, row in rows.items() if name not in own}
    if not rows:
        return {}
    finder = _Finder(context, read, cascade, rows)
    found = {name: finder.like(row) for name, row in rows.items()}
    times = Counter(one.id for several in found.values() for one in several)
    known: dict[str, WorkshopId] = {}
    for name, several in found.items():
        sure = len(several) == 1 and times[several[0].id] == 1 and finder.agrees(rows[name])
        if sure:
            known[name] = WorkshopId(several[0].id)
        elif several:
            choices = finder.choices(several)
            said = _ask(arrivals, name, rows[name], choices)
            if said:
                known[name] = WorkshopId(said)
    return known


def _ask(arrivals: Arrivals, name: str, row: JudgedRow, choices: Sequence[Choice]) -> str:
    lines = [
        line
        for line in arrivals.judgement.rows["register"]
        if isinstance(line.record, RegisterRecord) and line.record.workshop == name
    ]
    said = arrivals.decide(Kind.WORKSHOP, as_said(name), [row, *lines], choices, shown(name))
    if said == LEAVE_OUT:
        for one in (row, *lines):
            one.leave_out(name)
    return "" if said in (ACCEPT, APART, LEAVE_OUT) else said


class _Finder:
    """The held workshops of the days of these rows."""

    def __init__(
        self, context: ImportContext, read: Read, cascade: int, rows: Mapping[str, JudgedRow]
    ) -> None:
        self._read, self._context = read, context
        records = [row.record for row in rows.values()]
        self._records = [one for one in records if isinstance(one, WorkshopRecord)]
        days = sorted({one.starts_on.toordinal() for one in self._records})
        self._on: dict[int, list[Held]] = defaultdict(list)
        for row in read.db.rows(HELD, cascade=cascade, days=days):
            self._on[row[1]].append(Held(*row))
        held = [one for several in self._on.values() for one in several]
        self._texts = read.private.open(one.details for one in held)
        self._paths = {one.number: one.text for one in region_paths(read.db)}
        leads = {context.people[r.lead] for r in self._records if r.lead in context.people}
        self._ones: dict[str, int] = dict(read.db.rows(LEADERS, ids=sorted(leads))) if leads else {}
        self._agree: dict[str, bool] = {}

    def like(self, row: JudgedRow) -> list[Held]:
        """Those that this row does not contradict; where some agree with it, these alone."""
        record = row.record
        if not isinstance(record, WorkshopRecord):
            return []
        typed = self._typed(record)
        there = [(one, self._known(one)) for one in self._on[record.starts_on.toordinal()]]
        fit = [(one, _points(typed, traits)) for one, traits in there if _fits(typed, traits)]
        most = max((points for _one, points in fit), default=0)
        self._agree[record.workshop] = most > 0
        return [one for one, points in fit if points == most]

    def agrees(self, row: JudgedRow) -> bool:
        """Whether anything but the day speaks for those that `like` has found."""
        return isinstance(row.record, WorkshopRecord) and self._agree[row.record.workshop]

    def choices(self, several: Iterable[Held]) -> list[Choice]:
        several = list(several)
        people = display_names(self._read, [one.lead for one in several])
        return [Choice(one.id, self._label(one, people)) for one in several]

    def _label(self, one: Held, people: Mapping[int, DisplayName]) -> str:
        text = self._texts.get(one.details or "", {})
        lead = best_name(people.get(one.lead or 0))
        said = (one.identifier, date.fromordinal(one.starts_on).isoformat(), text.get("title"),
                text.get("venue"), self._paths.get(one.region or 0), lead)  # fmt: skip
        return ", ".join(str(part) for part in said if part)

    def _typed(self, record: WorkshopRecord) -> Traits:
        lead: object = None
        if record.lead:
            id = self._context.people.get(record.lead)
            lead = self._ones.get(id, record.lead) if id else record.lead
        region = record.region and self._context.regions.number(record.region)
        path = self._paths.get(region) if region else record.region
        return Traits(lead, path, *_texts(record.details))

    def _known(self, held: Held) -> Traits:
        path = self._paths.get(held.region) if held.region is not None else None
        return Traits(held.lead, path, *_texts(self._texts.get(held.details or "", {})))


def _texts(details: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return words(details.get("title") or ""), words(details.get("venue") or "")


def _fits(typed: Traits, known: Traits) -> bool:
    """Whether nothing that both say differs. A region may be a part of the other."""
    if typed.region and known.region and not _within(typed.region, known.region):
        return False
    pairs = ((typed.lead, known.lead), (typed.title, known.title), (typed.venue, known.venue))
    return all(not one or not other or one == other for one, other in pairs)


def _within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return f"{long}{BETWEEN}".startswith(f"{short}{BETWEEN}")


def _points(typed: Traits, known: Traits) -> int:
    return sum(bool(one and other) for one, other in zip(typed, known, strict=True))
