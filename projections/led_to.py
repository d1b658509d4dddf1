"""Whom each workshop leads to: sets of the people on its register and on those of all workshops
that come of it, and of these workshops. docs/definitions.md, "Reach".

The sets are compressed bitmaps of numbers (Roaring), kept in slices: a change writes the slices in
which it lies, not the whole set. A workshop's number is in them with `WORKSHOP` added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pyroaring import BitMap

WORKSHOP = 1 << 31
"""Numbers are positions of the log, which are smaller."""
SLICE_BITS = 16
"""As many as a container of a bitmap has: each slice is one."""
MAX_ARRAY = 4096
"""The largest container that may be stored as a list of its values."""


def register(workshop: int, people: Iterable[int]) -> BitMap:
    """The set of a workshop that leads to no other."""
    found = BitMap(people)
    found.add(WORKSHOP | workshop)
    return found


def people_in(found: BitMap) -> int:
    return int(found.range_cardinality(0, WORKSHOP))


def led_to(
    registers: Iterable[tuple[int, BitMap]], next_to: Mapping[int, Iterable[int]]
) -> dict[int, BitMap]:
    """Workshop → its set. `registers`: of each workshop (`register`), the latest to start first.
    `next_to`: the workshops to which one leads directly; they start later."""
    sets: dict[int, BitMap] = {}
    for workshop, own in registers:
        later = next_to.get(workshop, ())
        sets[workshop] = BitMap.union(own, *(sets[one] for one in later)) if later else own
    return sets


def slices(found: BitMap) -> Iterator[int]:
    """The slices in which the set has members."""
    last = found.max() >> SLICE_BITS if found else -1
    number = -1
    while number < last:
        number = found.next_set_bit((number + 1) << SLICE_BITS) >> SLICE_BITS
        yield number


def packed(found: BitMap, number: int) -> bytes:
    """A slice of a set. Equal slices have equal bytes, however they came to be."""
    part = found & _whole_slice(number)
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
    return BitMap.union(BitMap(), *map(BitMap.deserialize, parts))
