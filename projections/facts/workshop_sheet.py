"""One workshop with its present register, computed from its facts. Never raises."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from msgspec import UNSET, json

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Entry,
    ScoresRecorded,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.identifiers import same
from domain.values import Attendance, Kind
from projections.db import Row
from projections.facts.named_people import People
from projections.gain import gain

FACILITATOR, PARTICIPANT = 0, 1
Scores = tuple[float | None, float | None, float | None]
NO_SCORES: Scores = (None, None, None)


@dataclass(slots=True)
class Line:
    scores: Scores = NO_SCORES
    in_conflict: bool = False
    voided: bool = False


@dataclass
class Sheet:
    number: int
    id: str
    cascade: int
    identifier: str | None = None
    kind: str = Kind.STEP_DOWN.value
    status: str = "planned"
    starts_on: int = 0
    ends_on: int = 0
    lead: int | None = None
    leader: int | None = None
    cofacilitators: list[int] = field(default_factory=list)
    lines: dict[int, Line] = field(default_factory=dict)
    left_off: list[int] = field(default_factory=list)
    headcount: int | None = None
    region: int | None = None
    mode: str | None = None
    modules: list[str] = field(default_factory=list)
    details: str | None = None
    people: int = 0
    gain_sum: float = 0.0
    gain_count: int = 0
    in_conflict: bool = False
    recorded: int = 0
    named_later: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """Person → the day on which an entry after the register named them, and whether they ever gave
    the workshop."""

    # ---- to and from the table -----------------------------------------------------------

    @classmethod
    def of_row(cls, row: Row) -> Sheet:
        (number, id, cascade, identifier, _, kind, status, _, starts_on, ends_on, lead, leader,
         cofacilitators, sheet, left_off, headcount, region, mode, modules, details, people,
         gain_sum, gain_count, in_conflict, recorded, named_later, _) = row  # fmt: skip
        lines = {
            person: Line((pre, post, top), bool(conflict), bool(voided))
            for person, pre, post, top, conflict, voided in json.decode(sheet)
        }
        return cls(
            number, id, cascade, identifier, kind, status, starts_on, ends_on, lead, leader,
            json.decode(cofacilitators), lines, json.decode(left_off), headcount, region, mode,
            json.decode(modules), details, people, gain_sum, gain_count, bool(in_conflict),
            recorded,
            {person: (day, bool(gave)) for person, day, gave in json.decode(named_later or "[]")},
        )  # fmt: skip

    def row(self) -> tuple[Any, ...]:
        sheet = [
            [person, *line.scores, int(line.in_conflict), int(line.voided)]
            for person, line in self.lines.items()
        ]
        later = [[person, day, int(gave)] for person, (day, gave) in self.named_later.items()]
        key = (self.identifier or self.id).encode()
        return (
            self.number, self.id, self.cascade, self.identifier, key, self.kind, self.status,
            int(self.counts), self.starts_on, self.ends_on, self.lead, self.leader,
            _json(self.cofacilitators), _json(sheet), _json(self.left_off), self.headcount,
            self.region, self.mode, _json(self.modules), self.details, self.people,
            self.gain_sum, self.gain_count, int(self.in_conflict), self.recorded,
            _json(later) if later else None,
            None if self.identifier is None else same(self.identifier),
        )  # fmt: skip

    # ---- what it adds up to --------------------------------------------------------------

    @property
    def counts(self) -> bool:
        """Whether the workshop counts: it was held, is not voided, and is not a peer session."""
        return self.status == "held" and self.kind != Kind.PEER.value

    @property
    def took_place(self) -> bool:
        return self.status in ("held", "voided")

    def place(self) -> tuple[Any, ...]:
        return (self.counts, self.starts_on, self.ends_on, self.leader)

    def figures(self) -> tuple[Any, ...]:
        return (*self.place(), self.region, self.gain_sum, self.gain_count)

    def everybody(self) -> list[int]:
        return [*([self.lead] if self.lead else []), *self.cofacilitators, *self.lines]

    def roles(self, people: People) -> dict[int, int]:
        """Person → least role, merged people as one."""
        if not self.took_place:
            return {}
        found = {people.one[p]: PARTICIPANT for p, line in self.lines.items() if not line.voided}
        return found | {people.one[p]: FACILITATOR for p in self._giving()}

    def total(self, people: People, roles: Mapping[int, int]) -> None:
        """Sets the lead after merges, how many attended, and the gains, each participation once.

        A person who signed twice has the scores on which both lines agree, else none. The lines of
        facilitators do not count while they are facilitators.
        """
        scores: dict[int, Scores | None] = {}
        self.in_conflict, self.left_off = False, []
        for person, line in self.lines.items():
            one = people.one[person]
            if line.voided or one not in roles:
                continue
            if roles[one] == FACILITATOR:
                self.left_off.append(person)
                continue
            self.in_conflict |= line.in_conflict
            if scores.setdefault(one, line.scores) != line.scores:
                scores[one] = None
        gains = [gain(*agreed) for agreed in scores.values() if agreed]
        known = sorted(g for g in gains if g is not None)
        self.in_conflict |= None in scores.values()
        self.leader = people.one[self.lead] if self.lead and self.took_place else None
        self.people, self.gain_count = len(scores), len(known)
        self.gain_sum = math.fsum(known)

    # ---- facts ---------------------------------------------------------------------------

    def apply(self, entry: Entry, people: People, regions: Mapping[str, int]) -> None:
        event, day = entry.event, entry.recorded_at.date().toordinal()
        match event:
            case WorkshopHeld() | WorkshopPlanned():
                self._begin(event, people, regions)
                self.recorded, self.named_later = day, {}
            case WorkshopRescheduled(starts_on=first, ends_on=last):
                self.starts_on, self.ends_on = first.toordinal(), last.toordinal()
            case WorkshopCancelled():
                self.status = "cancelled"
            case WorkshopVoided():
                self.status = "voided"
            case WorkshopRestored():
                self.status = "held"
            case WorkshopCorrected():
                before = self._giving()
                self._correct(event, people, regions)
                self._name(before, day)
            case AttendanceAdded(attendance=line) if line.person in people.number:
                number = people.number[line.person]
                self.lines.pop(number, None)
                self._sign(line, people)
                _, gave = self.named_later.get(number, (0, False))
                if not gave and number not in self._giving():
                    self.named_later[number] = day, False
            case AttendanceVoided(person=person):
                self._void(people.number.get(person), True)
            case AttendanceRestored(person=person):
                self._void(people.number.get(person), False)
            case ScoresRecorded(person=person, scores=s) if people.number.get(person) in self.lines:
                line_ = self.lines[people.number[person]]
                line_.scores = (s.pre, s.post, s.max_score)
                line_.in_conflict = event.in_conflict

    def _begin(
        self, event: WorkshopHeld | WorkshopPlanned, people: People, regions: Mapping[str, int]
    ) -> None:
        held = isinstance(event, WorkshopHeld)
        self.identifier = event.identifier or self.identifier
        self.status = "held" if held else "planned"
        self.lines, self.headcount = {}, None
        self.details = event.details
        self._set("kind", event.kind.value)
        self.starts_on, self.ends_on = event.starts_on.toordinal(), event.ends_on.toordinal()
        self.lead = people.number.get(event.lead or "")
        self.cofacilitators = people.numbers(event.cofacilitators)
        self.region = regions.get(event.region or "")
        self.mode = event.mode.value if event.mode else None
        self.modules = list(event.modules)
        if isinstance(event, WorkshopHeld):
            self.headcount = event.headcount
            for line in event.register:
                self._sign(line, people)

    def _correct(
        self, event: WorkshopCorrected, people: People, regions: Mapping[str, int]
    ) -> None:
        for name in ("kind", "starts_on", "ends_on", "headcount", "details", "mode"):
            self._set(name, getattr(event, name))
        if event.lead is not UNSET:
            self.lead = people.number.get(event.lead or "")
        if event.cofacilitators is not UNSET:
            self.cofacilitators = people.numbers(event.cofacilitators)
        if event.region is not UNSET:
            self.region = regions.get(event.region or "")
        if event.modules is not UNSET:
            self.modules = list(event.modules)

    def _giving(self) -> set[int]:
        return {*([self.lead] if self.lead else []), *self.cofacilitators}

    def _name(self, gave: set[int], day: int) -> None:
        """Who gives the workshop was corrected on a day. `gave`: who gave it before."""
        now = self._giving()
        for person in sorted(gave - now):
            known, _ = self.named_later.get(person, (self.recorded, True))
            self.named_later[person] = known, True
        for person in sorted(now - gave - self.lines.keys()):
            if not self.named_later.get(person, (0, False))[1]:
                self.named_later[person] = day, True

    def _set(self, name: str, value: Any) -> None:
        if isinstance(value, date):
            value = value.toordinal()
        if value is not UNSET:
            setattr(self, name, str(value) if isinstance(value, str) else value)

    def _sign(self, line: Attendance, people: People) -> None:
        number = people.number.get(line.person)
        if number is not None:
            self.lines[number] = Line((line.pre, line.post, line.max_score), line.in_conflict)

    def _void(self, number: int | None, voided: bool) -> None:
        if number in self.lines:
            self.lines[number].voided = voided


def _json(value: object) -> str:
    return json.encode(value).decode()
