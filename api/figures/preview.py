"""A preview of a write: the figures that it would change. Nothing is recorded.

The write is decided in a dry run, its entries are projected into the views in a transaction that
is rolled back, and the figures are read before and after.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.access.rules import LOG_WORK
from api.people.names import DisplayName, display_names
from api.transactions.caller import Caller
from api.transactions.dry_run import DryRun
from api.transactions.read import Read, reading
from api.transactions.write import Write
from domain.events import Entry
from projections import tables
from projections.db import Db
from projections.quality import flags as quality_flags
from projections.reach import reach
from projections.reach.generations import generations

OF_PEOPLE = ("lineage", "reach", "direct", "generation", "workshops_given")
WORDS = {"workshops_given": "given"}
"""Figure → the word of its definition, where they differ."""
MAX_PEOPLE = 6
"""People whose own figures are compared."""
WORKSHOPS = "SELECT count(*) FROM workshop WHERE cascade = :cascade AND counts = 1"
LEADERS = """
SELECT DISTINCT p.id FROM workshop w JOIN person p ON p.number = w.leader
WHERE w.id IN ids(:workshops) ORDER BY p.id
"""
WHO = "SELECT id, one FROM person WHERE id IN ids(:people)"


class Key(NamedTuple):
    """A figure. `word`: its name; `generation`: -1 for the whole cascade; `person`: an id, or ""
    for the cascade."""

    word: str
    generation: int = -1
    person: str = ""


Figures = dict[Key, float | None]


@dataclass(frozen=True)
class Figure:
    """A figure that changes. `means`: the word of its definition; `person`: None for a figure of
    the whole cascade."""

    word: str
    generation: int | None
    person: DisplayName | None
    before: float | None
    after: float | None

    @property
    def means(self) -> str:
        return WORDS.get(self.word, self.word)


@dataclass(frozen=True)
class Effects:
    """The effects of a write. `figures`: those that differ; `entries`: how many would be recorded,
    0 if all of it is recorded already; `position`: at which the figures before are true."""

    figures: Sequence[Figure]
    entries: int
    position: int


def effects(caller: Caller, cascade: str, act: Callable[[Write], Any]) -> Effects:
    """The effects of `act`. It raises what the write itself would raise.

    The figures afterwards are exact, if nothing else is recorded before the write.
    """
    dry_run = DryRun(caller)
    act(dry_run)
    recorded = dry_run.entries(0)
    read = reading(caller, {}, LOG_WORK)
    number = read.db.numbers(tables.cascade, [cascade])[cascade]
    at = read.position
    if not recorded:
        return Effects((), 0, at)
    people = list(dict.fromkeys(_named(read.db, recorded)))[:MAX_PEOPLE]
    before = _figures(read.db, number, people)
    names = _names(read, people, dry_run.claimed)
    caller.moment.close()
    with caller.home.views.supposing(dry_run.entries) as db:
        after = _figures(db, number, people)
    both = [
        (key, _at(before, key), _at(after, key)) for key in sorted({*before, *after}, key=_order)
    ]
    rows = [Figure(*_head(key, names), old, new) for key, old, new in both if not _same(old, new)]
    return Effects(rows, len(recorded), at)


def _named(db: Db, entries: Sequence[Entry]) -> Iterator[str]:
    """The ids of people concerned: leads of the workshops, before and after, and the people that
    the entries are about."""
    workshops = [e.stream.split("/")[1] for e in entries if e.stream.startswith("workshop/")]
    yield from (id for (id,) in db.rows(LEADERS, workshops=workshops))
    leads = (getattr(entry.event, "lead", None) for entry in entries)
    yield from (str(lead) for lead in leads if lead)
    for entry in entries:
        kind, *ids = entry.stream.split("/")
        if kind in ("person", "pair"):
            yield from ids
        elif kind == "certification":
            yield ids[-1]


def _figures(db: Db, cascade: int, people: Sequence[str]) -> Figures:
    found = generations(db, cascade)
    gains = sum(one.gain_count for one in found)
    total = math.fsum(one.gain_sum for one in found)
    ((workshops,),) = db.rows(WORKSHOPS, cascade=cascade)
    figures: Figures = {
        Key("people"): sum(one.people for one in found),
        Key("workshops"): workshops,
        Key("deepest"): max((one.generation or 0 for one in found if one.people), default=None),
        Key("gain"): total / gains if gains else None,
        Key("unattributed"): sum(one.people for one in found if one.generation is None),
        Key("claimed"): sum(one.claimed for one in found),
        Key("flags"): sum(quality_flags.counts(db, cascade).values()),
    }
    figures |= {Key("size", g.generation): g.people for g in found if g.generation is not None}
    for id, one in sorted(db.rows(WHO, people=people)):
        numbers = reach.numbers_of(db, cascade, one)
        figures |= {Key(word, person=id): getattr(numbers, word) for word in OF_PEOPLE}
    return figures


def _names(read: Read, people: Sequence[str], claimed: Mapping[str, str]) -> dict[str, DisplayName]:
    """Id → name, also of people whom the write would register."""
    numbers = read.db.numbers(tables.person, people)
    shown = display_names(read, numbers.values())
    new: dict[str, DisplayName] = {
        id: {"person": id, "name": None, "identifier": name} for name, id in claimed.items()
    }
    return new | {id: shown[number] for id, number in numbers.items()}


def _head(key: Key, names: Mapping[str, DisplayName]) -> tuple[str, int | None, DisplayName | None]:
    """The first three fields of a `Figure`."""
    nameless: DisplayName = {"person": key.person, "name": None, "identifier": None}
    person = names.get(key.person, nameless) if key.person else None
    return key.word, None if key.generation < 0 else key.generation, person


ORDER = ("people", "size", "deepest", "workshops", "gain", "unattributed", "claimed", "flags")


def _order(key: Key) -> tuple[Any, ...]:
    words = (*ORDER, *OF_PEOPLE)
    return bool(key.person), key.person, words.index(key.word), key.generation


def _at(figures: Figures, key: Key) -> float | None:
    """A figure; the size of a missing generation is 0."""
    return figures.get(key, 0 if key.word == "size" else None)


def _same(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, abs_tol=1e-9)
