"""Cascades, regions, organisations and batches as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.answer_fields import Record, boolean, integer, part, parts, string, strings
from api.schemas.common import ReasonSaid
from api.schemas.envelope import Paged
from api.schemas.fields import (
    Anything,
    Choice,
    Day,
    Id,
    Line,
    NewId,
    Number,
    Part,
    Several,
    Shape,
    Whole,
    Words,
    Yes,
)
from domain.values import OrganisationKind


class StandardSaid(Shape):
    """The rule for attendance and certification."""

    least_post_share = Number(0, 1, allow_none=True)
    least_rubric = Whole(1, 5, allow_none=True)
    cofacilitations = Whole(0, 1000)
    months_valid = Whole(1, 1200, allow_none=True)
    least_attendance = Number(0, 1, allow_none=True)


class ModuleSaid(Shape):
    code = Line(60, required=True)
    name = Line(required=True)


class TargetSaid(Shape):
    people = Whole(required=True)
    by = Day(required=True)
    region = Id(allow_none=True)


class TierSaid(Shape):
    name = Line(required=True)
    targets = Several(Part(TargetSaid))


class OpenCascade(Shape):
    id = NewId()
    slug = Line(60, required=True, metadata={"pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"})
    title = Line(required=True)
    series = Line(60, description="The number series; by default the slug.")
    objectives = Several(Words(), description="Private.")
    modules = Several(Part(ModuleSaid))
    tiers = Several(Part(TierSaid), 20)
    standard = Part(StandardSaid)
    evidence_months = Whole(1, 1200, allow_none=True)


class ReviseStandard(Shape):
    standard = Part(StandardSaid, required=True)
    reason = Part(ReasonSaid, required=True)


class ReviseTargets(Shape):
    tiers = Several(Part(TierSaid), 20, required=True)
    reason = Part(ReasonSaid, required=True)


class ReviseCurriculum(Shape):
    modules = Several(Part(ModuleSaid), required=True)
    objectives = Several(Words(), description="Private; left out, they stay.")
    reason = Part(ReasonSaid, required=True)


class SetSafeguards(Shape):
    contact_months = Whole(
        1,
        1200,
        required=True,
        allow_none=True,
        description="Phone, e-mail and ID number vanish this many months after a person's "
        "last activity; null: they stay.",
    )
    second_factor = Yes(required=True, description="Its coordinators sign in with a second factor.")
    reason = Part(ReasonSaid, required=True)


class ListCascades(Paged):
    slug = Line(60)


class Cascade(Record):
    slug = string()
    title = string()
    series = string()
    objectives = strings()
    modules = parts(ModuleSaid)
    tiers = parts(TierSaid)
    standard = part(StandardSaid)
    evidence_months = integer(null=True)
    contact_months = integer(null=True)
    second_factor = boolean()
    closed = boolean()


# ---- places ----------------------------------------------------------------------------------


class PointSaid(Shape):
    latitude = Number(-90, 90, required=True)
    longitude = Number(-180, 180, required=True)


class DefineRegion(Shape):
    """Defines a region or, with the id of one, revises it."""

    id = Id()
    name = Line(100, required=True)
    parent = Id(allow_none=True)
    centroid = Part(PointSaid, allow_none=True)
    boundary = Anything(allow_none=True, description="GeoJSON Polygon or MultiPolygon.")


class Region(Record):
    name = string()
    parent = string(null=True)
    centroid = part(PointSaid, null=True)
    boundary = fields.Dict(required=True, allow_none=True)


class DefineOrganisation(Shape):
    """Defines an organisation or, with the id of one, revises it."""

    id = Id()
    name = Line(required=True)
    kind = Choice(OrganisationKind)
    region = Id(allow_none=True)


class Organisation(Record):
    name = string()
    kind = string()
    region = string(null=True)


class Batch(Schema):
    """An import. The positions at which it began, was completed, was undone; who began it, when,
    and how many people it registered, workshops it logged and facts it recorded in all."""

    name = string()
    cascade = string(null=True)
    started = integer()
    completed = integer(null=True)
    undone = integer(null=True)
    recorded_by = string()
    recorded_at = fields.DateTime(required=True)
    people = integer()
    workshops = integer()
    facts = integer()
