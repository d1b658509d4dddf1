"""Whom typed people may be: known people with a hash of a contact, or of a token of a name, in
common with them.

Nobody else is read. Of a token that very many have nobody is taken for its sake; of those found for
a line, the ones with the rarest tokens and from nearby are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple, TypeVar

from api.matching import name_tokens
from api.matching.blocking import MAX_OF_A_CONTACT
from api.matching.cards import Card
from api.matching.frequencies import Frequencies
from api.people import match_cards
from api.people.match_cards import Known, LiveRow, Places
from api.private.name_index import NameIndex
from api.private.store import Private
from projections.db import Db

SAME_REGION, NEARBY = 3.0, 1.0
"""What living nearby adds to the logarithms of how rare the tokens in common are."""

LEAST = 0.3
"""The share of the most that anybody has in common with a typed person: who has less is not
compared."""

Id = TypeVar("Id", int, str)
Weights = dict[str, float]
"""Id of a person → how rare that is which they have in common with a typed person."""


@dataclass(frozen=True)
class Bounds:
    """`of_a_token`: people; a token that more have is left out. `looked_up`, `compared`: people of
    one typed person. `quick`: only names whose words all but one sound alike, for many rows."""

    of_a_token: int
    looked_up: int
    compared: int
    quick: bool = False


@dataclass(frozen=True)
class Asked:
    """Whom is looked for, and where. `details`: of each typed card, for their contacts. `visible`:
    those of several ids whom the reader may see; `fits`: whether a person who has a name in common,
    and no contact, is compared at all."""

    typed: Sequence[Card]
    details: Sequence[Mapping[str, str | None]]
    cascade: int
    places: Places
    bounds: Bounds
    visible: Callable[[Iterable[str]], set[str]]
    fits: Callable[[LiveRow, Card], bool] = lambda row, card: True


class InCommon(NamedTuple):
    """`of`: for each typed person, the known people to compare them with."""

    of: list[list[Known]]
    frequencies: Frequencies


def find(db: Db, private: Private, asked: Asked) -> InCommon:
    with private.contacts.names() as index:
        named = _by_name(index, asked.typed, asked.bounds)
        held = _by_contact(private, asked.details, index.people)
    ids = {id for several in (*named, *held) for id in several}
    rows = {row.id: row for row in match_cards.rows_of(db, asked.cascade, ids)}
    chosen = _chosen(asked, rows, named, held)
    these = [rows[id] for id in sorted({id for several in chosen for id in several})]
    known: dict[str, list[Known]] = defaultdict(list)
    for person in match_cards.cards_of_versions(private, these, asked.places):
        known[person.id].append(person)
    of = [[person for id in several for person in known[id]] for several in chosen]
    counted = private.matches.frequencies(asked.cascade, _to_count(asked.typed, of))
    return InCommon(of, counted)


def _chosen(
    asked: Asked,
    rows: Mapping[str, LiveRow],
    named: Sequence[Weights],
    held: Sequence[Weights],
) -> list[list[str]]:
    """For each typed person the ids of whom to compare them with."""
    nearby = {
        card.region: asked.places.near(card.region) if card.region is not None else set()
        for card in asked.typed
    }
    weights: list[Weights] = []
    for card, by_name, by_contact in zip(asked.typed, named, held, strict=True):
        near = nearby[card.region]
        all = {
            id: by_name.get(id, 0.0) + by_contact.get(id, 0.0) + _nearness(rows[id], card, near)
            for id in by_name.keys() | by_contact.keys()
            if id in rows and (id in by_contact or asked.fits(rows[id], card))
        }
        weights.append(_heaviest(all, 2 * asked.bounds.compared))
    seen = asked.visible({id for several in weights for id in several})
    chosen = []
    for several in weights:
        theirs = [id for id in several if id in seen][: asked.bounds.compared]
        chosen.append([id for id in theirs if several[id] >= LEAST * several[theirs[0]]])
    return chosen


def _by_name(index: NameIndex, typed: Sequence[Card], bounds: Bounds) -> list[Weights]:
    tokens_of = name_tokens.closely if bounds.quick else name_tokens.typed
    asked = [tokens_of(card.words) for card in typed]
    bearers = index.bearers(set().union(*asked), bounds.of_a_token)
    everybody = log(max(index.people, 1) + 1)
    found = []
    for tokens in asked:
        weights: dict[int, float] = defaultdict(float)
        for token in sorted(tokens & bearers.keys()):
            weight = everybody - log(len(bearers[token]) or 1)
            for number in bearers[token]:
                weights[number] += weight
        found.append(_heaviest(weights, bounds.looked_up))
    ids = index.ids(number for weights in found for number in weights)
    return [{ids[number]: weight for number, weight in one.items()} for one in found]


def _heaviest(weights: Mapping[Id, float], most: int) -> dict[Id, float]:
    """At most so many, the heaviest first."""
    first = sorted(weights, key=lambda id: (-weights[id], id))[:most]
    return {id: weights[id] for id in first}


def _by_contact(
    private: Private, details: Sequence[Mapping[str, str | None]], people: int
) -> list[Weights]:
    """Who has or had a contact, unless very many share it."""
    hashes = [private.contacts.hashes(one) for one in details]
    holders = private.contacts.bearers(set().union(*hashes))
    found = []
    for several in hashes:
        weights: Weights = defaultdict(float)
        for one in several:
            ids = holders.get(one, ())
            for id in ids if len(ids) <= MAX_OF_A_CONTACT else ():
                weights[id] += log(people + 1)
        found.append(weights)
    return found


def _nearness(row: LiveRow, card: Card, near: Collection[int]) -> float:
    if row.region is None or row.region not in near:
        return 0.0
    return SAME_REGION if card.region == row.region else NEARBY


def _to_count(typed: Sequence[Card], of: Sequence[Sequence[Known]]) -> Iterator[Card]:
    """Cards with all that is counted when these are compared: of a known person, only the words
    that nobody typed."""
    said = {word for card in typed for word in card.words}
    yield from typed
    for card in {id(person.card): person.card for several in of for person in several}.values():
        words = {w: s for w, s in zip(card.words, card.skeletons, strict=True) if w not in said}
        yield Card(
            card.id, tuple(words), tuple(words.values()),
            area=card.area, cadre=card.cadre, organisation=card.organisation,
        )  # fmt: skip
