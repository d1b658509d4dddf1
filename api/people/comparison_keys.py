"""Keys of the comparison: which people share one, and what changes when people come and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from api.matching import blocking
from api.matching.blocking import MAX_OF_A_CONTACT, most_of_a_name
from api.people.compared_people import Compared, People
from api.private.matches import TO_COMPARE, Crowd, Matches, packed, run_many, totals_of, unpacked
from projections.db import Db

CONTACT, NAME, ANYWHERE = 0, 1, 2
"""Kinds of keys: the lowest two bits of their hashes."""
KIND = 3
BY_CONTACT, NEAR = 1 << CONTACT, 1 << CONTACT | 1 << NAME
"""Sets of kinds."""

SIZES = """
SELECT k.value, (SELECT count(*) FROM (
  SELECT 1 FROM match_key m WHERE m.block = k.value{there} LIMIT {most}) AS few) FROM {keys}
"""
OF_KEYS = "SELECT block, number FROM match_key WHERE block IN ids(:blocks)"
OF_PARTS = "SELECT block, number FROM match_key WHERE block IN ids(:blocks) AND region = :region"
KEPT = """
SELECT number, region, blocks FROM match_person
WHERE cascade = :cascade AND number IN ids(:people)
"""
REMOVED = "DELETE FROM match_key WHERE block IN ids(:blocks) AND region = :region AND number = :n"
ADDED = """
INSERT INTO match_key (block, region, number) VALUES (:block, :region, :number)
ON CONFLICT DO NOTHING
"""
KEYED = f"""
UPDATE match_person SET region = :region, places = :places, blocks = :blocks,
compared = {TO_COMPARE}
WHERE cascade = :cascade AND number = :number
"""
GONE = "DELETE FROM match_person WHERE cascade = :cascade AND number = :number"
UNPAIRED = "DELETE FROM match_pair WHERE cascade = :cascade AND (one = :n OR other = :n)"
FEWER = "UPDATE match_crowd SET size = size - :gone WHERE cascade = :cascade"
AGAIN = f"""
UPDATE match_person SET compared = {TO_COMPARE}
WHERE cascade = :cascade AND number IN ids(:people) AND compared > {TO_COMPARE}
"""

Part = tuple[int, int]
"""A key, and a region: those of its people who live there."""

Keyed = tuple[int, set[int]]
"""The region of a person, 0 if it is not known, and their keys."""
NOTHING: Keyed = (0, set())


def _keys_of(matches: Matches, cascade: int, person: Compared) -> set[int]:
    """Hashes of the keys of a person, with their kinds."""
    kinds = zip((CONTACT, NAME, ANYWHERE), blocking.keys(person.card), strict=True)
    return {matches.hash(cascade, key) & ~KIND | kind for kind, found in kinds for key in found}


# ---- who meets whom ------------------------------------------------------------------------------


def sharing(
    known: Db, cascade: int, people: Iterable[int], most: int
) -> dict[tuple[int, int], int]:
    """Pairs of people, the smaller number first, of whom one is among these → kinds of the keys
    that they share. A key that too many have counts in the parts that lie in one region."""
    holders: dict[int, list[int]] = defaultdict(list)
    parts: dict[int, set[int]] = defaultdict(set)
    for number, region, blocks in known.rows(KEPT, cascade=cascade, people=sorted(people)):
        for key in unpacked(bytes(blocks)):
            holders[key].append(number)
            if key & KIND == NAME:
                parts[region or 0].add(key)
    sizes = _sizes(known, holders)
    small = [key for key, size in sizes.items() if 2 <= size <= _limit(key, most)]
    groups = [known.rows(OF_KEYS, blocks=small)]
    for region, keys in parts.items():
        large = [key for key in keys if sizes[key] > most]
        there = _sizes(known, large, region)
        few = [key for key, size in there.items() if 2 <= size <= most]
        groups.append(known.rows(OF_PARTS, blocks=few, region=region) if few else [])
    met: dict[tuple[int, int], set[int]] = defaultdict(set)
    for rows in groups:
        members: dict[int, set[int]] = defaultdict(set)
        for key, number in rows:
            members[key].add(number)
        for key, those in members.items():
            for one in those.intersection(holders[key]):
                met[one, key & KIND].update(those)
    found: dict[tuple[int, int], int] = defaultdict(int)
    for (one, kind), others in met.items():
        for other in others - {one}:
            found[(one, other) if one < other else (other, one)] |= 1 << kind
    return found


def _limit(key: int, most: int) -> int:
    return MAX_OF_A_CONTACT if key & KIND == CONTACT else most


def _sizes(known: Db, keys: Collection[int], region: int | None = None) -> dict[int, int]:
    """How many people have each key, in a region or anywhere; of very many, only that."""
    if not keys:
        return {}
    sql = SIZES.format(
        most=blocking.MAX_UNDER_ONE_KEY + 1,
        there="" if region is None else f" AND m.region = {region}",
        keys="unnest(:keys::bigint[]) AS k(value)" if known.postgres else "json_each(:keys) k",
    )
    return dict(known.rows(sql, keys=sorted(keys)))


# ---- keys are made -------------------------------------------------------------------------------


def index(
    matches: Matches, people: People, known: Db, crowd: Crowd, numbers: list[int]
) -> Callable[[Db], None]:
    """What writes the keys of these people as they are now. Who is no longer in the cascade goes.

    Where a key comes to be shared by too many, or no longer is, all who share it are compared
    again.
    """
    here = people.cards(numbers, contacts_of=numbers)
    places = people.places(here)
    before = _kept(known, crowd.cascade, numbers)
    after = {
        number: (person.card.region or 0, _keys_of(matches, crowd.cascade, person))
        for number, person in here.items()
    }
    changed = set[Part]().union(
        *(come for n in before for come in _difference(before[n], after.get(n, NOTHING)))
    )
    rows = [
        {
            "cascade": crowd.cascade,
            "number": number,
            "region": person.card.region,
            "places": places.get(number),
            "blocks": packed(sorted(after[number][1])),
        }
        for number, person in here.items()
    ]

    def write(db: Db) -> None:
        were = _too_many(db, changed, crowd)
        for number, keyed in before.items():
            _replace(db, number, keyed, after.get(number, NOTHING))
        run_many(db, KEYED, rows)
        _remove(db, crowd.cascade, before.keys() - here.keys())
        again = _crossed(db, were, _too_many(db, changed, crowd))
        if again:
            db.run(AGAIN, cascade=crowd.cascade, people=sorted(again))

    return write


def _kept(known: Db, cascade: int, people: list[int]) -> dict[int, Keyed]:
    rows = known.rows(KEPT, cascade=cascade, people=people)
    return {number: (region or 0, set(unpacked(bytes(kept)))) for number, region, kept in rows}


def _remove(db: Db, cascade: int, people: Collection[int]) -> None:
    for number in people:
        db.run(GONE, cascade=cascade, number=number)
        db.run(UNPAIRED, cascade=cascade, n=number)
    db.run(FEWER, cascade=cascade, gone=len(people))


def _difference(before: Keyed, after: Keyed) -> tuple[set[Part], set[Part]]:
    """What goes and what comes."""
    old, new = ({(key, region) for key in found} for region, found in (before, after))
    return old - new, new - old


def _replace(db: Db, number: int, before: Keyed, after: Keyed) -> None:
    gone, come = _difference(before, after)
    if gone:
        db.run(REMOVED, blocks=sorted(key for key, _region in gone), region=before[0], n=number)
    rows = [{"block": key, "region": region, "number": number} for key, region in sorted(come)]
    run_many(db, ADDED, rows)


def _too_many(db: Db, changed: set[Part], crowd: Crowd) -> set[Part]:
    """Those of these keys, as (key, -1), and of the parts, that too many share. None before the
    first comparison: everybody is to be compared then."""
    if not crowd.generation:
        return set()
    most = most_of_a_name(totals_of(crowd.totals).people)
    sizes = _sizes(db, {key for key, _region in changed})
    large = {key for key, size in sizes.items() if size > _limit(key, most)}
    found = {(key, -1) for key in large}
    regions: dict[int, list[int]] = defaultdict(list)
    for key, region in changed:
        if key in large and key & KIND == NAME:
            regions[region].append(key)
    for region, keys in regions.items():
        there = _sizes(db, keys, region)
        found |= {(key, region) for key, size in there.items() if size > most}
    return found


def _crossed(db: Db, were: set[Part], now: set[Part]) -> set[int]:
    """The people of those keys, or parts of keys, that too many share only before, or only now."""
    found = set[int]()
    for key, region in were ^ now:
        sql = OF_KEYS if region < 0 else OF_PARTS
        there = {} if region < 0 else {"region": region}
        found |= {number for _key, number in db.rows(sql, blocks=[key], **there)}
    return found
