"""Whom each workshop leads to: sets of the people on its register and on those of all workshops
that come of it, and of these workshops. docs/definitions.md, "Reach".

The sets are compressed bitmaps of numbers (Roaring), kept in slices: a change writes the slices in
which it lies, not the whole set. A workshop's number is in them with `WORKSHOP` added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from pyroaring import BitMap

from projections.db import Db

WORKSHOP = 1 << 31
"""Numbers are positions of the log, which are smaller."""
SLICE_BITS = 15
"""With smaller slices a new register writes less, and a branch that moves reads more rows."""
FIRST_OF_WORKSHOPS = WORKSHOP >> SLICE_BITS
"""The first slice of workshops; those before it have people."""
MAX_ARRAY = 4096
"""The largest container that may be stored as a list of its values."""
NOTHING = BitMap()

TAUGHT = "SELECT workshop, {} FROM presence WHERE role = 1 GROUP BY workshop"
JOINED = {False: "group_concat(person)", True: "string_agg(CAST(person AS TEXT), ',')"}
"""A row for each person would take three times as long."""


def register(workshop: int, people: Iterable[int]) -> BitMap:
    """The set of a workshop that leads to no other."""
    found = BitMap(people)
    found.add(WORKSHOP | workshop)
    return found


def registers(db: Db, workshops: Iterable[int]) -> dict[int, BitMap]:
    """The `register` of each workshop, in the order given."""
    taught: dict[int, str] = dict(db.rows(TAUGHT.format(JOINED[db.postgres])))
    return {
        one: register(one, list(map(int, taught[one].split(","))) if one in taught else ())
        for one in workshops
    }


def leads_to(db: Db, workshops: Collection[int]) -> dict[int, list[int]]:
    """Workshop → the workshops to which it leads directly, of these workshops alone."""
    found: dict[int, list[int]] = {}
    for one, other in db.rows("SELECT workshop, next_workshop FROM reach_succ"):
        if one in workshops and other in workshops:
            found.setdefault(one, []).append(other)
    return found


def people_in(found: BitMap) -> int:
    return int(found.range_cardinality(0, WORKSHOP))


def workshops_in(found: BitMap) -> set[int]:
    return {number - WORKSHOP for number in found.iter_equal_or_larger(WORKSHOP)}


def led_to(
    registers: Iterable[tuple[int, BitMap]], next_to: Mapping[int, Iterable[int]]
) -> dict[int, BitMap]:
    """Workshop → its set. `registers`: of each workshop (`register`), the latest to start first.
    `next_to`: the workshops to which one leads directly; they start later."""
    sets: dict[int, BitMap] = {}
    for workshop, own in registers:
        sets[workshop] = together((own, *(sets[one] for one in next_to.get(workshop, ()))))
    return sets


def slices(found: BitMap) -> Iterator[int]:
    """The slices in which the set has members."""
    last = found.max() >> SLICE_BITS if found else -1
    number = -1
    while number < last:
        number = found.next_set_bit((number + 1) << SLICE_BITS) >> SLICE_BITS
        yield number


def packed(found: BitMap, number: int) -> bytes | None:
    """A slice of a set; None for an empty one. Equal slices have equal bytes, however they came to
    be."""
    part = found & _whole_slice(number)
    if not part:
        return None
    if len(part) <= MAX_ARRAY:
        part = BitMap(part.to_array())
    part.run_optimize()
    return bytes(part.serialize())


@lru_cache(maxsize=4096)
def _whole_slice(number: int) -> BitMap:
    found = BitMap(range(number << SLICE_BITS, (number + 1) << SLICE_BITS))
    found.run_optimize()
    return found


def unpacked(parts: Iterable[bytes]) -> BitMap:
    """A set from its slices, or from some of them."""
    return together(map(BitMap.deserialize, parts))


def together(sets: Iterable[BitMap]) -> BitMap:
    """Their union; not to be changed, since it may be one of them."""
    first, *rest = [*sets] or [NOTHING]
    if not rest:
        return first
    found = first.copy()
    for one in rest:
        found |= one
    return found
