"""Derives on which days people have which standing, are about to lapse, or are at rest.

Spells are derived for the people whom a batch touched, and compared with the rows in the table;
only the difference is written. A rebuild derives those of everybody. docs/definitions.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import InCascade, Touched
from projections.facts.rows import ones, remove
from projections.place_tables import FOR_EVER, IDLE_FOR, LAPSES_WITHIN

CHANGES = ("suspended", "reinstated", "revoked")
HELD = """
SELECT p.one, x.cascade, x.{columns}
FROM {tables} WHERE p.number = x.person {these}
"""
GIVEN = """
SELECT s.person, w.cascade, w.starts_on FROM presence s CROSS JOIN workshop w
WHERE s.role = 0 AND w.number = s.workshop AND w.counts = 1 AND s.person IN ids(:certified)
"""
WITHDRAWN = "SELECT number FROM person WHERE number IN ids(:certified) AND withdrawn = 1"
Spell = tuple[str, int, int]
"""What is so; the first and the last day."""


@dataclass
class Story:
    """What the spells of a person in a cascade follow from. `valid`: first and last days of valid
    certificates; `certified`: days of certificates; `steps`: (day, position, what); `given`: days
    of workshops that count."""

    valid: list[tuple[int, int]] = field(default_factory=list)
    certified: list[int] = field(default_factory=list)
    steps: list[tuple[int, int, str]] = field(default_factory=list)
    given: set[int] = field(default_factory=set)
    withdrawn: bool = False


def derive_all(db: Db) -> None:
    with db.indexes_after(tables.spell):
        db.add(tables.spell, sorted(_rows(db, None)))


def derive(db: Db, touched: Touched) -> None:
    people = _people(db, touched)
    if not people:
        return
    wanted = sorted(people)
    sql = "SELECT * FROM spell WHERE person IN ids(:people)"
    before, after = set(db.rows(sql, people=wanted)), set(_rows(db, wanted))
    remove(db, tables.spell, [row[:4] for row in before - after])
    db.add(tables.spell, sorted(after - before))


def _people(db: Db, touched: Touched) -> set[int]:
    """The people after merges whose spells may change; of groups also those who are no longer
    one."""
    recorded = touched.profiles | touched.certifications
    return touched.people | touched.groups | ones(db, recorded)


def _rows(db: Db, people: Sequence[int] | None) -> Iterator[Row]:
    """The rows of these people, of all if None."""
    for (person, cascade), story in _stories(db, people).items():
        for spell in spells(story):
            yield (cascade, person, *spell)


def _stories(db: Db, people: Sequence[int] | None) -> dict[InCascade, Story]:
    stories: dict[InCascade, Story] = defaultdict(Story)
    for *who, first, last in _held(db, "certified", "starts_on, x.until", people):
        stories[who[0], who[1]].valid.append((first, last))
    for *who, day in _held(db, "certificate", "certified_on", people, "AND x.voided = 0"):
        stories[who[0], who[1]].certified.append(day)
    named = f"AND x.what IN {(*CHANGES, 'nominated', 'assessed')}"
    for *who, day, position, what in _held(
        db, "standing", "day, x.position, x.what", people, named
    ):
        stories[who[0], who[1]].steps.append((day, position, what))
    certified = sorted({person for (person, _), story in stories.items() if story.valid})
    if certified:
        for person, cascade, day in db.rows(GIVEN, certified=certified):
            if (person, cascade) in stories:
                stories[person, cascade].given.add(day)
        withdrawn = {person for (person,) in db.rows(WITHDRAWN, certified=certified)}
        for (person, _), story in stories.items():
            story.withdrawn = person in withdrawn
    return stories


def _held(
    db: Db, table: str, columns: str, people: Sequence[int] | None, more: str = ""
) -> list[Row]:
    """Rows of a table, with the person after merges and the cascade before them."""
    if people is None:
        sql = HELD.format(columns=columns, tables=f"{table} x CROSS JOIN person p", these=more)
        return db.rows(sql)
    these = f"AND p.one IN ids(:people) {more}"
    sql = HELD.format(columns=columns, tables=f"person p CROSS JOIN {table} x", these=these)
    return db.rows(sql, people=people)


# ---- days ------------------------------------------------------------------------------------


def spells(story: Story) -> Iterator[Spell]:
    """All spells of a person, in no order; those of one kind do not overlap."""
    valid = _joined(story.valid)
    yield from (("certified", first, last) for first, last in valid)
    yield from _without_certificate(story, valid)
    if not valid or story.withdrawn:
        return
    last_of_all = max(last for _, last in valid)
    if last_of_all < FOR_EVER:
        yield from _named("lapsing", valid, last_of_all - LAPSES_WITHIN)
    at_rest = valid
    for day in sorted(story.given):
        at_rest = _without(at_rest, day, day + IDLE_FOR - 1)
    yield from _named("idle", at_rest, min(first for first, _ in valid) + IDLE_FOR)


def _without_certificate(story: Story, valid: Sequence[tuple[int, int]]) -> Iterator[Spell]:
    """The standing of each day on which no certificate is valid."""
    steps = sorted(story.steps)
    days = {day for day, _, _ in steps} | {*story.certified} | {last + 1 for _, last in valid}
    begins = sorted(day for day in days if day <= FOR_EVER)
    found: list[Spell] = []
    for at, day in enumerate(begins):
        last = begins[at + 1] - 1 if at + 1 < len(begins) else FOR_EVER
        so = _standing(story, steps, day)
        if so and found and found[-1][0] == so:
            found[-1] = (so, found[-1][1], last)
        elif so:
            found.append((so, day, last))
    for so, first, last in found:
        free = [(first, last)]
        for begins_on, ends_on in valid:
            free = _without(free, begins_on, ends_on)
        yield from ((so, *days_) for days_ in free)


def _standing(story: Story, steps: Sequence[tuple[int, int, str]], day: int) -> str | None:
    """The standing on a day, as if no certificate were valid."""
    so_far = [what for on, _, what in steps if on <= day]
    if any(on <= day for on in story.certified):
        changes = [what for what in so_far if what in CHANGES]
        return changes[-1] if changes and changes[-1] != "reinstated" else "lapsed"
    return next((what for what in ("assessed", "nominated") if what in so_far), None)


def _joined(days: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same days as few periods, in order."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(days):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _without(days: Iterable[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """The periods without the days from `first` to `last`."""
    parts = []
    for begins_on, ends_on in days:
        parts += [(begins_on, min(ends_on, first - 1)), (max(begins_on, last + 1), ends_on)]
    return [(begins_on, ends_on) for begins_on, ends_on in parts if begins_on <= ends_on]


def _named(what: str, days: Iterable[tuple[int, int]], since: int) -> Iterator[Spell]:
    """The part of the periods from a day on."""
    for first, last in days:
        if last >= since:
            yield what, max(first, since), last
