"""The pass that compares people, to find those who were recorded twice: in small slices, by chores.

A slice notes whom the next entries of the log are about; or makes the keys of some people; or
counts their names; or compares some people with all who share a key with them. It commits, so it
can be killed at any point, and the next slice goes on from there. Two processes do no harm: of two
slices that began at one moment, one is written. Keys of all come before any comparison: so what is
found does not depend on the order in which people came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from api.home import Home
from api.matching.blocking import most_of_a_name
from api.matching.frequencies import Frequencies
from api.matching.scoring import THRESHOLD, Evidence, evidence, probability
from api.people import comparison_counts as counts
from api.people import comparison_keys as keys
from api.people.compared_people import Compared, People
from api.people.comparison_notes import note
from api.private.matches import TO_INDEX, Crowd, Progress, run_many, totals_of
from projections.db import Db, position
from projections.witness import fingerprint

INDEXED, COMPARED = 200, 100
"""People in one slice, by what is done with them."""

Write = Callable[[Db], None]
Two = tuple[int, int]

TO_DO = """
SELECT number FROM match_person WHERE cascade = :cascade AND compared >= :least
AND compared < :below ORDER BY compared, region, number LIMIT :most
"""
KNOWN = """
SELECT number, compared, region, places FROM match_person
WHERE cascade = :cascade AND number IN ids(:people)
"""
THEIRS = """
SELECT one, other FROM match_pair WHERE cascade = :cascade AND one IN ids(:people)
UNION SELECT one, other FROM match_pair WHERE cascade = :cascade AND other IN ids(:people)
"""
FOUND = """
INSERT INTO match_pair (cascade, one, other, score, why, here, there)
VALUES (:cascade, :one, :other, :score, :why, :here, :there)
ON CONFLICT (cascade, one, other) DO UPDATE SET score = excluded.score, why = excluded.why,
here = excluded.here, there = excluded.there
"""
LOST = "DELETE FROM match_pair WHERE cascade = :cascade AND one = :one AND other = :other"
DONE = """
UPDATE match_person SET compared = :done WHERE cascade = :cascade AND number IN ids(:people)
"""
BEGUN = "UPDATE match_progress SET position = 0, entry = '', made = :made"


class Comparison:
    """The pass over one home. It remembers counts of names from slice to slice."""

    def __init__(self, home: Home) -> None:
        self._home, self._matches = home, home.private.matches
        self._counts = counts.Remembered(self._matches)
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
        if counts.are_due(crowd):
            return counts.count(self._matches, people, known, crowd)
        uncompared = _to_do(known, crowd, 0, crowd.generation, COMPARED)
        return self._compare(people, known, crowd, uncompared) if uncompared else None

    # ---- people are compared -----------------------------------------------------------------

    def _compare(self, people: People, known: Db, crowd: Crowd, numbers: list[int]) -> Write:
        most = most_of_a_name(totals_of(crowd.totals).people)
        shared = keys.sharing(known, crowd.cascade, numbers, most)
        before = known.rows(THEIRS, cascade=crowd.cascade, people=numbers)
        met = {number for two in [*shared, *before] for number in two}
        rows = known.rows(KNOWN, cascade=crowd.cascade, people=sorted(met | set(numbers)))
        ready = {row[0] for row in rows if row[1] == crowd.generation} | set(numbers)
        nowhere = {number for number, _compared, region, _places in rows if region is None}
        places = {row[0]: row[3] for row in rows}
        wanted = {
            two
            for two, how in shared.items()
            if ready.issuperset(two) and (how & keys.NEAR or not nowhere.isdisjoint(two))
        }
        found = self._scored(people, known, crowd, wanted, shared)
        new = [
            {"one": a, "other": b, "here": places[a], "there": places[b], **said}
            for (a, b), said in sorted(found.items())
        ]
        lost = [(a, b) for a, b in before if {a, b} <= ready and (a, b) not in found]

        def write(db: Db) -> None:
            of = {"cascade": crowd.cascade}
            run_many(db, LOST, [of | {"one": one, "other": other} for one, other in lost])
            run_many(db, FOUND, [of | row for row in new])
            db.run(DONE, cascade=crowd.cascade, people=numbers, done=crowd.generation)

        return write

    def _scored(
        self, people: People, known: Db, crowd: Crowd, wanted: set[Two], shared: dict[Two, int]
    ) -> dict[Two, dict[str, object]]:
        """(with the smaller id, the other) → score in thousandths and evidence, as they are kept,
        for those pairs that are shown."""
        met = {number for two in wanted for number in two}
        by_contact = {n for two in wanted if shared[two] & keys.BY_CONTACT for n in two}
        known_as = people.cards(met, contacts_of=by_contact)
        cards = {number: person.card for number, person in known_as.items()}
        sharing = [cards[number] for number in by_contact & cards.keys()]
        crowd_of = self._counts.of(known, crowd, cards.values(), sharing)
        likely = []
        for two in wanted:
            if known_as.keys() >= set(two):
                one, other = sorted((known_as[n] for n in two), key=lambda person: person.id)
                if one.one != other.one and _score(one, other, crowd_of) >= THRESHOLD:
                    likely.append((one, other))
        people.add_workshops({p.number: p for two in likely for p in two}.values())
        return {
            (one.number, other.number): {
                "score": round(score * 1000),
                "why": coded(evidence(one.card, other.card)),
            }
            for one, other in likely
            if (score := _score(one, other, crowd_of)) >= THRESHOLD
        }


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
