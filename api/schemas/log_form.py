"""What the form of a workshop asks while a register is typed."""

from __future__ import annotations

from api.people.typed_line import COLUMNS
from api.schemas.fields import Id, Line, Part, Several, Shape, Whole

TypedSoFar = Shape.from_dict(
    {"at": Whole(required=True)} | {name: Line(least=0) for name in (*COLUMNS, "answer", "of")},
    name="TypedSoFar",
)
"""A line as it stands now; none of its fields need be valid yet."""


class Judged(Shape):
    """Another line, which did not change since it was asked about."""

    state = Line(20, required=True)
    answer = Line(least=0, load_default="")


class Ask(Shape):
    """`above`: who gave the workshop."""

    region = Id(allow_none=True)
    above = Several(Id(), 51, load_default=list)
    lines = Several(Part(TypedSoFar), 2000, required=True)
    others = Several(Part(Judged), 2000, load_default=list)


class AskWho(Shape):
    typed = Line(200, 0, required=True)
