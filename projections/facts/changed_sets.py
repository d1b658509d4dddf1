"""What a batch changed in the sets of workshops: projections.led_to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from projections import tables
from projections.db import Db
from projections.facts.rows import remove
from projections.led_to import NOTHING, packed, slices, together, unpacked

SETS = "SELECT workshop, members FROM reach_set WHERE workshop IN ids(:workshops)"


@dataclass
class Change:
    """What came to a set, and what left it."""

    came: BitMap = field(default_factory=BitMap)
    left: BitMap = field(default_factory=BitMap)

    def __bool__(self) -> bool:
        return bool(self.came or self.left)


@dataclass
class Sheets:
    """The registers of the workshops that a batch changed. `now`: those that count; `gave`: of
    each, who gave it before the batch and who gives it now, if it counts."""

    changes: dict[int, Change] = field(default_factory=dict)
    now: dict[int, BitMap] = field(default_factory=dict)
    cascade: dict[int, int] = field(default_factory=dict)
    gave: dict[int, tuple[set[int], set[int]]] = field(default_factory=dict)


class Sets:
    """The sets before and after the batch, as far as they were read."""

    def __init__(self, db: Db, new: Iterable[int]) -> None:
        """`new`: workshops that have no sets yet."""
        self._db = db
        self.new = frozenset(new)
        self._before: dict[int, BitMap] = dict.fromkeys(self.new, NOTHING)
        self._whole = set(self._before)
        self.changes: dict[int, Change] = {}

    def read(self, workshops: Iterable[int], within: BitMap | None = None) -> None:
        """`within`: only the slices in which this set has members."""
        known = self._whole if within is None else self._before.keys()
        wanted = sorted(set(workshops) - known)
        if not wanted:
            return
        asked: dict[str, list[int]] = {"workshops": wanted}
        sql = SETS
        if within is not None:
            sql, asked["slices"] = f"{SETS} AND slice IN ids(:slices)", list(slices(within))
        parts: dict[int, list[bytes]] = {workshop: [] for workshop in wanted}
        for workshop, members in self._db.rows(sql, **asked) if within != NOTHING else ():
            parts[workshop].append(members)
        self._before.update((workshop, unpacked(found)) for workshop, found in parts.items())
        if within is None:
            self._whole.update(wanted)

    def before(self, workshop: int) -> BitMap:
        return self._before[workshop]

    def after(self, workshop: int) -> BitMap:
        found, change = self._before[workshop], self.changes.get(workshop)
        return (found | change.came) - change.left if change else found

    def write(self) -> None:
        rows, gone = [], []
        for workshop, change in sorted(self.changes.items()):
            after = self.after(workshop)
            for number in slices(change.came | change.left):
                members = packed(after, number)
                if members is None:
                    gone.append((workshop, number))
                else:
                    rows.append((workshop, number, members))
        remove(self._db, tables.reach_set, gone)
        self._db.put(tables.reach_set, rows)


def bounds(changes: Mapping[int, Change]) -> BitMap:
    """All that came or left."""
    return together(part for one in changes.values() for part in (one.came, one.left))
