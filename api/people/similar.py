"""Who is known already that somebody now being typed may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.matching.cards import card
from api.matching.frequencies import Crowd
from api.matching.scoring import THRESHOLD, Said, evidence, likely
from api.people import match_cards
from api.private.store import Private
from projections import tables
from projections.db import Db, Row

MOST_SHOWN = 10
MOST_READ = 10_000
"""Where more people than this live nearby, they are found by their contacts alone."""


@dataclass(frozen=True)
class Candidate:
    number: int
    score: int
    """In thousandths."""
    why: tuple[Said, ...]


def similar(
    db: Db,
    private: Private,
    cascade: int,
    details: Mapping[str, str],
    profile: Mapping[str, Any],
    visible: Callable[[Iterable[str]], set[str]],
) -> list[Candidate]:
    """The likeliest first. `visible`: of ids, those that the reader may see; no other is read."""
    places = match_cards.Places(db)
    region = db.numbers(tables.region, [profile.get("region") or ""]).get(profile.get("region"))
    found = _nearby(db, private, cascade, details, places.near(region) if region else None)
    seen = visible(row[0] for row in found)
    known = match_cards.cards(db, private, (r for r in found if r[0] in seen), cascade, places)
    typed = card(
        "",
        details,
        sex=profile.get("sex"),
        age_band=profile.get("age_band"),
        cadre=profile.get("cadre"),
        **places.of(region),
    )
    crowd = Crowd([*(person.card for person in known), typed])
    best: dict[int, Candidate] = {}
    for person in known:
        score = round(likely(typed, person.card, crowd) * 1000)
        if score >= THRESHOLD * 1000 and (person.one not in best or score > best[person.one].score):
            why = tuple(evidence(typed, person.card))
            best[person.one] = Candidate(person.number, score, why)
    return sorted(best.values(), key=lambda c: (-c.score, c.number))[:MOST_SHOWN]


def _nearby(
    db: Db, private: Private, cascade: int, details: Mapping[str, str], near: set[int] | None
) -> list[Row]:
    """Who has or had one of these contacts, and who lives nearby or nobody knows where."""
    holders = private.contacts.holders(private.contacts.hashes(details))
    found = match_cards.rows(db, cascade)
    beside = [r for r in found if near is None or r[6] is None or r[6] in near]
    if len(beside) > MOST_READ or not details.get("name"):
        beside = []
    return [*beside, *(row for row in found if row[0] in holders and row not in set(beside))]
