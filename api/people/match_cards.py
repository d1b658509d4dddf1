"""Makes the match cards of the people of a cascade, from the views and the private drawer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from api.matching.cards import Card, card
from api.matching.phonetics import words
from api.private.store import Private
from projections.db import Db

LIVE = """
SELECT p.id, p.number, p.one, p.details, p.sex, p.age_band, p.region, p.cadre, p.organisation
FROM person p
WHERE p.id IN ids(:ids) AND p.erased = 0 AND p.withdrawn = 0 AND p.details IS NOT NULL
AND (p.cascade = :cascade OR EXISTS (
  SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
  WHERE s.person = p.number AND w.cascade = :cascade))
"""


class LiveRow(NamedTuple):
    """A row of `LIVE`. `one`: the person's number after merges; `details`: a commitment; `region`,
    `organisation`: numbers."""

    id: str
    number: int
    one: int
    details: str
    sex: str | None
    age_band: str | None
    region: int | None
    cadre: str | None
    organisation: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """A known person with their card. `one`: their number after merges."""

    id: str
    number: int
    one: int
    card: Card


class Place(TypedDict):
    """Arguments of `cards.card`: numbers of a region and of the region above it; whether other
    regions lie in it."""

    region: int | None
    area: int | None
    above: bool


class Places:
    """The tree of regions, by number."""

    def __init__(self, db: Db) -> None:
        self._parents: dict[int, int | None] = dict(db.rows("SELECT number, parent FROM region"))
        self._above = set(self._parents.values())

    def of(self, region: int | None) -> Place:
        area = self._parents.get(region) if region is not None else None
        return {"region": region, "area": area, "above": region in self._above}

    def near(self, region: int) -> set[int]:
        """The region itself, its siblings, its parent and its children."""
        area = self._parents.get(region)
        beside = {r for r, p in self._parents.items() if p == region or (area and p == area)}
        return {region, *beside, *({area} if area else ())}

    def card(
        self,
        details: Mapping[str, object],
        statistics: Mapping[str, object],
        region: int | None,
    ) -> Card:
        """The card of a typed or imported person. `statistics`: sex, age_band and cadre."""
        sex, band, cadre = (_text(statistics.get(n)) for n in ("sex", "age_band", "cadre"))
        texts = {name: str(text) for name, text in details.items() if text}
        return card("", texts, sex=sex, age_band=band, cadre=cadre, **self.of(region))


def _text(value: object) -> str | None:
    return str(value) if value else None


def rows_of(db: Db, cascade: int, ids: Iterable[str]) -> list[LiveRow]:
    """Those of these people."""
    return [LiveRow(*row) for row in db.rows(LIVE, cascade=cascade, ids=sorted(set(ids)))]


def cards_of_versions(
    private: Private, found: Sequence[LiveRow], places: Places
) -> Iterator[Known]:
    """The people of these rows, each with a card for every name that they have or had. Rows whose
    private texts were deleted are left out; so are former contacts and workshops attended."""
    versions = private.versions(row.id for row in found)
    for row in found:
        details = versions.get(row.id, {}).get(row.details)
        if details is None:
            continue
        names = {words(details.get("name") or ""): str(details.get("name") or "")}
        for former in versions[row.id].values():
            names.setdefault(words(former.get("name") or ""), str(former.get("name") or ""))
        for name in names.values():
            made = card(
                row.id, {**details, "name": name}, sex=row.sex, age_band=row.age_band,
                cadre=row.cadre, organisation=row.organisation, **places.of(row.region),
            )  # fmt: skip
            yield Known(row.id, row.number, row.one, made)
