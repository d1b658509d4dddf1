"""The people of a cascade for the comparison, by their numbers: cards, places, workshops."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from api.matching.cards import Card, card
from api.people.match_cards import LiveRow, Places
from api.private.store import Private
from projections.db import Db
from projections.scope import SEEN

LIVE = """
SELECT p.id, p.number, p.one, p.details, p.sex, p.age_band, p.region, p.cadre, p.organisation
FROM person p WHERE p.number IN ids(:people)
AND p.erased = 0 AND p.withdrawn = 0 AND p.details IS NOT NULL
AND (p.cascade = :cascade OR EXISTS (
  SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
  WHERE s.person = p.number AND w.cascade = :cascade))
"""
CASCADES = """
SELECT p.number, p.id, p.cascade FROM person p
WHERE p.number IN ids(:people) AND p.cascade IS NOT NULL
UNION SELECT p.number, p.id, w.cascade FROM person p
JOIN presence s ON s.person = p.number JOIN workshop w ON w.number = s.workshop
WHERE p.number IN ids(:people)
"""
SEATS = """
SELECT s.person, s.workshop FROM presence s JOIN workshop w ON w.number = s.workshop
WHERE s.person IN ids(:people) AND w.cascade = :cascade AND w.counts = 1
"""
PLACES = f"""
SELECT p.number, m.region FROM person p JOIN person m ON m.one = p.one
WHERE p.number IN ids(:people) AND (m.cascade = :cascade
  OR EXISTS (SELECT 1 FROM standing x WHERE x.cascade = :cascade AND x.person = m.number)
  OR EXISTS (SELECT 1 FROM certificate x WHERE x.cascade = :cascade AND x.person = m.number)
  OR EXISTS (SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
             WHERE s.person = p.one AND w.cascade = :cascade AND {SEEN}))
UNION SELECT p.number, w.region FROM person p JOIN presence s ON s.person = p.one
JOIN workshop w ON w.number = s.workshop
WHERE p.number IN ids(:people) AND w.cascade = :cascade AND {SEEN}
"""
"""As `projections.scope.PERSON` has it: regions whose coordinators may see a person; a row without
a region says that coordinators of the whole cascade may."""


class Compared:
    """A person with their card. `one`: their number after merges."""

    __slots__ = ("card", "id", "number", "one")

    def __init__(self, row: LiveRow, card: Card) -> None:
        self.id, self.number, self.one, self.card = row.id, row.number, row.one, card


class People:
    """The people of one cascade at one moment of the views. Cards are made once."""

    def __init__(self, views: Db, private: Private, cascade: int) -> None:
        self._views, self._private, self._cascade = views, private, cascade
        self._places = Places(views)
        self._known: dict[int, Compared] = {}

    def cards(
        self, numbers: Collection[int], contacts_of: Collection[int] = ()
    ) -> dict[int, Compared]:
        """By number; people who are not in the cascade, or without texts, are left out.
        `contacts_of`: those of whom former contacts are wanted."""
        rows = [
            LiveRow(*row)
            for row in self._views.rows(
                LIVE, people=sorted(set(numbers) - self._known.keys()), cascade=self._cascade
            )
        ]
        opened = self._private.open(row.details for row in rows)
        for row in rows:
            if row.details in opened:
                self._known[row.number] = Compared(row, self._card(row, opened[row.details]))
        found = {number: self._known[number] for number in numbers if number in self._known}
        ids = {found[number].id: number for number in contacts_of if number in found}
        for id, former in self._private.contacts.of_people(ids).items() if ids else ():
            found[ids[id]].card.former = frozenset(former)
        return found

    def _card(self, row: LiveRow, details: dict[str, str]) -> Card:
        return card(
            row.id, details, sex=row.sex, age_band=row.age_band, cadre=row.cadre,
            organisation=row.organisation, **self._places.of(row.region),
        )  # fmt: skip

    def add_workshops(self, people: Iterable[Compared]) -> None:
        """Adds to cards the workshops that the people attended."""
        several: dict[int, list[Compared]] = {}
        for person in people:
            person.card.workshops = set()
            several.setdefault(person.one, []).append(person)
        for one, workshop in self._views.rows(SEATS, people=sorted(several), cascade=self._cascade):
            for person in several[one]:
                person.card.workshops.add(workshop)

    def places(self, numbers: Iterable[int]) -> dict[int, str]:
        """The regions whose coordinators may see each person, as numbers with commas between; a
        person whom no coordinator may see is left out."""
        found: dict[int, set[int]] = {}
        rows = self._views.rows(PLACES, people=sorted(numbers), cascade=self._cascade)
        for number, region in rows:
            found.setdefault(number, set()).update([] if region is None else [region])
        return {number: ",".join(map(str, sorted(regions))) for number, regions in found.items()}


def cascades(views: Db, numbers: Iterable[int]) -> set[tuple[int, int, str]]:
    """(cascade, number, id) of these people in each cascade that they are in."""
    rows = views.rows(CASCADES, people=sorted(numbers))
    return {(cascade, number, id) for number, id, cascade in rows}
