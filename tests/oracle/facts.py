"""Facts as they stand: what the oracle is given, with nothing derived from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["held", "voided", "planned", "cancelled"]
Pair = frozenset[str]


@dataclass(frozen=True)
class Attendance:
    person: str
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None


@dataclass(frozen=True)
class Workshop:
    identifier: str
    starts_on: date
    ends_on: date
    kind: str
    lead: str | None
    cofacilitators: tuple[str, ...] = ()
    register: tuple[Attendance, ...] = ()
    status: Status = "held"


@dataclass(frozen=True)
class Facts:
    """The latest version of everything. `merged` holds the pairs said to be one person."""

    workshops: tuple[Workshop, ...] = ()
    merged: frozenset[Pair] = frozenset()
    sex: dict[str, str | None] = field(default_factory=dict)
    region: dict[str, str | None] = field(default_factory=dict)
