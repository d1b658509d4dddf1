"""Derives flags: the rows that the rules find, for the workshops and people that a batch concerned.

They are compared with the rows in the table; only the difference is written. A rebuild runs the
same queries without narrowing them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from msgspec import json

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import Touched
from projections.facts.flag_json import POSTGRES, SQLITE
from projections.facts.flag_rules import RULES
from projections.facts.rows import numbers, ones, present
from projections.flag_tables import CODES, PARAMS

SUBJECTS = {"workshop": (2, "workshops"), "person": (3, "people")}
"""Kind of subject → its place in a row, and the parameter with the numbers of those concerned."""
NOTHING: Mapping[str, Sequence[int]] = MappingProxyType({})
MOST = max(len(names) for names in PARAMS.values())
TEXTS, FLOATS = {"module", "change", "level"}, {"pre", "post"}
"""Params that are not integers."""
LED = "SELECT number FROM workshop WHERE leader IN ids(:people)"
OUTCOMES = """
SELECT workshop FROM outcome
WHERE cascade IN (SELECT number FROM cascade) AND person IN ids(:people) AND workshop IS NOT NULL
"""


def derive(db: Db, touched: Touched) -> None:
    """Derives again the flags of the workshops and people that a batch concerned."""
    every = {code for code, rule in RULES.items() if getattr(touched, rule.all_after or "", False)}
    for code in sorted(every):
        before = db.rows("SELECT * FROM flag WHERE code = :code", code=CODES.index(code))
        _write(db, set(before), set(all_of(db, code)))
    some = {code for code, rule in RULES.items() if any(getattr(touched, f) for f in rule.after)}
    if some - every:
        codes = tuple(sorted(some - every))
        asked = _concerned(db, touched)
        before = db.rows(_standing(codes), **asked)
        _write(db, set(before), set(_found(db, _queries(codes, db.postgres), asked)))


def derive_all(db: Db) -> None:
    """All flags, into an empty table."""
    for code in CODES:
        db.add(tables.flags, sorted(all_of(db, code)))


def all_of(db: Db, code: str) -> Iterator[Row]:
    """All flags of a code, as rows of the table: what the rule finds in the other tables now."""
    return _found(db, _query(code, db.postgres, narrowed=False))


def _concerned(db: Db, touched: Touched) -> dict[str, list[int]]:
    """The numbers of the workshops and people of which flags can change."""
    new = touched.registered.values()
    renamed = touched.groups | touched.certifications
    people = {*touched.people, *touched.groups, *touched.trainers, *touched.nodes, *new}
    people |= ones(db, (touched.profiles | renamed) - set(new))
    people |= present(db, touched.sheets)
    leads = renamed | ones(db, renamed)
    workshops = touched.sheets | numbers(db, LED, people=leads)
    workshops |= numbers(db, OUTCOMES, people=touched.groups | touched.outcomes)
    return {"people": sorted(people), "workshops": sorted(workshops)}


# ---- rows ------------------------------------------------------------------------------------


def _found(db: Db, sql: str, asked: Mapping[str, Sequence[int]] = NOTHING) -> Iterator[Row]:
    """Rows of the table, in any order."""
    for code, cascade, workshop, person, place, *params in db.rows(sql, **asked):
        names = PARAMS[CODES[code]]
        said = [_typed(name, value) for name, value in zip(names, params, strict=False)]
        yield (cascade, code, workshop, person, place, json.encode(said).decode())


def _typed(name: str, value: Any) -> str | float | int:
    return str(value) if name in TEXTS else float(value) if name in FLOATS else int(value)


def _write(db: Db, before: set[Row], after: set[Row]) -> None:
    """Replaces the flags of those workshops and people whose flags of a code differ."""
    changed = {_subject(row) for row in before ^ after}
    gone: dict[int, set[int]] = defaultdict(set)
    for code, number in changed & {_subject(row) for row in before}:
        gone[code].add(number)
    for code, those in sorted(gone.items()):
        kind = RULES[CODES[code]].subject
        sql = f"DELETE FROM flag WHERE code = :code AND {kind} IN ids(:those)"
        db.run(sql, code=code, those=sorted(those))
    db.put(tables.flags, sorted(row for row in after if _subject(row) in changed))


def _subject(row: Row) -> tuple[int, int]:
    """The number of the code, and of the workshop or person that its flags are about."""
    code = row[1]
    return code, row[SUBJECTS[RULES[CODES[code]].subject][0]]


# ---- queries ---------------------------------------------------------------------------------


@lru_cache
def _standing(codes: tuple[str, ...]) -> str:
    """The query for the rows that are there."""
    parts = []
    for kind, (_, concerned) in SUBJECTS.items():
        numbers = [str(CODES.index(code)) for code in codes if RULES[code].subject == kind]
        if numbers:
            these = f"{kind} IN ids(:{concerned}) AND code IN ({', '.join(numbers)})"
            parts.append(f"SELECT * FROM flag WHERE {these}")
    return " UNION ALL ".join(parts)


@lru_cache
def _queries(codes: tuple[str, ...], postgres: bool) -> str:
    """One query for the flags of several codes, of the workshops and people concerned."""
    return " UNION ALL ".join(_query(code, postgres, narrowed=True) for code in codes)


def _query(code: str, postgres: bool, narrowed: bool) -> str:
    """The query for the flags of a code, with as many columns as that of any other."""
    rule, names = RULES[code], PARAMS[code]
    sql = rule.sql.format(
        **(POSTGRES if postgres else SQLITE), these=rule.these if narrowed else ""
    )
    texts = [f"CAST({name} AS text)" if postgres else name for name in names]
    params = ", ".join([*texts, *["NULL"] * (MOST - len(names))])
    head = f"{CODES.index(code)}, cascade, workshop, person, place, {params}"
    return f"SELECT {head} FROM ({sql}) AS found"
