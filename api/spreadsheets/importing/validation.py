"""Judging the rows of an import by what the rows themselves say, without the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from api.i18n import _
from api.spreadsheets.files import cells
from api.spreadsheets.importing.records import (
    CertificationRecord,
    PersonRecord,
    Reader,
    RegisterRecord,
    WorkshopRecord,
)
from api.spreadsheets.importing.steps import said
from api.spreadsheets.importing.verdicts import Judged, Judgement, Verdict
from api.spreadsheets.recognition.tables import Row, Tables
from domain.rules import Refused, require_scores
from domain.values import Scores


def judge(tables: Tables, order: cells.Order) -> Judgement:
    """Refuses what cannot be read, what contradicts itself, and what hangs on either."""
    reader = Reader(order)
    judgement = Judgement(
        {table: [_read(reader, row) for row in rows] for table, rows in tables.rows.items()},
        tables.notices,
    )
    _refuse_differing(judgement.rows["workshops"], "workshop")
    _refuse_differing(judgement.rows["people"], "person")
    _refuse_differing_certificates(judgement.rows["certifications"])
    for judged in judgement.rows["register"]:
        _check_scores(judged)
    return judgement


def _read(reader: Reader, row: Row) -> Judged:
    record = reader.record(row)
    if isinstance(record, str):
        return Judged(row, None, Verdict.REFUSED, record)
    return Judged(row, record)


def _refuse_differing(rows: list[Judged], key: str) -> None:
    """Identical rows are one; of rows that differ none can be believed, readable or not."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for judged in rows:
        name = _name(judged.row, key)
        if name:
            groups[name].append(judged)
    for name, group in groups.items():
        first, *others = group
        if all(_same(first, other) for other in others):
            for other in others:
                _repeat(other, first)
            continue
        for judged in group:
            judged.refuse(
                _(
                    "“{name}” stands in several rows that differ ({rows}). "
                    "Keep the one that is right.",
                    name=name,
                    rows=_listed(group),
                )
            )


def _same(one: Judged, other: Judged) -> bool:
    if one.record is not None and one.record == other.record:
        return True
    return one.row.cells == other.row.cells


def _name(row: Row, key: str) -> str | None:
    try:
        return cells.identifier(row.cells[key]) if key in row.cells else None
    except cells.CellError:
        return None


def _repeat(judged: Judged, first: Judged) -> None:
    if judged.stands:
        judged.verdict, judged.record = Verdict.KNOWN, None
        judged.why = _("Repeats line {line}.", line=first.row.where.line)


def _listed(rows: list[Judged]) -> str:
    """Lines where all are in one place, else with their files; a few, however many there are."""
    places = [j.row.where for j in rows[:10]]
    one_place = len({(p.file, p.sheet) for p in places}) == 1
    if one_place:
        listed = _("lines {lines}", lines=", ".join(str(p.line) for p in places))
    else:
        listed = ", ".join(f"{p.file}:{p.line}" for p in places)
    return listed + (", …" if len(rows) > len(places) else "")


def _refuse_differing_certificates(rows: list[Judged]) -> None:
    """A certificate is known by its person, level and date."""
    groups: dict[Hashable, list[Judged]] = defaultdict(list)
    for judged in rows:
        if isinstance(judged.record, CertificationRecord):
            record = judged.record
            groups[record.person, record.level, record.certified_on].append(judged)
    for first, *others in groups.values():
        if all(_same(first, other) for other in others):
            for other in others:
                _repeat(other, first)
            continue
        for judged in (first, *others):
            judged.refuse(
                _(
                    "This certificate stands in several rows that differ ({rows}). "
                    "Keep the one that is right.",
                    rows=_listed([first, *others]),
                )
            )


def _check_scores(judged: Judged) -> None:
    if isinstance(judged.record, RegisterRecord):
        try:
            require_scores(Scores(*judged.record.scores))
        except Refused as refused:
            judged.refuse(said(refused))


def people_named(judgement: Judgement) -> set[str]:
    """Everybody whom a standing row names, as the programme calls them."""
    named: set[str] = set()
    for rows in judgement.rows.values():
        for judged in rows:
            match judged.record:
                case PersonRecord(person=person) | RegisterRecord(person=person):
                    named.add(person)
                case CertificationRecord(person=person):
                    named.add(person)
                case WorkshopRecord(lead=lead, cofacilitators=beside):
                    named.update((*((lead,) if lead else ()), *beside))
    return named
