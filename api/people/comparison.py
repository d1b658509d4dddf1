"""The pass that compares people, to find those who were recorded twice: in small slices, by chores.

A slice notes whom the next entries of the log are about; or makes the keys of some people; or
counts their names; or compares some people with all who share a key with them. It commits, so it
can be killed at any point, and the next slice goes on from there. Two processes do no harm: of two
slices that began at one moment, one is written. Keys of all come before any comparison: so what is
found does not depend on the order in which people came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from api.home import Home
from api.matching.blocking import most_of_a_name
from api.matching.cards import Card
from api.matching.frequencies import Frequencies, Totals, Trait, traits
from api.matching.scoring import THRESHOLD, Evidence, evidence, probability
from api.people import comparison_keys as keys
from api.people.compared_people import Compared, People
from api.people.comparison_notes import note
from api.private.matches import TO_INDEX, Crowd, Progress, run_many, totals_of
from projections.db import Db, position
from projections.witness import fingerprint

INDEXED, COUNTED, COMPARED = 200, 400, 100
"""People in one slice, by what is done with them."""
TAKEN_OVER = 20_000
"""Counts that one slice takes over."""
GROWTH = 1.5
"""Names are counted anew when there are so many times the people who were counted."""
MOST_REMEMBERED = 300_000
"""Counts of names that the pass keeps in memory."""

Write = Callable[[Db], None]
Two = tuple[int, int]

TO_DO = """
SELECT number FROM match_person WHERE cascade = :cascade AND compared >= :least
AND compared < :below ORDER BY compared, region, number LIMIT :most
"""
NEXT = """
SELECT number FROM match_person WHERE cascade = :cascade AND number > :after
ORDER BY number LIMIT :most
"""
KNOWN = """
SELECT number, compared, region FROM match_person
WHERE cascade = :cascade AND number IN ids(:people)
"""
THEIRS = """
SELECT one, other FROM match_pair WHERE cascade = :cascade AND one IN ids(:people)
UNION SELECT one, other FROM match_pair WHERE cascade = :cascade AND other IN ids(:people)
"""
FOUND = """
INSERT INTO match_pair (cascade, one, other, score, why)
VALUES (:cascade, :one, :other, :score, :why)
ON CONFLICT (cascade, one, other) DO UPDATE SET score = excluded.score, why = excluded.why
"""
LOST = "DELETE FROM match_pair WHERE cascade = :cascade AND one = :one AND other = :other"
DONE = """
UPDATE match_person SET compared = :done WHERE cascade = :cascade AND number IN ids(:people)
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
BEGUN = "UPDATE match_progress SET position = 0, entry = '', made = :made"
LOWEST, HIGHEST = -(2**63), 2**63 - 1


class Comparison:
    """The pass over one home. It remembers counts of names from slice to slice."""

    def __init__(self, home: Home) -> None:
        self._home, self._matches = home, home.private.matches
        self._counts: dict[Trait, int] = {}
        self._asked: set[tuple[object, ...]] = set()
        self._counted: Two = (0, 0)
        self._idle_at: Two | None = None

    def complete(self, tell: Callable[[int, int], object] = lambda done, of: None) -> None:
        """Until nothing is left. `tell`: is called with the number of people compared, and of how
        many, as far as they are known."""
        most = 0
        while self.advance():
            left = self._left()
            most = max(most, left)
            tell(most - left, most)

    def _left(self) -> int:
        with self._matches.reading() as known:
            crowds = self._matches.crowds(known)
        return sum(self._matches.waiting(crowd.cascade) for crowd in crowds)

    def advance(self) -> bool:
        """One slice. Whether there was anything to do."""
        with self._home.views.read() as views, self._matches.reading() as known:
            progress = self._matches.progress(known)
            at = progress.writes, position(views)
            write = None if at == self._idle_at else self._next(views, known, progress)
        if write is None:
            self._idle_at = at
            return False
        self._matches.write(progress, write)
        return True

    def _next(self, views: Db, known: Db, progress: Progress) -> Write | None:
        log, end = self._home.log, position(views)
        made = self._matches.hash("made")
        if progress.made != made or not _is_of(progress, fingerprint(log, progress.position)):
            return self._anew(made) if end else None
        if progress.position < end:
            return note(log, views, known, progress.position, end)
        for crowd in self._matches.crowds(known):
            people = People(views, self._home.private, crowd.cascade)
            write = self._of_crowd(people, known, crowd)
            if write is not None:
                return write
        return None

    def _anew(self, made: int) -> Write:
        """The log is another one, or the key was lost."""

        def write(db: Db) -> None:
            self._matches.forget_everything(db.connection)
            db.run(BEGUN, made=made)

        return write

    def _of_crowd(self, people: People, known: Db, crowd: Crowd) -> Write | None:
        unkeyed = _to_do(known, crowd, TO_INDEX, 0, INDEXED)
        if unkeyed:
            return keys.index(self._matches, people, known, crowd, unkeyed)
        if crowd.step == 2:
            return self._take_over(known, crowd)
        if crowd.step == 1 or crowd.size >= max(totals_of(crowd.totals).people * GROWTH, 1):
            return self._count(people, known, crowd)
        uncompared = _to_do(known, crowd, 0, crowd.generation, COMPARED)
        return self._compare(people, known, crowd, uncompared) if uncompared else None

    # ---- names are counted -------------------------------------------------------------------

    def _count(self, people: People, known: Db, crowd: Crowd) -> Write:
        after = crowd.reached if crowd.step else 0
        rows = known.rows(NEXT, cascade=crowd.cascade, after=after, most=COUNTED)
        numbers = [number for (number,) in rows]
        totals, found = totals_of(crowd.further if crowd.step else "{}"), Counter[int]()
        for person in people.cards(numbers).values():
            totals.add(person.card)
            found.update(self._matches.hash(crowd.cascade, *t) for t in traits(person.card))
        step, reached = (1, numbers[-1]) if numbers else (2, LOWEST)

        def write(db: Db) -> None:
            counts = sorted(found.items())
            named = [{"cascade": crowd.cascade, "trait": t, "further": n} for t, n in counts]
            run_many(db, COUNTS, named)
            self._step(db, crowd, step, reached, totals)

        return write

    def _take_over(self, known: Db, crowd: Crowd) -> Write:
        beyond = known.one(BEYOND, cascade=crowd.cascade, after=crowd.reached, many=TAKEN_OVER)
        upto = beyond[0] if beyond else HIGHEST

        def write(db: Db) -> None:
            of = {"cascade": crowd.cascade, "after": crowd.reached, "upto": upto}
            db.run(TAKEN, **of)
            db.run(ALONE, **of)
            if beyond is None:
                db.run(RENEWED, cascade=crowd.cascade)
            else:
                self._step(db, crowd, 2, upto, totals_of(crowd.further))

        return write

    def _step(self, db: Db, crowd: Crowd, step: int, reached: int, totals: Totals) -> None:
        further = msgspec.json.encode(totals).decode()
        db.run(STEP, cascade=crowd.cascade, step=step, reached=reached, further=further)

    def _frequencies(
        self, known: Db, crowd: Crowd, cards: Iterable[Card], by_contact: Iterable[Card]
    ) -> Frequencies:
        """For cards of which some share a contact. What was asked before is remembered."""
        counted = crowd.cascade, crowd.generation
        if self._counted != counted or len(self._counts) > MOST_REMEMBERED:
            self._counted, self._counts, self._asked = counted, {}, set()
        new = {_named(card): card for card in cards}
        fresh = [card for named, card in new.items() if named not in self._asked]
        wanted = {trait for card in (*fresh, *by_contact) for trait in traits(card)}
        self._counts |= self._matches.counts(known, crowd.cascade, wanted - self._counts.keys())
        self._asked |= new.keys()
        return Frequencies(totals=totals_of(crowd.totals), counts=self._counts)

    # ---- people are compared -----------------------------------------------------------------

    def _compare(self, people: People, known: Db, crowd: Crowd, numbers: list[int]) -> Write:
        most = most_of_a_name(totals_of(crowd.totals).people)
        shared = keys.sharing(known, crowd.cascade, numbers, most)
        before = known.rows(THEIRS, cascade=crowd.cascade, people=numbers)
        met = {number for two in [*shared, *before] for number in two}
        rows = known.rows(KNOWN, cascade=crowd.cascade, people=sorted(met | set(numbers)))
        ready = {n for n, compared, _ in rows if compared == crowd.generation} | set(numbers)
        nowhere = {number for number, _compared, region in rows if region is None}
        wanted = {
            two
            for two, how in shared.items()
            if ready.issuperset(two) and (how & keys.NEAR or not nowhere.isdisjoint(two))
        }
        found = self._scored(people, known, crowd, wanted, shared)
        lost = [(a, b) for a, b in before if {a, b} <= ready and (a, b) not in found]

        def write(db: Db) -> None:
            of = {"cascade": crowd.cascade}
            run_many(db, LOST, [of | {"one": one, "other": other} for one, other in lost])
            rows = [
                of | {"one": one, "other": other, "score": score, "why": coded(why)}
                for (one, other), (score, why) in sorted(found.items())
            ]
            run_many(db, FOUND, rows)
            db.run(DONE, cascade=crowd.cascade, people=numbers, done=crowd.generation)

        return write

    def _scored(
        self, people: People, known: Db, crowd: Crowd, wanted: set[Two], shared: dict[Two, int]
    ) -> dict[Two, tuple[int, list[Evidence]]]:
        """(with the smaller id, the other) → score in thousandths and evidence, for those pairs
        that are shown."""
        met = {number for two in wanted for number in two}
        by_contact = {n for two in wanted if shared[two] & keys.BY_CONTACT for n in two}
        known_as = people.cards(met, contacts_of=by_contact)
        cards = {number: person.card for number, person in known_as.items()}
        sharing = [cards[number] for number in by_contact & cards.keys()]
        crowd_of = self._frequencies(known, crowd, cards.values(), sharing)
        likely = []
        for two in wanted:
            if known_as.keys() >= set(two):
                one, other = sorted((known_as[n] for n in two), key=lambda person: person.id)
                if one.one != other.one and _score(one, other, crowd_of) >= THRESHOLD:
                    likely.append((one, other))
        people.add_workshops({p.number: p for two in likely for p in two}.values())
        return {
            (one.number, other.number): (round(score * 1000), evidence(one.card, other.card))
            for one, other in likely
            if (score := _score(one, other, crowd_of)) >= THRESHOLD
        }


def _named(card: Card) -> tuple[object, ...]:
    """All of a card that is counted, but for contacts."""
    said = card.sex, card.band, card.region, card.cadre, card.organisation
    return card.words, card.area, *said


def _score(one: Compared, other: Compared, frequencies: Frequencies) -> float:
    return probability(one.card, other.card, frequencies)


def _is_of(progress: Progress, entry: str) -> bool:
    """Whether the log has the entry up to which it was noted."""
    return progress.position == 0 or progress.entry == entry


def _to_do(known: Db, crowd: Crowd, least: int, below: int, most: int) -> list[int]:
    rows = known.rows(TO_DO, cascade=crowd.cascade, least=least, below=below, most=most)
    return [number for (number,) in rows]


def coded(why: Iterable[Evidence]) -> str:
    """Evidence as text: codes with commas between, a percentage behind a colon."""
    return ",".join(e.code if e.percent is None else f"{e.code}:{e.percent}" for e in why)


def decoded(text: str) -> list[Evidence]:
    found = [part.partition(":") for part in text.split(",") if part]
    return [Evidence(code, int(percent) if percent else None) for code, _, percent in found]
