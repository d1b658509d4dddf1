"""Judges the rows of an import by their content alone, without the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import partial
from typing import TypeVar

from api.i18n import _
from api.spreadsheets.files.cells import CellError, Order
from api.spreadsheets.importing.names import name_in
from api.spreadsheets.importing.row_values import CertificationRecord, RegisterRecord, record_of
from api.spreadsheets.importing.spellings import AllSpellings, Spellings
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from api.spreadsheets.recognition.tables import Row, Tables
from api.spreadsheets.recognition.vocabulary.values import is_nothing
from domain.rules import Refused, require_scores
from domain.values import Scores

K = TypeVar("K", bound=Hashable)


def judge(tables: Tables, order: Order, spellings: AllSpellings | None = None) -> Judgement:
    """Refuses rows that cannot be read, that contradict each other, or that have wrong scores."""
    spellings = spellings or AllSpellings()
    judgement = Judgement(
        {table: [_read(row, order) for row in rows] for table, rows in tables.rows.items()},
        tables.notices,
    )
    for judged in judgement.all():
        if judged.record is not None:
            judged.record = spellings.of(judged.record)
    for table, column, written in (
        ("workshops", "workshop", spellings.workshops),
        ("people", "person", spellings.people),
    ):
        named = _groups(judgement.rows[table], partial(_name, column, written))
        for name, group in named.items():
            if _differ(group):
                _refuse_all(
                    group,
                    "“{name}” stands in several rows that differ ({rows}). "
                    "Keep the one that is right.",
                    name=name,
                )
    for group in _groups(judgement.rows["certifications"], _certificate).values():
        if _differ(group):
            _refuse_all(
                group,
                "This certificate stands in several rows that differ ({rows}). "
                "Keep the one that is right.",
            )
    for judged in judgement.rows["register"]:
        _check_scores(judged)
    return judgement


def _read(row: Row, order: Order) -> JudgedRow:
    record = record_of(row, order)
    if isinstance(record, str):
        return JudgedRow(row, None, Verdict.REFUSED, record)
    return JudgedRow(row, record)


def _groups(
    rows: list[JudgedRow], key: Callable[[JudgedRow], K | None]
) -> dict[K, list[JudgedRow]]:
    """The rows by key. Rows without a key are left out."""
    groups: dict[K, list[JudgedRow]] = defaultdict(list)
    for judged in rows:
        if name := key(judged):
            groups[name].append(judged)
    return groups


def _name(column: str, spellings: Spellings, judged: JudgedRow) -> str | None:
    """The name in a column, also of a row that is wrong elsewhere."""
    cell = judged.row.cells.get(column)
    try:
        if cell is None or is_nothing(column, cell):
            return None
        return spellings.of(name_in(cell))
    except CellError:
        return None


def _certificate(judged: JudgedRow) -> Hashable | None:
    """The key of a certificate: person, level and date."""
    record = judged.record
    if isinstance(record, CertificationRecord):
        return record.person, record.level, record.certified_on
    return None


def _differ(group: list[JudgedRow]) -> bool:
    """Whether rows about the same thing differ, so that all must be refused. Of identical rows the
    first stays, the others are marked as repeats."""
    first, *others = group
    if not all(_same(first, other) for other in others):
        return True
    for other in others:
        if other.stands:
            other.repeats(first)
            other.record = None
    return False


def _same(one: JudgedRow, other: JudgedRow) -> bool:
    if one.record is not None and one.record == other.record:
        return True
    return one.row.cells == other.row.cells


def _refuse_all(group: list[JudgedRow], template: str, **places: object) -> None:
    """The template may have {rows}: the places of the rows."""
    rows = _listed(group)
    for judged in group:
        judged.refuse(template, rows=rows, **places)


def _listed(rows: list[JudgedRow]) -> str:
    """The places of at most ten rows: line numbers, with the file names if they differ."""
    places = [j.row.where for j in rows[:10]]
    one_place = len({(p.file, p.sheet) for p in places}) == 1
    if one_place:
        listed = _("lines {lines}", lines=", ".join(str(p.line) for p in places))
    else:
        listed = ", ".join(f"{p.file}:{p.line}" for p in places)
    return listed + (", …" if len(rows) > len(places) else "")


def _check_scores(judged: JudgedRow) -> None:
    if isinstance(judged.record, RegisterRecord):
        try:
            require_scores(Scores(*judged.record.scores))
        except Refused as refused:
            judged.refuse(refused.template, **refused.params)
