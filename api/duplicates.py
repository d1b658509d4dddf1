"""Probable duplicates: people whose private texts agree. Found at the door, for the log has none.

Two records are shown to the coordinator where a phone number, an e-mail address or an ID number
is the same, or the name is the same within one region. Nothing is merged by itself; pairs that
somebody decided on, either way, are not shown again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import phonenumbers

from api.private import Private
from projections.db import Db

MOST_ALIKE = 20
"""More people than this who share a text (an office's telephone) say nothing of each other."""


@dataclass(frozen=True)
class Probable:
    """Ids of two people, the smaller first, and which of their texts agree."""

    one: str
    other: str
    alike: tuple[str, ...]


def probable(db: Db, private: Private, cascade: int) -> list[Probable]:
    """All pairs of a cascade, those with most agreement first."""
    people = db.rows(
        "SELECT id, number, details, region FROM person WHERE erased = 0 AND withdrawn = 0"
        " AND details IS NOT NULL AND (cascade = :cascade OR number IN"
        " (SELECT s.person FROM presence s JOIN workshop w ON w.number = s.workshop"
        "  WHERE w.cascade = :cascade))",
        cascade=cascade,
    )
    contents = private.open(details for _id, _number, details, _region in people)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id, _number, details, region in people:
        for name, value in _keys(contents.get(details, {}), region):
            sharing[name, value].append(id)
    for (name, _value), ids in sharing.items():
        if len(ids) <= MOST_ALIKE:
            for one, other in combinations(sorted(ids), 2):
                alike[one, other].append(name)
    decided = _decided(db)
    pairs = [Probable(*pair, tuple(sorted(a))) for pair, a in alike.items() if pair not in decided]
    return sorted(pairs, key=lambda pair: (-len(pair.alike), pair.one, pair.other))


def _keys(content: dict[str, str], region: int | None) -> Iterator[tuple[str, str]]:
    if phone := _phone(content.get("phone", "")):
        yield "phone", phone
    if email := content.get("email", "").strip().casefold():
        yield "email", email
    if number := "".join(filter(str.isalnum, content.get("id_number", ""))).casefold():
        yield "id_number", number
    if name := " ".join(content.get("name", "").casefold().split()):
        yield "name", f"{region} {name}"


def _phone(text: str) -> str:
    """As E.164 where the country is said; else its digits, if they are enough to mean somebody."""
    try:
        parsed = phonenumbers.parse(text, None)
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        digits = "".join(filter(str.isdecimal, text))
        return digits if len(digits) >= 7 else ""


def _decided(db: Db) -> set[tuple[str, str]]:
    rows = db.rows(
        "SELECT a.id, b.id FROM pair p JOIN person a ON a.number = p.one"
        " JOIN person b ON b.number = p.other WHERE p.merged = 1 OR p.distinct_people = 1"
    )
    return {(min(pair), max(pair)) for pair in rows}
