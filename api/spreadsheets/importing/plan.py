"""Every row's verdict, and the plan of steps, by rehearsing the import on a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from api.i18n import _
from api.spreadsheets.importing import certificates, people, registers, workshops
from api.spreadsheets.importing.known import Known
from api.spreadsheets.importing.records import (
    CertificationRecord,
    PersonRecord,
    RegisterRecord,
    WorkshopRecord,
)
from api.spreadsheets.importing.regions import Unclear
from api.spreadsheets.importing.steps import Step, rehearse
from api.spreadsheets.importing.verdicts import Judged, Judgement, Verdict
from domain import certification, person, workshop
from domain.values import PersonId, WorkshopId
from domain.workshop import MAX_REGISTER


@dataclass
class Plan:
    """Steps in the order in which they must be taken."""

    newcomers: dict[str, PersonId] = field(default_factory=dict)
    """Identifiers that are to be claimed in the private drawer first."""
    steps: list[Step] = field(default_factory=list)


def plan(judgement: Judgement, known: Known) -> Plan:
    """Completes the verdicts; the plan leaves out what was refused."""
    return _Rehearsal(judgement, known).run()


class _Rehearsal:
    def __init__(self, judgement: Judgement, known: Known) -> None:
        self._rows = judgement.rows
        self._known = known
        self._c, self._hands = known.draft, known.hands
        self._lines: dict[str, list[Judged]] = defaultdict(list)
        for row in judgement.rows["register"]:
            if isinstance(row.record, RegisterRecord):
                self._lines[row.record.workshop].append(row)
        self._strangers = known.strangers(judgement)
        self._needed: set[str] = set()
        self._later: list[Step] = []

    def run(self) -> Plan:
        self._refuse_unclear()
        self._hands.people |= {name: PersonId(str(uuid4())) for name in self._strangers}
        self._prefetch()
        records = self._people()
        for name in self._strangers - records.keys():
            people.registering(name)(self._c, self._hands)
        self._workshops()
        self._certificates(records.keys())
        sheets_only = sorted(self._needed & self._strangers - records.keys())
        first = list(records.values()) + [people.registering(name) for name in sheets_only]
        newcomers = self._strangers & (self._needed | records.keys())
        return Plan({n: self._hands.people[n] for n in sorted(newcomers)}, first + self._later)

    def _prefetch(self) -> None:
        newcomers = [self._hands.people[name] for name in self._strangers]
        self._c.fetch(person.stream(id) for id in newcomers)
        self._c.fetch(certification.stream(self._hands.cascade, id) for id in newcomers)

    # ---- who cannot be told ------------------------------------------------------------------

    def _refuse_unclear(self) -> None:
        """A name that nobody bears, on a workshop where somebody was erased, may be theirs."""
        unclear = self._unclear_names()
        for rows in self._rows.values():
            for row in rows:
                for name in unclear & set(_names(row)):
                    row.refuse(
                        _(
                            "Nobody is known as “{name}” any more, and somebody on a workshop "
                            "of this import was erased; it cannot be told whether this is them. "
                            "Leave the row out. If this is somebody new, first import a table of "
                            "people with them alone.",
                            name=name,
                        ),
                        Verdict.UNCLEAR,
                    )
        self._strangers -= unclear

    def _unclear_names(self) -> set[str]:
        unclear: set[str] = set()
        speaking = [row for row in self._rows["workshops"] if row.record]
        speaking += [line for lines in self._lines.values() for line in lines]
        for row in speaking:
            assert isinstance(row.record, WorkshopRecord | RegisterRecord)  # noqa: S101
            strangers = self._strangers & set(_names(row))
            if strangers and self._known.has_erased(row.record.workshop):
                unclear |= strangers
        return unclear

    # ---- table by table ----------------------------------------------------------------------

    def _people(self) -> dict[str, Step]:
        steps = {}
        for row in self._rows["people"]:
            record = row.record
            if isinstance(record, PersonRecord) and self._place_is_clear(row, record.region):
                step = people.registering(record.person, record)
                known = record.person not in self._strangers
                if rehearse(step, row, self._c, self._hands, known):
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

    def _workshop(self, name: str, row: Judged | None) -> None:
        lines = self._lines[name]
        state = self._known.workshop(name)
        if name in self._known.elsewhere:
            for judged in (*((row,) if row else ()), *lines):
                judged.refuse(
                    _(
                        "Workshop “{name}” belongs to another cascade of this number series. "
                        "Check the identifier, or import it there.",
                        name=name,
                    )
                )
        elif state and state.voided_whole and not state.taken_back:
            _leave_voided(name, [*([row] if row else []), *lines])
        elif state and state.held and not state.taken_back:
            self._existing(name, row, lines)
        elif row is None:
            for line in lines:
                line.refuse(
                    _(
                        "There is no workshop “{name}” in these files or in the log, or its "
                        "row was refused. Add or correct its row.",
                        name=name,
                    )
                )
        else:
            self._new(name, row, lines)

    def _new(self, name: str, row: Judged, lines: list[Judged]) -> None:
        record = row.record
        assert isinstance(record, WorkshopRecord)  # noqa: S101
        if not self._place_is_clear(row, record.region):
            self._refuse_with(name, lines)
            return
        sheet = registers.judge(record.lead, set(record.cofacilitators), lines)
        rest = sheet.beyond(MAX_REGISTER)
        step = workshops.holding(self._known.workshops[name], record, sheet)
        if rehearse(step, row, self._c, self._hands, known=False):
            self._later.append(step)
            self._needed |= {*_names(row), *sheet.lines}
            for one, said in rest.items():
                signing = registers.signing(self._known.workshops[name], one, said)
                self._take(signing, sheet.rows[one], [one], known=False)
        elif not row.stands:
            self._refuse_with(name, lines)

    def _existing(self, name: str, row: Judged | None, lines: list[Judged]) -> None:
        id = self._known.workshops[name]
        if row is not None and isinstance(row.record, WorkshopRecord):
            if not self._place_is_clear(row, row.record.region):
                self._refuse_with(name, lines)
                return
            self._take(workshops.correcting(id, row.record), row, _names(row))
            if not row.stands:
                self._refuse_with(name, lines)
                return
        lead, beside = self._known.facilitators(id, self._c)
        sheet = registers.judge(lead, beside, lines)
        was = self._known.signed(name)
        for one, said in sheet.lines.items():
            line = sheet.rows[one]
            self._take(registers.signing(id, one, said), line, [one], one in was)

    def _take(self, step: Step, row: Judged, names: Iterable[str], known: bool = True) -> None:
        flagged, why = row.verdict is Verdict.FLAGGED, row.why
        if rehearse(step, row, self._c, self._hands, known):
            self._later.append(step)
            self._needed |= set(names)
        if flagged and row.stands:
            row.verdict, row.why = Verdict.FLAGGED, why

    def _certificates(self, in_table: Iterable[str]) -> None:
        there = self._needed | set(in_table)
        for row in self._rows["certifications"]:
            record = row.record
            if not isinstance(record, CertificationRecord):
                continue
            if record.person in self._strangers and record.person not in there:
                row.refuse(
                    _(
                        "Nobody is known as “{name}”. Add them to the table of people.",
                        name=record.person,
                    )
                )
            else:
                self._take(certificates.certifying(record), row, [], known=False)

    # ---- small judgements --------------------------------------------------------------------

    def _place_is_clear(self, row: Judged, region: str | None) -> bool:
        try:
            if region is not None:
                self._hands.regions.path(region)
        except Unclear as unclear:
            row.refuse(str(unclear), Verdict.UNCLEAR)
        return row.stands

    def _refuse_with(self, name: str, lines: Iterable[Judged]) -> None:
        for line in lines:
            line.refuse(_("Left out because the row of workshop “{name}” was refused.", name=name))


def _leave_voided(name: str, rows: Iterable[Judged]) -> None:
    for row in rows:
        if row.stands:
            row.verdict = Verdict.KNOWN
            row.why = _(
                "Workshop “{name}” was voided. Restore it before its rows are imported again.",
                name=name,
            )


def _names(row: Judged) -> list[str]:
    """Everybody whom a standing row names."""
    match row.record:
        case WorkshopRecord(lead=lead, cofacilitators=beside):
            return [*([lead] if lead else []), *beside]
        case PersonRecord() | RegisterRecord() | CertificationRecord():
            return [row.record.person]
    return []
