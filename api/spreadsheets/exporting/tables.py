"""The four tables of a cascade as they stand: importing them anew gives the same reach.

Merged people are one person here, under one identifier; what was voided, planned or cancelled is
left out, and so are scores that contradict each other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from api.people.names import identifiers
from api.private.store import Private
from api.spreadsheets.files.cells import Cell, listed
from api.spreadsheets.files.formulas import Typed
from api.spreadsheets.importing.records import Numbers
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.recognition.columns import COLUMNS
from projections.db import Db, Row

Values = list[Cell | None]
"""The cells of one row."""
NO_SCORES: Numbers = (None, None, None)
HERE = """
SELECT one FROM person WHERE cascade = :cascade AND withdrawn = 0
UNION SELECT s.person FROM presence s JOIN workshop w ON w.number = s.workshop
  WHERE w.cascade = :cascade AND w.status = 'held'
UNION SELECT p.one FROM certificate c JOIN person p ON p.number = c.person
  WHERE c.cascade = :cascade AND c.voided = 0
"""
HELD = "cascade = :cascade AND status = 'held' ORDER BY starts_on, key"


class Export:
    """Of one cascade, at one moment of the views."""

    def __init__(self, db: Db, private: Private, cascade: int) -> None:
        self._db, self._private, self._cascade = db, private, cascade
        regions = Regions(db)
        self._regions: dict[int | None, str] = {
            number: regions.path_of[id] for number, id in db.rows("SELECT number, id FROM region")
        }
        self._here = sorted(one for (one,) in db.rows(HERE, cascade=cascade))
        self._called, self._one = self._names()
        self._workshop = self._names_of_workshops()

    def table(self, name: str) -> tuple[tuple[str, ...], Iterable[Values]]:
        """The columns and the rows of one of the four."""
        tables: dict[str, Callable[[], Iterator[Values]]] = {
            "people": self._people,
            "workshops": self._workshops,
            "register": self._register,
            "certifications": self._certifications,
        }
        return COLUMNS[name], map(_typed, tables[name]())

    def _people(self) -> Iterator[Values]:
        db = self._db
        rows = db.rows(
            "SELECT one, sex, age_band, region, cadre, organisation, disability, details"
            " FROM person WHERE one IN ids(:wanted) ORDER BY one, id",
            wanted=self._here,
        )
        organisations: dict[int | None, str] = dict(
            db.rows("SELECT number, name FROM organisation")
        )
        called = self._called
        contents = self._private.open(row[7] for row in rows)
        members: dict[int, list[Row]] = {}
        for row in rows:
            members.setdefault(row[0], []).append(row)
        for one in sorted(members, key=lambda one: called[one]):
            _, sex, age, region, cadre, organisation, disability, _ = _first_known(members[one])
            details: dict[str, str] = {}
            for member in reversed(members[one]):
                details |= contents.get(member[7] or "", {})
            yield [
                called[one], details.get("name"), sex, age, self._regions.get(region), cadre,
                organisations.get(organisation), disability, details.get("phone"),
                details.get("email"), details.get("id_number"),
            ]  # fmt: skip

    def _workshops(self) -> Iterator[Values]:
        rows = self._db.rows(
            "SELECT id, starts_on, kind, details, ends_on, lead, cofacilitators,"
            f" region, headcount, mode, modules FROM workshop WHERE {HELD}",
            cascade=self._cascade,
        )
        contents = self._private.open(row[3] for row in rows)
        beside = {row[0]: json.loads(row[6]) for row in rows}
        called = self._called
        for id, first, kind, details, last, lead, _, region, heads, mode, mods in rows:
            private = contents.get(details or "", {})
            leader = called[lead] if lead else None
            others = dict.fromkeys(called[p] for p in beside[id])
            yield [
                self._workshop[id], _day(first), kind, private.get("title"), _day(last), leader,
                listed(name for name in others if name != leader), private.get("venue"),
                self._regions.get(region), heads, mode, listed(json.loads(mods)),
            ]  # fmt: skip

    def _register(self) -> Iterator[Values]:
        rows = self._db.rows(
            f"SELECT id, leader, sheet FROM workshop WHERE {HELD}",
            cascade=self._cascade,
        )
        for id, leader, sheet in rows:
            lines: dict[int, set[Numbers]] = {}
            for person, pre, post, top, in_conflict, voided in json.loads(sheet):
                one = None if voided else self._one[person]
                if one is not None and one != leader:
                    scores = NO_SCORES if in_conflict else (pre, post, top)
                    lines.setdefault(one, set()).add(scores)
            for one, differing in lines.items():
                scores = differing.pop() if len(differing) == 1 else NO_SCORES
                yield [self._workshop[id], self._called[one], *scores]

    def _certifications(self) -> Iterator[Values]:
        rows = self._db.rows(
            "SELECT person, level, certified_on, expires_on, number_sealed FROM certificate"
            " WHERE cascade = :cascade AND voided = 0 ORDER BY certified_on, number",
            cascade=self._cascade,
        )
        called = self._called
        contents = self._private.open(row[4] for row in rows)
        given = set()
        for person, level, first, last, sealed in rows:
            if (called[person], level, first) in given:
                continue
            given.add((called[person], level, first))
            number = contents.get(sealed or "", {}).get("number")
            yield [called[person], level, _day(first), _day(last), number]

    def _names(self) -> tuple[dict[int, str], dict[int, int]]:
        """By the number that was recorded: what they are called, and who they are after merges.

        Whoever a file cannot name (two of two series are called the same) goes by their id.
        """
        rows = self._db.rows(
            "SELECT p.number, p.one, o.id FROM person p JOIN person o ON o.number = p.one"
            " WHERE p.one IN ids(:here)",
            here=self._here,
        )
        called = identifiers(self._db, self._private, self._here)
        bearers = Counter(called.values())
        named = {n: called[one] if bearers[called[one]] == 1 else id for n, one, id in rows}
        return named, {number: one for number, one, _id in rows}

    def _names_of_workshops(self) -> dict[str, str]:
        """By id; likewise."""
        sql = f"SELECT id, identifier FROM workshop WHERE {HELD}"
        rows = self._db.rows(sql, cascade=self._cascade)
        bearers = Counter(identifier for _id, identifier in rows)
        return {id: name if name and bearers[name] == 1 else id for id, name in rows}


def _typed(row: Values) -> Values:
    """Texts as they are, whatever they look like."""
    return [Typed(cell) if isinstance(cell, str) else cell for cell in row]


def _first_known(members: list[Row]) -> Row:
    """A merged person is, in each respect, what the smallest id that says anything says."""
    unknown = (None, "unknown", "not-said")
    columns = zip(*members, strict=True)
    return tuple(next((v for v in column if v not in unknown), None) for column in columns)


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None
