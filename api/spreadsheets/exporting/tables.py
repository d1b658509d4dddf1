"""The four tables of a cascade as recorded now: importing them elsewhere gives the same reach.

Merged people are one person, under one identifier. Voided, planned and cancelled records are left
out, and so are scores that contradict each other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from api.people.names import identifiers
from api.private.store import Private
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.importing.row_values import Numbers
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.vocabulary.values import join_codes
from api.spreadsheets.recognition.vocabulary.words import guarded
from projections.db import Db, Row
from projections.records.region_paths import region_paths, written_path

K = TypeVar("K")
Values = list[Cell | None]
"""The cells of one row."""
NO_SCORES: Numbers = (None, None, None)
PEOPLE = """
SELECT one FROM person WHERE cascade = :cascade AND withdrawn = 0
UNION SELECT s.person FROM presence s JOIN workshop w ON w.number = s.workshop
  WHERE w.cascade = :cascade AND w.status = 'held'
UNION SELECT p.one FROM certificate c JOIN person p ON p.number = c.person
  WHERE c.cascade = :cascade AND c.voided = 0
"""
HELD = "FROM workshop WHERE cascade = :cascade AND status = 'held' ORDER BY starts_on, key"


class Export:
    """The export of one cascade, at one moment of the views."""

    def __init__(self, db: Db, private: Private, cascade: int) -> None:
        self._db, self._private, self._cascade = db, private, cascade
        regions = region_paths(db)
        self._regions: dict[int | None, str] = {
            one.number: written_path(one.names) for one in regions
        }
        self._here = sorted(one for (one,) in self._rows(PEOPLE))
        members = db.rows(
            "SELECT p.number, p.one, o.id FROM person p JOIN person o ON o.number = p.one"
            " WHERE p.one IN ids(:here)",
            here=self._here,
        )
        self._one: dict[int, int] = {number: one for number, one, _id in members}
        """Recorded number of a person → their number after merges."""
        names = _names(identifiers(db, private, self._here), {one: id for _, one, id in members})
        self._person: dict[int | None, str] = {
            number: names[self._one[number]] for number in self._one
        }
        """Recorded number of a person → their identifier."""
        held: dict[str, str | None] = dict(self._rows(f"SELECT id, identifier {HELD}"))
        self._workshop = _names(held, {id: id for id in held})

    def table(self, name: str) -> tuple[tuple[str, ...], Iterable[Values]]:
        """The columns and the rows of the table with this name."""
        tables: dict[str, Callable[[], Iterator[Values]]] = {
            "people": self._people,
            "workshops": self._workshops,
            "register": self._register,
            "certifications": self._certifications,
        }
        return COLUMNS[name], map(typed, tables[name]())

    def _people(self) -> Iterator[Values]:
        rows = self._db.rows(
            "SELECT one, sex, age_band, region, cadre, organisation, disability, details"
            " FROM person WHERE one IN ids(:wanted) ORDER BY one, id",
            wanted=self._here,
        )
        organisations: dict[int | None, str] = dict(
            self._db.rows("SELECT number, name FROM organisation")
        )
        texts = self._private.open(row[7] for row in rows)
        members: dict[int, list[Row]] = {}
        for row in rows:
            members.setdefault(row[0], []).append(row)
        for one in sorted(members, key=lambda one: self._person[one]):
            _, sex, age, region, cadre, organisation, disability, _ = _first_known(members[one])
            details: dict[str, str] = {}
            for member in reversed(members[one]):
                details |= texts.get(member[7] or "", {})
            yield [
                self._person[one], details.get("name"), sex, age, self._regions.get(region), cadre,
                organisations.get(organisation), disability, details.get("phone"),
                details.get("email"), details.get("id_number"),
            ]  # fmt: skip

    def _workshops(self) -> Iterator[Values]:
        rows = self._rows(
            "SELECT id, starts_on, kind, details, ends_on, lead, cofacilitators,"
            f" region, headcount, mode, modules {HELD}"
        )
        texts = self._private.open(row[3] for row in rows)
        for id, first, kind, details, last, lead, beside, region, heads, mode, modules in rows:
            text = texts.get(details or "", {})
            leader = self._person.get(lead)
            others = dict.fromkeys(self._person[p] for p in json.loads(beside))
            yield [
                self._workshop[id], _day(first), kind, text.get("title"), _day(last), leader,
                join_codes(name for name in others if name != leader), text.get("venue"),
                self._regions.get(region), heads, mode, join_codes(json.loads(modules)),
            ]  # fmt: skip

    def _register(self) -> Iterator[Values]:
        for id, leader, sheet in self._rows(f"SELECT id, leader, sheet {HELD}"):
            lines: dict[int, set[Numbers]] = {}
            for person, pre, post, top, in_conflict, voided in json.loads(sheet):
                one = None if voided else self._one[person]
                if one is not None and one != leader:
                    scores = NO_SCORES if in_conflict else (pre, post, top)
                    lines.setdefault(one, set()).add(scores)
            for one, differing in lines.items():
                scores = differing.pop() if len(differing) == 1 else NO_SCORES
                yield [self._workshop[id], self._person[one], *scores]

    def _certifications(self) -> Iterator[Values]:
        rows = self._rows(
            "SELECT person, level, certified_on, expires_on, number_sealed FROM certificate"
            " WHERE cascade = :cascade AND voided = 0 ORDER BY certified_on, number"
        )
        texts = self._private.open(row[4] for row in rows)
        given: dict[tuple[str, str, int], Values] = {}
        for person, level, first, last, sealed in rows:
            name, number = self._person[person], texts.get(sealed or "", {}).get("number")
            given.setdefault((name, level, first), [name, level, _day(first), _day(last), number])
        yield from given.values()

    def _rows(self, sql: str) -> list[Row]:
        return self._db.rows(sql, cascade=self._cascade)


def _names(identifiers: Mapping[K, str | None], ids: Mapping[K, str]) -> dict[K, str]:
    """Key → identifier, or the id if there is no identifier or another one has the same (from
    another number series): in a file they could not be told apart."""
    bearers = Counter(identifiers.values())
    return {k: name if name and bearers[name] == 1 else ids[k] for k, name in identifiers.items()}


def typed(row: Values) -> Values:
    """The row with its texts as they are read back exactly."""
    return [guarded(cell) if isinstance(cell, str) else cell for cell in row]


def _first_known(members: list[Row]) -> Row:
    """For each column the first known value. `members`: the records of one person, by id."""
    unknown = (None, "unknown", "not-said")
    columns = zip(*members, strict=True)
    return tuple(next((v for v in column if v not in unknown), None) for column in columns)


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
