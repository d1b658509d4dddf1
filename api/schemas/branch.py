"""A trainer's own branch as JSON."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import Schema, fields

from api.schemas.fields import Choice, Count, Line, Shape
from api.schemas.figures import InRegion


class Nothing(Shape):
    """No day, no moment, no filter: differences between two answers would tell of one person."""


class PagedNow(Shape):
    after = Line(most=200, metadata={"description": "The cursor `next` of the page before."})
    limit = Count(1, 500, load_default=50, metadata={"description": "Rows on a page."})


class Under(PagedNow):
    under = Line(
        most=40,
        metadata={"description": "Somebody of the branch: an id or a pseudonym; else yourself."},
    )


class Folded(StrEnum):
    NOBODY = "nobody"


class Below(Under):
    below = Choice(
        Folded, metadata={"description": "`nobody`: only those under whom nobody hangs."}
    )


class InGeneration(Schema):
    """`gain` is of workshops with at least five measured gains; null where there is none."""

    generation = fields.Integer(required=True)
    people = fields.Integer(required=True)
    trainers = fields.Integer(
        required=True, metadata={"description": "Of these, under whom others hang."}
    )
    gain = fields.Float(required=True, allow_none=True)


class OnDay(Schema):
    entered_on = fields.Date(required=True)
    people = fields.Integer(required=True)


class Cell(Schema):
    """`value` is null where it is not said; `people` is null where it is hidden."""

    value = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True, allow_none=True)


class Breakdowns(Schema):
    """The whole branch as of today. Cells under 5 are hidden, with those that would tell them."""

    sex = fields.List(fields.Nested(Cell), required=True)
    age_band = fields.List(fields.Nested(Cell), required=True)
    disability = fields.List(fields.Nested(Cell), required=True)
    cadre = fields.List(fields.Nested(Cell), required=True)


class Branch(Schema):
    person = fields.String(required=True, metadata={"description": "You."})
    generation = fields.Integer(required=True)
    people = fields.Integer(required=True, metadata={"description": "Below you in the tree."})
    direct = fields.Integer(required=True, metadata={"description": "People you taught."})
    entered = fields.Integer(
        required=True, metadata={"description": "People directly under you in the tree."}
    )
    folded = fields.Integer(
        required=True, metadata={"description": "Of those directly under you, with nobody below."}
    )
    apart = fields.Integer(
        required=True,
        metadata={"description": "People you taught who hang elsewhere: direct less entered."},
    )
    reach = fields.Integer(required=True, metadata={"description": "Each person counted once."})
    elsewhere = fields.Integer(
        required=True, metadata={"description": "Of your reach, who are not below you in the tree."}
    )
    early = fields.Integer(
        required=True,
        metadata={"description": "Below you, but taught before your own training had ended."},
    )
    trainers = fields.Integer(
        required=True, metadata={"description": "People below you under whom others hang."}
    )
    workshops_given = fields.Integer(required=True)
    workshops_downstream = fields.Integer(required=True)
    claimed = fields.Integer(
        required=True, metadata={"description": "Heads on your proposals that wait."}
    )
    by_generation = fields.List(fields.Nested(InGeneration), required=True)
    by_region = fields.List(fields.Nested(InRegion), required=True)
    by_date = fields.List(fields.Nested(OnDay), required=True)
    breakdowns = fields.Nested(Breakdowns, required=True)


class OwnPerson(Schema):
    """Somebody on your own registers."""

    person = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    identifier = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class OwnLine(OwnPerson):
    pre = fields.Float(required=True, allow_none=True)
    post = fields.Float(required=True, allow_none=True)
    max_score = fields.Float(required=True, allow_none=True)


class OwnWorkshop(Schema):
    id = fields.String(required=True)
    identifier = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    region = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    venue = fields.String(required=True, allow_none=True)
    led = fields.Boolean(required=True, metadata={"description": "Else you gave it beside others."})
    headcount = fields.Integer(required=True, allow_none=True)
    people = fields.Integer(required=True)
    gain = fields.Float(required=True, allow_none=True)
    register = fields.List(fields.Nested(OwnLine), required=True)


class BranchPerson(OwnPerson):
    """`person` is an id for who is on your own registers, else a pseudonym that is yours alone.

    Further down there are no contacts, and names only of certified trainers who agreed to it.
    """

    own = fields.Boolean(required=True)
    region = fields.String(required=True, allow_none=True)
    region_name = fields.String(required=True, allow_none=True)
    entered_on = fields.Date(required=True)
    standing = fields.String(required=True)
    level = fields.String(required=True, allow_none=True)
    is_trainer = fields.Boolean(
        required=True, metadata={"description": "Whether somebody hangs under them."}
    )


class BranchCarrier(BranchPerson):
    """Somebody of the branch under whom others hang."""

    people = fields.Integer(required=True, metadata={"description": "Below them in the tree."})
    entered = fields.Integer(required=True, metadata={"description": "Directly under them."})
    folded = fields.Integer(required=True, metadata={"description": "Of these, with nobody below."})
    by_generation = fields.List(
        fields.Integer(), required=True, metadata={"description": "People one below them, two, …"}
    )
    latest = fields.Date(
        required=True,
        metadata={"description": "Their latest workshop by which somebody entered."},
    )


class PersonApart(OwnPerson):
    """Somebody on your registers who hangs elsewhere in the tree."""

    entered_on = fields.Date(required=True)
    why = fields.String(
        required=True,
        metadata={
            "description": "before: had entered by a workshop of others; facilitator: entered by "
            "giving one; beside: by a workshop of yours that somebody else led; further: hangs "
            "further down in your branch.",
            "enum": ["before", "facilitator", "beside", "further"],
        },
    )
