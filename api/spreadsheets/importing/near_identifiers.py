"""Identifiers that are nearly one known, or one of another row: a slip, or somebody else.

Two that both stand in a table of their own kind were told apart by whoever made it: that is noted.
All other near ones are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from api.access.rules import LOG_WORK
from api.i18n import _
from api.matching.identifiers import are_near, near_forms
from api.people.names import display_names
from api.spreadsheets.importing.coming import ACCEPT, APART, LEAVE_OUT, Arrivals, Choice, Kind
from api.spreadsheets.importing.coming import leave_out as leave_out_person
from api.spreadsheets.importing.coming import rename as rename_people
from api.spreadsheets.importing.keyed_people import bind
from api.spreadsheets.importing.names import is_key
from api.spreadsheets.importing.row_values import RegisterRecord, WorkshopRecord
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from api.transactions.read import Read
from domain.values import PersonId
from projections import tables
from projections.scope import people_within

WORKSHOPS = """
SELECT w.identifier FROM workshop w JOIN cascade c ON c.number = w.cascade
WHERE c.series = :series AND w.identifier IS NOT NULL
"""


def look_at_people(arrivals: Arrivals, context: ImportContext, read: Read) -> None:
    """Asks about people whom nobody knows by just this identifier."""
    judgement = arrivals.judgement
    names = judgement.people() - context.people.keys() - context.unclear.keys()
    strangers = {name for name in names if not is_key(name)}
    if not strangers:
        return
    index = _Near(strangers)
    known = index.of(context.private.identifiers_in(context.series))
    among = index.of((name, None) for name in strangers)
    rows = judgement.rows_with(known.keys() | among.keys())
    people = _People(read, known.values())
    for name, several in sorted(known.items()):
        choices = people.choices(several)
        said = arrivals.decide(Kind.NEAR, name, rows[name], choices) if choices else ACCEPT
        if said == LEAVE_OUT:
            leave_out_person(rows[name], name)
        elif said not in ("", ACCEPT, APART):
            bind(judgement, context, {name: PersonId(said)})
    for name, other in _pairs(among, rows, "people"):
        said = _ask_of_rows(arrivals, name, other, rows, "people")
        if said == other:
            rename_people(rows[name], {name: other})
        elif said == LEAVE_OUT:
            leave_out_person(rows[name], name)


def look_at_workshops(arrivals: Arrivals, context: ImportContext, read: Read) -> None:
    """Asks about workshops that nobody knows by just this identifier."""
    rows = _rows_of_workshops(arrivals.judgement)
    logged = {name for (name,) in read.db.rows(WORKSHOPS, series=context.series)}
    strangers = rows.keys() - logged
    if not strangers:
        return
    index = _Near(strangers)
    known = index.of((name, name) for name in logged)
    for name, several in sorted(known.items()):
        choices = [Choice(other, other) for other, _id in several]
        said = arrivals.decide(Kind.NEAR, name, rows[name], choices)
        _take(rows[name], said, name)
    among = index.of((name, None) for name in strangers - known.keys())
    for name, other in _pairs(among, rows, "workshops"):
        said = _ask_of_rows(arrivals, name, other, rows, "workshops")
        _take(rows[name], said, name)


def _take(rows: Iterable[JudgedRow], said: str, name: str) -> None:
    for row in rows:
        if said == LEAVE_OUT:
            row.leave_out(name)
        elif said not in ("", ACCEPT, APART) and isinstance(
            row.record, WorkshopRecord | RegisterRecord
        ):
            row.record = msgspec.structs.replace(row.record, workshop=said)


def _rows_of_workshops(judgement: Judgement) -> dict[str, list[JudgedRow]]:
    found: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in (*judgement.rows["workshops"], *judgement.rows["register"]):
        record = row.record
        if isinstance(record, WorkshopRecord | RegisterRecord) and not is_key(record.workshop):
            found[record.workshop].append(row)
    return found


Named = tuple[str, str | None]
"""(identifier, the id of who or what bears it; None for one of another row)"""


class _Near:
    """The near ones of some identifiers."""

    def __init__(self, asked: Collection[str]) -> None:
        self._by_form: dict[str, list[str]] = defaultdict(list)
        for name in sorted(asked):
            for form in near_forms(name):
                self._by_form[form].append(name)

    def of(self, others: Iterable[Named]) -> dict[str, list[Named]]:
        """Of those that were asked for, each → those of the others that are near it."""
        found: dict[str, list[Named]] = defaultdict(list)
        for other in others:
            near = {name for form in near_forms(other[0]) for name in self._by_form.get(form, ())}
            for name in near:
                if are_near(name, other[0]):
                    found[name].append(other)
        return found


def _pairs(
    among: Mapping[str, list[Named]], rows: Mapping[str, list[JudgedRow]], table: str
) -> Iterator[tuple[str, str]]:
    """(an identifier, one that is near it): each pair once. First is the one that is not in the
    table, or stands in fewer rows."""
    done: set[frozenset[str]] = set()
    for one, several in sorted(among.items()):
        for other, _id in sorted(several):
            pair = frozenset((one, other))
            if pair not in done and rows.get(one) and rows.get(other):
                done.add(pair)
                yield _ordered(one, other, rows, table)


def _ordered(
    one: str, other: str, rows: Mapping[str, list[JudgedRow]], table: str
) -> tuple[str, str]:
    first, second = sorted(
        (one, other), key=lambda name: (_listed(rows[name], table) is not None, len(rows[name]))
    )
    return first, second


def _listed(rows: Iterable[JudgedRow], table: str) -> JudgedRow | None:
    return next((row for row in rows if row.row.table == table), None)


def _ask_of_rows(
    arrivals: Arrivals, name: str, other: str, rows: Mapping[str, list[JudgedRow]], table: str
) -> str:
    mine, theirs = _listed(rows[name], table), _listed(rows[other], table)
    if mine is not None and theirs is not None:
        if mine.verdict is Verdict.NEW:
            mine.mark(
                Verdict.PERHAPS,
                "Nearly the same as “{other}” in line {line}.",
                other=other,
                line=theirs.row.where.line,
            )
        return ACCEPT
    line = (theirs or rows[other][0]).row.where.line
    label = _("{name} (line {line})", name=other, line=line)
    return arrivals.decide(Kind.NEAR, name, rows[name], [Choice(other, label)])


class _People:
    """Names of known people, as far as the importer may see them."""

    def __init__(self, read: Read, near: Iterable[list[Named]]) -> None:
        ids = {id for several in near for _name, id in several if id}
        seen = people_within(read.db, read.access.scope(LOG_WORK), ids) if ids else set()
        numbers = read.db.numbers(tables.person, sorted(seen)) if seen else {}
        shown = display_names(read, numbers.values())
        self._names = {id: shown[number]["name"] for id, number in numbers.items()}

    def choices(self, several: Iterable[Named]) -> list[Choice]:
        return [
            Choice(id, f"{identifier} ({self._names[id]})" if self._names[id] else identifier)
            for identifier, id in several
            if id in self._names
        ]
