"""The queue of probable duplicates: pairs of people on whom a coordinator has to decide.

No pair is merged automatically. Pairs that were merged, or decided to be two people, are not shown
again. Pairs that were left unsure come last, and are marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from api.matching.blocking import pairs
from api.matching.frequencies import Frequencies
from api.matching.scoring import THRESHOLD, Evidence, evidence, probability
from api.people import match_cards
from api.private.store import Private
from projections.db import Db
from projections.witness import Witness, moment

DECIDED = """
SELECT a.one, b.one, p.distinct_people FROM pair p
JOIN person a ON a.number = p.one JOIN person b ON b.number = p.other
WHERE p.distinct_people = 1 OR p.unsure = 1
"""


@dataclass(frozen=True, slots=True)
class ProbablePair:
    """Two people: ids and numbers, the smaller id first. `score`: probability in thousandths."""

    one: str
    other: str
    numbers: tuple[int, int]
    score: int
    why: tuple[Evidence, ...]
    unsure: bool = False

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """The sort key of the queue."""
        return int(self.unsure), -self.score, self.one, self.other


_QUEUES: WeakKeyDictionary[Private, dict[int, tuple[Witness, list[ProbablePair]]]] = (
    WeakKeyDictionary()
)
"""The last queue of each cascade, with the moment of the views for which it is correct. It has no
names in it."""
_LOCK = Lock()


def queue(db: Db, private: Private, cascade: int) -> list[ProbablePair]:
    """All pairs of a cascade, the most probable first."""
    at = moment(db)
    with _LOCK:
        kept = _QUEUES.setdefault(private, {})
        if cascade not in kept or kept[cascade][0] != at:
            kept[cascade] = at, _queue(db, private, cascade)
        return kept[cascade][1]


def _queue(db: Db, private: Private, cascade: int) -> list[ProbablePair]:
    found = match_cards.rows(db, cascade)
    known = match_cards.cards(db, private, found, cascade, match_cards.Places(db))
    cards = [person.card for person in known]
    frequencies = Frequencies(cards)
    best: dict[tuple[int, int], tuple[float, int, int]] = {}
    for a, b in pairs(cards):
        ones = _two(known[a].one, known[b].one)
        if ones[0] == ones[1]:
            continue
        score = probability(cards[a], cards[b], frequencies)
        if score >= THRESHOLD and score > best.get(ones, (0.0,))[0]:
            best[ones] = score, a, b
    decided = {_two(a, b): bool(distinct) for a, b, distinct in db.rows(DECIDED)}
    shown = [
        _pair(known[a], known[b], score, ones in decided)
        for ones, (score, a, b) in best.items()
        if not decided.get(ones)
    ]
    return sorted(shown, key=lambda pair: pair.rank)


def _pair(a: match_cards.Known, b: match_cards.Known, score: float, unsure: bool) -> ProbablePair:
    one, other = sorted((a, b), key=lambda known: known.id)
    why = tuple(evidence(one.card, other.card))
    numbers = (one.number, other.number)
    return ProbablePair(one.id, other.id, numbers, round(score * 1000), why, unsure)


def _two(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)
