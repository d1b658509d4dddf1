"""The workshops of a cascade as a filtered list: the newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.identifiers import same
from projections.db import Db, Params
from projections.reach.tree import UNATTRIBUTED
from projections.records.workshops import WORKSHOP, WorkshopRow, of_row
from projections.scope import WORKSHOP as IN_SCOPE
from projections.scope import Scope, regions_below

CONDITIONS = {
    "from_": "w.starts_on >= :from_",
    "until": "w.starts_on <= :until",
    "kind": "w.kind = :kind",
    "status": "w.status = :status",
    "counts": "w.counts = 1",
    "lead": "w.leader = (SELECT one FROM person WHERE id = :lead)",
    "facilitator": "EXISTS (SELECT 1 FROM presence f JOIN person p ON p.one = f.person"
    " WHERE f.workshop = w.number AND f.role = 0 AND p.id = :facilitator)",
    "organisation": "EXISTS (SELECT 1 FROM person p JOIN organisation o"
    " ON o.number = p.known_organisation WHERE p.number = w.leader AND o.id = :organisation)",
    "trained": "w.leader IN (SELECT t.person FROM trainer t WHERE t.cascade = :cascade"
    " AND CASE WHEN t.generation > 0 THEN t.generation ELSE 0 END = :trained - 1)",
}


@dataclass(frozen=True)
class WorkshopFilter:
    """The filters of the list; None: no filter. `from_`, `until`: ordinals. `region`: an id, with
    all regions below it. `trained`: the generation of the people trained, -1: by workshops without
    a lead. `said`: a text, and the commitments to those private details that contain it. `equal`:
    values by the names of `CONDITIONS`."""

    from_: int | None = None
    until: int | None = None
    region: str | None = None
    trained: int | None = None
    said: tuple[str, Sequence[str]] | None = None
    equal: Mapping[str, str | None] = field(default_factory=dict)


Place = tuple[int, int]
"""(first day, number) of the last row of the page before."""


def listed(
    db: Db, cascade: int, wanted: WorkshopFilter, scope: Scope, after: Place | None, limit: int
) -> list[WorkshopRow]:
    """A page of workshops, the newest first."""
    where, asked = _narrowed(db, cascade, wanted, scope)
    if after is not None:
        where += " AND (w.starts_on, w.number) < (:day, :last)"
        asked |= {"day": after[0], "last": after[1]}
    sql = f"{WORKSHOP} WHERE {where} ORDER BY w.starts_on DESC, w.number DESC LIMIT :limit"
    return [of_row(row) for row in db.rows(sql, limit=limit, **asked)]


def count(db: Db, cascade: int, wanted: WorkshopFilter, scope: Scope) -> int:
    where, asked = _narrowed(db, cascade, wanted, scope)
    ((found,),) = db.rows(f"SELECT count(*) FROM workshop w WHERE {where}", **asked)
    return int(found)


def _narrowed(
    db: Db, cascade: int, wanted: WorkshopFilter, scope: Scope
) -> tuple[str, Params]:  # fmt: skip
    """The condition and its parameters."""
    asked: Params = {"cascade": cascade, **scope.asked}
    parts = ["w.cascade = :cascade", IN_SCOPE]
    trained = None if wanted.trained == UNATTRIBUTED else wanted.trained
    limits = {"from_": wanted.from_, "until": wanted.until, "trained": trained, **wanted.equal}
    for name, value in limits.items():
        if value is not None:
            parts.append(CONDITIONS[name])
            asked |= {name: value} if f":{name}" in CONDITIONS[name] else {}
    if wanted.region is not None:
        parts.append("w.region IN ids(:regions)")
        asked["regions"] = regions_below(db, wanted.region)
    if wanted.trained == UNATTRIBUTED:
        parts.append("w.leader IS NULL")
    if wanted.said is not None:
        parts.append("(w.same LIKE :said ESCAPE '!' OR w.details IN ids(:saying))")
        asked |= {"said": _like(wanted.said[0]), "saying": sorted(wanted.said[1])}
    return " AND ".join(parts), asked


def _like(text: str) -> str:
    plain = "".join(f"!{sign}" if sign in "!%_" else sign for sign in same(text))
    return f"%{plain}%"


def is_within(db: Db, workshop: int, scope: Scope) -> bool:
    """Whether the workshop lies within the scope."""
    sql = f"SELECT 1 FROM workshop w WHERE w.number = :workshop AND {IN_SCOPE}"
    return db.one(sql, workshop=workshop, **scope.asked) is not None
