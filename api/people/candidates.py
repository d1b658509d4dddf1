"""Finds known people who resemble typed texts: for all lines of a sheet, or for one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from api.access.rules import LOG_WORK
from api.i18n import _
from api.matching.cards import Card
from api.matching.explanations import explain
from api.matching.scoring import THRESHOLD, evidence, probability
from api.people import keys_in_common
from api.people.keys_in_common import Asked, Bounds, InCommon
from api.people.match_cards import LiveRow, Places
from api.people.names import DisplayName, display_names
from api.people.typed_line import TypedLine
from api.private.sql_helpers import in_parts
from api.private.texts import Bearing
from api.transactions.read import Read
from projections import scope, tables

SHOWN_OF_A_LINE, SHOWN_OF_ONE = 5, 10
OF_A_LINE, OF_ONE = Bounds(100, 40, 8), Bounds(400, 400, 100)
OF_A_ROW = Bounds(100, 100, 40, quick=True)
MAX_ASKED = 1_000
"""People whose visibility is looked up by id."""
ASKED_AT_ONCE = 50
"""Of these. Of many at once PostgreSQL would compare all registers with them."""
CERTAIN = 1.0
"""The score of a person with exactly the typed identifier."""


class Candidate(DisplayName):
    """A known person. `score`: the probability, 0 to 1; `why`: in the reader's language."""

    score: float
    why: list[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A known person who resembles a card. `number`: of the person; `score`: 0 to 1."""

    number: int
    score: float
    why: Sequence[str]


Matches = dict[int, Match]
"""Number of the person after merges → match."""


def of_lines(
    read: Read,
    cascade: int,
    series: str,
    regions: Sequence[int | None],
    lines: Sequence[TypedLine | None],
) -> list[list[Candidate]]:
    """For each line the people whom the reader may see and who probably are the typed person, or
    have the same contact, whole name or identifier. `series`: the number series; `regions`:
    of each line, the number of the region in which the workshop was held, or the person lives."""
    typed: list[TypedLine] = [line or {} for line in lines]
    found: list[Matches] = [{} for _line in typed]
    if any(typed):
        places = Places(read.db)
        cards = [
            places.card(line, line, region) for line, region in zip(typed, regions, strict=True)
        ]
        said = [cast(Mapping[str, str | None], line) for line in typed]
        seen = partial(visible, read, cascade)
        asked = Asked(cards, said, cascade, places, OF_A_LINE, seen)
        found = best_matches(keys_in_common.find(read.db, read.home.private, asked), cards, _agree)
        _by_identifier(read, series, typed, found)
    return _named(read, found, SHOWN_OF_A_LINE)


def of_one(
    read: Read, cascade: int, details: Mapping[str, str], profile: Mapping[str, str | None]
) -> list[Candidate]:
    """People who probably are this person: among those nearby who have or had such a name, and
    those who have or had one of the contacts."""
    places = Places(read.db)
    id = profile.get("region") or ""
    region = read.db.numbers(tables.region, [id]).get(id)
    near = places.near(region) if region else None
    cards = [places.card(details, profile, region)]

    def fits(row: LiveRow, _card: Card) -> bool:
        return near is None or row.region is None or row.region in near

    seen = partial(visible, read, cascade)
    asked = Asked(cards, [details], cascade, places, OF_ONE, seen, fits)
    found = best_matches(keys_in_common.find(read.db, read.home.private, asked), cards)
    return _named(read, found, SHOWN_OF_ONE)[0]


def best_matches(
    found: InCommon,
    typed: Sequence[Card],
    agree: Callable[[Card, Card], bool] | None = None,
) -> list[Matches]:
    """For each typed card the known people with a score of `THRESHOLD` or more, or for whom `agree`
    is true."""
    best: list[Matches] = []
    for card, several in zip(typed, found.of, strict=True):
        matches: Matches = {}
        for person in several:
            score = probability(person.card, card, found.frequencies)
            if score >= THRESHOLD or (agree and agree(person.card, card)):
                other = matches.get(person.one)
                if other is None or score > other.score:
                    why = explain(evidence(card, person.card))
                    matches[person.one] = Match(person.number, score, why)
        best.append(matches)
    return best


def _named(read: Read, found: Sequence[Matches], most: int) -> list[list[Candidate]]:
    """At most `most` candidates of each line, the most probable first."""
    ranked = [
        sorted(matches.items(), key=lambda m: (-m[1].score, m[0]))[:most] for matches in found
    ]
    people = display_names(read, {number for matches in ranked for number, _match in matches})
    return [
        [
            {**people[number], "score": round(match.score, 3), "why": list(match.why)}
            for number, match in matches
        ]
        for matches in ranked
    ]


UNSEEN = """
SELECT DISTINCT p.id FROM unseen u JOIN person k ON k.number = u.person
JOIN person p ON p.one = k.one JOIN workshop w ON w.number = u.workshop
WHERE w.cascade = :cascade
"""


def visible(read: Read, cascade: int, ids: Iterable[str]) -> set[str]:
    """Those of the ids that the reader may see. All are people of the cascade. A coordinator of the
    whole cascade sees everybody in it except people recorded as unseen, so many ids are not looked
    up one by one."""
    within, asked = read.access.scope(LOG_WORK), set(ids)
    sure: set[str] = set()
    if len(asked) > MAX_ASKED and within.part_of(cascade, None):
        sure = asked - {id for (id,) in read.db.rows(UNSEEN, cascade=cascade)}
        asked -= sure
    for some in in_parts(sorted(asked), ASKED_AT_ONCE):
        sure |= scope.people_within(read.now or read.db, within, some)
    return sure


def _agree(one: Card, other: Card) -> bool:
    """Whether two cards have a contact or the whole name in common."""
    return (
        (one.words == other.words and len(one.words) > 1)
        or not set(one.phones).isdisjoint(other.phones)
        or (one.email == other.email != "")
        or (one.id_number == other.id_number != "")
    )


def _by_identifier(
    read: Read, series: str, lines: Sequence[TypedLine], found: Sequence[Matches]
) -> None:
    typed = {line["identifier"] for line in lines if line.get("identifier")}
    bearing = read.private.bearing(series, typed) if typed else Bearing({}, {})
    ids, sql = sorted(bearing.ids()), "SELECT id, one FROM person WHERE id IN ids(:ids)"
    ones: dict[str, int] = dict(read.db.rows(sql, ids=ids)) if ids else {}
    for line, matches in zip(lines, found, strict=True):
        for bearer in bearing.of(line.get("identifier", "")):
            matches[ones[bearer]] = Match(ones[bearer], CERTAIN, [_("same identifier")])
