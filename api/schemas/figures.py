"""Reach, generations, flags and history as JSON."""

from __future__ import annotations

from marshmallow import Schema, fields

from api.schemas.answer_fields import anything, boolean, date, integer, number, part, parts, string
from api.schemas.envelope import Paged
from api.schemas.fields import Line
from api.schemas.people import Known


class Reach(Known):
    """One facilitator's numbers (as `banyan reach`)."""

    generation = integer()
    direct = integer("People they taught.")
    lineage = integer("People below in the tree.")
    reach = integer("Each person counted once.")
    workshops_given = integer()
    workshops_downstream = integer()


class Below(Schema):
    """One generation below a trainer."""

    generation = integer()
    people = integer()
    female = integer()
    male = integer()
    other = integer()
    unknown_ = fields.Integer(required=True, data_key="unknown", attribute="unknown")
    gain = number(null=True)


class InRegion(Schema):
    region = string(null=True)
    name = string(null=True)
    people = integer()


class WholeReach(Reach):
    by_generation = parts(Below)
    by_region = parts(InRegion)


class Child(Known):
    """A person in the tree, under the lead of the workshop by which they entered."""

    entered_on = date()
    entered_by = string("The workshop's id.")
    role = string(enum=["facilitator", "participant"])
    is_trainer = boolean("Whether somebody hangs under them.")


class BySex(Schema):
    female = integer()
    male = integer()
    other = integer()
    unknown_ = fields.Integer(required=True, data_key="unknown", attribute="unknown")


class Generation(Schema):
    """`generation` null: the unattributed. Shares are 0 to 1; claimed heads are in no other."""

    generation = integer(null=True)
    people = integer()
    by_sex = part(BySex)
    by_region = parts(InRegion)
    active = integer()
    drop_off = number(null=True)
    trained = integer()
    trained_per_active = number(null=True)
    gain = number(null=True)
    claimed = integer()
    certified = integer("Who hold a valid certificate on the day.")
    certified_share = number(null=True)
    active_share = number(null=True)
    median_days_to_first = number(
        "From being trained to the first workshop that they gave.", null=True
    )


class Aim(Schema):
    """A tier's target. `target` null: none is set; `region` null: of the whole cascade."""

    tier = integer()
    name = string()
    people = integer()
    target = integer(null=True)
    share = number(null=True)
    by = date(null=True)
    region = string(null=True)
    region_name = string(null=True)


class Summary(Schema):
    """A cascade in figures. Claimed heads are in no other."""

    people = integer()
    deepest = integer(null=True)
    workshops = integer()
    last_workshop = date(null=True)
    certified = integer()
    claimed = integer()
    unattributed = integer()
    active = integer("Who have ever facilitated.")
    median_days_to_first = fields.Float(required=True, allow_none=True, attribute="days_to_first")
    targets = fields.List(fields.Nested(Aim), required=True, attribute="aims")


class Needs(Schema):
    """How many tasks of each kind wait; `duplicates`: pairs found so far."""

    proposals = integer()
    lapsing = integer()
    idle = integer()
    followup = integer()
    flags = integer()
    duplicates = integer()


class ListFlags(Paged):
    code = Line(60)


class Flag(Schema):
    code = string()
    workshop = string(null=True)
    person = string(null=True)
    sentence = string()


class FlagCounts(Schema):
    """Code → how many flags."""

    flags = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    total = integer()


class Change(Schema):
    """One field, before and after. A private text that was erased is null."""

    field = string()
    before = anything()
    after = anything()
    private = boolean()


class HistoryEntry(Schema):
    """One fact in the life of something, and what it changed."""

    position = integer()
    recorded_at = fields.DateTime(required=True)
    recorded_by = string()
    source = string()
    about = string("The stream in the log.")
    name = string()
    sentence = string()
    reason = string(null=True)
    words = string(null=True)
    changes = parts(Change)
