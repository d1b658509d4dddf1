"""Withdraws the regions and organisations that an undone import defined and that nothing uses.

What was withdrawn cannot be named by a new fact. What was named just before is defined again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from api.home import Home
from api.spreadsheets.importing.appends import in_parts
from domain import place
from domain.events import OrganisationDefined, OrganisationWithdrawn, RegionDefined, RegionWithdrawn
from domain.service import Commands
from domain.service.imports import UNDONE
from domain.values import BatchId, OrganisationId, RegionId

Id = TypeVar("Id", RegionId, OrganisationId)

USED_ORGANISATIONS = """
SELECT o.id FROM organisation o WHERE o.id IN ids(:ids) AND EXISTS (
  SELECT 1 FROM person p WHERE p.organisation = o.number AND p.withdrawn = 0)
"""
USED_REGIONS = """
SELECT r.id FROM region r WHERE r.id IN ids(:ids) AND (
  EXISTS (SELECT 1 FROM person p WHERE p.region = r.number AND p.withdrawn = 0)
  OR EXISTS (SELECT 1 FROM workshop w WHERE w.region = r.number AND w.status <> 'voided')
  OR EXISTS (SELECT 1 FROM organisation o WHERE o.region = r.number AND o.withdrawn = 0)
  OR EXISTS (SELECT 1 FROM held_role h WHERE h.region = r.number)
  OR EXISTS (SELECT 1 FROM proposal q WHERE q.region = r.number)
  OR EXISTS (SELECT 1 FROM cascade c WHERE c.tiers LIKE '%' || r.id || '%'))
"""
WITHIN = """
SELECT p.id, r.id FROM region r JOIN region p ON p.number = r.parent
WHERE p.id IN ids(:ids) AND r.withdrawn = 0
"""


class PlacesOfBatch:
    """`regions`, `organisations`: those that were withdrawn; `do`: records what a function
    decides."""

    def __init__(
        self, home: Home, batch: BatchId, do: Callable[[Callable[[Commands], None]], object]
    ) -> None:
        self._home, self._source, self._do = home, f"import:{batch}", do
        self.regions: set[RegionId] = set()
        self.organisations: set[OrganisationId] = set()

    def withdraw(self, after: int, upto: int) -> None:
        """Of those that the batch defined between two positions of the log."""
        regions: dict[RegionId, None] = {}
        organisations: dict[OrganisationId, None] = {}
        for entry in self._home.log.read(after, upto):
            if entry.source == self._source and isinstance(entry.event, RegionDefined):
                regions[entry.event.region] = None
            if entry.source == self._source and isinstance(entry.event, OrganisationDefined):
                organisations[entry.event.organisation] = None
        if organisations:
            self._withdraw_organisations(list(organisations))
        if regions:
            self._withdraw_regions(list(regions))

    def _withdraw_organisations(self, ids: Sequence[OrganisationId]) -> None:
        unused = self._own(self._unused(USED_ORGANISATIONS, ids), place.organisation_stream)
        self._each(unused, lambda c, id: c.withdraw_organisation(id, UNDONE))
        used = sorted(set(unused) - set(self._unused(USED_ORGANISATIONS, unused)))
        self._each(used, lambda c, id: c.bring_back_places(None, id))
        look = self._home.service.read()
        self.organisations |= {id for id in unused if look.organisation(id).defined is None}

    def _withdraw_regions(self, ids: Sequence[RegionId]) -> None:
        unused = self._own(self._without_regions(ids), place.region_stream)
        unused = self._without_regions(unused)
        self._each(unused, lambda c, id: c.withdraw_region(id, UNDONE))
        used = sorted(set(unused) - set(self._without_regions(unused)))
        self._each(used, lambda c, id: c.bring_back_places(id))
        look = self._home.service.read()
        self.regions |= {id for id in unused if look.region(id).defined is None}

    def _unused(self, used: str, ids: Sequence[Id]) -> list[Id]:
        with self._home.views.read() as db:
            there = {id for (id,) in db.rows(used, ids=list(ids))}
        return [id for id in ids if id not in there]

    def _without_regions(self, ids: Sequence[RegionId]) -> list[RegionId]:
        """Those that nothing uses, and in which only such lie; the innermost first."""
        unused = self._unused(USED_REGIONS, ids)
        with self._home.views.read() as db:
            lying = list(db.rows(WITHIN, ids=list(unused)))
        within: dict[str, set[str]] = {}
        for around, inside in lying:
            within.setdefault(around, set()).add(inside)
        found: dict[RegionId, None] = {}
        while more := [
            id for id in unused if id not in found and within.get(id, set()) <= found.keys()
        ]:
            found |= dict.fromkeys(more)
        return list(found)

    def _own(self, ids: Iterable[Id], stream: Callable[[Id], str]) -> list[Id]:
        """Those that nobody but the batch has defined or revised since they were last withdrawn."""
        look, own = self._home.service.read(), []
        wanted = list(ids)
        look.fetch(map(stream, wanted))
        for id in wanted:
            sources: set[str] = set()
            for entry in look.entries(stream(id)):
                if isinstance(entry.event, RegionWithdrawn | OrganisationWithdrawn):
                    sources = set()
                else:
                    sources.add(entry.source)
            if sources == {self._source}:
                own.append(id)
        return own

    def _each(self, ids: Sequence[Id], act: Callable[[Commands, Id], None]) -> None:
        def together(some: Sequence[Id], c: Commands) -> None:
            for id in some:
                act(c, id)

        for some in in_parts(ids):
            self._do(partial(together, some))
