"""Counting the names and other traits of a crowd, in slices, for the comparison of its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from api.matching.cards import Card
from api.matching.frequencies import Frequencies, Totals, Trait, traits
from api.people.compared_people import People
from api.private.matches import Crowd, Matches, run_many, totals_of
from projections.db import Db

COUNTED = 400
"""People in one slice."""
TAKEN_OVER = 20_000
"""Counts that one slice takes over."""
GROWTH = 1.5
"""Names are counted anew when there are so many times the people who were counted."""
MOST_REMEMBERED = 300_000
"""Counts of names that the pass keeps in memory."""

NEXT = """
SELECT number FROM match_person WHERE cascade = :cascade AND number > :after
ORDER BY number LIMIT :most
"""
COUNTS = """
INSERT INTO match_count (cascade, trait, people, further) VALUES (:cascade, :trait, 0, :further)
ON CONFLICT (cascade, trait) DO UPDATE SET further = match_count.further + excluded.further
"""
STEP = """
UPDATE match_crowd SET step = :step, reached = :reached, further = :further WHERE cascade = :cascade
"""
BEYOND = """
SELECT trait FROM match_count WHERE cascade = :cascade AND trait >= :after
ORDER BY trait LIMIT 1 OFFSET :many
"""
TAKEN = """
UPDATE match_count SET people = further, further = 0
WHERE cascade = :cascade AND trait >= :after AND trait < :upto
"""
ALONE = """
DELETE FROM match_count
WHERE cascade = :cascade AND trait >= :after AND trait < :upto AND people < 2
"""
RENEWED = """
UPDATE match_crowd SET step = 0, generation = generation + 1, totals = further, further = '{}',
size = (SELECT count(*) FROM match_person p WHERE p.cascade = :cascade)
WHERE cascade = :cascade
"""
LOWEST, HIGHEST = -(2**63), 2**63 - 1
COUNTING, TAKING_OVER = 1, 2
"""In `match_crowd.step`."""

Write = Callable[[Db], None]


def are_due(crowd: Crowd) -> bool:
    return bool(crowd.step) or crowd.size >= max(totals_of(crowd.totals).people * GROWTH, 1)


def count(matches: Matches, people: People, known: Db, crowd: Crowd) -> Write:
    """What writes the counts of some more people; at the end those of before are replaced."""
    if crowd.step == TAKING_OVER:
        return _take_over(known, crowd)
    after = crowd.reached if crowd.step else 0
    rows = known.rows(NEXT, cascade=crowd.cascade, after=after, most=COUNTED)
    numbers = [number for (number,) in rows]
    totals, found = totals_of(crowd.further if crowd.step else "{}"), Counter[int]()
    for person in people.cards(numbers).values():
        totals.add(person.card)
        found.update(matches.hash(crowd.cascade, *trait) for trait in traits(person.card))
    counted = [
        {"cascade": crowd.cascade, "trait": trait, "further": people}
        for trait, people in sorted(found.items())
    ]
    step, reached = (COUNTING, numbers[-1]) if numbers else (TAKING_OVER, LOWEST)

    def write(db: Db) -> None:
        run_many(db, COUNTS, counted)
        _step(db, crowd, step, reached, totals)

    return write


def _take_over(known: Db, crowd: Crowd) -> Write:
    beyond = known.one(BEYOND, cascade=crowd.cascade, after=crowd.reached, many=TAKEN_OVER)
    upto = beyond[0] if beyond else HIGHEST

    def write(db: Db) -> None:
        db.run(TAKEN, cascade=crowd.cascade, after=crowd.reached, upto=upto)
        db.run(ALONE, cascade=crowd.cascade, after=crowd.reached, upto=upto)
        if beyond is None:
            db.run(RENEWED, cascade=crowd.cascade)
        else:
            _step(db, crowd, TAKING_OVER, upto, totals_of(crowd.further))

    return write


def _step(db: Db, crowd: Crowd, step: int, reached: int, totals: Totals) -> None:
    further = msgspec.json.encode(totals).decode()
    db.run(STEP, cascade=crowd.cascade, step=step, reached=reached, further=further)


class Remembered:
    """Counts that the pass asked for before."""

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self._crowd = 0, 0
        self._counts: dict[Trait, int] = {}
        self._asked: set[tuple[object, ...]] = set()

    def of(
        self, known: Db, crowd: Crowd, cards: Iterable[Card], by_contact: Iterable[Card]
    ) -> Frequencies:
        """For these cards, of which some share a contact."""
        counted = crowd.cascade, crowd.generation
        if self._crowd != counted or len(self._counts) > MOST_REMEMBERED:
            self._crowd, self._counts, self._asked = counted, {}, set()
        new = {_named(card): card for card in cards}
        fresh = [card for named, card in new.items() if named not in self._asked]
        wanted = {trait for card in (*fresh, *by_contact) for trait in traits(card)}
        self._counts |= self._matches.counts(known, crowd.cascade, wanted - self._counts.keys())
        self._asked |= new.keys()
        return Frequencies(totals=totals_of(crowd.totals), counts=self._counts)


def _named(card: Card) -> tuple[object, ...]:
    """All of a card that is counted, but for contacts."""
    said = card.sex, card.band, card.region, card.cadre, card.organisation
    return card.words, card.area, *said
