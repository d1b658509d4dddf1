"""Who known is likely to be meant by the lines of a proposal: all of them judged at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api.access.rules import LOG_WORK
from api.i18n import _
from api.matching.blocking import pairs
from api.matching.cards import Card, card
from api.matching.explanations import spoken
from api.matching.frequencies import Crowd
from api.matching.scoring import THRESHOLD, evidence
from api.matching.scoring import likely as likelihood
from api.people import match_cards
from api.people.names import known
from api.people.similar import MOST_READ
from api.transactions.read import Read
from projections import scope
from projections.db import Row

MOST = 5
"""Shown of each line."""
CERTAIN = 1.0
"""For who bears the very identifier that was typed."""

Typed = Mapping[str, Any]
Scored = dict[int, tuple[float, list[str]]]
"""The number of somebody known → how likely, from 0 to 1, and why."""


def likely(
    read: Read, cascade: int, series: str, region: int | None, lines: Sequence[Typed | None]
) -> list[list[dict[str, Any]]]:
    """Of each line, of whom the reader may see: who is probable, or shares a contact, the whole
    name or the identifier. `region`: the number of the one in which they were taught."""
    found: list[Scored] = [{} for _line in lines]
    if any(lines):
        _by_card(read, cascade, region, lines, found)
        _by_identifier(read, series, lines, found)
    called = known(read, {number for scored in found for number in scored})
    return [
        [
            called[number] | {"score": round(score, 3), "why": why}
            for number, (score, why) in sorted(scored.items(), key=lambda s: (-s[1][0], s[0]))[
                :MOST
            ]
        ]
        for scored in found
    ]


def _by_card(
    read: Read, cascade: int, region: int | None, lines: Sequence[Typed | None], found: list[Scored]
) -> None:
    places = match_cards.Places(read.db)
    near = places.near(region) if region else None
    rows = _nearby(read, match_cards.rows(read.db, cascade), near, lines)
    seen = visible(read, cascade, (row[0] for row in rows))
    these = [row for row in rows if row[0] in seen]
    persons = match_cards.cards(read.db, read.home.private, these, cascade, places)
    typed = [
        card(
            "", line or {}, sex=(line or {}).get("sex"), age_band=(line or {}).get("age_band"),
            cadre=(line or {}).get("cadre"), **places.of(region),
        )
        for line in lines
    ]  # fmt: skip
    cards = [*(person.card for person in persons), *typed]
    crowd = Crowd(cards)
    for a, b in sorted(pairs(cards, len(persons))) if persons else ():
        if a < len(persons):
            score = likelihood(cards[a], cards[b], crowd)
            if score >= THRESHOLD or _agree(cards[a], cards[b]):
                scored = found[b - len(persons)]
                if score >= scored.get(persons[a].one, (0.0, []))[0]:
                    scored[persons[a].one] = score, spoken(evidence(cards[b], cards[a]))


UNSEEN = """
SELECT DISTINCT p.id FROM unseen u JOIN person k ON k.number = u.person
JOIN person p ON p.one = k.one JOIN workshop w ON w.number = u.workshop
WHERE w.cascade = :cascade
"""


def visible(read: Read, cascade: int, ids: Iterable[str]) -> set[str]:
    """Of these ids of people of the cascade, whom the reader may see. Who coordinates all of it
    may see them all, but for those who were put there unseen, and is not asked about each."""
    within, wanted = read.access.scope(LOG_WORK), set(ids)
    sure: set[str] = set()
    if within.part_of(cascade, None):
        sure = wanted - {id for (id,) in read.db.rows(UNSEEN, cascade=cascade)}
    return sure | scope.people_within(read.now or read.db, within, wanted - sure)


def _nearby(
    read: Read, rows: list[Row], near: set[int] | None, lines: Sequence[Typed | None]
) -> list[Row]:
    """All, where they are few; else who lives nearby or nobody knows where, and who has or had one
    of these contacts."""
    if len(rows) <= MOST_READ:
        return rows
    holders = read.private.holders(line or {} for line in lines)
    beside = [row for row in rows if near and (row[6] is None or row[6] in near)]
    ids = holders | {row[0] for row in beside if len(beside) <= MOST_READ}
    return [row for row in rows if row[0] in ids]


def _agree(one: Card, other: Card) -> bool:
    """In a contact, or in the whole of a name."""
    return (
        (one.words == other.words and len(one.words) > 1)
        or not set(one.phones).isdisjoint(other.phones)
        or (one.email == other.email != "")
        or (one.id_number == other.id_number != "")
    )


def _by_identifier(
    read: Read, series: str, lines: Sequence[Typed | None], found: list[Scored]
) -> None:
    typed = [str((line or {}).get("identifier") or "") for line in lines]
    bearers = read.private.people(series, {name for name in typed if name})
    ids = "SELECT id, one FROM person WHERE id IN ids(:ids)"
    ones: dict[str, int] = dict(read.db.rows(ids, ids=sorted(bearers.values())))
    for name, scored in zip(typed, found, strict=True):
        if name in bearers:
            scored[ones[bearers[name]]] = CERTAIN, [_("same identifier")]
