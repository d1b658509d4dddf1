"""Reach, generations, flags and history as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.envelope import Paged
from api.schemas.fields import Line


class Reach(Schema):
    """One facilitator's numbers (as `banyan reach`)."""

    person = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    identifier = fields.String(required=True, allow_none=True)
    generation = fields.Integer(required=True)
    direct = fields.Integer(required=True, metadata={"description": "People they taught."})
    lineage = fields.Integer(required=True, metadata={"description": "People below in the tree."})
    reach = fields.Integer(required=True, metadata={"description": "Each person counted once."})
    workshops_given = fields.Integer(required=True)
    workshops_downstream = fields.Integer(required=True)


class Below(Schema):
    """One generation below a trainer."""

    generation = fields.Integer(required=True)
    people = fields.Integer(required=True)
    female = fields.Integer(required=True)
    male = fields.Integer(required=True)
    other = fields.Integer(required=True)
    unknown = fields.Integer(required=True)
    gain = fields.Float(required=True, allow_none=True)


class InRegion(Schema):
    region = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True)


class WholeReach(Reach):
    by_generation = fields.List(fields.Nested(Below), required=True)
    by_region = fields.List(fields.Nested(InRegion), required=True)


class Child(Schema):
    """Somebody in the tree, under the lead of the workshop by which they entered."""

    person = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    identifier = fields.String(required=True, allow_none=True)
    entered_on = fields.Date(required=True)
    entered_by = fields.String(required=True, metadata={"description": "The workshop's id."})
    role = fields.String(required=True, metadata={"enum": ["facilitator", "participant"]})
    is_trainer = fields.Boolean(
        required=True, metadata={"description": "Whether somebody hangs under them."}
    )


class BySex(Schema):
    female = fields.Integer(required=True)
    male = fields.Integer(required=True)
    other = fields.Integer(required=True)
    unknown = fields.Integer(required=True)


class Generation(Schema):
    """`generation` null: the unattributed. Shares are 0 to 1; claimed heads are in no other."""

    generation = fields.Integer(required=True, allow_none=True)
    people = fields.Integer(required=True)
    by_sex = fields.Nested(BySex, required=True)
    by_region = fields.List(fields.Nested(InRegion), required=True)
    active = fields.Integer(required=True)
    drop_off = fields.Float(required=True, allow_none=True)
    trained = fields.Integer(required=True)
    trained_per_active = fields.Float(required=True, allow_none=True)
    gain = fields.Float(required=True, allow_none=True)
    claimed = fields.Integer(required=True)
    certified = fields.Integer(
        required=True, metadata={"description": "Who hold a valid certificate on the day."}
    )
    certified_share = fields.Float(required=True, allow_none=True)
    active_share = fields.Float(required=True, allow_none=True)
    median_days_to_first = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "From being trained to the first workshop that they gave."},
    )


class Aim(Schema):
    """A tier's target. `target` null: none is set; `region` null: of the whole cascade."""

    tier = fields.Integer(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)
    target = fields.Integer(required=True, allow_none=True)
    share = fields.Float(required=True, allow_none=True)
    by = fields.Date(required=True, allow_none=True)
    region = fields.String(required=True, allow_none=True)
    region_name = fields.String(required=True, allow_none=True)


class Summary(Schema):
    """A cascade in figures. Claimed heads are in no other."""

    people = fields.Integer(required=True)
    deepest = fields.Integer(required=True, allow_none=True)
    workshops = fields.Integer(required=True)
    last_workshop = fields.Date(required=True, allow_none=True)
    certified = fields.Integer(required=True)
    claimed = fields.Integer(required=True)
    unattributed = fields.Integer(required=True)
    facilitators = fields.Integer(required=True)
    median_days_to_first = fields.Float(required=True, allow_none=True)
    targets = fields.List(fields.Nested(Aim), required=True)


class Needs(Schema):
    """How many of each wait for the reader; `duplicates` null: still being looked for."""

    proposals = fields.Integer(required=True)
    lapsing = fields.Integer(required=True)
    idle = fields.Integer(required=True)
    followup = fields.Integer(required=True)
    flags = fields.Integer(required=True)
    duplicates = fields.Integer(required=True, allow_none=True)


class ListFlags(Paged):
    code = Line(60)


class Flag(Schema):
    code = fields.String(required=True)
    workshop = fields.String(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    sentence = fields.String(required=True)


class FlagCounts(Schema):
    """By code, how many."""

    flags = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = fields.Integer(required=True)


class Change(Schema):
    """One field, before and after. A private text that was erased is null."""

    field = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)
    private = fields.Boolean(required=True)


class HistoryEntry(Schema):
    """One fact in the life of something, and what it changed."""

    position = fields.Integer(required=True)
    recorded_at = fields.DateTime(required=True)
    recorded_by = fields.String(required=True)
    source = fields.String(required=True)
    about = fields.String(required=True, metadata={"description": "The stream in the log."})
    name = fields.String(required=True)
    sentence = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    changes = fields.List(fields.Nested(Change), required=True)
