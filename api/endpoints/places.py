"""Regions and organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from api.access.rules import ADMINISTER, PLACES, SIGNED_IN, requires
from api.errors import Problem
from api.schemas.cascades import DefineOrganisation, DefineRegion, Organisation, Region
from api.schemas.envelope import Paged, many, one
from api.transactions.read import Page, Read, numbered
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain.events import OrganisationDefined, RegionDefined
from domain.place import region_stream
from domain.rules import NotFound
from domain.service import Commands
from domain.values import OrganisationId, OrganisationKind, Point, RegionId
from projections.records import places as records_places

places = Blueprint("places", __name__)


@places.creates("/regions", DefineRegion)
@requires(PLACES)
def define_region(write: Write, body: Body) -> Any:
    """Define a region, or revise the one with this id."""
    id = RegionId(write.id(body.get("id")))
    centroid = body.get("centroid")
    fact = RegionDefined(
        region=id,
        name=body["name"],
        parent=body.get("parent"),
        centroid=Point(**centroid) if centroid else None,
        boundary=body.get("boundary"),
    )

    def act(c: Commands) -> None:
        _require_unmoved(write, c.region(id).defined, fact)
        c.define_region(fact)

    recorded = write.append(act)
    first = write.home.service.read().entries(region_stream(id))[0]
    write.status = 201 if first.command == write.command() else 200
    return write.finish(recorded, {"id": id}, f"/api/v1/regions/{id}")


def _require_unmoved(write: Write, known: RegionDefined | None, fact: RegionDefined) -> None:
    """Raises a Problem if a coordinator moves a region: it would change who sees its people, in
    every cascade."""
    if known and known.parent != fact.parent and not write.access.may(ADMINISTER):
        raise Problem(
            403, "Where a region lies decides who sees its people. Ask an administrator to move it."
        )


@places.reads("/regions", many(Region), Paged)
@requires(SIGNED_IN)
def list_regions(read: Read) -> Page:
    """List regions."""
    return numbered(read, records_places.regions)


@places.reads("/regions/<uuid:id>", one(Region))
@requires(SIGNED_IN)
def get_region(read: Read, id: UUID) -> records_places.RegionRow:
    """Get a region."""
    found = records_places.region(read.db, str(id))
    if found is None:
        raise NotFound("There is no such region. Check the id.")
    return found


@places.creates("/organisations", DefineOrganisation)
@requires(PLACES)
def define_organisation(write: Write, body: Body) -> Any:
    """Define an organisation, or revise the one with this id."""
    id = OrganisationId(write.id(body.get("id")))
    fact = OrganisationDefined(
        organisation=id,
        name=body["name"],
        kind=body.get("kind", OrganisationKind.OTHER),
        region=body.get("region"),
    )
    here = f"/api/v1/organisations/{id}"
    return write.commit(lambda c: c.define_organisation(fact), {"id": id}, here)


@places.reads("/organisations", many(Organisation), Paged)
@requires(SIGNED_IN)
def list_organisations(read: Read) -> Page:
    """List organisations."""
    return numbered(read, records_places.organisations)


@places.reads("/organisations/<uuid:id>", one(Organisation))
@requires(SIGNED_IN)
def get_organisation(read: Read, id: UUID) -> records_places.OrganisationRow:
    """Get an organisation."""
    found = records_places.organisation(read.db, str(id))
    if found is None:
        raise NotFound("There is no such organisation. Check the id.")
    return found
