"""The rows of `banyan reach`, as the command line and the export hand them out."""

from __future__ import annotations

from api.people.names import identifiers
from api.private.store import Private
from projections.db import Db
from projections.reach import reach
from projections.reach.all_facilitators import all_numbers
from projections.reach.reach import Numbers

COLUMNS = (
    "person",
    "generation",
    "direct",
    "lineage",
    "reach",
    "workshops_given",
    "workshops_downstream",
)


def everybody(db: Db, private: Private, cascade: int, as_of: int) -> list[dict[str, object]]:
    """One row per person who has facilitated, the furthest reach first."""
    rows = all_numbers(db, cascade, as_of)
    called = identifiers(db, private, (row.person for row in rows))
    made = [_row(row, called.get(row.person, f"#{row.person}")) for row in rows]
    return sorted(made, key=lambda row: (-_int(row, "reach"), -_int(row, "lineage"), row["person"]))


def somebody(db: Db, private: Private, cascade: int, person: int, as_of: int) -> dict[str, object]:
    """One person's row, and the people below them by generation."""
    row = reach.numbers_of(db, cascade, person, as_of)
    below = reach.downstream(db, cascade, person, as_of)
    by_generation = [
        {
            "generation": row.generation + g.generation,
            "people": g.people,
            "female": g.female,
            "male": g.male,
            "other": g.other,
            "gain": round(g.gain_sum / g.gain_count, 6) if g.gain_count else None,
        }
        for g in below
    ]
    return _row(row, identifiers(db, private, [person])[person]) | {"by_generation": by_generation}


def _row(row: Numbers, name: str) -> dict[str, object]:
    return {"person": name} | {column: getattr(row, column) for column in COLUMNS[1:]}


def _int(row: dict[str, object], column: str) -> int:
    value = row[column]
    assert isinstance(value, int)  # noqa: S101
    return value
