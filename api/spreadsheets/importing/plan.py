"""Rehearses the import on a draft: completes each row's verdict and plans the steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from api.private.texts import unclear
from api.spreadsheets.files.cells import NoIdentifier
from api.spreadsheets.importing import certificates, people, registers, workshops
from api.spreadsheets.importing.known import Known
from api.spreadsheets.importing.names import name_in
from api.spreadsheets.importing.regions import UnclearRegion
from api.spreadsheets.importing.row_values import (
    CertificationRecord,
    PersonRecord,
    RegisterRecord,
    WorkshopRecord,
)
from api.spreadsheets.importing.steps import Step, rehearse
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from domain import certification, workshop
from domain.values import PersonId, WorkshopId
from domain.workshop import MAX_REGISTER


@dataclass
class Plan:
    """The steps of an import, in the order in which they must be taken."""

    newcomers: dict[str, PersonId] = field(default_factory=dict)
    """Identifier → new id of each person to register; the private drawer claims them first."""
    steps: list[Step] = field(default_factory=list)


def plan(judgement: Judgement, known: Known) -> Plan:
    """Completes the verdicts; the plan leaves out what was refused."""
    return _Planner(judgement, known).run()


class _Planner:
    """People and workshops are named by identifier. `_strangers`: people who are not registered;
    `_needed`: people in the planned steps."""

    def __init__(self, judgement: Judgement, known: Known) -> None:
        self._judgement, self._rows = judgement, judgement.rows
        self._known = known
        self._c, self._context = known.draft, known.context
        self._lines: dict[str, list[JudgedRow]] = defaultdict(list)
        for row in judgement.rows["register"]:
            if isinstance(row.record, RegisterRecord):
                self._lines[row.record.workshop].append(row)
        self._strangers = judgement.people() - known.people().keys()
        self._needed: set[str] = set()
        self._later: list[Step] = []

    def run(self) -> Plan:
        self._refuse_unclear()
        self._make_ids()
        in_table = self._people()
        for name in self._strangers - in_table.keys():
            people.registering(name)(self._c, self._context)
        self._workshops()
        self._leave_with_lines(in_table)
        self._certificates(self._needed | in_table.keys())
        sheets_only = sorted(self._needed & self._strangers - in_table.keys())
        first = [*in_table.values(), *map(people.registering, sheets_only)]
        newcomers = sorted(self._strangers & (self._needed | in_table.keys()))
        return Plan({n: self._context.people[n] for n in newcomers}, first + self._later)

    def _leave_with_lines(self, in_table: dict[str, Step]) -> None:
        """Somebody without an identifier whose lines on registers are all refused goes with them:
        the next try would not know them again."""
        lines: dict[str, list[JudgedRow]] = defaultdict(list)
        for row in self._rows["register"]:
            cell = row.row.cells.get("person")
            if isinstance(cell, NoIdentifier):
                names = row.people or (name_in(cell),)
                lines[names[0]].append(row)
        for row in self._rows["people"]:
            record = row.record
            if not isinstance(record, PersonRecord) or record.person not in lines:
                continue
            name = record.person
            if name not in self._needed and not any(one.stands for one in lines[name]):
                in_table.pop(name, None)
                row.refuse("Left out because their row of the register was refused.")

    def _make_ids(self) -> None:
        """Makes ids for the strangers, and reads all their streams in one query each."""
        self._context.people |= {name: PersonId(str(uuid4())) for name in self._strangers}
        self._c.fetch(self._context.streams(self._strangers))
        cascade = self._context.cascade
        newcomers = self._context.ids(self._strangers)
        self._c.fetch(certification.stream(cascade, id) for id in newcomers)

    # ---- people who cannot be told apart -----------------------------------------------------

    def _refuse_unclear(self) -> None:
        """Refuses identifiers that several bear, and strangers on a workshop with an erased person:
        they may be that person."""
        self._refuse_borne_by_several()
        unclear = self._unclear_names()
        for row in self._judgement.all():
            for name in unclear.intersection(row.people):
                row.refuse(
                    "Nobody is known as “{name}” any more, and somebody on a workshop "
                    "of this import was erased; it cannot be told whether this is them. "
                    "Leave the row out. If this is somebody new, first import a table of "
                    "people with them alone.",
                    Verdict.UNCLEAR,
                    name=name,
                )
        self._strangers -= unclear

    def _refuse_borne_by_several(self) -> None:
        people, workshops = self._known.unclear, self._known.unclear_workshops
        for row in self._judgement.all() if people or workshops else ():
            for name in people.keys() & row.people:
                several = unclear(name, people[name])
                row.refuse(several.template, Verdict.UNCLEAR, **several.params)
            named = getattr(row.record, "workshop", None)
            if named in workshops:
                why = workshops[named]
                row.refuse(why.template, Verdict.UNCLEAR, **why.params)
        self._strangers -= people.keys()

    def _unclear_names(self) -> set[str]:
        unclear: set[str] = set()
        for row in self._judgement.all():
            if isinstance(row.record, WorkshopRecord | RegisterRecord):
                strangers = self._strangers.intersection(row.people)
                if strangers and self._known.has_erased(row.record.workshop):
                    unclear |= strangers
        return unclear

    # ---- table by table ----------------------------------------------------------------------

    def _people(self) -> dict[str, Step]:
        steps = {}
        for row in self._rows["people"]:
            record = row.record
            if isinstance(record, PersonRecord) and self._region_is_clear(row, record.region):
                step = people.registering(record.person, record)
                known = record.person not in self._strangers
                if rehearse(step, row, self._c, self._context, known):
                    steps[record.person] = step
        return steps

    def _workshops(self) -> None:
        rows = {
            row.record.workshop: row
            for row in self._rows["workshops"]
            if isinstance(row.record, WorkshopRecord)
        }
        ids = {n: WorkshopId(str(uuid4())) for n in rows if n not in self._known.workshops}
        self._known.workshops |= ids
        self._c.fetch(workshop.stream(id) for id in ids.values())
        for name in dict.fromkeys([*rows, *self._lines]):
            self._workshop(name, rows.get(name))

    def _workshop(self, name: str, row: JudgedRow | None) -> None:
        lines = self._lines[name]
        both = [*([row] if row else []), *lines]
        state = self._known.before.get(name)
        if name in self._known.elsewhere:
            _refuse_all(
                both,
                "Workshop “{name}” belongs to another cascade of this number series. "
                "Check the identifier, or import it there.",
                name,
            )
        elif state and state.voided_whole and not state.taken_back:
            _leave_voided(name, both)
        elif state and state.held and not state.taken_back:
            self._existing(name, row, lines)
        elif row is None:
            _refuse_all(
                lines,
                "There is no workshop “{name}” in these files or in the log, or its "
                "row was refused. Add or correct its row.",
                name,
            )
        elif isinstance(row.record, WorkshopRecord):
            self._new(row, row.record, lines)
            if not row.stands:
                _refuse_with(name, lines)

    def _new(self, row: JudgedRow, record: WorkshopRecord, lines: list[JudgedRow]) -> None:
        if not self._region_is_clear(row, record.region):
            return
        id = self._known.workshops[record.workshop]
        register = registers.judge(record.lead, set(record.co_facilitators), lines)
        first, rest = register.split(MAX_REGISTER)
        names = [*row.people, *first]
        step = workshops.holding(id, record, first)
        if rehearse(step, row, self._c, self._context, known=False):
            self._later.append(step)
            self._needed.update(names)
            for one, scores in rest.items():
                signing = registers.signing(id, one, scores)
                self._take(signing, register.rows[one], [one], known=False)

    def _existing(self, name: str, row: JudgedRow | None, lines: list[JudgedRow]) -> None:
        id = self._known.workshops[name]
        if row is not None and isinstance(row.record, WorkshopRecord):
            if self._region_is_clear(row, row.record.region):
                self._take(workshops.correcting(id, row.record), row, row.people)
            if not row.stands:
                _refuse_with(name, lines)
                return
        lead, beside = self._known.facilitators(id)
        register = registers.judge(lead, beside, lines)
        was = self._known.signed(name)
        for one, scores in register.lines.items():
            step = registers.signing(id, one, scores)
            self._take(step, register.rows[one], [one], one in was)

    def _take(self, step: Step, row: JudgedRow, names: Iterable[str], known: bool = True) -> None:
        flagged, why = row.verdict is Verdict.FLAGGED, row.why
        if rehearse(step, row, self._c, self._context, known):
            self._later.append(step)
            self._needed.update(names)
        if flagged and row.stands:
            row.verdict, row.why = Verdict.FLAGGED, why

    def _certificates(self, there: set[str]) -> None:
        """`there`: identifiers of people whom this import registers."""
        for row in self._rows["certifications"]:
            record = row.record
            if not isinstance(record, CertificationRecord):
                continue
            if record.person in self._strangers and record.person not in there:
                row.refuse(
                    "Nobody is known as “{name}”. Add them to the table of people.",
                    name=record.person,
                )
            else:
                self._take(certificates.certifying(record), row, [], known=False)

    def _region_is_clear(self, row: JudgedRow, region: str | None) -> bool:
        try:
            if region is not None:
                self._context.regions.path(region)
        except UnclearRegion as unclear:
            row.refuse(unclear.template, Verdict.UNCLEAR, **unclear.params)
        return row.stands


def _refuse_all(rows: Iterable[JudgedRow], template: str, name: str) -> None:
    for row in rows:
        row.refuse(template, name=name)


def _refuse_with(name: str, lines: Iterable[JudgedRow]) -> None:
    _refuse_all(lines, "Left out because the row of workshop “{name}” was refused.", name)


def _leave_voided(name: str, rows: Iterable[JudgedRow]) -> None:
    for row in rows:
        if row.stands:
            row.mark(
                Verdict.KNOWN,
                "Workshop “{name}” was voided. Restore it before its rows are imported again.",
                name=name,
            )
