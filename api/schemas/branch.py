"""A trainer's own branch as JSON."""

from __future__ import annotations

from enum import StrEnum

from marshmallow import Schema, fields

from api.schemas.answer_fields import Record, boolean, date, integer, number, part, parts, string
from api.schemas.envelope import PagedNow
from api.schemas.fields import Choice, Line, Shape
from api.schemas.figures import InRegion
from api.schemas.people import Known, Scores


class Nothing(Shape):
    """No parameters: the difference of two answers could reveal one person."""


class Under(PagedNow):
    under = Line(
        most=40,
        description="Somebody of the branch: an id or a pseudonym; else yourself.",
    )


class Folded(StrEnum):
    NOBODY = "nobody"


class Below(Under):
    below = Choice(Folded, description="`nobody`: only those under whom nobody hangs.")


class InGeneration(Schema):
    """`gain` is of workshops with at least five measured gains; null where there is none."""

    generation = integer()
    people = integer()
    trainers = integer("Of these, under whom others hang.")
    gain = number(null=True)


class OnDay(Schema):
    entered_on = date()
    people = integer()


class Cell(Schema):
    """`value` null: not said; `people` null: hidden, since the cell is small."""

    value = string(null=True)
    people = integer(null=True)


class Breakdowns(Schema):
    """The whole branch as of today. Cells under 5 are hidden, and cells that would reveal them."""

    sex = parts(Cell)
    age_band = parts(Cell)
    disability = parts(Cell)
    cadre = parts(Cell)


class Branch(Schema):
    person = string("You.")
    generation = integer()
    people = integer("Below you in the tree.")
    direct = integer("People you taught.")
    entered = integer("People directly under you in the tree.")
    folded = integer("Of those directly under you, with nobody below.")
    apart = integer("People you taught who hang elsewhere: direct less entered.")
    reach = integer("Each person counted once.")
    elsewhere = integer("Of your reach, who are not below you in the tree.")
    early = integer("Below you, but taught before your own training had ended.")
    trainers = integer("People below you under whom others hang.")
    workshops_given = integer()
    workshops_downstream = integer()
    claimed = integer("Heads on your proposals that wait.")
    by_generation = parts(InGeneration)
    by_region = parts(InRegion)
    by_date = parts(OnDay)
    breakdowns = part(Breakdowns)


class OwnPerson(Known):
    """A person on your own registers."""

    phone = string(null=True)
    email = string(null=True)


class OwnLine(Scores, OwnPerson):
    pass


class OwnWorkshop(Record):
    identifier = string(null=True)
    kind = string()
    starts_on = date()
    ends_on = date()
    region = string(null=True)
    title = string(null=True)
    venue = string(null=True)
    led = boolean("Else you gave it beside others.")
    headcount = integer(null=True)
    people = integer()
    gain = number(null=True)
    register = parts(OwnLine)


class BranchPerson(OwnPerson):
    """`person` is an id for who is on your own registers, else a pseudonym that is yours alone.

    Further down there are no contacts, and names only of certified trainers who agreed to it.
    """

    own = boolean()
    region = string(null=True)
    region_name = string(null=True)
    entered_on = date()
    standing = string()
    level = string(null=True)
    is_trainer = boolean("Whether somebody hangs under them.")


class BranchCarrier(BranchPerson):
    """A trainer of the branch: somebody entered by a workshop that they led."""

    people = integer("Below them in the tree.")
    entered = integer("Directly under them.")
    folded = integer("Of these, with nobody below.")
    by_generation = fields.List(
        fields.Integer(), required=True, metadata={"description": "People one below them, two, …"}
    )
    latest = date("Their latest workshop by which somebody entered.")


class PersonApart(OwnPerson):
    """A person on your registers who is elsewhere in the tree."""

    entered_on = date()
    why = string(
        "before: had entered by a workshop of others; facilitator: entered by "
        "giving one; beside: by a workshop of yours that somebody else led; further: hangs "
        "further down in your branch.",
        enum=["before", "facilitator", "beside", "further"],
    )
